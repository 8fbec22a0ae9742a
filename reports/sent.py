"""A ledger as its unit sent it: what a correction list is written around."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from importers.dividing import tables_of
from importers.header import Header
from importers.locate import our_sheet
from importers.stamp import STAMP_SHEET, read_stamp
from importers.workbook import Sheet, Workbook
from schemas.field import LedgerKind
from schemas.records import RowRecord
from vocabulary.findings import Refusal

_CELL_NAME = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}")
"""A damaged file can hang a comment on no cell at all."""

OUR_COMMENT = "【系统标注】"
"""Where our part of a comment begins; what stands before it is the unit's own."""


class SentTable(NamedTuple):
    """One sheet that holds a ledger, with the header it was recognised by.

    ``further`` are the headers of tables below it in the same sheet that have other columns.
    """

    sheet: Sheet
    header: Header
    kind: LedgerKind
    further: tuple[tuple[Header, LedgerKind], ...] = ()

    @property
    def parts(self) -> tuple[tuple[Header, LedgerKind], ...]:
        """The headers of the sheet and their kinds, from top to bottom."""
        return (self.header, self.kind), *self.further


@dataclass(frozen=True)
class SentLedger:
    """One received file. ``workbook`` is None when it was refused unread, ``rows`` its checked records.

    ``comments`` are those of importers.reading.read_comments: sheet name → cell ("E7") → text. ``only_checked``: it
    was looked at before it was sent, and nothing of it has entered.
    """

    file_name: str
    received_at: dt.datetime
    workbook: Workbook | None = None
    rows: Sequence[RowRecord] = ()
    refusal: Refusal | None = None
    comments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    only_checked: bool = False

    @cached_property
    def tables(self) -> tuple[SentTable, ...]:
        """The sheets that hold a ledger, in the file's order; our own sheets of an earlier list are none
        unless the unit wrote there, and sheets that we fill in for an answer are written anew."""
        if self.workbook is None or self.refusal is not None:
            return ()
        stamp = read_stamp(self.workbook)
        found = []
        for sheet in self.workbook.sheets:
            if sheet.visible and sheet.name != STAMP_SHEET and not our_sheet(sheet):
                located = [(one.header, one.kind) for one in tables_of(sheet, stamp, None, frozenset())]
                if located and not located[0][1].prefilled:
                    found.append(SentTable(sheet, *located[0], tuple(located[1:])))
        return tuple(found)

    @cached_property
    def held(self) -> list[tuple[str, int]]:
        """Sheet and Excel row of every row that a 必改 finding holds back, each once."""
        return list(dict.fromkeys((row.sheet, row.row) for row in self.rows if not row.merged))

    @property
    def merged_count(self) -> int:
        """How many rows of the file went into the master."""
        return len({(row.sheet, row.row) for row in self.rows if row.merged} - set(self.held))

    def own_comments(self, sheet_name: str) -> dict[str, str]:
        """The unit's own comments of a sheet, without what we added on an earlier list."""
        own = {
            cell: text.partition(OUR_COMMENT)[0].strip()
            for cell, text in self.comments.get(sheet_name, {}).items()
            if _CELL_NAME.fullmatch(cell)
        }
        return {cell: text for cell, text in own.items() if text}
