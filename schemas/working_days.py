"""Counting working days by the county's calendar: days off and make-up days, and what nobody has published yet.

The counting rules of domain_practice §5: the start day is not counted, the last day is. A limit in calendar days
that ends on a day off is extended to the next working day; an internal deadline (9月底) is not, it is rolled back.
"""

from __future__ import annotations

import datetime as dt

from schemas.plan import Calendar

_DAY = dt.timedelta(days=1)
_WEEKDAYS = 5
_ENTERED = "经办在“设置 › 日历”录入"
"""Also leaders and units read of such a gap: who fills it, and where."""


def add_working_days(calendar: Calendar, start: dt.date, days: int) -> dt.date:
    """The day on which that many working days have passed; ``start`` is not counted, 0 days is ``start`` itself.

    The last day there is (9999-12-31) where they do not pass before it. ValueError for a negative number.
    """
    if days < 0:
        raise ValueError(f"工作日数不能为负：{days}")
    day = start
    while days and day < dt.date.max:
        day += _DAY
        days -= calendar.is_working(day)
    return day


def working_days_between(calendar: Calendar, start: dt.date, end: dt.date) -> int:
    """How many working days lie after ``start`` until ``end`` inclusive; negative where ``end`` is the earlier.

    ``working_days_between(c, start, add_working_days(c, start, n)) == n``.
    """
    if end < start:
        return -working_days_between(calendar, end, start)
    made_up = sum(
        working - (day.weekday() < _WEEKDAYS)
        for day, working in calendar.exceptions.items()
        if start < day <= end
    )
    return _weekdays_until(end) - _weekdays_until(start) + made_up


def _weekdays_until(day: dt.date) -> int:
    """Mondays to Fridays until a day inclusive; 0001-01-01 was a Monday."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * _WEEKDAYS + min(rest, _WEEKDAYS)


def last_working_day(calendar: Calendar, day: dt.date) -> dt.date:
    """The day itself or the last working day before it: 9月底 of 2023 is the 28th."""
    while not calendar.is_working(day):
        day -= _DAY
    return day


def notice_for(calendar: Calendar, *days: dt.date) -> str:
    """What must be said where a count from the earliest to the latest of the days leaves what the calendar knows.

    One Chinese sentence for every kind of gap, "" where the calendar knows every day.
    """
    if not days:
        return ""
    first, last, until = min(days), max(days), calendar.until
    known = {year for year in calendar.years if until is None or year <= until.year}
    unknown = [year for year in range(first.year, last.year + 1) if year not in known]
    coming = [year for year in unknown if known and year > max(known)]
    absent = [year for year in unknown if year not in coming]
    said = []
    if absent:
        said.append(f"工作日历没有{_years(absent)}的放假安排，按周一至周五推算，{_ENTERED}后重新计算。")
    if until is not None and last > until and max(first, until + _DAY).year == until.year:
        said.append(
            f"{until.year}年{until.month}月{until.day}日以后的放假安排尚未录入，按周一至周五推算，"
            f"{_ENTERED}并改“放假安排完整到哪一天”后重新计算。"
        )
    if coming:
        said.append(f"{_years(coming)}放假安排尚未公布，按周一至周五推算，公布后{_ENTERED}，再重新计算。")
    return "".join(said)


def _years(years: list[int]) -> str:
    """2025年、2026年; many of them as 2025年至2030年."""
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}年至{years[-1]}年"
    return "、".join(f"{year}年" for year in years)
