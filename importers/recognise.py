"""Which kind of ledger a sheet holds: the one whose headings fit best."""

from __future__ import annotations

from importers.header import Header, find_header
from importers.stamp import Stamp
from importers.workbook import Sheet
from schemas.field import LedgerKind
from schemas.kinds import ledger_kinds


def recognise(sheet: Sheet, stamp: Stamp | None) -> tuple[Header, LedgerKind] | None:
    """The header and the kind, None where no kind's headings are found. A template's stamp names the kind."""
    kinds = ledger_kinds()
    asked = [kinds[stamp.kind]] if stamp and stamp.kind in kinds else list(kinds.values())
    located = [(header, kind) for kind in asked if (header := find_header(sheet, kind))]
    return max(located, key=lambda pair: pair[0].rank, default=None)
