"""What the reading child hands to the parent: typed columns that still know their cells.

Plain lists and sparse dicts, so that pickling stays cheap and the child needs no pandas.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.layout import Layout
from vocabulary.findings import IgnoredRow


class TableFinding(NamedTuple):
    """Something wrong with the table as a whole. ``holds`` are the record numbers it holds back."""

    sheet: str
    cell: str
    row: int
    field: str
    rule: str
    found: str
    suggestion: str
    details: dict[str, str]
    holds: tuple[int, ...] = ()
    must_fix: bool | None = None


@dataclass(slots=True)
class CleanLedger:
    """One file's records in columns of equal length.

    ``values`` holds, per frame column, the text or the typed value (None where the column does not
    exist in the file). ``given`` and ``issues`` are sparse: field → record number → code; a cell
    not listed is filled and understood. ``hints`` are suggested values, ``found`` the words of cells
    that count as blank (见附件), ``anchors`` the cells of merged ranges, ``hashes`` what schemas.content
    tells of each record, ``copy_keys`` what importers.copies compares by (filled in by it). ``sheets``
    is the sheet of each table, ``layout`` the column letters of its fields; ``sheet`` is the number of
    each record's table: one sheet may hold several. ``parts`` are the file's ledgers of other kinds,
    each without parts of its own.
    """

    file_name: str
    sha256: str
    size: int
    kind: str
    sender: str | None
    declared: bool
    collected: bool
    sheets: list[str] = field(default_factory=list)
    layout: list[dict[str, str]] = field(default_factory=list)
    sheet: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    values: dict[str, list[str | float | None]] = field(default_factory=dict)
    more: list[dict[str, str]] = field(default_factory=list)
    given: dict[str, dict[int, str]] = field(default_factory=dict)
    issues: dict[str, dict[int, str]] = field(default_factory=dict)
    hints: dict[tuple[int, str], str] = field(default_factory=dict)
    found: dict[tuple[int, str], str] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    hashes: tuple[int, ...] = ()
    copy_keys: list[int | None] = field(default_factory=list)
    anchors: dict[tuple[int, str], str] = field(default_factory=dict)
    ignored: list[IgnoredRow] = field(default_factory=list)
    table_findings: list[TableFinding] = field(default_factory=list)
    parts: list[CleanLedger] = field(default_factory=list)

    def cells(self) -> Layout:
        """Where the fields of every sheet stand. A sheet's columns are its first table's; what stands elsewhere, as
        under a merge or in a further table, is told cell by cell."""
        columns: dict[str, dict[str, str]] = {}
        for name, layout in zip(self.sheets, self.layout, strict=True):
            columns[name] = layout | columns.get(name, {})
        others: dict[str, dict[str, str]] = {}
        if len(columns) < len(self.sheets):
            for number, row in zip(self.sheet, self.row, strict=True):
                name, layout = self.sheets[number], self.layout[number]
                for field_name, letter in columns[name].items():
                    if layout.get(field_name) != letter:
                        cell = f"{layout[field_name]}{row}" if field_name in layout else ""
                        others.setdefault(name, {})[f"{row}:{field_name}"] = cell
        for (record, field_name), cell in self.anchors.items():
            others.setdefault(self.sheets[self.sheet[record]], {})[f"{self.row[record]}:{field_name}"] = cell
        return Layout(columns, others)

    def cell(self, record: int, field_name: str) -> str:
        """The cell of a record's field; where its column is missing, the status it was told from."""
        anchored = self.anchors.get((record, field_name))
        if anchored is not None:
            return anchored
        layout = self.layout[self.sheet[record]]
        letter = next((layout[name] for name in (field_name, "status", "progress") if name in layout), None)
        letter = letter or next(iter(layout.values()), "A")
        return f"{letter}{self.row[record]}"
