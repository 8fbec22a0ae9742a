"""One parser for each field type: cell value → (value, issue, suggestion), remembered per value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from importers.grammar.dates import Kind, read_day, read_deadline
from importers.grammar.links import host_allowed, host_of, read_links
from importers.grammar.percents import read_percent
from importers.grammar.phones import read_phone
from importers.grammar.statuses import read_status
from importers.grammar.text import clean_long_text, clean_text, is_blank, original_text
from importers.workbook import Value
from schemas.field import Field, FieldType
from schemas.records import STANDING

MEMO_LIMIT = 50_000


class Parsed(NamedTuple):
    """What a cell means: ``value`` for the frame, the user's ``text``, an issue code and a hint.

    ``blank`` says the cell stands for nothing ("", "/", "暂无"). ``extra`` carries a second reading:
    the deadline's kind, a percentage inside a status, a status inside a deadline.
    """

    value: str | float | None
    text: str
    blank: bool = False
    issue: str = ""
    hint: str = ""
    extra: str = ""


@dataclass(frozen=True)
class Reader:
    """Cell parsers bound to a plan's year, day of issue and accepted web domains."""

    year: int
    issued: dt.date
    domains: tuple[str, ...]

    def parser(self, field: Field) -> Callable[[Value], Parsed]:
        """The remembering parser for a field's cells."""
        plain: Callable[[Value], Parsed] = {
            FieldType.DEADLINE: self._deadline,
            FieldType.DAY: self._day,
            FieldType.STATUS: _status,
            FieldType.PHONE: _phone,
            FieldType.LINKS: self._links,
            FieldType.LONG_TEXT: _long_text,
            FieldType.PERSON: _person,
            FieldType.PERCENT: _percent,
            FieldType.TASK_ID: _task_id,
        }.get(field.type, _text)
        memo: dict[tuple[type, Value], Parsed] = {}

        def remembering(value: Value) -> Parsed:
            # 1, 1.0 and True are one dict key but not one cell.
            key = (type(value), value)
            parsed = memo.get(key)
            if parsed is None:
                if len(memo) > MEMO_LIMIT:
                    memo.clear()
                parsed = memo[key] = plain(value)
            return parsed

        return remembering

    def _deadline(self, value: Value) -> Parsed:
        text = original_text(value)
        reading = read_deadline(value, self.year, self.issued)
        kind = reading.kind
        if kind is Kind.NONE:
            return Parsed(None, text, blank=True, extra=str(kind))
        if kind is Kind.STANDING:
            return Parsed(STANDING, text, extra=str(kind))
        if kind is Kind.UNREADABLE:
            return Parsed(None, text, issue="bad_date", hint=reading.suggestion, extra=str(kind))
        if kind is Kind.STATUS:
            return Parsed(None, text, issue="misplaced_value", extra=str(kind))
        return Parsed(reading.day.isoformat() if reading.day else None, text, extra=str(kind))

    def _day(self, value: Value) -> Parsed:
        text = original_text(value)
        if is_blank(clean_text(value)):
            return Parsed(None, text, blank=True)
        reading = read_day(value, self.year)
        if reading.day is None:
            return Parsed(None, text, issue="bad_date", hint=reading.suggestion)
        return Parsed(reading.day.isoformat(), text)

    def _links(self, value: Value) -> Parsed:
        text = clean_text(value)
        if is_blank(text):
            return Parsed(None, text, blank=True)
        links = read_links(text)
        foreign = [url for url in links.urls if not host_allowed(host_of(url), self.domains)]
        wrong = bool(links.bad or foreign or not links.urls)
        return Parsed(text, text, issue="bad_url" if wrong else "")


def _text(value: Value) -> Parsed:
    text = clean_text(value)
    return Parsed(text or None, original_text(value), blank=is_blank(text))


def _task_id(value: Value) -> Parsed:
    text = original_text(value)
    if isinstance(value, dt.date):
        # Excel took "4.1" for the first of April.
        return Parsed(f"{value.month}.{value.day}", text)
    return Parsed(clean_text(value), text, blank=is_blank(text))


def _long_text(value: Value) -> Parsed:
    text = clean_long_text(value)
    blank = is_blank(text)
    return Parsed(None if blank else text, text, blank=blank)


def _person(value: Value) -> Parsed:
    text = clean_text(value)
    if is_blank(text, attachment=True):
        return Parsed(None, text, blank=True)
    return Parsed(text, text)


def _phone(value: Value) -> Parsed:
    text = clean_text(value)
    if is_blank(text, attachment=True):
        return Parsed(None, text, blank=True)
    phone = read_phone(value)
    return Parsed(phone.text, text, issue="" if phone.ok else "bad_phone", hint=phone.suggestion)


def _status(value: Value) -> Parsed:
    text = original_text(value)
    reading = read_status(value)
    if reading.status is None:
        if not reading.note:
            return Parsed(None, text, blank=True)
        return Parsed(None, text, issue="bad_status", hint=reading.suggestion)
    issue = "status_is_sentence" if reading.note == "sentence" else ""
    return Parsed(
        str(reading.status),
        text,
        issue=issue,
        hint=reading.status.zh if issue else "",
        extra="" if reading.percent is None else str(reading.percent),
    )


def _percent(value: Value) -> Parsed:
    return percent_cell(value, percent_format=False)


def percent_cell(value: Value, *, percent_format: bool) -> Parsed:
    """A percentage; whether the cell's number format is a percentage decides what 0.8 and 1 mean."""
    text = original_text(value)
    reading = read_percent(value, percent_format)
    if reading.number is None:
        blank = not reading.note
        return Parsed(None, text, blank=blank, issue="" if blank else "percent_out_of_range")
    if percent_format and not isinstance(value, str):
        text = f"{reading.number:g}%"
    return Parsed(reading.number, text, issue="ambiguous_percent" if reading.note == "ambiguous" else "")
