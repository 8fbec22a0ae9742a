"""Cells parsed column by column: for every field of a table one list of what its cells mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress, count
from typing import TypeAlias

from importers.cells import FORMATTED, Parser
from importers.locate import LedgerTable
from importers.parsed import Column, Parsed
from importers.workbook import Position, Value
from schemas.field import Field, FieldType

Columns: TypeAlias = dict[str, Column]
"""Field name → what its cells mean, along the table's data rows."""

FORMULA_ERROR = "formula_error"
UNCALCULATED = "uncalculated"
MERGED = "merged"
_DATES = frozenset({FieldType.DEADLINE, FieldType.DAY})
UNJUDGED = frozenset({FORMULA_ERROR, UNCALCULATED, MERGED})


def read_columns(table: LedgerTable, parser_of: Callable[[Field], Parser]) -> Columns:
    """Parse every mapped cell once. A formula's failure stands in ``extra`` of an otherwise empty cell."""
    columns: Columns = {}
    cells = list(zip(*(table.sheet.rows[number] for number in table.rows), strict=True))
    for name, column in table.header.columns.items():
        declared = table.kind[name]
        places = _places(table, column)
        values: Sequence[Value] = cells[column] if cells else ()
        if places:
            values = [table.sheet.rows[row][column] for row, column in places]
        parser = parser_of(declared)
        parsed = parser.parse_all(values)
        _mend(table, declared, places, column, values, parsed, parser.parse)
        columns[name] = parsed
    _cover(table, columns)
    return columns


def _cover(table: LedgerTable, columns: Columns) -> None:
    """Cells under a merge that says too little are not empty: the merged cell has the finding."""
    index_of = {number: index for index, number in enumerate(table.rows)}
    names = {column: name for name, column in table.header.columns.items()}
    covered = Parsed(None, "", blank=True, extra=MERGED)
    for area, _ in table.conflicts:
        for column in range(area.left, area.right + 1):
            if column in names:
                rows = range(area.top + (column == area.left), area.bottom + 1)
                columns[names[column]].replace({index_of[row]: covered for row in rows if row in index_of})


def _places(table: LedgerTable, column: int) -> list[Position] | None:
    """Where each row's cell really stands; None when no merge concerns the column."""
    if not table.anchors or not any(at == column for _, at in table.anchors):
        return None
    return [table.anchors.get((number, column), (number, column)) for number in table.rows]


def _mend(
    table: LedgerTable,
    declared: Field,
    places: list[Position] | None,
    column: int,
    values: Sequence[Value],
    parsed: Column,
    parse: Callable[[Value], Parsed],
) -> None:
    """Put right what the value alone does not say: errors, formulas without result, formats of percents and months."""
    sheet = table.sheet
    percents = sheet.percents if declared.type in FORMATTED else frozenset()
    if percents:
        parsed.replace(_percents(table, places, column, values, FORMATTED[declared.type]))
    if sheet.periods and declared.type in _DATES:
        parsed.replace(_periods(table, places, column, parse))
    if not (sheet.errors or sheet.uncalculated):
        return
    failed = {at for at in (*sheet.errors, *sheet.uncalculated) if at[1] == column or places}
    if not failed:
        return
    cells = places or [(number, column) for number in table.rows]
    mended: dict[int, Parsed] = {}
    for index in compress(count(), map(failed.__contains__, cells)):
        if values[index] == "" and cells[index] not in percents:
            error = sheet.errors.get(cells[index])
            extra = FORMULA_ERROR if error else UNCALCULATED
            mended[index] = Parsed(None, error or "", blank=True, extra=extra)
    parsed.replace(mended)


def _percents(
    table: LedgerTable,
    places: list[Position] | None,
    column: int,
    values: Sequence[Value],
    parser: Parser,
) -> dict[int, Parsed]:
    """The cells of a column whose number format is a percentage."""
    percents = table.sheet.percents
    if places:
        shown = map(percents.__contains__, places)
    else:
        rows = {row for row, at in percents if at == column}
        if not rows:
            return {}
        shown = map(rows.__contains__, table.rows)
    cells = {
        index: value for index, value in compress(enumerate(values), shown) if not isinstance(value, bool)
    }
    return dict(zip(cells, parser.parse_all(list(cells.values())).cells, strict=True))


def _periods(
    table: LedgerTable, places: list[Position] | None, column: int, parse: Callable[[Value], Parsed]
) -> dict[int, Parsed]:
    """The cells of a column of dates that show a month: its last day, and the words that are seen."""
    periods = table.sheet.periods
    cells = enumerate(places or [(row, column) for row in table.rows])
    shown = [(index, period) for index, at in cells if (period := periods.get(at))]
    return {index: parse(period.last)._replace(text=period.text) for index, period in shown}


def unjudged(parsed: Parsed | None) -> str:
    """FORMULA_ERROR, UNCALCULATED or MERGED for a cell of which nothing can be said, else ""."""
    return parsed.extra if parsed is not None and parsed.extra in UNJUDGED else ""
