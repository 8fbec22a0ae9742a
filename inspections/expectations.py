"""Who was expected to report what, and what is missing: the matrix unit × task against the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from schemas.plan import Plan, Round, Task, Unit
from schemas.records import RowRecord
from vocabulary.codes import Force

_COUNTED_ONLY = frozenset({Force.ENCOURAGED, Force.EXPLORE})


class MissingTask(NamedTuple):
    """A task expected of a unit that none of its rows covers."""

    unit: Unit
    task: Task


class Reporting(NamedTuple):
    """应报与已报: who was expected, who has reported, who is missing, and the tasks no row covers."""

    expected: tuple[Unit, ...]
    reported: tuple[Unit, ...]
    silent: tuple[Unit, ...]
    missing_tasks: tuple[MissingTask, ...]


def expected_units(plan: Plan, inspection_round: Round | None = None) -> tuple[Unit, ...]:
    """Units that must report: those inspected, within the round's categories, with at least one task."""
    categories = inspection_round.unit_categories if inspection_round else ()
    return tuple(
        unit
        for unit in plan.units
        if unit.inspected and plan.expectations[unit.code] and (not categories or unit.category in categories)
    )


def reporting(
    plan: Plan, rows: Iterable[RowRecord], reported: Collection[str], inspection_round: Round | None = None
) -> Reporting:
    """Compare the plan with what stands on a day.

    ``rows`` are the rows that stand (not withdrawn); ``reported`` the codes of units with a valid
    submission. Encouraged and exploratory tasks are never missing; a sub-item's row covers its task.
    """
    covered: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.task_id:
            task = plan.task_by_id.get(row.task_id)
            covered[row.unit].update((row.task_id, task.parent if task else ""))
    expected = expected_units(plan, inspection_round)
    wanted = frozenset(inspection_round.tasks) if inspection_round and inspection_round.tasks else None
    missing = [
        MissingTask(unit, task)
        for unit in expected
        for task in (plan.task_by_id[task_id] for task_id in plan.expectations[unit.code])
        if (wanted is None or task.id in wanted or task.parent in wanted)
        and task.id not in covered[unit.code]
        and task.force not in _COUNTED_ONLY
    ]
    return Reporting(
        expected,
        tuple(unit for unit in expected if unit.code in reported),
        tuple(unit for unit in expected if unit.code not in reported),
        tuple(missing),
    )
