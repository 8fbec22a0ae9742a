"""What a file changes, as the command line and the pages tell it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from master.records import Change, Consolidation, FieldChange, series_of
from schemas.kinds import ledger_kinds
from schemas.plan import Plan
from schemas.records import CheckedLedger, RowRecord


class RowChanges(NamedTuple):
    """The rows a ledger brings, those that say something else than before, and those that are gone."""

    new: list[RowRecord]
    changed: list[tuple[RowRecord, list[FieldChange]]]
    withdrawn: list[RowRecord]


def row_changes(told: Consolidation, rows: Sequence[RowRecord]) -> RowChanges:
    """Row by row what consolidation found; ``rows`` are the ledger's."""
    new, changed = [], []
    for place, (row, change) in enumerate(zip(rows, told.changes, strict=True)):
        if change is Change.NEW:
            new.append(row)
        elif change is Change.CHANGED:
            changed.append((row, _said_once(told.differences.get(place, ()))))
    return RowChanges(new, changed, [one.record for one in told.withdrawn if one.record is not None])


def _said_once(differing: Sequence[FieldChange]) -> list[FieldChange]:
    """Where what was understood has changed, the words it was understood from say it twice."""
    fields = {one.field for one in differing}
    return [
        one
        for one in differing
        if not (one.field.endswith("_text") and one.field.removesuffix("_text") in fields)
    ]


def own_series(ledger: CheckedLedger) -> list[str]:
    """The series of a file's ledgers in which a unit reports for itself: of these the newest replaces the others."""
    return [
        series_of(one.ledger_kind, one.sender, collected=False)
        for one in ledger.whole
        if one.ledger_kind and one.sender and not one.collected
    ]


def several_of_one_unit(sent: Iterable[tuple[str, str]], plan: Plan) -> list[str]:
    """A clause for every unit of which a batch holds several ledgers of a kind; ``sent`` are names and series."""
    by_series: dict[str, list[str]] = defaultdict(list)
    for name, series in sent:
        by_series[series].append(name)
    return [_several(series, names, plan) for series, names in by_series.items() if len(names) > 1]


def _several(series: str, names: Sequence[str], plan: Plan) -> str:
    kind, _, code = series.partition("/")
    unit = plan.unit_names.get(code, code)
    named = "".join(f"《{name}》" for name in names)
    return f"{unit}有{len(names)}份{ledger_kinds()[kind].title}（{named}），以最后一份为准"
