"""Workbooks of Excel and WPS through python-calamine, with the marks each format's own scan gives."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from importers.reading.cells import pad_to
from importers.reading.guard import Package
from importers.reading.limits import ReadLimits
from importers.reading.marks import Marks, scan_sheet
from importers.reading.number_formats import period_of
from importers.reading.parts import number_styles, workbook_parts
from importers.reading.sniff import Kind
from importers.refusals import refused
from importers.workbook import Area, Period, Position, Sheet, Value, Workbook
from vocabulary.codes import RefusalCode

_SHEET_FOLDER = "xl/worksheets/"


@dataclass(slots=True)
class SheetMarks:
    """What a format's own scan adds to a sheet; ``merged`` is None where calamine tells it."""

    marks: Marks
    merged: list[Area] | None = None


def read_excel(content: bytes, kind: Kind, limits: ReadLimits) -> Workbook:
    """A workbook of any Excel family; the guard of its format runs before calamine sees a byte.

    Raises Refused, and whatever calamine raises on a damaged file (a CalamineError).
    """
    added, readable = _scan(content, kind, limits)
    with load_workbook(io.BytesIO(readable)) as book:
        sheets = tuple(_sheets(book, added, limits))
    return Workbook(kind.value, sheets)


def _scan(content: bytes, kind: Kind, limits: ReadLimits) -> tuple[dict[str, SheetMarks], bytes]:
    """Marks by sheet name, and the bytes for calamine. What the rarer formats need is loaded when one comes."""
    if kind is Kind.XLS:
        from importers.reading import xls_marks

        return {name: SheetMarks(marks) for name, marks in xls_marks.scan(content).items()}, content
    package = Package(content, limits)
    if kind is Kind.XLSB:
        from importers.reading import xlsb

        found = _with_areas(xlsb.scan(package, limits))
    elif kind is Kind.ODS:
        from importers.reading import ods

        found = _with_areas(ods.scan(package, limits))
    else:
        found = _scan_xlsx(package, limits)
    package.check_unread()
    return found, package.stored()


def _with_areas(scanned: dict[str, tuple[Marks, list[Area]]]) -> dict[str, SheetMarks]:
    return {name: SheetMarks(marks, merged) for name, (marks, merged) in scanned.items()}


def _scan_xlsx(package: Package, limits: ReadLimits) -> dict[str, SheetMarks]:
    listed, styles = workbook_parts(package)
    if len(listed) > limits.sheets:
        raise refused(RefusalCode.TOO_LARGE, f"工作簿有 {len(listed)} 张工作表")
    numbers = number_styles(package.read(styles))
    parts = {sheet.part.lower() for sheet in listed if sheet.part}
    parts.update(name for name in package.names() if name.startswith(_SHEET_FOLDER) and name.endswith(".xml"))
    scanned = {part: scan_sheet(package.windows(part), numbers, limits) for part in parts}
    return {
        sheet.name: SheetMarks(scanned[sheet.part.lower()])
        for sheet in listed
        if sheet.part.lower() in scanned
    }


def _sheets(book: CalamineWorkbook, added: dict[str, SheetMarks], limits: ReadLimits) -> Iterator[Sheet]:
    if len(book.sheet_names) > limits.sheets:
        raise refused(RefusalCode.TOO_LARGE, f"工作簿有 {len(book.sheet_names)} 张工作表")
    room = limits.cells
    for index, about in enumerate(book.sheets_metadata):
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(index)
        bottom, right = sheet.end or (-1, -1)
        room -= (bottom + 1) * (right + 1)
        if room < 0:
            raise refused(RefusalCode.TOO_LARGE, f"工作表“{about.name}”占用的区域过大")
        visible = about.visible is SheetVisibleEnum.Visible
        yield _sheet(sheet, visible, added.get(about.name) or SheetMarks(Marks()))


def _sheet(sheet: CalamineSheet, visible: bool, added: SheetMarks) -> Sheet:
    rows: list[list[Value]] = sheet.to_python(skip_empty_area=False)
    marks = added.marks
    if marks.errors or marks.uncalculated:
        pad_to(rows, marks.errors)
        pad_to(rows, marks.uncalculated)
    merged = added.merged if added.merged is not None else _merged(sheet)
    return Sheet(
        name=sheet.name,
        rows=rows,
        visible=visible,
        merged=within(merged, rows),
        errors=marks.errors,
        uncalculated=frozenset(marks.uncalculated),
        percents=frozenset(marks.percents),
        periods=_periods(rows, marks.periods) if marks.periods else {},
    )


def _periods(rows: list[list[Value]], formats: dict[Position, str]) -> dict[Position, Period]:
    """What the cells show whose format shows a date without its day."""
    found = {
        (row, column): period_of(rows[row][column], code)
        for (row, column), code in formats.items()
        if row < len(rows) and column < len(rows[row])
    }
    return {position: period for position, period in found.items() if period is not None}


def _merged(sheet: CalamineSheet) -> list[Area]:
    ranges = sheet.merged_cell_ranges or ()
    return [Area(top, left, bottom, right) for (top, left), (bottom, right) in ranges]


def within(areas: list[Area], rows: list[list[Value]]) -> tuple[Area, ...]:
    """Merged areas cut to the used part of the sheet, in reading order.

    A title merged over all 16,384 columns is common; whoever fills areas must not walk them all.
    """
    last_row, last_column = len(rows) - 1, len(rows[0]) - 1 if rows else -1
    cut = (
        Area(top, left, min(bottom, last_row), min(right, last_column))
        for top, left, bottom, right in areas
        if top <= last_row and left <= last_column
    )
    return tuple(sorted(area for area in cut if (area.bottom, area.right) > (area.top, area.left)))


__all__ = ["CalamineError", "SheetMarks", "read_excel", "within"]
