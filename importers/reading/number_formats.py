"""What an Excel number format shows of a number: a percentage, or a date without its day."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from importers.workbook import Period, Value

_LITERAL = r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]'
_NOT_SHOWN_AS_NUMBER = re.compile(_LITERAL)
_OTHER_THAN_MONTHS = re.compile(r"[a-df-ln-xz0-9#?@%:]")
_PIECE = re.compile(rf"({_LITERAL})|(y+|e+|m+)|(.)", re.S)
_EPOCH = dt.date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73051
"""2000-01-01 to the day after 2099-12-31."""

BUILT_IN_PERCENTS = frozenset({"9", "10"})
BUILT_IN_PERIODS = {"17": "mmm-yy"} | dict.fromkeys(("27", "36", "50", "52", "57"), 'yyyy"年"m"月"')
"""Formats that files name by their number alone; from 27 on as the Chinese Excel shows them."""


def shows_percent(format_code: str) -> bool:
    """Whether an Excel number format shows a percentage: "0.0%" does, '0"%"' does not."""
    return "%" in format_code and "%" in _NOT_SHOWN_AS_NUMBER.sub("", format_code)


def shows_period(format_code: str) -> bool:
    """Whether an Excel number format shows a month or a year and no day: 'yyyy"年"m"月"' and "mmm-yy" do."""
    if "m" not in format_code.lower() and "y" not in format_code.lower():
        return False
    shown = _NOT_SHOWN_AS_NUMBER.sub("", format_code).lower().split(";")[0]
    return ("m" in shown or "y" in shown) and not _OTHER_THAN_MONTHS.search(shown)


def period_of(value: Value, format_code: str) -> Period | None:
    """The month or year that a cell of such a format shows. None where a day was typed all the same.

    Whoever types 2023年12月 gets the first of the month in such a format; any other day was typed as a day.
    """
    if isinstance(value, (int, float)) and _FIRST_SERIAL <= value < _LAST_SERIAL:
        value = _EPOCH + dt.timedelta(days=int(value))
    if not isinstance(value, dt.date) or value.day != 1:
        return None
    whole_year = "m" not in _NOT_SHOWN_AS_NUMBER.sub("", format_code).lower()
    if whole_year and value.month != 1:
        return None
    month = 12 if whole_year else value.month
    last = dt.date(value.year, month, calendar.monthrange(value.year, month)[1])
    return Period(_shown(value, format_code), last)


def _shown(day: dt.date, format_code: str) -> str:
    words: list[str] = []
    for literal, part, sign in _PIECE.findall(format_code):
        if sign == ";":
            break
        if part:
            words.append(_part(day, part.lower()))
        elif literal[:1] in ('"', "\\"):
            words.append(literal[1:].removesuffix('"') if literal[0] == '"' else literal[1:])
        else:
            words.append(sign)
    return "".join(words).strip()


def _part(day: dt.date, part: str) -> str:
    if part[0] == "e" or part[0] == "y":
        return f"{day.year % 100:02}" if part in ("y", "yy") else str(day.year)
    if len(part) <= 2:
        return f"{day.month:0{len(part)}}"
    name = calendar.month_name[day.month]
    return {3: name[:3], 5: name[:1]}.get(len(part), name)
