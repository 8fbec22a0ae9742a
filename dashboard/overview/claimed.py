"""Self-report against verdict: how many tasks units reported as 已完成, and how many were found otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from inspections.situation import OVERALL, ShareOf
from inspections.verdict_view import JudgedVerdict
from schemas.plan import Plan, Round
from vocabulary.codes import Status
from vocabulary.inspection import Verdict

FEWEST = 5
"""Below so many claims a share says nothing: the chart leaves such a unit to a sentence."""


class Claimed(NamedTuple):
    """Of a round: its groups (the first is the whole), units that claimed anything, and the tasks found otherwise.

    ``groups`` are (name, claims found otherwise of all claims, what they were found to be). ``units`` has the
    columns unit, unit_name, peer_group, claimed, otherwise; ``rows`` unit, unit_name, peer_group, task_id, task,
    verdict, reason, row_id. ``decided`` of ``all`` verdicts have been confirmed or overruled by an inspector.
    """

    round: Round
    groups: tuple[tuple[str, ShareOf, str], ...]
    units: pd.DataFrame
    rows: pd.DataFrame
    decided: ShareOf


def claimed(plan: Plan, chosen: Round, verdicts: Iterable[JudgedVerdict]) -> Claimed:
    """What was claimed to be done and what was found; 不涉及 is left out, as in every denominator."""
    told = list(verdicts)
    done = [
        one
        for one in told
        if one.suggested.claimed == Status.DONE and one.verdict is not Verdict.NOT_APPLICABLE
    ]
    groups = {unit.code: unit.peer_group for unit in plan.units}
    found = {OVERALL: done, **{name: [] for name in dict.fromkeys(groups.values())}}
    for one in done:
        found[groups[one.unit]].append(one)
    claims = Counter(one.unit for one in done)
    refuted = Counter(one.unit for one in done if one.verdict is not Verdict.COMPLETE)
    units = [
        (unit.code, unit.short_name, unit.peer_group, claims[unit.code], refuted[unit.code])
        for unit in plan.units
        if claims[unit.code]
    ]
    return Claimed(
        chosen,
        tuple((name, *_told(members)) for name, members in found.items() if members or name == OVERALL),
        pd.DataFrame(units, columns=["unit", "unit_name", "peer_group", "claimed", "otherwise"]),
        _rows(plan, done),
        ShareOf(sum(one.decision is not None for one in told), len(told)),
    )


def _told(members: list[JudgedVerdict]) -> tuple[ShareOf, str]:
    counted = Counter(one.verdict.zh for one in members if one.verdict is not Verdict.COMPLETE)
    words = "、".join(f"{word} {number}" for word, number in counted.most_common())
    return ShareOf(sum(counted.values()), len(members)), words


def _rows(plan: Plan, done: Iterable[JudgedVerdict]) -> pd.DataFrame:
    lines = []
    for one in done:
        if one.verdict is Verdict.COMPLETE:
            continue
        unit, task = plan.unit_by_code[one.unit], plan.task_by_id[one.task_id]
        why = one.decision.reason if one.decision else ""
        said = why or "；".join(reason.text for reason in one.suggested.reasons)
        lines.append(
            (
                unit.code,
                unit.name,
                unit.peer_group,
                task.id,
                task.name,
                one.verdict.zh,
                said,
                one.suggested.row_id or 0,
            )
        )
    columns = ["unit", "unit_name", "peer_group", "task_id", "task", "verdict", "reason", "row_id"]
    return pd.DataFrame(lines, columns=columns)
