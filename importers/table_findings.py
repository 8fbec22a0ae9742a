"""What is wrong with a table as a whole: merged cells that say too little, columns that are not there."""

from __future__ import annotations

from importers.clean_ledger import CleanLedger, TableFinding
from importers.grammar.text import clean_text, original_text
from importers.locate import LedgerTable
from importers.row_sorter import is_number
from importers.whose import Whose
from importers.workbook import Position
from schemas.field import ColumnNeed
from vocabulary.cells import a1
from vocabulary.codes import IgnoredReason

_FEWEST_CELLS = 3
"""A numbered line of remarks has hardly more."""


def note_conflicts(ledger: CleanLedger, table: LedgerTable, records_of: dict[int, list[int]]) -> None:
    """A merged cell that covers what should be filled row by row holds back all of its rows."""
    for area, name in table.conflicts:
        holds = tuple(
            record for number in range(area.top, area.bottom + 1) for record in records_of.get(number, ())
        )
        shown = original_text(table.sheet.rows[area.top][area.left])
        span = f"{a1(area.top, area.left)}:{a1(area.bottom, area.right)}"
        details = {"column": table.kind[name].title, "area": span}
        cell = a1(area.top, area.left)
        ledger.table_findings.append(
            TableFinding(
                table.sheet.name, cell, area.top + 1, name, "merged_cell_conflict", shown, "", details, holds
            )
        )


def note_missing_columns(ledger: CleanLedger, table: LedgerTable, records: range, whose: Whose) -> None:
    """Say which columns a ledger lacks; without the ones that make a row, its rows are held back."""
    header, kind = table.header, table.kind
    for group in kind.alternatives:
        if not any(name in header.columns for name in group):
            ledger.table_findings.append(_missing(table, group[0], records))
    if "unit" not in header.columns and "lead_unit" not in header.columns and "unit" in kind.field_by_name:
        ledger.table_findings += _without_unit_column(table, records, whose)
    for declared in kind.fields:
        proved = declared.name == "evidence" and "links" in header.columns
        if declared.column is ColumnNeed.EXPECTED and declared.name not in header.columns and not proved:
            ledger.table_findings.append(_missing(table, declared.name))
    if "status" not in header.columns and not {"progress", "percent"}.isdisjoint(header.columns):
        ledger.table_findings.append(_missing(table, "status"))


def note_rows_above(ledger: CleanLedger, table: LedgerTable) -> None:
    """Numbered rows above the header are another table, whose own headings nobody knows: not to be passed over in
    silence as if they were titles."""
    above = table.sheet.rows[: table.header.top]
    filled = [[column for column, value in enumerate(row) if value != ""] for row in above]
    numbered = (
        number
        for number, columns in enumerate(filled)
        if len(columns) > _FEWEST_CELLS and is_number(above[number][columns[0]])
    )
    first = next(numbered, None)
    if first is None:
        return
    # Its heading stands right above it, where there is one.
    row = first - 1 if first and filled[first - 1] else first
    name = next((group[0] for group in table.kind.alternatives), table.kind.fields[0].name)
    ledger.table_findings.append(_missing(table, name, range(0), (row, filled[row][0])))


def _header_at(table: LedgerTable) -> Position:
    return table.header.bottom, min(table.header.columns.values())


def _missing(
    table: LedgerTable, name: str, held: range | None = None, at: Position | None = None
) -> TableFinding:
    """A column that is not there; without it the records ``held`` are held back. Said at the header, or ``at``."""
    title, (row, column) = table.kind[name].title, at or _header_at(table)
    return TableFinding(
        table.sheet.name, a1(row, column), row + 1, name, "missing_column", "", title, {"column": title},
        tuple(held or ()), must_fix=held is not None,
    )  # fmt: skip


def _without_unit_column(table: LedgerTable, records: range, whose: Whose) -> list[TableFinding]:
    """Whose the rows are has to be said somewhere else."""
    if whose.sender is None:
        return [_strange_sender(table, records, whose) if whose.strange else _missing(table, "unit", records)]
    if not whose.declared or whose.labelled:
        return []
    row, column = _header_at(table)
    details = {"sender_name": whose.sender_name}
    return [
        TableFinding(table.sheet.name, a1(row, column), row + 1, "unit", "unit_from_sender", "", "", details)
    ]


def _strange_sender(table: LedgerTable, records: range, whose: Whose) -> TableFinding:
    """No column says whose the rows are, and the 填报单位 line names nobody that is known: they wait for its name."""
    footers = [entry.row - 1 for entry in table.ignored if entry.reason is IgnoredReason.FOOTER]
    places = (
        (row, column)
        for row in (*(row for row, _ in table.titles), *footers)
        for column, value in enumerate(table.sheet.rows[row])
        if whose.strange in clean_text(value)
    )
    row, column = next(places, _header_at(table))
    hint = whose.directory.read(whose.strange).suggestion
    return TableFinding(
        table.sheet.name, a1(row, column), row + 1, "unit", "unknown_unit", whose.strange, hint,
        {"unknown": whose.strange}, tuple(records), must_fix=True,
    )  # fmt: skip


def note_table_beside(ledger: CleanLedger, table: LedgerTable) -> None:
    """Say that another table stands to the right and was not read."""
    header = table.header
    if header.beside is None:
        return
    rows = range(header.top, header.bottom + 1)
    row = next((row for row in rows if table.sheet.rows[row][header.beside] != ""), header.bottom)
    cell = a1(row, header.beside)
    ledger.table_findings.append(
        TableFinding(table.sheet.name, cell, row + 1, "", "tables_side_by_side", "", "", {})
    )
