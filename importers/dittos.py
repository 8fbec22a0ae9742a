"""Cells that point to the one above them: 同上 means what that cell means, and the words stay beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from importers.cells import Parser, is_ditto
from importers.clean_ledger import CleanLedger
from importers.columns import Columns
from importers.parsed import Parsed
from importers.remarks import note_issue
from importers.row_records import RowRecords
from schemas.field import Field, FieldType, LedgerKind

Dittos: TypeAlias = dict[str, dict[int, str]]
"""Field → data row → what is written there."""


def repeat_above(columns: Columns, kind: LedgerKind, parser_of: Callable[[Field], Parser]) -> Dittos:
    """Give every such cell the meaning of the cell above it in its table, however often in a row.

    Where nothing stands above, or what stands there failed, the words are all there is: the cell stays as it was.
    """
    written: Dittos = {}
    for name, column in columns.items():
        if kind[name].type is FieldType.SERIAL or not parser_of(kind[name]).met_ditto:
            continue
        meant: dict[int, Parsed] = {}
        cells = column.cells
        for at, cell in enumerate(cells):
            above = meant.get(at - 1, cells[at - 1]) if at else cell
            if is_ditto(cell.text) and not above.blank and not is_ditto(above.text):
                meant[at] = above
                written.setdefault(name, {})[at] = cell.text
        column.replace(meant)
    return written


def note_dittos(ledger: CleanLedger, kind: LedgerKind, dittos: Dittos, rows: RowRecords, start: int) -> None:
    """Keep the words beside what they were taken for, and say that they were; last, for whatever else is wrong with a
    cell is said first."""
    for name, written in dittos.items():
        for at, words in written.items():
            for number in rows.numbers[at]:
                record = start + number
                ledger.found[record, name] = words
                if kind[name].typed:
                    ledger.values[kind[name].text_column][record] = words
                note_issue(ledger, record, name, "ditto", "")
