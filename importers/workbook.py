"""What reading a file yields: sheets of plain values that still know their cells.

This is the border between file formats and meaning. Nothing here knows what a ledger is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from vocabulary.findings import Refusal

Value: TypeAlias = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""A cell's value; a blank cell is "" (never None), as python-calamine gives it."""

Position: TypeAlias = tuple[int, int]
"""0-based (row, column)."""


class Area(NamedTuple):
    """A merged range, 0-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


class Period(NamedTuple):
    """A month or a year that a date cell shows, as its format shows no day: the words, and the last day."""

    text: str
    last: dt.date


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows[r][c]`` is the value at 0-based row r, column c; rows are equally long.

    ``errors`` holds what an error cell shows ("#REF!"), ``uncalculated`` the formulas that were
    saved without a result, ``percents`` the number cells formatted as a percentage, ``periods`` the
    date cells formatted without a day. In all four the value in ``rows`` is as the file gives it ("" for
    the first two).
    """

    name: str
    rows: list[list[Value]]
    visible: bool = True
    merged: tuple[Area, ...] = ()
    errors: Mapping[Position, str] = field(default_factory=dict)
    uncalculated: frozenset[Position] = frozenset()
    percents: frozenset[Position] = frozenset()
    periods: Mapping[Position, Period] = field(default_factory=dict)

    def between(self, first: int, end: int) -> Sheet:
        """The sheet with nothing but the rows from ``first`` to before ``end``; they keep their numbers."""

        def here(at: Position) -> bool:
            return first <= at[0] < end

        blank: list[Value] = [""] * len(self.rows[0]) if self.rows else []
        return Sheet(
            self.name,
            [blank] * first + self.rows[first:end],
            self.visible,
            tuple(area for area in self.merged if first <= area.top < end),
            {at: error for at, error in self.errors.items() if here(at)},
            frozenset(filter(here, self.uncalculated)),
            frozenset(filter(here, self.percents)),
            {at: period for at, period in self.periods.items() if here(at)},
        )


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file as read. ``format`` is what the bytes are ("xlsx", "xls", "csv", "html"…), not the name."""

    format: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its name as given (data, never a path to write to) and its bytes.

    ``password`` is tried once when the file is encrypted. ``refusal`` is set where the bytes could not
    even be taken out of an archive.
    """

    name: str
    content: bytes
    password: str = ""
    refusal: Refusal | None = None
