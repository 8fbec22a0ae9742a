"""Lights and overdue: the effective deadline against the day."""

import datetime as dt
from typing import Any

import pytest

from inspections.conflicts import find_conflicts
from inspections.expectations import expected_units, reporting
from inspections.lights import effective_deadline, judge, task_of
from schemas.plan_files import load_plan, packaged_workplan
from schemas.records import RowRecord
from vocabulary.codes import Light, UnitCategory

PLAN = load_plan(packaged_workplan(), validate=False)
CODES = {unit.name: unit.code for unit in PLAN.units}


def record(unit: str = "县司法局", task_id: str | None = "4.1", **fields: Any) -> RowRecord:
    """A row of one unit and task."""
    known: dict[str, Any] = {
        "sheet": "台账", "row": 4, "unit": CODES[unit], "unit_text": unit, "expanded": False, "task_id": task_id,
        "point": 4, "point_text": "", "task": "任务", "supporting_units": (), "deadline": None, "deadline_text": "",
        "status": "in_progress", "status_text": "推进中", "percent": None, "percent_text": "", "progress": None,
        "evidence": None, "contact": None, "phone": None, "completed_on": None, "more": {}, "merged": True,
    }  # fmt: skip
    return RowRecord(**(known | fields))


# 4.1 is due on 2023-12-31, 6.7 on 2023-08-31; 1.3 is standing; 2.7 is encouraged; 13.2 is five working days an item.
CASES = [
    ("4.1", {}, "2023-09-15", Light.GREEN, False),
    ("4.1", {}, "2023-12-24", Light.YELLOW, False),
    ("4.1", {}, "2023-12-31", Light.YELLOW, False),
    ("4.1", {}, "2024-01-01", Light.RED, True),
    ("4.1", {"deadline": "2023-09-30"}, "2023-10-01", Light.RED, True),
    ("4.1", {"deadline": "2024-06-30"}, "2024-01-01", Light.RED, True),
    ("4.1", {"status": "done"}, "2024-01-01", Light.GREEN, False),
    ("4.1", {"status": "not_applicable"}, "2024-01-01", Light.GREY, False),
    ("4.1", {"status": None}, "2024-01-01", Light.GREY, False),
    ("4.1", {"status": "ongoing"}, "2024-01-01", Light.RED, True),
    ("6.7", {}, "2023-08-31", Light.YELLOW, False),
    ("6.7", {}, "2023-09-01", Light.RED, True),
    ("1.3", {"status": "ongoing", "deadline": "standing"}, "2024-01-01", Light.GREEN, False),
    ("1.3", {"status": "done"}, "2023-08-31", Light.YELLOW, False),
    ("2.1", {"deadline": "2023-08-31"}, "2023-09-01", Light.RED, True),
    ("2.7", {}, "2024-01-01", Light.GREEN, False),
    ("13.2", {}, "2024-01-01", Light.GREEN, False),
    (None, {"deadline": "2023-08-31"}, "2023-09-01", Light.RED, True),
    ("10.5c", {}, "2024-01-01", Light.GREEN, False),
]


@pytest.mark.parametrize(("task_id", "fields", "day", "light", "overdue"), CASES)
def test_the_light_of_a_row_on_a_day(
    task_id: str | None, fields: dict[str, Any], day: str, light: Light, overdue: bool
) -> None:
    fields = {"status": "ongoing"} if task_id == "10.5c" else fields
    row = record(task_id=task_id, **fields)
    judged = judge(row, task_of(row, PLAN), dt.date.fromisoformat(day), PLAN.thresholds)
    assert (judged.light, judged.overdue) == (light, overdue)
    assert judged.reason


def test_a_unit_cannot_give_itself_more_time_than_the_plan() -> None:
    row = record(task_id="6.7", deadline="2023-12-31")
    assert effective_deadline(row, task_of(row, PLAN)) == dt.date(2023, 8, 31)


@pytest.mark.parametrize(
    ("rows", "conflicting"),
    [
        # 8.7 is led by 县发改委 and 县市监局 together.
        ([record("县发改委", "8.7", status="done"), record("县市监局", "8.7")], {"县发改委", "县市监局"}),
        ([record("县发改委", "8.7", percent=50.0), record("县市监局", "8.7", percent=80.0)], {"县发改委", "县市监局"}),
        ([record("县发改委", "8.7"), record("县市监局", "8.7", percent=80.0)], set()),
        # 1.1 is every unit's own: different progress is no conflict.
        ([record("县司法局", "1.1", status="done"), record("县财政局", "1.1")], set()),
        # unless one of them names the other in its row
        ([record("县司法局", "1.1", status="done", supporting_units=(CODES["县财政局"],)), record("县财政局", "1.1")],
         {"县司法局", "县财政局"}),
        ([record("县人社局", "13.4", status="done", unit_text="县人社局、县医保局"), record("县医保局", "13.4")],
         {"县人社局", "县医保局"}),
    ],
)  # fmt: skip
def test_units_contradict_each_other_only_on_shared_tasks(
    rows: list[RowRecord], conflicting: set[str]
) -> None:
    names = {code: name for name, code in CODES.items()}
    assert {
        names[claim.unit] for found in find_conflicts(rows, PLAN) for claim in found.claims
    } == conflicting


def test_a_sub_item_covers_its_task_and_encouraged_tasks_are_never_missing() -> None:
    rows = [record("蛟潭镇", "1.5a")]
    missing = {(m.unit.name, m.task.id) for m in reporting(PLAN, rows, {CODES["蛟潭镇"]}).missing_tasks}
    assert ("蛟潭镇", "1.5") not in missing
    assert ("蛟潭镇", "1.1") in missing
    assert not any(task_id in ("2.7", "5.5", "13.8") for _, task_id in missing)


def test_who_is_silent_depends_on_the_rounds_units_and_on_who_has_reported() -> None:
    written = next(each for each in PLAN.rounds if each.kind == "written")
    state = reporting(PLAN, [], {CODES["蛟潭镇"]}, written)
    assert [unit.name for unit in state.reported] == ["蛟潭镇"]
    assert len(state.silent) == len(state.expected) - 1
    assert {unit.category for unit in expected_units(PLAN, written)} == {
        UnitCategory.DEPARTMENT,
        UnitCategory.TOWNSHIP,
    }
    assert not any(unit.name.startswith("县委") for unit in state.expected)
