"""Dates that are bare digits: Excel serials, 20230831, 8.31, and digits whose separators were lost."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from importers.grammar.date_points import day_of

_EPOCH = dt.date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050
"""2000-01-01 to 2099-12-31: what a deadline's number can reasonably be."""


class Digits(NamedTuple):
    """A day, or None with a note (impossible_date, lost_separators, ambiguous_number) and a likely day."""

    day: dt.date | None
    note: str = ""
    likely: dt.date | None = None
    exact: bool = True
    named_year: bool = True
    whole_year: bool = False


def read_digits(digits: str, year: int, *, number: bool) -> Digits:
    """Read "45169", "20230831", "202308", "2023", "2023.8", "8.31"; ``number``: the cell holds a number.

    A number cell drops trailing zeros, so 8.3 may have been 8.30 and 2023.1 may have been 2023.10: those
    come back as ambiguous_number.
    """
    whole, _, part = digits.partition(".")
    if len(whole) == 5 and _FIRST_SERIAL <= int(whole) <= _LAST_SERIAL:
        return Digits(_EPOCH + dt.timedelta(days=int(whole)))
    if not part.strip("0") and (number or not part or len(whole) > 2):
        return _whole(whole, year)
    if len(whole) == 4 and whole[:2] in ("19", "20") and len(part) <= 2:
        if number and part == "1":
            return Digits(None, "ambiguous_number")
        return _month(int(whole), int(part))
    if len(whole) <= 2 and len(part) <= 2:
        return _month_and_day(int(whole), part, year, number=number)
    return Digits(None, "unreadable")


def lost_separators(digits: str, year: int) -> dt.date | None:
    """The only day that digits without separators can mean, or None: "831" is 31 August, "112" may be two."""
    days: set[dt.date] = set()
    if len(digits) in (6, 7) and digits.startswith("20"):
        year, digits = int(digits[:4]), digits[4:]
    elif len(digits) == 6:
        year, digits = 2000 + int(digits[:2]), digits[2:]
    if 2 <= len(digits) <= 4:
        for cut in (1, 2):
            month, day = digits[:cut], digits[cut:]
            if 1 <= len(day) <= 2 and (found := day_of(year, int(month), int(day) or 99)):
                days.add(found)
    return days.pop() if len(days) == 1 else None


def _whole(digits: str, year: int) -> Digits:
    if len(digits) == 8:
        read = day_of(int(digits[:4]), int(digits[4:6]), int(digits[6:]) or 99)
        if read and 1990 <= read.year < 2100:
            return Digits(read)
        last = day_of(int(digits[:4]), int(digits[4:6]), 0) if 28 < int(digits[6:]) <= 31 else None
        return Digits(None, "impossible_date", last)
    if len(digits) == 6 and digits[:2] in ("19", "20") and 1 <= int(digits[4:]) <= 12:
        return _month(int(digits[:4]), int(digits[4:]))
    if len(digits) == 4 and 1990 <= int(digits) < 2100:
        return Digits(dt.date(int(digits), 12, 31), exact=False, whole_year=True)
    if len(digits) <= 2 and 1 <= int(digits) <= 12:
        return Digits(None, "ambiguous_number", day_of(year, int(digits), 0))
    if 3 <= len(digits) <= 7:
        return Digits(None, "lost_separators", lost_separators(digits, year))
    return Digits(None, "unreadable")


def _month(year: int, month: int) -> Digits:
    last = day_of(year, month, 0)
    return Digits(last, exact=False) if last else Digits(None, "impossible_date")


def _month_and_day(month: int, part: str, year: int, *, number: bool) -> Digits:
    day = day_of(year, month, int(part) or 99)
    if day is None:
        # 23.8 can only be 2023年8月; 6.31 was meant as the month's end.
        short_year = day_of(2000 + month, int(part), 0) if 20 <= month < 50 else None
        last = day_of(year, month, 0) if 28 < int(part) <= 31 else None
        return Digits(None, "impossible_date", short_year or last)
    if number and len(part) == 1:
        return Digits(None, "ambiguous_number", day if int(part) > 3 else None)
    return Digits(day, named_year=False)
