"""One parser for each field type: cell value → (value, issue, suggestion), remembered per value."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from importers.grammar.dates import Kind, read_day, read_deadline
from importers.grammar.links import host_allowed, host_of, read_links
from importers.grammar.percents import read_percent
from importers.grammar.phones import EVERYDAY, read_phone
from importers.grammar.statuses import read_status
from importers.grammar.text import (
    UNSEEN_IN_PRINT,
    begins_with_word,
    clean_long_text,
    clean_text,
    fold_key,
    is_blank,
    original_text,
)
from importers.parsed import Column, Parsed, made
from importers.workbook import Value
from schemas.field import Field, FieldType
from schemas.records import STANDING

MEMO_LIMIT = 50_000
PROSE = 30
"""No word for an empty cell is as long."""
_DITTO = frozenset({"同上", "同上行", "同前", "〃"})
STATUS_IS_SENTENCE = "status_is_sentence"
"""The issue of a status cell in which somebody wrote how far things are."""
_PLAIN_LINK = re.compile(r"https?://([a-z0-9.\-]{4,80})(?:/[A-Za-z0-9/_.\-]{0,300})?")


def is_ditto(text: str) -> bool:
    """Whether a cell points to the one above it."""
    return text[:1] in "同〃" and "".join(text.split()) in _DITTO


class _Memo(dict[Value, Parsed]):
    """What cells mean; one that was never seen is parsed when it is looked up."""

    def __init__(self, plain: Callable[[Value], Parsed]) -> None:
        super().__init__()
        self._plain = plain
        self.met_ditto = False

    def __missing__(self, value: Value) -> Parsed:
        if len(self) > MEMO_LIMIT:
            self.clear()
        parsed = self[value] = self._plain(value)
        if is_ditto(parsed.text):
            self.met_ditto = True
        return parsed


class Parser:
    """A cell parser that remembers: units copy the same table, so most cells were seen before."""

    def __init__(self, plain: Callable[[Value], Parsed]) -> None:
        self._plain = plain
        self._memo = _Memo(plain)

    @property
    def met_ditto(self) -> bool:
        """Whether a cell that points to the one above it ever came by: nearly all files have none."""
        return self._memo.met_ditto

    def parse_all(self, values: Sequence[Value]) -> Column:
        """What each of a column's cells means."""
        kinds = set(map(type, values))
        if bool in kinds or (kinds == {str} and max(map(len, values)) > PROSE):  # type: ignore[arg-type]
            return Column(list(map(self.parse, values)))
        return Column(list(map(self._memo.__getitem__, values)))

    def parse(self, value: Value) -> Parsed:
        """What a cell means."""
        # Prose is never the same twice; True and 1.0 are one dict key but not one cell.
        if isinstance(value, bool) or (isinstance(value, str) and len(value) > PROSE):
            return self._plain(value)
        return self._memo[value]


class _EverydayParser(Parser):
    """The same for columns whose cells are hardly ever the same and nearly always mean just what they say.

    ``everyday`` tells the words of those cells, all at once, and None for the others.
    """

    def __init__(
        self, plain: Callable[[Value], Parsed], everyday: Callable[[Sequence[Value]], list[str | None]]
    ) -> None:
        super().__init__(plain)
        self._everyday = everyday

    def parse_all(self, values: Sequence[Value]) -> Column:
        texts = self._everyday(values)
        if not any(texts):
            return super().parse_all(values)
        return Column.plain(
            texts, {at: self.parse(values[at]) for at, text in enumerate(texts) if text is None}
        )


@dataclass(frozen=True)
class Reader:
    """Cell parsers bound to a plan's year, day of issue and accepted web domains."""

    year: int
    issued: dt.date
    domains: tuple[str, ...]
    _hosts: dict[str, bool] = field(default_factory=dict, repr=False)

    def parser(self, declared: Field) -> Parser:
        """The remembering parser for a field's cells."""
        if declared.type is FieldType.LONG_TEXT:
            return _EverydayParser(_long_text, _everyday_prose)
        if declared.type is FieldType.PHONE:
            return _EverydayParser(_phone, _everyday_phones)
        if declared.type is FieldType.LINKS:
            return _EverydayParser(self._links, self._everyday_links)
        plain: Callable[[Value], Parsed] = {
            FieldType.DEADLINE: self.deadline,
            FieldType.DAY: self._day,
            FieldType.STATUS: _status,
            FieldType.PERSON: _person,
            FieldType.PERCENT: _percent,
            FieldType.TASK_ID: _task_id,
            FieldType.CHOICE: _choice(_choices(declared)),
        }.get(declared.type, _text)
        return Parser(plain)

    def deadline(self, value: Value) -> Parsed:
        """What a 完成时限 cell says by itself."""
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
        if reading.day is None and not reading.note:
            return Parsed(None, text, blank=True)
        if reading.day is None:
            return Parsed(None, text, issue="bad_date", hint=reading.suggestion)
        return Parsed(reading.day.isoformat(), text)

    def _everyday_links(self, values: Sequence[Value]) -> list[str | None]:
        # The everyday link needs no cleaning: none of its characters is anything but itself.
        match, allowed = _PLAIN_LINK.fullmatch, self._allowed
        return [
            value if isinstance(value, str) and (link := match(value)) and allowed(link[1]) else None
            for value in values
        ]

    def _links(self, value: Value) -> Parsed:
        text = clean_text(value)
        if is_blank(text):
            return Parsed(None, text, blank=True)
        links = read_links(text)
        foreign = [url for url in links.urls if not self._allowed(host_of(url))]
        wrong = bool(links.bad or foreign or not links.urls)
        return Parsed(text, text, issue="bad_url" if wrong else "")

    def _allowed(self, host: str) -> bool:
        if host not in self._hosts:
            self._hosts[host] = host_allowed(host, self.domains)
        return self._hosts[host]


def _text(value: Value) -> Parsed:
    text = clean_text(value)
    return made((text or None, original_text(value), is_blank(text), "", "", ""))


def _task_id(value: Value) -> Parsed:
    text = original_text(value)
    if isinstance(value, dt.date):
        # Excel took "4.1" for the first of April.
        return Parsed(f"{value.month}.{value.day}", text)
    return Parsed(clean_text(value), text, blank=is_blank(text))


def _everyday_prose(values: Sequence[Value]) -> list[str | None]:
    """The everyday paragraph: begins with a word that no word for an empty cell begins with, unless it is longer than
    any of these; has nothing invisible, no line breaks (of which ``_x000D_`` is one)."""
    texts = [
        value.rstrip(" ")
        if isinstance(value, str)
        and value.isprintable()
        and "_" not in value
        and (value[0].isalnum() if len(value) > PROSE else begins_with_word(value))
        else None
        for value in values
    ]
    # Of all at once: hardly any file holds one of these.
    everything = "\n".join(filter(None, texts))
    if any(map(everything.__contains__, UNSEEN_IN_PRINT)):
        return [text if UNSEEN_IN_PRINT.isdisjoint(text or "") else None for text in texts]
    return texts


def _long_text(value: Value) -> Parsed:
    text = clean_long_text(value)
    blank = is_blank(text)
    return Parsed(None if blank else text, text, blank=blank)


def _person(value: Value) -> Parsed:
    text = clean_text(value)
    if is_blank(text, attachment=True):
        return Parsed(None, text, blank=True)
    return Parsed(text, text)


def _everyday_phones(values: Sequence[Value]) -> list[str | None]:
    """Numbers as they should be, and mobile numbers that Excel took for numbers."""
    everyday = EVERYDAY.fullmatch
    return [
        (value if everyday(value) else None)
        if isinstance(value, str)
        else str(int(value))
        if isinstance(value, float) and 1.3e10 <= value < 2e10 and value.is_integer()
        else None
        for value in values
    ]


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
    issue = STATUS_IS_SENTENCE if reading.note == "sentence" else ""
    return Parsed(
        str(reading.status),
        text,
        issue=issue,
        hint=reading.status.zh if issue else "",
        extra="" if reading.percent is None else str(reading.percent),
    )


def _choices(declared: Field) -> dict[str, str]:
    """Every spelling of a field's choices, folded, with the choice it stands for."""
    spelled = [*declared.spellings, *((choice, choice) for choice in declared.choices)]
    return {_choice_key(written): choice for written, choice in spelled}


def _choice_key(text: str) -> str:
    # √ and × are nothing but signs: folded away they would all be the same word.
    return fold_key(text) or clean_text(text)


def _choice(choices: Mapping[str, str]) -> Callable[[Value], Parsed]:
    def parse(value: Value) -> Parsed:
        text = original_text(value)
        if is_blank(clean_text(value)):
            return Parsed(None, text, blank=True)
        choice = choices.get(_choice_key(clean_text(value)))
        return Parsed(choice, text, issue="" if choice else "bad_choice")

    return parse


def _percent(value: Value) -> Parsed:
    return _percent_cell(value, percent_format=False)


def _percent_cell(value: Value, *, percent_format: bool) -> Parsed:
    """A percentage; whether the cell's number format is a percentage decides what 0.8 and 1 mean."""
    text = original_text(value)
    reading = read_percent(value, percent_format)
    if reading.number is None:
        blank = not reading.note
        return Parsed(None, text, blank=blank, issue="" if blank else "percent_out_of_range")
    if percent_format and not isinstance(value, str):
        text = f"{reading.number:g}%"
    return Parsed(reading.number, text, issue="ambiguous_percent" if reading.note == "ambiguous" else "")


def _status_shown(value: Value) -> Parsed:
    """A status of which the cell shows a percentage."""
    share = None if isinstance(value, str) else read_percent(value, percent_format=True).number
    return _status(value if share is None else f"{share:g}%")


FORMATTED = {
    FieldType.PERCENT: Parser(partial(_percent_cell, percent_format=True)),
    FieldType.STATUS: Parser(_status_shown),
}
"""What reads cells whose number format is a percentage."""
