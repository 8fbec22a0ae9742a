"""Working days are counted by the calendar of days off and make-up days, and a guess is called a guess."""

from __future__ import annotations

import datetime as dt
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.plan import Calendar
from schemas.plan_files import load_plan, packaged_workplan
from schemas.working_days import (
    add_working_days,
    last_working_day,
    notice_for,
    working_days_between,
)

CALENDAR = load_plan(packaged_workplan(), validate=False).calendar
DAYS = st.dates(dt.date(2022, 6, 1), dt.date(2025, 6, 1))
CALENDARS = st.builds(Calendar, st.dictionaries(DAYS, st.booleans(), max_size=60))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2023-08-25", 1, "2023-08-28"),
        ("2023-08-25", 3, "2023-08-30"),
        ("2023-08-25", 5, "2023-09-01"),
        ("2023-09-26", 5, "2023-10-09"),
        ("2023-09-27", 5, "2023-10-10"),
        ("2023-09-28", 1, "2023-10-07"),
        ("2023-09-28", 3, "2023-10-09"),
        ("2023-09-28", 5, "2023-10-11"),
        ("2023-10-06", 1, "2023-10-07"),
        ("2023-04-21", 5, "2023-04-27"),
        ("2023-06-21", 3, "2023-06-27"),
        ("2023-08-04", 20, "2023-09-01"),
        ("2023-09-08", 20, "2023-10-12"),
        ("2023-09-15", 20, "2023-10-19"),
        ("2023-01-18", 20, "2023-02-20"),
        ("2023-12-28", 3, "2024-01-03"),
        ("2023-12-28", 5, "2024-01-05"),
        ("2023-09-30", 0, "2023-09-30"),
    ],
)
def test_the_start_day_is_not_counted_and_the_last_day_is(start: str, days: int, due: str) -> None:
    assert add_working_days(CALENDAR, day(start), days) == day(due)
    assert working_days_between(CALENDAR, day(start), day(due)) == days
    assert notice_for(CALENDAR, day(start), day(due)) == ""


@pytest.mark.parametrize(
    ("end", "advised"),
    [
        ("2023-09-30", "2023-09-28"),
        ("2023-08-31", "2023-08-31"),
        ("2023-12-31", "2023-12-29"),
        ("2023-10-08", "2023-10-08"),  # a Sunday that is worked
    ],
)
def test_an_internal_deadline_on_a_day_off_is_rolled_back(end: str, advised: str) -> None:
    assert last_working_day(CALENDAR, day(end)) == day(advised)


def test_days_past_a_deadline_are_negative() -> None:
    assert working_days_between(CALENDAR, day("2023-10-09"), day("2023-09-28")) == -3


def test_counting_ends_with_the_last_day_there_is() -> None:
    assert add_working_days(CALENDAR, day("9999-12-30"), 5) == dt.date.max


def test_a_negative_number_of_days_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="不能为负"):
        add_working_days(CALENDAR, day("2023-08-25"), -1)


@given(CALENDARS, DAYS, st.integers(1, 300))
def test_the_due_day_is_a_working_day_and_counting_back_gives_the_number(
    calendar: Calendar, start: dt.date, days: int
) -> None:
    due = add_working_days(calendar, start, days)
    assert calendar.is_working(due)
    assert working_days_between(calendar, start, due) == days
    assert working_days_between(calendar, due, start) == -days


@given(CALENDARS, DAYS, DAYS, st.integers(0, 60), st.integers(0, 60))
def test_a_later_start_or_more_days_never_give_an_earlier_due_day(
    calendar: Calendar, one: dt.date, other: dt.date, few: int, more: int
) -> None:
    early, late = sorted((one, other))
    assert add_working_days(calendar, early, few) <= add_working_days(calendar, late, few)
    assert add_working_days(calendar, early, few) <= add_working_days(calendar, early, few + more)
    assert add_working_days(calendar, add_working_days(calendar, early, few), more) == add_working_days(
        calendar, early, few + more
    )


@given(CALENDARS, DAYS, DAYS)
def test_counting_by_weeks_agrees_with_counting_day_by_day(
    calendar: Calendar, one: dt.date, other: dt.date
) -> None:
    start, end = sorted((one, other))
    days = (start + dt.timedelta(number) for number in range(1, (end - start).days + 1))
    assert working_days_between(calendar, start, end) == sum(calendar.is_working(day) for day in days)


@given(CALENDARS, DAYS)
def test_rolling_back_lands_on_the_nearest_working_day(calendar: Calendar, start: dt.date) -> None:
    before = last_working_day(calendar, start)
    assert before <= start
    assert calendar.is_working(before)
    skipped = {start - dt.timedelta(number) for number in range((start - before).days)}
    assert not any(map(calendar.is_working, skipped))


_PUBLISHED = Calendar({day("2023-01-02"): False, day("2024-01-01"): False}, {}, frozenset({2023, 2024}))
_PARTLY = Calendar(_PUBLISHED.exceptions, {}, _PUBLISHED.years, day("2024-04-07"))
_COMING = "{}放假安排尚未公布，按周一至周五推算，公布后经办在“设置 › 日历”录入，再重新计算。"
_ABSENT = "工作日历没有{}的放假安排，按周一至周五推算，经办在“设置 › 日历”录入后重新计算。"
_REST = (
    "2024年4月7日以后的放假安排尚未录入，按周一至周五推算，"
    "经办在“设置 › 日历”录入并改“放假安排完整到哪一天”后重新计算。"
)


@pytest.mark.parametrize(
    ("calendar", "days", "said"),
    [
        (_PUBLISHED, (), ""),
        (_PUBLISHED, ("2023-01-01", "2024-12-31"), ""),
        (_PUBLISHED, ("2025-01-01",), _COMING.format("2025年")),
        (_PUBLISHED, ("2023-12-28", "2026-01-04"), _COMING.format("2025年、2026年")),
        (_PUBLISHED, ("2024-12-28", "2030-01-04"), _COMING.format("2025年至2030年")),
        (_PUBLISHED, ("2022-12-30", "2023-01-03"), _ABSENT.format("2022年")),
        (Calendar(), ("2024-03-04",), _ABSENT.format("2024年")),
        (_PARTLY, ("2024-03-20", "2024-04-07"), ""),
        (_PARTLY, ("2024-04-08",), _REST),
        (_PARTLY, ("2024-12-30", "2025-01-06"), _REST + _COMING.format("2025年")),
        (_PARTLY, ("2025-01-01", "2025-02-01"), _COMING.format("2025年")),
    ],
)
def test_a_count_beyond_what_is_published_is_called_a_guess(
    calendar: Calendar, days: tuple[str, ...], said: str
) -> None:
    assert notice_for(calendar, *map(day, days)) == said


@given(st.sampled_from([_PUBLISHED, _PARTLY, Calendar()]), DAYS, DAYS)
def test_there_is_a_notice_exactly_when_the_span_has_a_day_the_calendar_does_not_know(
    calendar: Calendar, one: dt.date, other: dt.date
) -> None:
    start, end = sorted((one, other))
    span = (start + dt.timedelta(number) for number in range((end - start).days + 1))
    assert bool(notice_for(calendar, one, other)) == (not all(map(calendar.knows, span)))


def test_the_packaged_calendar_knows_2024_until_april_and_says_so() -> None:
    assert CALENDAR.until == day("2024-04-07")
    assert notice_for(CALENDAR, day("2024-04-08")) == _REST
    assert notice_for(CALENDAR, day("2027-01-04")) == _COMING.format("2027年")


@pytest.mark.skipif(find_spec("chinese_calendar") is None, reason="chinesecalendar is not installed")
def test_the_packaged_calendar_agrees_with_chinesecalendar() -> None:
    chinese_calendar = pytest.importorskip("chinese_calendar")
    days = [day("2023-01-01") + dt.timedelta(number) for number in range(365 + 98)]
    assert days[-1] == day("2024-04-07")
    assert [CALENDAR.is_working(one) for one in days] == [chinese_calendar.is_workday(one) for one in days]
