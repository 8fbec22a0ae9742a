"""The year as a line: what the plan and its rounds fix for which day, and where each of it stands on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dashboard.text import short
from inspections.stages import stage_of
from master.inspection_records import RoundMove
from schemas.plan import Plan, Round
from vocabulary.inspection import RoundKind, Stage

ISSUED, REPORT_BY, AFTERWARDS = "印发", "报送截止", "年报"
"""What a milestone is; the days of rounds are named by their kind (书面督查, 现场督查, 回头看)."""

MILESTONE_KINDS = (ISSUED, REPORT_BY, *(kind.zh for kind in RoundKind), AFTERWARDS)


class Milestone(NamedTuple):
    """A day of the year that is fixed beforehand. ``stage`` says in words where it stands on the day asked for."""

    day: dt.date
    kind: str
    name: str
    stage: str
    passed: bool


def year_line(plan: Plan, moves: Mapping[str, Sequence[RoundMove]], as_of: dt.date) -> list[Milestone]:
    """The milestones in the order of their days.

    ``moves`` are the steps of each round until the day, by its code. What comes after the year (年报) are the
    plan's tasks that are due then.
    """
    found = [
        Milestone(
            plan.issued,
            ISSUED,
            f"{plan.document_number}印发",
            "已印发" if plan.issued <= as_of else _until(plan.issued, as_of, ""),
            passed=plan.issued <= as_of,
        )
    ]
    for one in plan.rounds:
        found += _of_round(one, moves.get(one.code, ()), as_of)
    found += [
        Milestone(
            task.deadline,
            AFTERWARDS,
            f"{task.id} {short(task.name, 30)}",
            _until(task.deadline, as_of, "已到期"),
            passed=task.deadline < as_of,
        )
        for task in plan.tasks
        if task.deadline is not None and task.deadline.year > plan.year
    ]
    return sorted(found, key=lambda one: one.day)


def _of_round(one: Round, moves: Sequence[RoundMove], as_of: dt.date) -> list[Milestone]:
    stage = stage_of(moves)
    closed = stage is not None and list(Stage).index(stage) > list(Stage).index(Stage.REPORTING)
    paper = "报送已截止" if closed else _until(one.submit_by, as_of, "报送截止日已过，尚未冻结")
    told = f"{stage.zh}阶段" if stage else _until(one.cut_off, as_of, "尚未开始")
    if stage and stage is not Stage.ARCHIVED:
        told = f"{told}，{moves[-1].at.month}月{moves[-1].at.day}日进入"
    if stage is Stage.ARCHIVED:
        told = "已归档"
    return [
        Milestone(one.submit_by, REPORT_BY, f"{one.name}报送截止", paper, passed=one.submit_by < as_of),
        Milestone(one.cut_off, one.kind.zh, one.name, told, passed=stage is Stage.ARCHIVED),
    ]


def _until(day: dt.date, as_of: dt.date, past: str) -> str:
    left = (day - as_of).days
    if left < 0:
        return past
    return f"还有{left}天" if left else "就是今天"
