"""SpreadsheetML 2003: one XML file that Excel opens as a workbook, written by many office systems."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from importers.reading.cells import check_area, even_out
from importers.reading.limits import ReadLimits
from importers.reading.marks import Marks
from importers.reading.number_formats import period_of, shows_percent, shows_period
from importers.refusals import refused
from importers.workbook import Area, Period, Position, Sheet, Value, Workbook
from vocabulary.codes import RefusalCode

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read_spreadsheetml(content: bytes, limits: ReadLimits) -> Workbook:
    """The workbook of a SpreadsheetML 2003 file, hidden sheets included.

    Raises Refused: unsafe_content when it declares a document type, corrupt_file, too_large.
    """
    from lxml import etree  # 25 ms to load, needed for few files

    if _DOCTYPE.search(content) or _DOCTYPE.search(content.replace(b"\x00", b"")):
        raise refused(RefusalCode.UNSAFE_CONTENT, "文件里含有外部实体声明（DOCTYPE）")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise refused(RefusalCode.CORRUPT_FILE) from error
    formats = _number_formats(root)
    sheets = tuple(_Reader(formats, limits).sheet(element) for element in root.iter(f"{_NS}Worksheet"))
    return Workbook("xml", sheets)


def _number_formats(root: Element) -> dict[str, str]:
    """Style → number format."""
    return {
        style.get(f"{_NS}ID", ""): number_format.get(f"{_NS}Format") or ""
        for style in root.iter(f"{_NS}Style")
        for number_format in style.iter(f"{_NS}NumberFormat")
    }


@dataclass(slots=True)
class _Reader:
    """One sheet being read; a new one for each sheet."""

    formats: Mapping[str, str]
    limits: ReadLimits
    rows: list[list[Value]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    periods: dict[Position, Period] = field(default_factory=dict)

    def sheet(self, worksheet: Element) -> Sheet:
        reader = _Reader(self.formats, self.limits)
        for row, element in _indexed(worksheet.iterfind(f"{_NS}Table/{_NS}Row")):
            reader._row(row, element)
        width = max(map(len, reader.rows), default=0)
        check_area(len(reader.rows), width, self.limits)
        even_out(reader.rows, width)
        visible = worksheet.findtext(f"{_X}WorksheetOptions/{_X}Visible", "SheetVisible") == "SheetVisible"
        last = len(reader.rows) - 1
        return Sheet(
            name=worksheet.get(f"{_NS}Name", ""),
            rows=reader.rows,
            visible=visible,
            merged=tuple(
                area._replace(bottom=min(area.bottom, last), right=min(area.right, width - 1))
                for area in reader.merged
            ),
            errors=reader.marks.errors,
            uncalculated=frozenset(reader.marks.uncalculated),
            percents=frozenset(reader.marks.percents),
            periods=reader.periods,
        )

    def _row(self, row: int, element: Element) -> None:
        for column, cell in _indexed(element.iterfind(f"{_NS}Cell")):
            across, down = _number(cell, "MergeAcross"), _number(cell, "MergeDown")
            if across or down:
                self.merged.append(Area(row, column, row + down, column + across))
            value = self._value(row, column, cell)
            known = (row, column) in self.marks.errors or (row, column) in self.marks.uncalculated
            if value != "" or known:
                self._put(row, column, value)

    def _put(self, row: int, column: int, value: Value) -> None:
        check_area(row + 1, column + 1, self.limits)
        self.rows.extend([] for _ in range(row + 1 - len(self.rows)))
        line = self.rows[row]
        line.extend([""] * (column + 1 - len(line)))
        line[column] = value

    def _value(self, row: int, column: int, cell: Element) -> Value:
        data = cell.find(f"{_NS}Data")
        text = "" if data is None else "".join(map(str, data.itertext()))
        kind = "" if data is None else data.get(f"{_NS}Type", "String")
        if kind == "Error":
            self.marks.errors[row, column] = text or "#VALUE!"
            return ""
        if text == "" and cell.get(f"{_NS}Formula"):
            if kind != "String":
                self.marks.uncalculated.add((row, column))
            return ""
        value = _typed(kind, text)
        code = self.formats.get(cell.get(f"{_NS}StyleID") or "", "")
        if isinstance(value, float) and (code == "Percent" or shows_percent(code)):
            self.marks.percents.add((row, column))
        elif isinstance(value, dt.date) and shows_period(code) and (period := period_of(value, code)):
            self.periods[row, column] = period
        return value


def _indexed(elements: Iterator[Element]) -> Iterator[tuple[int, Element]]:
    """(0-based index, element): ss:Index jumps ahead, and what was merged across is left out."""
    index = -1
    for element in elements:
        jump = _number(element, "Index")
        index = jump - 1 if jump else index + 1
        yield index, element
        if element.tag == f"{_NS}Cell":
            index += _number(element, "MergeAcross")
        else:
            index += _number(element, "Span")


def _number(element: Element, name: str) -> int:
    text = element.get(f"{_NS}{name}") or "0"
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _typed(kind: str, text: str) -> Value:
    """The value of a Data element; text that does not fit its type stays text."""
    try:
        if kind == "Number":
            return float(text)
        if kind == "Boolean":
            return text.strip() in ("1", "true")
        if kind == "DateTime":
            moment = dt.datetime.fromisoformat(text.strip())
            return moment.date() if moment.time() == dt.time() else moment
    except ValueError:
        return text
    return text
