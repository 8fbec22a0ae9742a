"""Which kind of ledger a sheet holds: told by its distinctive headings, else by how many fit."""

from __future__ import annotations

from functools import lru_cache

from importers.grammar.text import fold_key
from importers.header import Header, find_header
from importers.stamp import Stamp
from importers.workbook import Sheet
from schemas.field import LedgerKind
from schemas.kinds import ledger_kinds


def recognise(
    sheet: Sheet, stamp: Stamp | None, asked: str | None = None
) -> tuple[Header, LedgerKind] | None:
    """The header and the kind, None where no kind's headings are found. A template's stamp names the kind.

    ``asked`` is the code of the kind the sheet is to be read as: then no other is thought of.

    Kinds with distinctive headings are only tried where a heading nobody else knows could be one of theirs:
    nearly every sheet is an everyday ledger and is looked through once.
    """
    if asked is not None:
        kind = ledger_kinds()[asked]
        header = find_header(sheet, kind)
        return None if header is None else (header, kind)
    kinds = {code: kind for code, kind in ledger_kinds().items() if not kind.asked_only}
    stamped = kinds.get(stamp.kind) if stamp else None
    everyday = [kind for kind in kinds.values() if not kind.distinctive]
    likely = [stamped] if stamped and not stamped.distinctive else everyday
    located = [(header, kind) for kind in likely if (header := find_header(sheet, kind))]
    best = max(located, key=lambda pair: pair[0].rank, default=None)
    unknown = None if best is None else {fold_key(title) for title in best[0].foreign.values()}
    for kind in kinds.values():
        if kind.distinctive and (unknown is None or unknown & _distinctive_titles(kind.code)):
            header = find_header(sheet, kind)
            if header is not None and all(name in header.columns for name in kind.distinctive):
                return header, kind
    return best


@lru_cache(maxsize=64)
def _distinctive_titles(code: str) -> frozenset[str]:
    kind = ledger_kinds()[code]
    return frozenset(
        fold_key(title) for name in kind.distinctive for title in (kind[name].title, *kind[name].aliases)
    )
