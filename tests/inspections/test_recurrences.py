"""屡查未改 and 反弹: what was open last year and still is, what was put right and came back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from inspections.look_back_matches import ItemMatch, MatchMeans, MatchState
from inspections.recurrences import (
    LOOK_BACK,
    Recurrence,
    RecurringItem,
    ThisYear,
    recurring_items,
)
from inspections.standing import Standing, standing
from master.inspection_records import LookBackDecision, Problem, ProblemEvent
from tests.inspections.last_year import CODES, PLAN, ROUND, item, row
from vocabulary.inspection import (
    LookBackOutcome,
    ProblemAction,
    ProblemSeverity,
    Role,
    Verdict,
)

UNIT = "县行政服务中心"
TASK = "4.3"
PLACE = (CODES[UNIT], TASK)
DONE = {"status": "done", "status_text": "是"}


def day(number: int, month: int = 9) -> dt.datetime:
    return dt.datetime(2023, month, number, 12)


def problem(number: str = "2023-001", at: dt.datetime | None = None, **fields: Any) -> Problem:
    when = at or day(1)
    known: dict[str, Any] = {
        "number": number, "round": "written_2023", "unit": CODES[UNIT], "task_id": TASK, "description": "文件库没有更新",
        "evidence": "", "severity": ProblemSeverity.MINOR, "requirement": "更新", "due": dt.date(2023, 9, 20),
        "found_on": when.date(), "source": "verdict", "cells": (), "previous": None, "at": when, "by": "示例甲",
    }  # fmt: skip
    return Problem(**(known | fields))


def history(one: Problem, *moves: tuple[ProblemAction, dt.datetime]) -> Standing:
    """Where a problem stands after it was handed over and these moves were made."""
    steps = [(ProblemAction.ASSIGN, one.at), *moves]
    events = [
        ProblemEvent(key, one.number, action, Role.OFFICE, when, "示例甲", "", "", None)
        for key, (action, when) in enumerate(steps, start=1)
    ]
    return standing(one, events, [], dt.date(2023, 12, 31))


def closed(one: Problem, on: dt.datetime) -> Standing:
    return history(one, (ProblemAction.CLOSE, on))


def decided(outcome: LookBackOutcome) -> LookBackDecision:
    return LookBackDecision(1, ROUND.code, 1, outcome, "", "", None, None, day(1), "示例甲", None)


def found(
    *problems: Standing,
    last_year: dict[str, Any] | None = None,
    status: str | None = "in_progress",
    verdict: Verdict | None = None,
    decision: LookBackOutcome | None = None,
    task_id: str | None = TASK,
    items: bool = True,
) -> list[RecurringItem]:
    """What comes back, of one item not done (unless said otherwise) and its task of this year."""
    state = MatchState.MATCHED if task_id else MatchState.NONE
    match = ItemMatch(1, state, task_id, MatchMeans.PERSON, "")
    this_year = ThisYear(
        {} if status is None else {PLACE: row(UNIT, status=status, status_text=status, task_id=TASK)},
        {} if verdict is None else {PLACE: verdict},
    )
    decisions = {} if decision is None else {1: decided(decision)}
    pairs = [(item(1, UNIT, **(last_year or {})), match)] if items else []
    return recurring_items(PLAN, ROUND.code, pairs, decisions, this_year, problems)


# (what it shows, how this year stands, whether it is 屡查未改)
REPEATED: list[tuple[str, dict[str, Any], bool]] = [
    ("still in progress", {}, True),
    ("not begun", {"status": "not_started"}, True),
    ("not reported though expected", {"status": None}, True),
    ("done this year", {"status": "done"}, False),
    ("kept up this year", {"status": "ongoing"}, False),
    ("does not concern it this year", {"status": "not_applicable"}, False),
    ("the verdict beats the unit's word: behind", {"status": "done", "verdict": Verdict.BEHIND}, True),
    ("overdue", {"status": "in_progress", "verdict": Verdict.OVERDUE}, True),
    ("found not reported", {"status": "done", "verdict": Verdict.NOT_REPORTED}, True),
    ("the verdict beats the unit's word: on track", {"status": "in_progress", "verdict": Verdict.ON_TRACK}, False),
    ("to be verified is no finding yet", {"status": "in_progress", "verdict": Verdict.TO_VERIFY}, False),
    ("done last year", {"last_year": DONE}, False),
    ("did not concern it last year", {"last_year": {"status": "not_applicable"}}, False),
    ("the office found it done after all", {"decision": LookBackOutcome.DONE}, False),
    ("the office found it changed", {"decision": LookBackOutcome.CHANGED}, False),
    ("the office found it not done though reported done", {"last_year": DONE, "decision": LookBackOutcome.NOT_DONE}, True),
    ("no task carries it on", {"task_id": None}, False),
]  # fmt: skip


@pytest.mark.parametrize(("case", "fields", "repeated"), REPEATED, ids=[case for case, _, _ in REPEATED])
def test_what_was_open_last_year_and_still_is(case: str, fields: dict[str, Any], repeated: bool) -> None:
    kinds = [(one.kind, one.unit, one.task_id, one.item) for one in found(**fields)]
    assert kinds == ([(Recurrence.REPEATED, CODES[UNIT], TASK, 1)] if repeated else [])


def test_what_was_never_expected_of_a_unit_is_not_missing() -> None:
    match = ItemMatch(1, MatchState.MATCHED, TASK, MatchMeans.PERSON, "")
    pairs = [(item(1, "县教体局"), match)]
    assert recurring_items(PLAN, ROUND.code, pairs, {}, ThisYear({}, {}), []) == []


def test_a_problem_of_an_earlier_look_back_that_is_still_open() -> None:
    old = problem("2022-004", dt.datetime(2022, 9, 1, 9), round="look_back_2021", source=LOOK_BACK)
    (one,) = found(history(old), items=False)
    assert (one.kind, one.problems) == (Recurrence.REPEATED, ("2022-004",))
    assert found(closed(old, dt.datetime(2022, 10, 1)), items=False) == []


def test_a_problem_of_this_look_back_is_not_yet_repeated() -> None:
    assert found(history(problem(round=ROUND.code, source=LOOK_BACK)), items=False) == []


OLD = problem("2023-001", day(1))
NEW = problem("2023-002", day(20))
AGAIN = ((ProblemAction.CLOSE, day(10)), (ProblemAction.REOPEN, day(12)))
OTHER = NEW._replace(task_id="1.8", description="账号没有注销")
# (what it shows, the problems, the numbers of what came back)
REBOUNDS: list[tuple[str, list[Standing], list[tuple[str, ...]]]] = [
    ("closed, then found again about the same task", [closed(OLD, day(10)), history(NEW)], [("2023-001", "2023-002")]),
    ("closed only after the other was found", [closed(OLD, day(25)), history(NEW)], []),
    ("never closed", [history(OLD), history(NEW)], []),
    ("another unit's", [closed(OLD, day(10)), history(NEW._replace(unit=CODES["县司法局"]))], []),
    ("another task, other words", [closed(OLD, day(10)), history(OTHER)], []),
    ("no task, the same words", [closed(OLD._replace(task_id=None), day(10)), history(NEW._replace(task_id=None))], [("2023-001", "2023-002")]),
    ("no task, other words", [closed(OLD._replace(task_id=None), day(10)), history(NEW._replace(task_id=None, description="账号没有注销"))], []),
    ("said to repeat it", [closed(OLD, day(10)), history(OTHER._replace(previous="2023-001"))], [("2023-001", "2023-002")]),
    ("handed over again", [history(OLD, *AGAIN)], [("2023-001",)]),
    ("handed over again and closed again", [history(OLD, *AGAIN, (ProblemAction.CLOSE, day(15)))], []),
    ("closed for good", [closed(OLD, day(10))], []),
]  # fmt: skip


@pytest.mark.parametrize(("case", "problems", "numbers"), REBOUNDS, ids=[case for case, _, _ in REBOUNDS])
def test_what_was_closed_and_came_back(
    case: str, problems: list[Standing], numbers: list[tuple[str, ...]]
) -> None:
    again = found(*problems, items=False)
    assert [one.problems for one in again] == numbers
    assert {one.kind for one in again} <= {Recurrence.REBOUND}


def test_an_item_done_last_year_with_a_problem_of_this_year() -> None:
    (one,) = found(history(NEW), last_year=DONE)
    assert (one.kind, one.item, one.problems) == (Recurrence.REBOUND, 1, ("2023-002",))


@pytest.mark.parametrize(
    "other",
    [{"unit": CODES["县司法局"]}, {"task_id": "1.8"}, {"source": LOOK_BACK, "round": ROUND.code},
     {"found_on": dt.date(2022, 6, 1)}],
)  # fmt: skip
def test_a_problem_of_another_place_or_time_is_no_rebound_of_an_item(other: dict[str, Any]) -> None:
    assert found(history(NEW._replace(**other)), last_year=DONE) == []
