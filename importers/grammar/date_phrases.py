"""What one stretch of a deadline's text says, once it is compact and its numerals are Arabic."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import NamedTuple

from importers.grammar import date_words as words
from importers.grammar.date_digits import Digits, lost_separators, read_digits
from importers.grammar.date_points import MARK, MAX_POINTS, Point, ends_of_ranges, scan
from importers.grammar.statuses import read_status
from vocabulary.codes import Status

MAX_EXTRA = 16
"""With more foreign words than this around a date, the cell is a paragraph and no deadline."""

_DIGITS_ONLY = re.compile("[0-9]{1,12}(?:\\.[0-9]{1,12})?")
_DIGIT = re.compile("[0-9]")
_DIGIT_RUN = re.compile("(?<![0-9.])[0-9]{3,7}(?![0-9.])")
_CLAUSE = re.compile("[,，。;；]")
_MARKS = re.compile(f"[{chr(MARK)}-{chr(MARK + MAX_POINTS)}]")
_CONNECTOR = re.compile("[底末前日]?[~\\-]")


class Kind(StrEnum):
    """What a deadline cell turned out to hold."""

    DATE = "date"
    STANDING = "standing"
    NONE = "none"
    VAGUE = "vague"
    PER_ITEM = "per_item"
    STATUS = "status"
    UNREADABLE = "unreadable"


class Phrase(NamedTuple):
    """A stretch of text as read; see dates.Deadline for the notes.

    ``exact``: a day was written and no period; ``bare``: nothing but the day and its 前, 完成…
    """

    kind: Kind
    day: dt.date | None = None
    note: str = ""
    likely: dt.date | None = None
    status: Status | None = None
    exact: bool = False
    whole_year: bool = False
    named_year: bool = False
    bare: bool = True


def read_phrase(text: str, year: int) -> Phrase:
    """Read prepared text: a date in brackets wins over anything but an exact day before them.

    So does a limit per item over a vague word: 变动后及时（5个工作日）.
    """
    if _DIGITS_ONLY.fullmatch(text):
        return from_digits(read_digits(text, year, number=False))
    outside, insides = words.brackets(text)
    if not outside and insides:
        return _read("".join(insides), year)
    outer = _read(words.LABEL.sub("", outside, count=1), year)
    if outer.kind is Kind.DATE and outer.exact:
        return outer
    for inside in insides:
        inner = _read(inside, year)
        if outer.status is Status.DONE and inner.kind is Kind.DATE and "前" not in inside:
            # 已完成（8月20日）: the day on which it was done.
            return outer._replace(day=inner.day, exact=inner.exact)
        if inner.kind is Kind.DATE and not inner.whole_year and inner.bare:
            return inner._replace(note="date_in_brackets")
        if outer.kind in (Kind.VAGUE, Kind.UNREADABLE) and inner.kind in (Kind.PER_ITEM, Kind.STANDING):
            return inner
    return outer


def from_digits(digits: Digits) -> Phrase:
    """The phrase that bare digits make."""
    if digits.day is None:
        return Phrase(Kind.UNREADABLE, None, digits.note, digits.likely)
    return Phrase(
        Kind.DATE,
        digits.day,
        "" if digits.exact else "window",
        exact=digits.exact,
        whole_year=digits.whole_year,
        named_year=digits.named_year,
    )


def _read(text: str, year: int) -> Phrase:
    if not text or words.NONE.fullmatch(text):
        return Phrase(Kind.NONE)
    if words.COMPLETED.search(text):
        told = _points(text, year)
        return Phrase(
            Kind.STATUS,
            told.day if told else None,
            status=read_status(text).status or Status.DONE,
            exact=bool(told and told.exact),
        )
    aside = _aside(text)
    if aside is not None:
        kind, rest = aside
        dated = _points(rest, year)
        return dated._replace(note="mixed") if dated and _is_deadline(dated) else Phrase(kind)
    counted = words.HOW_OFTEN.sub("", text)
    if counted != text:
        dated = _points(counted, year)
        if dated and _is_deadline(dated):
            return dated._replace(note="mixed")
        if dated.whole_year if dated else not words.undecorated(counted):
            return Phrase(Kind.STANDING)
    dated = _points(text, year)
    if words.STANDING.search(text):
        return dated._replace(note="mixed") if dated and _is_deadline(dated) else Phrase(Kind.STANDING)
    vague = words.VAGUE.search(text) is not None
    if dated is not None:
        return dated._replace(note="mixed") if vague and dated.kind is Kind.DATE else dated
    return Phrase(Kind.VAGUE) if vague else _otherwise(text, year)


def _aside(text: str) -> tuple[Kind, str] | None:
    """Recurring and per-item limits hold digits that are no dates: their kind, and the text without them."""
    if words.RECURRING.search(text):
        return Kind.STANDING, ",".join(
            part for part in _CLAUSE.split(text) if not words.RECURRING.search(part)
        )
    rest = words.PER_ITEM.sub("", text)
    return (Kind.PER_ITEM, rest) if rest != text else None


def _is_deadline(phrase: Phrase) -> bool:
    # "全年持续推进" names the year without setting a day in it.
    return phrase.kind is Kind.DATE and not phrase.whole_year


def _otherwise(text: str, year: int) -> Phrase:
    reading = read_status(text)
    if reading.status is not None and reading.note not in ("sentence", "maybe_empty"):
        return Phrase(Kind.STATUS, status=reading.status)
    run = _DIGIT_RUN.search(text)
    if run:
        return Phrase(Kind.UNREADABLE, None, "lost_separators", lost_separators(run[0], year))
    return Phrase(Kind.UNREADABLE)


def _points(text: str, year: int) -> Phrase | None:
    """The deadline that the days named in the text make, None where it names none."""
    shortened, was_range = ends_of_ranges(text)
    points, rest = scan(shortened)
    if not points:
        return None
    between = _MARKS.split(rest)
    ends = [i for i in range(len(points)) if not words.START_AFTER.match(between[i + 1])]
    if not ends:
        return Phrase(Kind.VAGUE, None, "start_only")
    last_is_end_of_range = len(ends) > 1 and _CONNECTOR.fullmatch(between[ends[-1]]) is not None
    was_range = was_range or last_is_end_of_range or len(ends) < len(points)
    dated = _with_years(points)
    kept = [dated[ends[-1]]] if last_is_end_of_range else _most_precise([dated[i] for i in ends])
    extra = words.undecorated(
        "".join(part[m.end() :] if (m := words.START_AFTER.match(part)) else part for part in between)
    )
    if _DIGIT.search(extra):
        run = _DIGIT_RUN.search(extra)
        # Digits beside a bare year may be its month and day; beside a day or a month they are a slip in it.
        likely = lost_separators(run[0], kept[-1].year or year) if run and kept[-1].whole_year else None
        return Phrase(Kind.UNREADABLE, None, "lost_separators" if run else "", likely)
    if any(points[i].window and words.narrowed(between[i + 1]) for i in ends):
        return Phrase(Kind.VAGUE)
    note = "range" if was_range else "several" if len(kept) > 1 else ""
    return _resolved(kept, year, note, extra, words.APPROXIMATE.search(rest) is not None)


def _resolved(points: list[Point], year: int, note: str, extra: str, approximate: bool) -> Phrase:
    days = [point.resolve(year) for point in points]
    if None in days:
        wrong = points[days.index(None)]
        return Phrase(Kind.UNREADABLE, None, "impossible_date", wrong.nearest(year))
    day, point = max((day, point) for day, point in zip(days, points, strict=True) if day)
    if len(extra) > MAX_EXTRA:
        return Phrase(Kind.UNREADABLE, None, "too_long", day)
    if not note:
        note = "extra_words" if extra else "approximate" if approximate else "window" if point.window else ""
    return Phrase(
        Kind.DATE,
        day,
        note,
        exact=point.exact and note != "range",
        whole_year=point.whole_year,
        named_year=point.year is not None,
        bare=not extra,
    )


def _with_years(points: list[Point]) -> list[Point]:
    """A point without a year takes that of the point before it: 2023年1月至12月."""
    year: int | None = None
    dated: list[Point] = []
    for point in points:
        year = point.year if point.year is not None else year
        dated.append(point._replace(year=year))
    return dated


def _most_precise(points: list[Point]) -> list[Point]:
    """In "2023年第四季度10月底前" the month's end is meant: periods give way to days, the year to everything."""
    return (
        [point for point in points if not point.window]
        or [point for point in points if not point.whole_year]
        or points
    )
