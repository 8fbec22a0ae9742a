"""The tables of a sheet: mostly one; where a further header has other columns, the next table begins."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from importers.locate import LedgerTable, filled_rows, locate, missing_sheet
from importers.recognise import recognise
from importers.senders import title_years
from importers.stamp import Stamp
from importers.workbook import Sheet
from vocabulary.codes import IgnoredReason

_HEADINGS = (IgnoredReason.TITLE, IgnoredReason.SECTION)


def tables_of(
    sheet: Sheet, stamp: Stamp | None, asked: str | None, point_titles: frozenset[str]
) -> list[LedgerTable]:
    """The ledger tables of a sheet from top to bottom, none where no kind's headings are found, or on our 未报任务
    where nobody has answered.

    Each row of the sheet is a row or an ignored row of one of them. A table whose own title names no year is
    of the year of the one above it.
    """
    best = recognise(sheet, stamp, asked)
    if best is None:
        return []
    table = locate(sheet, *best, point_titles)
    if missing_sheet(sheet) and not table.rows:
        return []
    if not table.again:
        return [table]
    starts = [_start(table, row) for row in table.again]
    tables: list[LedgerTable] = []
    for first, end in pairwise((0, *starts, len(sheet.rows))):
        part = tables_of(sheet.between(first, end), stamp, asked, point_titles)
        if not part:
            # Not told apart after all: better read with one table's columns, and judged, than passed over.
            return [table]
        tables += part
    for number, (above, one) in enumerate(pairwise(tables), start=1):
        if above.titles and not title_years(one.title):
            tables[number] = replace(one, titles=(*one.titles, *above.titles))
    return tables


def _start(table: LedgerTable, header: int) -> int:
    """The row with which a further table begins: its header, or the titles right above it."""
    headings = {entry.row - 1 for entry in table.ignored if entry.reason in _HEADINGS}
    filled = set(filled_rows(table.sheet.between(table.header.bottom + 1, header)))
    start = header
    while start - 1 > table.header.bottom and (start - 1 in headings or start - 1 not in filled):
        start -= 1
    return start
