"""What is late, soon due, promised or unreported on a day: by working days, per kind, never for the encouraged."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pandas as pd
import pytest

from inspections.due import (
    APPLIED,
    COLUMNS,
    NOT_REPORTED,
    PROMISED,
    UNRECTIFIED,
    Due,
    OpenProblem,
    by_unit,
    notice_of,
    of_round,
    problems_due,
    promised_day,
    reports_due,
    tasks_due,
    what_stands,
)
from master.inspection_records import Reminder
from master.views import MasterRow
from schemas.plan import Plan
from schemas.plan_files import load_plan, packaged_workplan
from schemas.records import RowRecord
from vocabulary.codes import Force, Status, TaskKind
from vocabulary.inspection import DueKind, ProblemState

PLAN = load_plan(packaged_workplan(), validate=False)
DAY = dt.date(2023, 9, 26)
JUSTICE, FINANCE = (
    next(unit.code for unit in PLAN.units if unit.name == name) for name in ("县司法局", "县财政局")
)


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def stands(*rows: dict[str, Any]) -> pd.DataFrame:
    usual = {
        "unit": JUSTICE, "task_id": "4.1", "task": "清理", "kind": TaskKind.ONE_OFF, "force": Force.MUST,
        "status": Status.IN_PROGRESS, "deadline": None, "promised": None,
    }  # fmt: skip
    frame = pd.DataFrame([{**usual, **row} for row in rows], columns=list(COLUMNS))
    return frame.astype({"deadline": "datetime64[s]", "promised": "datetime64[s]"})


def kinds(frame: pd.DataFrame, plan: Plan = PLAN, as_of: dt.date = DAY) -> list[DueKind]:
    return [due.kind for due in tasks_due(frame, plan, as_of)]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"deadline": "2023-09-25"}, DueKind.OVERDUE),
        ({"deadline": "2023-09-26"}, DueKind.DUE_SOON),
        ({"deadline": "2023-10-09"}, DueKind.DUE_SOON),  # the 5th working day, after the long holiday
        ({"deadline": "2023-10-10"}, None),
        ({"deadline": None}, None),
        ({"deadline": "2023-09-25", "status": Status.DONE}, None),
        ({"deadline": "2023-09-25", "status": Status.NOT_APPLICABLE}, None),
        ({"deadline": "2023-09-25", "status": Status.NOT_STARTED}, DueKind.OVERDUE),
        ({"deadline": "2023-09-25", "status": NOT_REPORTED}, DueKind.OVERDUE),
        ({"deadline": "2023-09-25", "status": ""}, None),  # unreadable: a finding, nothing to judge
        ({"deadline": "2023-09-27", "status": ""}, DueKind.DUE_SOON),
        ({"deadline": "2023-09-25", "status": Status.ONGOING}, DueKind.OVERDUE),
        ({"deadline": "2023-09-25", "status": Status.ONGOING, "kind": TaskKind.STANDING}, None),
        ({"deadline": "2023-09-27", "status": Status.ONGOING, "kind": TaskKind.STANDING}, None),
        ({"deadline": "2023-09-27", "kind": TaskKind.SERVICE_LEVEL}, DueKind.DUE_SOON),
        ({"deadline": "2023-09-28", "kind": TaskKind.SERVICE_LEVEL}, None),  # its lead is one day
        ({"deadline": "2023-09-25", "force": Force.ENCOURAGED}, DueKind.OPTIONAL),
        ({"deadline": "2023-09-27", "force": Force.EXPLORE}, DueKind.OPTIONAL),
        ({"deadline": "2023-09-27", "force": Force.OPTIONAL}, DueKind.OPTIONAL),
        ({"deadline": "2023-12-31", "promised": "2023-09-25"}, DueKind.RECHECK),
        ({"deadline": "2023-12-31", "promised": "2023-09-26"}, None),
        ({"deadline": None, "promised": "2023-09-25"}, DueKind.RECHECK),
        ({"deadline": "2023-09-01", "promised": "2023-09-25"}, DueKind.OVERDUE),
        ({"deadline": "2023-12-31", "promised": "2023-09-25", "status": Status.DONE}, None),
    ],
)
def test_a_row_is_due_by_its_day_its_kind_and_its_force(row: dict[str, Any], kind: DueKind | None) -> None:
    assert kinds(stands(row)) == ([] if kind is None else [kind])


def test_a_kind_without_lead_time_is_told_only_once_it_is_late() -> None:
    thresholds = dataclasses.replace(PLAN.thresholds, lead_days={})
    plan = dataclasses.replace(PLAN, thresholds=thresholds)
    frame = stands({"deadline": "2023-09-26"}, {"deadline": "2023-09-25"})
    assert kinds(frame, plan) == [DueKind.OVERDUE]


def test_working_days_left_are_counted_over_the_holiday_and_negative_when_late() -> None:
    frame = stands(
        {"deadline": "2023-10-09"}, {"deadline": "2023-09-25"}, {"deadline": None, "promised": "2023-09-22"}
    )
    found = {due.kind: (due.deadline, due.days_left, due.note) for due in tasks_due(frame, PLAN, DAY)}
    assert found == {
        DueKind.DUE_SOON: (day("2023-10-09"), 5, ""),
        DueKind.OVERDUE: (day("2023-09-25"), -1, ""),
        DueKind.RECHECK: (day("2023-09-22"), -2, PROMISED),
    }


def test_an_empty_frame_is_due_for_nothing() -> None:
    assert tasks_due(stands(), PLAN, DAY) == []


@pytest.mark.parametrize(
    ("text", "said_on", "promised"),
    [
        ("10月20日前完成整改", "2023-09-01", "2023-10-20"),
        ("先于9月10日报审，10月20日前公开", "2023-09-01", "2023-10-20"),
        ("2024年1月15日前公开", "2023-12-01", "2024-01-15"),
        ("8月18日已召开会议", "2023-09-01", None),  # told of the past
        ("9月31日前", "2023-09-01", None),
        ("下一步加快推进", "2023-09-01", None),
        ("", "2023-09-01", None),
    ],
)
def test_next_steps_promise_the_last_day_they_name(text: str, said_on: str, promised: str | None) -> None:
    assert promised_day(text, dt.date.fromisoformat(said_on)) == day(promised)


@pytest.mark.parametrize(
    ("due", "state", "kind", "note"),
    [
        ("2023-10-08", ProblemState.RECTIFYING, None, ""),  # the 4th working day, the lead is 3
        ("2023-10-07", ProblemState.RECTIFYING, DueKind.DUE_SOON, ""),
        ("2023-09-26", ProblemState.ASSIGNED, DueKind.DUE_SOON, ""),
        ("2023-09-25", ProblemState.RETURNED, DueKind.RECHECK, UNRECTIFIED),
        ("2023-12-31", ProblemState.APPLIED, DueKind.RECHECK, APPLIED),
        ("2023-09-01", ProblemState.VERIFYING, DueKind.RECHECK, APPLIED),
        ("2023-09-01", ProblemState.CLOSED, None, ""),
    ],
)
def test_a_rectification_is_told_when_near_late_or_applied_for(
    due: str, state: ProblemState, kind: DueKind | None, note: str
) -> None:
    problem = OpenProblem("2023-001", JUSTICE, "未公开", dt.date.fromisoformat(due), state)
    found = problems_due([problem], PLAN, DAY)
    assert [(one.kind, one.note) for one in found] == ([] if kind is None else [(kind, note)])
    assert all((one.number, one.subject) == ("整改2023-001", "2023-001") for one in found)


@pytest.mark.parametrize(
    ("as_of", "chosen", "told"),
    [
        ("2023-08-23", None, None),
        ("2023-08-24", None, "written_2023"),
        ("2023-08-31", None, "written_2023"),
        ("2023-09-20", None, "written_2023"),
        ("2023-09-21", None, "onsite_2023"),
        ("2023-10-20", None, "onsite_2023"),
        ("2023-10-20", "written_2023", "written_2023"),
        ("2023-09-20", "onsite_2023", None),
        ("2023-10-20", "look_back_2022", None),  # it waits for no ledger of this year
    ],
)
def test_silent_units_are_told_when_the_day_for_papers_is_near_or_past(
    as_of: str, chosen: str | None, told: str | None
) -> None:
    everybody_else = set(PLAN.unit_by_code) - {JUSTICE}
    only = PLAN.round_by_code[chosen] if chosen else None
    found = reports_due(everybody_else, PLAN, dt.date.fromisoformat(as_of), only)
    expected = [(JUSTICE, DueKind.NOT_REPORTED, told)] if told else []
    assert [(one.unit, one.kind, one.subject) for one in found] == expected


def test_a_round_asks_only_for_what_it_judges() -> None:
    frame = stands(
        {"task_id": "4.1"}, {"task_id": "4.7"}, {"task_id": "4.7", "unit": FINANCE}, {"task_id": ""}
    )
    onsite = of_round(frame, PLAN, PLAN.round_by_code["onsite_2023"])
    assert {unit for unit, task_id in zip(onsite["unit"], onsite["task_id"], strict=True)} <= set(
        PLAN.members(PLAN.task_by_id["4.7"].lead)
    )
    assert set(onsite["task_id"]) <= {"4.7"}
    assert of_round(frame, PLAN, PLAN.round_by_code["look_back_2022"]).empty


def test_counts_beyond_the_calendar_are_said_to_be_guesses() -> None:
    assert notice_of([], PLAN, DAY) == ""
    assert "2024年4月7日以后" in notice_of([due(deadline="2024-06-30")], PLAN, DAY)
    assert "2025年放假安排尚未公布" in notice_of([], PLAN, dt.date(2025, 3, 3))


def test_a_deadline_long_past_asks_for_no_calendar_of_its_year() -> None:
    assert notice_of([due(deadline="2022-09-30")], PLAN, DAY) == ""


def due(unit: str = JUSTICE, kind: DueKind = DueKind.OVERDUE, subject: str = "4.1", deadline: str = "2023-09-25") -> Due:  # fmt: skip
    return Due(unit, kind, subject, subject, subject, "清理", dt.date.fromisoformat(deadline), -1)


def test_units_come_in_plan_order_and_the_most_pressing_first() -> None:
    late, later = due(subject="4.3", deadline="2023-09-01"), due(subject="4.2", deadline="2023-09-20")
    soon, silent = due(kind=DueKind.DUE_SOON, subject="4.4"), due(kind=DueKind.NOT_REPORTED, subject="r")
    optional, check = due(kind=DueKind.OPTIONAL, subject="4.5"), due(kind=DueKind.RECHECK, subject="4.6")
    told = by_unit([optional, soon, later, check, late, silent, due(FINANCE)], PLAN, DAY)
    order = list(PLAN.unit_by_code)
    assert list(told) == sorted((JUSTICE, FINANCE), key=order.index)
    assert told[JUSTICE] == (silent, late, later, check, soon, optional)


def test_a_rectification_goes_before_what_is_only_planned() -> None:
    problem = OpenProblem("2023-001", JUSTICE, "未公开", dt.date(2023, 9, 25), ProblemState.RETURNED)
    late = due(deadline="2023-08-31")
    (ordered,) = problems_due([problem], PLAN, DAY)
    assert by_unit([late, ordered], PLAN, DAY)[JUSTICE] == (ordered, late)


def test_a_task_in_several_rows_is_told_once_by_its_most_pressing_row() -> None:
    late = due(deadline="2023-09-01")
    assert by_unit([due(), late, due(kind=DueKind.DUE_SOON)], PLAN, DAY)[JUSTICE] == (late,)


@pytest.mark.parametrize(
    ("said_on", "remembered"),
    [
        (["2023-09-26"], None),
        (["2023-09-25"], "2023-09-25"),
        (["2023-09-19", "2023-09-12"], "2023-09-19"),
        (["2023-09-12"], "2023-09-12"),
        (["2023-09-11"], None),
        (["2023-09-27"], None),
    ],
)
def test_earlier_reminders_of_the_last_two_weeks_are_remembered(
    said_on: list[str], remembered: str | None
) -> None:
    noon = dt.datetime(2023, 9, 26, 12)
    reminders = [
        Reminder(dt.date.fromisoformat(one), JUSTICE, "due_soon", "4.1", "…", noon) for one in said_on
    ]
    (told,) = by_unit([due()], PLAN, DAY, reminders)[JUSTICE]
    assert told.reminded_on == day(remembered)


def row(task_id: str | None, **more: Any) -> MasterRow:
    usual: dict[str, Any] = {
        "sheet": "台账", "row": 4, "unit": JUSTICE, "unit_text": "县司法局", "expanded": False, "task_id": task_id,
        "point": 4, "point_text": "", "task": "清理文件", "supporting_units": (), "deadline": None, "deadline_text": "",
        "status": "in_progress", "status_text": "", "percent": None, "percent_text": "", "progress": None,
        "evidence": None, "contact": None, "phone": None, "completed_on": None, "more": {}, "merged": True,
    }  # fmt: skip
    withdrawn = more.pop("withdrawn", False)
    received = dt.datetime(2023, 9, 1, 9)
    return MasterRow(1, RowRecord(**(usual | more)), 1, 1, "台账.xlsx", received, received, withdrawn)


def test_expected_tasks_without_a_row_stand_as_not_reported() -> None:
    frame = what_stands([row("4.1"), row("4.3", withdrawn=True)], PLAN, JUSTICE)
    by_task = dict(zip(frame["task_id"], frame["status"], strict=True))
    assert set(by_task) == set(PLAN.expectations[JUSTICE])
    assert by_task.pop("4.1") == "in_progress"
    assert set(by_task.values()) == {NOT_REPORTED}


def test_a_sub_item_covers_its_task_and_keeps_its_own_id() -> None:
    sub_item = next(
        item for item in PLAN.sub_items if JUSTICE in PLAN.members(PLAN.task_by_id[item.parent].lead)
    )
    ids = what_stands([row(sub_item.id)], PLAN, JUSTICE)["task_id"].tolist()
    assert sub_item.id in ids
    assert sub_item.parent not in ids


def test_a_row_has_the_earlier_of_its_own_day_and_the_plans_and_its_promise() -> None:
    frame = what_stands(
        [row("4.1", deadline="2023-10-31", more={"next_steps": "9月20日前上网"}), row(None)], PLAN, JUSTICE
    )
    first, second = frame.iloc[0], frame.iloc[1]
    assert (first["deadline"], first["promised"]) == (pd.Timestamp("2023-10-31"), pd.Timestamp("2023-09-20"))
    assert (second["task_id"], second["task"], second["kind"]) == ("", "清理文件", TaskKind.ONE_OFF)
    assert pd.isna(second["deadline"])
