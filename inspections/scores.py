"""Scores of units, off unless the county sets points: every point with the task and verdict it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from inspections.verdict_view import JudgedVerdict
from schemas.plan import Plan
from vocabulary.codes import Force
from vocabulary.inspection import Verdict


class TaskScore(NamedTuple):
    """Where points come from: a task, the verdict on it, what that gives and what was to be had."""

    task_id: str
    verdict: Verdict
    points: float
    possible: float


class UnitScore(NamedTuple):
    """A unit's points out of those possible, with their origin. Compared within the peer group only."""

    unit: str
    peer_group: str
    points: float
    possible: float
    origin: tuple[TaskScore, ...]


def scores_of(plan: Plan, verdicts: Iterable[JudgedVerdict]) -> tuple[UnitScore, ...]:
    """Each unit's score, in the plan's order of units; empty while scoring is off (no [scores] set).

    不涉及 is left out; an encouraged, exploratory or optional task counts where it is complete, and else is left
    out. A verdict without points gives none.
    """
    points = plan.thresholds.scores
    if not points:
        return ()
    most = max(0.0, *points.values())
    origins: dict[str, list[TaskScore]] = defaultdict(list)
    for one in verdicts:
        task = plan.task_by_id[one.suggested.task_id]
        left_out = one.verdict is Verdict.NOT_APPLICABLE or (
            task.force is not Force.MUST and one.verdict is not Verdict.COMPLETE
        )
        if not left_out:
            gained = points.get(one.verdict, 0.0)
            origins[one.suggested.unit].append(TaskScore(task.id, one.verdict, gained, most))
    return tuple(
        UnitScore(
            unit.code,
            unit.peer_group,
            sum(one.points for one in origins[unit.code]),
            sum(one.possible for one in origins[unit.code]),
            tuple(origins[unit.code]),
        )
        for unit in plan.units
        if unit.code in origins
    )
