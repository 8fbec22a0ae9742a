"""The sentence at the top of 我的台账: one case a line, most of a year."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dashboard.own.expected import task_lines
from dashboard.own.reading import LedgerCall
from dashboard.own.summary import what_now
from inspections.standing import Standing
from master.views import SubmissionInfo
from tests.dashboard.own.made import problem, submission, work
from tests.dashboard.seed import JUSTICE, PLAN

WRITTEN, ONSITE = PLAN.round_by_code["written_2023"], PLAN.round_by_code["onsite_2023"]
CALLS = (
    LedgerCall(WRITTEN, PLAN.issued, WRITTEN.submit_by, closed=False),
    LedgerCall(ONSITE, dt.date(2023, 9, 1), ONSITE.submit_by, closed=False),
)
FROZEN = (CALLS[0]._replace(closed=True), CALLS[1])
ALL_CLOSED = tuple(one._replace(closed=True) for one in CALLS)
AUGUST = submission(3, JUSTICE, dt.datetime(2023, 8, 25, 9), version=2)
SEPTEMBER = submission(4, JUSTICE, dt.datetime(2023, 9, 5, 9), version=3)


def told(
    day: dt.date, calls: tuple[LedgerCall, ...], papers: list[SubmissionInfo], must: int, *problems: Standing
) -> Any:
    return what_now(calls, papers[0] if papers else None, must, [], problems, day, PLAN.year)


@pytest.mark.parametrize(
    ("day", "calls", "papers", "must", "problems", "first", "pressing"),
    [
        (dt.date(2023, 8, 27), CALLS, [AUGUST], 3, (problem("2023-001", dt.date(2023, 9, 25)),),
         "8月31日前报送（2023年书面督查），还差 4 天；已报第 2 次；有 3 处必改待更正；整改任务 1 项，最近的9月25日到期。", True),
        (dt.date(2023, 8, 27), CALLS, [AUGUST], 0, (),
         "8月31日前报送（2023年书面督查），还差 4 天；已报第 2 次。", False),
        (dt.date(2023, 8, 31), CALLS, [], 0, (),
         "8月31日前报送台账（2023年书面督查），今天截止；还没有报送。", True),
        (dt.date(2023, 9, 10), FROZEN, [AUGUST], 0, (),
         "已报第 2 次；9月28日前可再报最新进展（2023年现场督查），还差 18 天。", False),
        (dt.date(2023, 9, 10), FROZEN, [SEPTEMBER], 0, (),
         "9月28日前报送（2023年现场督查），还差 18 天；已报第 3 次。", False),
        (dt.date(2023, 10, 9), ALL_CLOSED, [], 0, (),
         "2023年现场督查已于9月28日截止，还没有收到您单位的台账，请尽快补报。", True),
        (dt.date(2023, 10, 9), ALL_CLOSED, [SEPTEMBER], 0, (), "已报第 3 次。", False),
        (dt.date(2023, 10, 9), (), [], 0, (), "本年度要点没有分给您单位的任务，没有要报的。", False),
    ],
)  # fmt: skip
def test_the_first_sentence_says_what_to_do_by_when(
    day: dt.date,
    calls: tuple[LedgerCall, ...],
    papers: list[SubmissionInfo],
    must: int,
    problems: tuple[Standing, ...],
    first: str,
    pressing: bool,
) -> None:
    now = told(day, calls, papers, must, *problems)
    assert now.first == first
    assert now.pressing is pressing


@pytest.mark.parametrize(
    ("dues", "words"),
    [
        ((dt.date(2023, 9, 20),), "整改任务 1 项，都已超期"),
        (
            (dt.date(2023, 9, 20), dt.date(2023, 10, 20)),
            "整改任务 2 项，其中 1 项已超期，其余最近的10月20日到期",
        ),
    ],
)
def test_what_is_past_its_day_is_said_before_what_is_ahead(dues: tuple[dt.date, ...], words: str) -> None:
    problems = [problem(f"2023-00{number}", due) for number, due in enumerate(dues)]
    assert words in told(dt.date(2023, 10, 9), ALL_CLOSED, [SEPTEMBER], 0, *problems).first


def test_what_was_applied_for_waits_for_the_office_and_presses_nobody() -> None:
    now = told(
        dt.date(2023, 10, 9),
        ALL_CLOSED,
        [SEPTEMBER],
        0,
        problem("2023-001", dt.date(2023, 9, 20), applied=True),
    )
    assert "整改任务 1 项已申请销号，等待核查" in now.first
    assert not now.pressing


def test_what_waits_for_the_office_is_told_beside_what_is_to_be_done() -> None:
    due = dt.date(2023, 10, 20)
    problems = (problem("2023-001", due), problem("2023-002", due, applied=True))
    now = told(dt.date(2023, 10, 9), ALL_CLOSED, [SEPTEMBER], 0, *problems)
    assert "整改任务 1 项要办，最近的10月20日到期（另有 1 项已申请销号，等待核查）" in now.first


def test_gaps_and_late_rows_are_counted() -> None:
    lines = task_lines(PLAN, JUSTICE, work(), (), {"1.4"}, {})
    now = what_now(CALLS, AUGUST, 0, lines, (), dt.date(2023, 9, 10), PLAN.year)
    assert "漏填 1 项任务" in now.first
    assert "逾期 1 项" in now.first
