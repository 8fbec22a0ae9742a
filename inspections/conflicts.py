"""Shared tasks that several units report differently: shown, never resolved silently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from schemas.plan import Plan, Task
from schemas.records import RowRecord


class Claim(NamedTuple):
    """What one unit says of the task; ``unit`` is its code."""

    unit: str
    status: str | None
    percent: float | None


class Conflict(NamedTuple):
    """One shared task and the claims that differ."""

    task_id: str
    point: int
    task: str
    claims: tuple[Claim, ...]


def find_conflicts(rows: Sequence[RowRecord], plan: Plan) -> list[Conflict]:
    """Conflicts among rows that stand on a day.

    A task is shared when the plan names single units as its lead, or when one unit's row names the
    other. A general obligation (各乡镇…) is each unit's own: different progress there is no conflict.
    """
    by_task: dict[str, dict[str, RowRecord]] = defaultdict(dict)
    for row in rows:
        if row.task_id:
            by_task[row.task_id].setdefault(row.unit, row)
    conflicts = []
    for task_id, by_unit in by_task.items():
        task = plan.task_by_id.get(task_id)
        if task is None or len(by_unit) < 2:
            continue
        differing: dict[str, None] = {}
        jointly_led = _jointly_led(task, plan)
        for one, other in combinations(by_unit, 2):
            if not _same(by_unit[one], by_unit[other]) and (
                jointly_led or _names(by_unit[one], other, plan) or _names(by_unit[other], one, plan)
            ):
                differing.update({one: None, other: None})
        if differing:
            conflicts.append(
                Conflict(
                    task_id,
                    task.point,
                    task.name,
                    tuple(Claim(code, by_unit[code].status, by_unit[code].percent) for code in differing),
                )
            )
    return sorted(conflicts, key=lambda c: (c.point, c.task_id))


def _jointly_led(task: Task, plan: Plan) -> bool:
    return not any(name in plan.group_by_name for name in task.lead)


def _same(one: RowRecord, other: RowRecord) -> bool:
    if one.status != other.status:
        return False
    return one.percent is None or other.percent is None or one.percent == other.percent


def _names(row: RowRecord, code: str, plan: Plan) -> bool:
    unit = plan.unit_by_code.get(code)
    if code in row.supporting_units:
        return True
    return unit is not None and not row.expanded and unit.short_name in row.unit_text
