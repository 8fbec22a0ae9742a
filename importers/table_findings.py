"""What is wrong with a table as a whole: merged cells that say too little, columns that are not there."""

from __future__ import annotations

from importers.clean_ledger import CleanLedger, TableFinding
from importers.grammar.text import original_text
from importers.locate import LedgerTable
from importers.whose import Whose
from schemas.field import ColumnNeed
from vocabulary.cells import a1


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
    cell = a1(header.bottom, min(header.columns.values()))
    row = header.bottom + 1

    def missing(name: str, *, must_fix: bool) -> None:
        title = kind[name].title
        held = tuple(records) if must_fix else ()
        ledger.table_findings.append(
            TableFinding(
                table.sheet.name,
                cell,
                row,
                name,
                "missing_column",
                "",
                title,
                {"column": title},
                held,
                must_fix,
            )
        )

    for group in kind.alternatives:
        if not any(name in header.columns for name in group):
            missing(group[0], must_fix=True)
    if "unit" not in header.columns and "lead_unit" not in header.columns and "unit" in kind.field_by_name:
        if whose.sender is None:
            missing("unit", must_fix=True)
        elif whose.declared and not whose.labelled:
            details = {"sender_name": whose.sender_name}
            ledger.table_findings.append(
                TableFinding(table.sheet.name, cell, row, "unit", "unit_from_sender", "", "", details)
            )
    for declared in kind.fields:
        proved = declared.name == "evidence" and "links" in header.columns
        if declared.column is ColumnNeed.EXPECTED and declared.name not in header.columns and not proved:
            missing(declared.name, must_fix=False)
    if "status" not in header.columns and not {"progress", "percent"}.isdisjoint(header.columns):
        missing("status", must_fix=False)


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
