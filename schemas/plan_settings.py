"""What the head and the tables of plan.toml must hold, and the keys that nobody reads in any TOML file of the folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from schemas.plan_checks import Rows, years_of
from schemas.plan_errors import Problem
from schemas.plan_source import Settings
from schemas.plan_spelling import nearest
from schemas.plan_tables import TableSpec

ISSUED_KEYS = ("issued", "issued_date")
CALENDAR_UNTIL = "calendar_until"
WORDS_EXPECTED = "应为一组带引号的文字"
TEXT_EXPECTED = "应为带引号的文字"
_TEXTS = ("title", "document_number", "issuing_body")
_TABLES = ("points", "groups", "checklists", "region")
_HEAD = ("year", *ISSUED_KEYS, *_TEXTS, CALENDAR_UNTIL, *_TABLES)
_REGION = ("name", "city", "province", "prefixes")


def head_faults(settings: Settings, issued: dt.date | None) -> Iterator[Problem]:
    """What is missing, of the wrong kind or unknown at the head of plan.toml."""
    data = settings.data
    year = year_of(settings)
    if year is None:
        yield Problem(
            settings.file, settings.line("year"), "year", str(data.get("year", "")), "应为四位数的年份"
        )
    key = next((key for key in ISSUED_KEYS if key in data), ISSUED_KEYS[0])
    if issued is None:
        yield Problem(
            settings.file, settings.line(key), key, str(data.get(key, "")), "应为2023-08-02这样的日期"
        )
    elif is_out_of_time(issued, year):
        expected = f"与要点的年度{year}对不上，请核对两处的年份"
        yield Problem(settings.file, settings.line(key), key, str(data[key]), expected)
    for key in _TEXTS:
        if not isinstance(data.get(key), str):
            yield Problem(settings.file, settings.line(key), key, str(data.get(key, "")), TEXT_EXPECTED)
    if not data.get("points"):
        yield Problem(settings.file, settings.line("points"), "points", "", "至少要有一个[[points]]")
    for key in data:
        yield from unknown_key(settings, key, _HEAD)
    yield from _table_faults(settings)


def year_of(settings: Settings) -> int | None:
    """The plan's year, None where it is none."""
    year = settings.data.get("year")
    return year if type(year) is int and 2000 <= year <= 2100 else None


def is_out_of_time(issued: dt.date, year: int | None) -> bool:
    """Whether a plan of this year cannot have been issued that day: it is, shortly before, in or after its year."""
    return year is not None and abs(issued.year - year) > 1


def _table_faults(settings: Settings) -> Iterator[Problem]:
    for table in ("checklists", "region"):
        section = settings.data.get(table, {})
        if not isinstance(section, dict):
            yield Problem(settings.file, settings.line(table), table, str(section), f"应写成[{table}]的形式")
            continue
        for key, value in section.items():
            line = settings.line(key, table)
            if table == "checklists" or key == "prefixes":
                if not is_words(value):
                    yield Problem(settings.file, line, key, str(value), WORDS_EXPECTED)
            elif key not in _REGION:
                yield from unknown_key(settings, key, _REGION, table)
            elif not isinstance(value, str):
                yield Problem(settings.file, line, key, str(value), TEXT_EXPECTED)


def unknown_key(
    settings: Settings, key: str, known: Sequence[str], table: str = "", line: int = 0
) -> Iterator[Problem]:
    """A key that nobody reads: what was meant by it would silently not hold."""
    if key not in known:
        meant = nearest(key, known)
        help_ = f"，是不是“{meant}”" if meant else "，可用的有" + "、".join(known)
        is_table = not table and isinstance(settings.data.get(key), dict | list)
        line = line or (is_table and settings.lines.get((key, 0, ""))) or settings.line(key, table)
        yield Problem(settings.file, line, key, "", f"没有这一项{help_}")


def unknown_row_keys(spec: TableSpec, rows: Rows, settings: Settings) -> Iterator[Problem]:
    """Keys in ``[[points]]``, ``[[groups]]`` and ``[[rounds]]`` that nobody reads."""
    known = [column.name for column in spec.columns]
    for row in rows:
        for key in row.row.cells:
            yield from unknown_key(settings, key, known, spec.name, row.row.line_of(key))


def unknown_tables(settings: Settings, known: Sequence[str]) -> Iterator[Problem]:
    """What stands at the head of a file that has nothing but these tables."""
    for key in settings.data:
        yield from unknown_key(settings, key, known)


def calendar_faults(settings: Settings, calendar: Rows, until: dt.date | None) -> Iterator[Problem]:
    """A day until which calendar.csv is said to be complete that is no day, or lies in a year it does not have."""
    if CALENDAR_UNTIL not in settings.data:
        return
    if until is None:
        expected = "应为2024-04-07这样的日期，或删去这一行"
    elif until.year not in years_of(calendar):
        expected = f"calendar.csv中没有{until.year}年的日期"
    else:
        return
    line, found = settings.line(CALENDAR_UNTIL), str(settings.data[CALENDAR_UNTIL])
    yield Problem(settings.file, line, CALENDAR_UNTIL, found, expected)


def is_words(value: Any) -> bool:
    """Whether a TOML value is a list of texts."""
    return isinstance(value, list) and all(isinstance(word, str) for word in value)
