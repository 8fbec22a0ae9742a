"""A workbook as the maker thinks of it: pages of plain values, before any file format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from vocabulary.cells import a1, column_letter


@dataclass(frozen=True, slots=True)
class Share:
    """A number in a cell that is formatted as a percentage: ``Share(0.8)`` shows 80%."""

    value: float


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the result saved beside it; ``result`` None is a file no program ever calculated."""

    text: str
    result: str | float | None = None


Cell: TypeAlias = "str | float | dt.date | Share | Formula | None"


@dataclass(slots=True)
class Page:
    """One sheet. ``merges`` are ranges such as "A4:A6"; ``hidden_rows`` are 1-based."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    blank_format_rows: int = 0


@dataclass(slots=True)
class Book:
    """A workbook; ``since_1904`` is the date system of old Macintosh files."""

    pages: list[Page]
    since_1904: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a layout: the heading, the field it shows, and the heading above it in a two-row header."""

    heading: str
    field: str
    over: str = ""


@dataclass(slots=True)
class Item:
    """One ledger row by field name. ``records`` is how many entries it becomes (a row of three units is three)."""

    cells: dict[str, Cell]
    mistakes: list[Mistake] = field(default_factory=list)
    records: int = 1
    section: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What a checker must say at a field of a row, declared where the mistake is made."""

    field: str
    rule: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding a file must give: ``cell`` is "E7"; ``severity`` "" is the rule's usual one."""

    sheet: str
    cell: str
    rule: str
    severity: str = ""


@dataclass(slots=True)
class Table:
    """A page built from rows, with what must come of it: records, ignored rows, findings."""

    page: Page
    records: int
    ignored: int
    found: list[Found]


def build_table(
    name: str,
    columns: Sequence[Column],
    items: Sequence[Item],
    *,
    preface: Iterable[str] = (),
    footer: Iterable[str] = (),
) -> Table:
    """Lay rows out under a header. Preface and footer lines are merged across; sections interrupt the rows."""
    page = Page(name)
    last = column_letter(len(columns) - 1)
    ignored = 0

    def line(text: str) -> None:
        page.rows.append([text])
        page.merges.append(f"A{len(page.rows)}:{last}{len(page.rows)}")

    for text in preface:
        line(text)
        ignored += 1
    ignored += _add_header(page, columns)
    found: list[Found] = []
    section = ""
    for item in items:
        if item.section and item.section != section:
            section = item.section
            line(section)
            ignored += 1
        row = len(page.rows)
        page.rows.append([item.cells.get(column.field) for column in columns])
        places = {column.field: a1(row, at) for at, column in enumerate(columns)}
        found += [Found(name, places[m.field], m.rule, m.severity) for m in item.mistakes]
    for text in footer:
        line(text)
        ignored += 1
    return Table(page, sum(item.records for item in items), ignored, found)


def _add_header(page: Page, columns: Sequence[Column]) -> int:
    top = len(page.rows)
    if not any(column.over for column in columns):
        page.rows.append([column.heading for column in columns])
        return 1
    page.rows.append([column.over or column.heading for column in columns])
    page.rows.append([column.heading if column.over else None for column in columns])
    start = 0
    for at, column in enumerate(columns):
        following = columns[at + 1].over if at + 1 < len(columns) else ""
        if not column.over:
            page.merges.append(f"{a1(top, at)}:{a1(top + 1, at)}")
            start = at + 1
        elif following != column.over:
            if at > start:
                page.merges.append(f"{a1(top, start)}:{a1(top, at)}")
                for covered in range(start + 1, at + 1):
                    page.rows[top][covered] = None
            start = at + 1
    return 2
