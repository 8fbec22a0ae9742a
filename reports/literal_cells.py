"""Values written as they were read: text stays text, a number, a date, a percentage keeps its type and look."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from importers.workbook import Position, Value
from importers.workbook import Sheet as ReadSheet
from reports.sheets import Book
from reports.text import literal
from vocabulary.codes import Severity

FILLS: Mapping[Severity, str] = {
    Severity.MUST_FIX: "#F8CBAD",
    Severity.WARNING: "#FFEB9C",
    Severity.ADVICE: "#DDEBF7",
}
"""Never the only sign: the word stands in the comment, in the last column and on the list."""

TEXT_FORMAT_LIMIT = 255
"""Longer text in a cell formatted as text is shown as ##### by older versions of Excel."""
LONG_NUMBER = 1e10
"""From here on (a telephone number) a general cell would show 1.38E+10."""

_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_FIRST_DAY = dt.date(1900, 3, 1)
"""Earlier days have another number in Excel, which believes in 29 February 1900."""
_DAY_ZERO = dt.date(1899, 12, 30)
"""So counted every day from then on has Excel's own number."""
_NUMBER_FORMATS = {
    "text": "@",
    "blank": "@",
    "percent": "0%",
    "fine_percent": "0.##%",
    "long_number": "0",
    "date": "yyyy/m/d",
    "moment": "yyyy/m/d h:mm",
    "time": "h:mm",
    "span": "[h]:mm",
}
_LEFT = frozenset({"text", "long", "blank"})


class LiteralCells:
    """Writes the values of one read sheet to one new sheet, each at its own cell.

    ``place`` is where a value stands: the "title", a line "above" the table, in its "header", or
    "text" inside it.
    """

    def __init__(self, book: Book, sheet: Worksheet, read: ReadSheet) -> None:
        self._book, self._sheet, self._read = book, sheet, read
        self._looks: dict[tuple[str, Severity | None], Format] = {}

    def look(self, name: str, severity: Severity | None = None) -> Format:
        """The format of a kind of value, filled by how wrong it is."""
        found = self._looks.get((name, severity))
        if found is None:
            found = self._looks[name, severity] = self._make_look(name, severity)
        return found

    def _make_look(self, name: str, severity: Severity | None) -> Format:
        more: dict[str, Any] = {"bg_color": FILLS[severity]} if severity else {}
        if name in ("title", "above"):
            return self._book.look("title" if name == "title" else "line", **more)
        if name == "header":
            return self._book.look("header", **more)
        if name == "empty":
            return self._book.look("line", num_format="@")
        if name in _NUMBER_FORMATS:
            more["num_format"] = _NUMBER_FORMATS[name]
        return self._book.look("cell" if name in _LEFT else "centred", **more)

    def write(self, at: Position, value: Value, place: str, severity: Severity | None = None) -> None:
        """Write any value; an error cell stays an error cell."""
        error = self._read.errors.get(at, "") if value == "" else ""
        if error in _ERRORS:
            # The formula is not known any more, its error is: the cell stays wrong until somebody mends it.
            self._sheet.write_formula(*at, f"={error}", self.look(place, severity), error)
        elif isinstance(value, str):
            self._write_text(at, error or value, place, severity)
        elif isinstance(value, bool):
            self._sheet.write_boolean(*at, value, self.look("number", severity))
        elif isinstance(value, (int, float)):
            if math.isfinite(value):
                self._sheet.write_number(*at, value, self.look(self._number_look(at, value), severity))
        else:
            self._write_time(at, value, severity)

    def _write_text(self, at: Position, text: str, place: str, severity: Severity | None) -> None:
        if text == "":
            self._sheet.write_blank(*at, None, self.look("blank", severity))
            return
        long = place == "text" and len(text) > TEXT_FORMAT_LIMIT
        self._sheet.write_string(*at, literal(text), self.look("long" if long else place, severity))

    def _number_look(self, at: Position, value: float) -> str:
        if at in self._read.percents:
            return "percent" if abs(value * 100 - round(value * 100)) < 1e-9 else "fine_percent"
        return "long_number" if abs(value) >= LONG_NUMBER else "number"

    def _write_time(
        self, at: Position, value: dt.date | dt.time | dt.timedelta, severity: Severity | None
    ) -> None:
        day = value.date() if isinstance(value, dt.datetime) else value
        if isinstance(day, dt.date):
            if day < _FIRST_DAY:
                self._sheet.write_string(*at, str(value), self.look("text", severity))
                return
            if not isinstance(value, dt.datetime) or value.time() == dt.time():
                # The everyday case: XlsxWriter's own way from a day to its number takes ten times as long.
                self._sheet.put_number(*at, (day - _DAY_ZERO).days, self.look("date", severity))
                return
        moment: Any = value.replace(tzinfo=None) if isinstance(value, (dt.datetime, dt.time)) else value
        look = (
            "moment" if isinstance(moment, dt.datetime) else "time" if isinstance(moment, dt.time) else "span"
        )
        self._sheet.write_datetime(*at, moment, self.look(look, severity))
