"""Who and what a round judges."""

from __future__ import annotations

import pytest

from inspections.scope import BY_SETTING, scope_of
from tests.inspections.rows import code, plan, written
from vocabulary.codes import UnitCategory
from vocabulary.inspection import RoundKind


def test_a_written_round_judges_every_expected_task_of_inspected_units() -> None:
    scope = scope_of(plan(), written())
    inspected = {
        unit.code
        for unit in plan().units
        if unit.inspected and unit.category is not UnitCategory.OTHER and plan().expectations[unit.code]
    }
    assert {one.unit for one in scope} == inspected
    for unit in inspected:
        assert tuple(one.task_id for one in scope if one.unit == unit) == plan().expectations[unit]


def test_townships_in_a_written_round_are_marked_as_put_in_by_setting() -> None:
    by_unit = plan().unit_by_code
    for one in scope_of(plan(), written()):
        township = by_unit[one.unit].category is UnitCategory.TOWNSHIP
        assert one.label == (BY_SETTING if township else "")
    onsite = written()._replace(kind=RoundKind.ONSITE)
    assert not any(one.label for one in scope_of(plan(), onsite))


@pytest.mark.parametrize(
    ("tasks", "unit", "found"),
    [
        (("1.5",), "蛟潭镇", {"1.5"}),
        (("1.5b",), "蛟潭镇", {"1.5"}),
        (("2.3",), "县图书馆", {"2.3b"}),
        (("2.3b",), "县图书馆", {"2.3b"}),
        (("2.3c",), "县图书馆", set()),
        (("2.3b",), "蛟潭镇", {"2.3"}),
        (("4.1",), "蛟潭镇", set()),
    ],
)
def test_a_task_brings_its_sub_items_and_a_sub_item_its_task(
    tasks: tuple[str, ...], unit: str, found: set[str]
) -> None:
    scope = scope_of(plan(), written()._replace(tasks=tasks))
    assert {one.task_id for one in scope if one.unit == code(unit)} == found


def test_a_round_can_be_narrowed_to_some_units() -> None:
    scope = scope_of(plan(), written()._replace(units=(code("县司法局"), code("蛟潭镇"))))
    assert {one.unit for one in scope} == {code("县司法局"), code("蛟潭镇")}
    assert not scope_of(
        plan(), written()._replace(units=(code("蛟潭镇"),), unit_categories=(UnitCategory.DEPARTMENT,))
    )
