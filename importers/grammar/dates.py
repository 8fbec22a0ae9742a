"""Deadlines and days as county ledgers write them: 8月底前, 三季度, 45169, 长期（2023年12月31日）."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from importers.grammar.date_digits import read_digits
from importers.grammar.date_phrases import Kind, Phrase, from_digits, read_phrase
from importers.grammar.date_points import day_of
from importers.grammar.date_slips import read_slip
from importers.grammar.date_words import TEXT_LIMIT, prepare
from importers.grammar.numerals import with_arabic_dates
from importers.grammar.text import clean_text, compact_text, is_blank, original_text
from importers.workbook import Value
from vocabulary.codes import Status
from vocabulary.days import in_chinese

__all__ = ["Day", "Deadline", "Kind", "completion_in_text", "read_day", "read_deadline"]

_NUMBER = re.compile("[0-9]{1,12}(?:\\.[0-9]{1,15})?")


class Deadline(NamedTuple):
    """A deadline as read. ``day`` only for Kind.DATE, and for Kind.STATUS the day of completion told there.

    ``text`` is the cell as written. ``note`` is one word or "": before_issued (no year written, and earlier
    than the plan), date_in_brackets, mixed (a day beside 长期, 及时…), range (its end is taken), several (the
    last is taken), extra_words, approximate, window (a period such as 8月: its last day), start_only;
    on unreadable cells: incomplete (8月__日), mistyped (3O日), impossible_date, lost_separators, ambiguous_number, too_long.
    ``suggestion`` is a date that may have been meant ("2023年6月30日") or "".
    ``status`` is set when a status stands in the deadline's place.
    """

    kind: Kind
    day: dt.date | None
    text: str
    note: str = ""
    suggestion: str = ""
    status: Status | None = None


class Day(NamedTuple):
    """One day as read, None where the cell is blank (note "") or says none (note "unreadable").

    Note "imprecise": only a month or a period was written and ``day`` is its last; "extra_words": a day
    stands among other words.
    """

    day: dt.date | None
    text: str
    note: str = ""
    suggestion: str = ""


def read_deadline(value: Value, year: int, issued: dt.date) -> Deadline:
    """What a 完成时限 cell says, in ``year`` where it names none.

    "8月底前", "三季度", 45169 and "8月31日（周四）前" are days; 长期 and 每月25日前 are standing; 及时 is vague;
    "5个工作日内" is per item; "2023年6月31日" is unreadable, with 2023年6月30日 as the suggestion. A deadline
    without a year that lies before ``issued`` is noted before_issued (上半年 in a plan of August).
    """
    text = original_text(value)
    phrase = _read(value, text, year)
    early = (
        phrase.kind is Kind.DATE and not phrase.named_year and phrase.day is not None and phrase.day < issued
    )
    return Deadline(
        phrase.kind,
        phrase.day,
        text,
        "before_issued" if early else phrase.note,
        _suggestion(phrase),
        phrase.status,
    )


def read_day(value: Value, year: int) -> Day:
    """The one day a 填报日期 or 完成日期 cell says: "6月15日", "2023.6.15", 45092; "6月" is its last day."""
    text = original_text(value)
    phrase = _read(value, text, year)
    if phrase.kind is Kind.NONE:
        return Day(None, text)
    if phrase.day is None:
        return Day(None, text, "unreadable", _suggestion(phrase))
    if not phrase.exact:
        return Day(phrase.day, text, "imprecise")
    return Day(phrase.day, text, "extra_words" if phrase.note == "extra_words" else "")


def _suggestion(phrase: Phrase) -> str:
    return in_chinese(phrase.likely) if phrase.likely else ""


def _read(value: Value, text: str, year: int) -> Phrase:
    if isinstance(value, str):
        return _read_text(value, text, year)
    if isinstance(value, dt.datetime):
        return Phrase(Kind.DATE, value.date(), exact=True, named_year=True)
    if isinstance(value, dt.date):
        return Phrase(Kind.DATE, value, exact=True, named_year=True)
    if isinstance(value, dt.time):
        # "8:31" typed for 8.31 becomes a time of day.
        return Phrase(Kind.UNREADABLE, likely=day_of(year, value.hour, value.minute or 99))
    digits = clean_text(value)
    if not isinstance(value, (bool, dt.timedelta)) and _NUMBER.fullmatch(digits):
        return from_digits(read_digits(digits, year, number=True))
    return Phrase(Kind.UNREADABLE)


def _read_text(value: str, text: str, year: int) -> Phrase:
    if is_blank(text):
        return Phrase(Kind.NONE)
    prepared = prepare(value, year)
    phrase = read_slip(prepared, year) or read_phrase(prepared, year)
    if phrase.kind is Kind.DATE and len(text) > TEXT_LIMIT:
        return Phrase(Kind.UNREADABLE, None, "too_long", phrase.day)
    return phrase


_COMPLETION = re.compile(
    "(?:(?<![0-9])(?P<year>20[0-9]{2})[年./\\-]|(?<![0-9.]))(?P<month>[0-9]{1,2})(?P<mark>[月./\\-])(?P<day>[0-9]{1,2})"
    "(?![0-9.A-Za-z])(?:[日号]|(?![日号]))(?!之?前|以前|底)(?P<between>[^,，。;；0-9]{0,16}?)"
    "(?:完成|办结|办理完毕|销号|到位|公开|发布|印发|上线|举办|召开|报送)"
)
_NOT_DONE = re.compile("[拟将未须]|应(?!急)|预计|(?<!按)计划|力争|确保|争取|之前|以前|前[完办]")
_CLAUSE = re.compile("[,，。;；]")


def completion_in_text(text: str, year: int) -> dt.date | None:
    """The latest day on which the text says something was done: "已于6月15日完成整改" is 15 June of ``year``.

    Only days count: a month alone (已于6月完成) names none. What is planned (拟于、将于、预计) is not done.
    """
    found: list[dt.date] = []
    prose = with_arabic_dates(compact_text(text, 4000))
    for match in _COMPLETION.finditer(prose):
        before = _CLAUSE.split(prose[max(0, match.start() - 8) : match.start()])[-1]
        if _NOT_DONE.search(before + match["between"]) or (match["mark"] != "月" and match["year"] is None):
            continue
        day = day_of(int(match["year"] or year), int(match["month"]), int(match["day"]) or 99)
        if day:
            found.append(day)
    return max(found, default=None)
