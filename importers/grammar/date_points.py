"""The days a deadline's text names: each date, month, quarter, half-year or year end found in it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

MARK = 0xE000
"""A found point is replaced by one private-use character from here on: what is left can then be judged."""
MAX_POINTS = 24


class Point(NamedTuple):
    """A day as written: ``year`` None where the text names none, ``day`` 0 for the month's last.

    ``window`` is true where a period stands (8月, 三季度) instead of a day or an end; ``exact`` where
    a day is written; ``whole_year`` for 全年, 年内, 2023年.
    """

    year: int | None
    month: int
    day: int
    window: bool = False
    exact: bool = False
    whole_year: bool = False

    def resolve(self, year: int) -> dt.date | None:
        """The calendar day, in ``year`` where the text names none; None for a day that does not exist."""
        return day_of(self.year if self.year is not None else year, self.month, self.day)

    def nearest(self, year: int) -> dt.date | None:
        """The month's last day where the written day lies beyond it (6月31日), else None."""
        if not 28 < self.day <= 31:
            return None
        return day_of(self.year if self.year is not None else year, self.month, 0)


def day_of(year: int, month: int, day: int) -> dt.date | None:
    """The date, with day 0 the month's last; None where there is no such day."""
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, day or last) if 0 <= day <= last else None


_Y = "(?:(?<![0-9])([0-9]{4}|[0-9]{2})年度?)"
_M = "([0-9]{1,2})"
_NO_DIGIT = "(?<![0-9])"
_BARE_YEAR = f"(?:{_NO_DIGIT}((?:19|20)[0-9]{{2}}))"
_THIRDS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
_YEAR_END = "全年度?|年?[底末终]|年?内"


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) + 2000 if len(text) == 2 else int(text)


def _full_day(m: re.Match[str]) -> Point:
    return Point(_year(m[1]), int(m[2]), int(m[3]) or 99, exact=True)


def _month_first(m: re.Match[str]) -> Point:
    return Point(int(m[3]), int(m[1]), int(m[2]) or 99, exact=True)


def _month_day(m: re.Match[str]) -> Point:
    return Point(None, int(m[1]), int(m[2]) or 99, exact=True)


def _month_part(m: re.Match[str]) -> Point:
    part = (m[3] or "").removeprefix("月")
    return Point(_year(m[1]), int(m[2]), _THIRDS.get(part, 0), window=part in ("", "内", "初", "中"))


def _quarter(m: re.Match[str]) -> Point:
    number = int(m[3] or m[4] or m[5])
    return Point(_year(m[1] or m[2]), number * 3, 0, window=not m[6])


def _half(m: re.Match[str]) -> Point:
    return Point(_year(m[1] or m[2]), 6 if m[3] in "上前" else 12, 0, window=not m[4])


def _middle_of_year(m: re.Match[str]) -> Point:
    return Point(_year(m[1]), 6, 0, window=True)


def _year_end(m: re.Match[str]) -> Point:
    text = m[0]
    whole = not text.endswith(("底", "末", "终", "尾"))
    return Point(_year(m[1]), 12, 0, window=whole, whole_year=whole)


_SCANNERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Point]], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (f"{_NO_DIGIT}([0-9]{{4}})[./\\-~。、]{_M}[./\\-~。、]{_M}(?![0-9])[日号]?", _full_day),
        (f"{_NO_DIGIT}{_M}/{_M}/((?:19|20)[0-9]{{2}})(?![0-9])", _month_first),
        (f"(?<![0-9.])'?([1-4][0-9])[./\\-]{_M}[./\\-]{_M}(?![0-9])[日号]?", _full_day),
        (f"{_Y}?{_NO_DIGIT}{_M}月份?{_M}(?![0-9个项次篇条家场])[日号]?", _full_day),
        (f"{_Y}{_M}[./\\-]{_M}(?![0-9])[日号]?", _full_day),
        (f"{_NO_DIGIT}((?:19|20)[0-9]{{2}})(0[1-9]|1[0-2])([0-3][0-9])(?![0-9])", _full_day),
        (f"{_Y}?{_NO_DIGIT}{_M}月份?(上旬|中下旬|中旬|下旬|月?[底末初中]|内)?", _month_part),
        (f"{_NO_DIGIT}((?:19|20)[0-9]{{2}})[./\\-]{_M}(?![0-9])(月?[底末初中])?", _month_part),
        (f"{_NO_DIGIT}((?:19|20)[0-9]{{2}})(0[1-9]|1[0-2])(?![0-9])()", _month_part),
        (
            f"(?:{_Y}|{_BARE_YEAR})?(?:第?{_NO_DIGIT}([1-4])个?季度?|[Qq]([1-4])"
            f"|{_NO_DIGIT}([1-4])[Qq])(?![0-9])([底末]?)",
            _quarter,
        ),
        (f"(?:{_Y}|{_BARE_YEAR})?([上下前后])半年度?([底末]?)", _half),
        (f"{_Y}?年中", _middle_of_year),
        (f"{_Y}(?:{_YEAR_END})?", _year_end),
        (f"{_BARE_YEAR}?(?:年度?[底末终]|年度?内|岁[末尾]|全年度?)", _year_end),
        (f"(?<![0-9.]){_M}[./\\-]{_M}(?![0-9.%])[日号]?", _month_day),
    )
)


def scan(text: str) -> tuple[list[Point], str]:
    """The points in the order of the text, and the text with each replaced by ``chr(MARK + i)``.

    ``text`` is compact, its numerals Arabic, and holds no private-use character of its own.
    """
    found: list[Point] = []

    def keep(build: Callable[[re.Match[str]], Point]) -> Callable[[re.Match[str]], str]:
        def mark(match: re.Match[str]) -> str:
            if len(found) >= MAX_POINTS:
                return match[0]
            found.append(build(match))
            return chr(MARK + len(found) - 1)

        return mark

    for pattern, build in _SCANNERS:
        text = pattern.sub(keep(build), text)
    order = [ord(char) - MARK for char in text if MARK <= ord(char) < MARK + MAX_POINTS]
    renumbered = {chr(MARK + old): chr(MARK + new) for new, old in enumerate(order)}
    return [found[i] for i in order], text.translate({ord(k): v for k, v in renumbered.items()})


_RANGES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), end)
    for pattern, end in (
        # 2023.8.1-8.31, 2023.8.1-31, 2023/1/1-2023/12/31, 2023-1-1-2023-12-31
        (
            r"(?<![0-9])([0-9]{4})([./\-])[0-9]{1,2}\2[0-9]{1,2}[\-~]([0-9]{4}\2[0-9]{1,2}\2[0-9]{1,2})(?![0-9])",
            r"\3",
        ),
        (
            r"(?<![0-9])([0-9]{4})([./])[0-9]{1,2}\2[0-9]{1,2}[\-~]([0-9]{1,2}\2[0-9]{1,2})(?![0-9./])",
            r"\1\2\3",
        ),
        (r"(?<![0-9])([0-9]{4})([./])([0-9]{1,2})\2[0-9]{1,2}[\-~]([0-9]{1,2})(?![0-9./])", r"\1\2\3\2\4"),
        # 2023.1-2023.12, 2023.1-12
        (r"(?<![0-9./])([0-9]{4})([./])[0-9]{1,2}[\-~]([0-9]{4}\2[0-9]{1,2})(?![0-9])", r"\3"),
        (r"(?<![0-9./])([0-9]{4})([./])[0-9]{1,2}[\-~](1[0-2]|0?[1-9])(?![0-9./])", r"\1\2\3"),
        # 8.1-8.31
        (r"(?<![0-9./])[0-9]{1,2}([./])[0-9]{1,2}[\-~]([0-9]{1,2}\1[0-9]{1,2})(?![0-9./])", r"\2"),
        # 8月1日-31日, 8-9月, 7、8月, 1-3季度
        (r"([0-9]{1,2}月)[0-9]{1,2}[日号]?[\-~]([0-9]{1,2}[日号])", r"\1\2"),
        (r"(?<![0-9])第?[0-9]{1,2}[\-~、]第?([0-9]{1,2})(月|个?季度?)", r"\1\2"),
    )
)


def ends_of_ranges(text: str) -> tuple[str, bool]:
    """The text with each range written in short (1-12月, 8月1日-31日) cut to its end; whether there was one."""
    shortened = text
    for pattern, end in _RANGES:
        shortened = pattern.sub(end, shortened)
    return shortened, shortened != text
