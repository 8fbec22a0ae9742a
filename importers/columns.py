"""Cells parsed column by column: for every field of a table one list of what its cells mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress, count
from typing import NamedTuple, TypeAlias

from importers.cells import Parsed, Parser, percent_cell
from importers.locate import LedgerTable
from importers.workbook import Position, Value
from schemas.field import Field, FieldType

Columns: TypeAlias = dict[str, list[Parsed]]
"""Field name → what its cells mean, along the table's data rows."""

FORMULA_ERROR = "formula_error"
UNCALCULATED = "uncalculated"
MERGED = "merged"
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
        parsed = parser_of(declared).parse_all(values)
        _mend(table, declared, places, column, values, parsed)
        columns[name] = parsed
    _cover(table, columns)
    return columns


def _cover(table: LedgerTable, columns: Columns) -> None:
    """Cells under a merge that says too little are not empty: the merged cell has the finding."""
    index_of = {number: index for index, number in enumerate(table.rows)}
    names = {column: name for name, column in table.header.columns.items()}
    for area, _ in table.conflicts:
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                if (row, column) != (area.top, area.left) and row in index_of and column in names:
                    columns[names[column]][index_of[row]] = Parsed(None, "", blank=True, extra=MERGED)


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
    parsed: list[Parsed],
) -> None:
    """Put right what the value alone does not say: errors, formulas without result, percent formats."""
    sheet = table.sheet
    percents = sheet.percents if declared.type is FieldType.PERCENT else frozenset()
    if not (sheet.errors or sheet.uncalculated or percents):
        return
    failed = {at for at in (*sheet.errors, *sheet.uncalculated) if at[1] == column or places}
    if not (failed or percents):
        return
    cells = places or [(number, column) for number in table.rows]
    for index in compress(count(), map(percents.__contains__, cells)):
        if not isinstance(value := values[index], bool):
            parsed[index] = percent_cell(value, percent_format=True)
    for index, at in enumerate(cells) if failed else ():
        if values[index] == "" and at in failed and at not in percents:
            error = sheet.errors.get(at)
            parsed[index] = Parsed(
                None, error or "", blank=True, extra=FORMULA_ERROR if error else UNCALCULATED
            )


class Apart(NamedTuple):
    """A column's cells taken apart: all values, all texts and so on, each along the rows."""

    values: Sequence[str | float | None]
    texts: Sequence[str]
    blanks: Sequence[bool]
    issues: Sequence[str]
    hints: Sequence[str]
    extras: Sequence[str]

    @classmethod
    def of(cls, parsed: list[Parsed]) -> Apart:
        """The same cells, so that a question about all of them is answered by one search."""
        return cls(*zip(*parsed, strict=True)) if parsed else cls((), (), (), (), (), ())

    @property
    def all_empty(self) -> bool:
        """Whether nobody wrote anything into the column."""
        return all(self.blanks) and not any(self.texts) and UNJUDGED.isdisjoint(self.extras)


def unjudged(parsed: Parsed | None) -> str:
    """FORMULA_ERROR, UNCALCULATED or MERGED for a cell of which nothing can be said, else ""."""
    return parsed.extra if parsed is not None and parsed.extra in UNJUDGED else ""
