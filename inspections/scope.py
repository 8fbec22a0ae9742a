"""Who and what is in a round: the part of the matrix unit × task that it judges."""

from __future__ import annotations

from typing import NamedTuple

from inspections.expectations import expected_units
from schemas.plan import Plan, Round
from vocabulary.codes import UnitCategory
from vocabulary.inspection import RoundKind

BY_SETTING = "按设置列入"
"""Of townships in a 书面督查: point 16.2 names only 各部门, the office has put them in (rounds.toml)."""


class Expectation(NamedTuple):
    """One unit's task (or sub-item, where the unit leads nothing but a part) that a round judges.

    ``label`` is BY_SETTING where the plan's text does not put the unit into this kind of round, else "".
    """

    unit: str
    task_id: str
    label: str = ""


def scope_of(plan: Plan, inspection_round: Round) -> tuple[Expectation, ...]:
    """Every unit's task the round judges, in the plan's order of units and tasks.

    Units are those inspected, within the round's categories and its list of units. A task in the round's list
    brings its sub-items; a sub-item there brings its task, which is judged from it.
    """
    chosen = frozenset(inspection_round.units)
    found = []
    for unit in expected_units(plan, inspection_round):
        if chosen and unit.code not in chosen:
            continue
        by_setting = inspection_round.kind is RoundKind.WRITTEN and unit.category is UnitCategory.TOWNSHIP
        label = BY_SETTING if by_setting else ""
        found += [
            Expectation(unit.code, task_id, label)
            for task_id in plan.expectations[unit.code]
            if _is_wanted(plan, inspection_round, task_id)
        ]
    return tuple(found)


def _is_wanted(plan: Plan, inspection_round: Round, task_id: str) -> bool:
    named = inspection_round.tasks
    if not named or task_id in named or plan.task_by_id[task_id].parent in named:
        return True
    return any(one in plan.task_by_id and plan.task_by_id[one].parent == task_id for one in named)
