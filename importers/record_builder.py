"""From clean columns to the records that travel on to the master."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from importers.clean_ledger import CleanLedger
from schemas.content import hashes_of_columns, in_order
from schemas.field import Field, FieldType, LedgerKind
from schemas.kinds import ledger_kinds
from schemas.records import RowRecord

T = TypeVar("T")

_OWN_COLUMNS = frozenset(
    {
        "task_id",
        "point",
        "task",
        "unit",
        "supporting_units",
        "deadline",
        "status",
        "percent",
        "progress",
        "evidence",
        "contact",
        "phone",
        "completed_on",
    }
)


def _rest(kind: LedgerKind) -> tuple[tuple[str, str], ...]:
    return tuple(
        (field.name, field.text_column)
        for field in kind.fields
        if field.name not in _OWN_COLUMNS and not _keeps_value(field)
    )


def _keeps_value(field: Field) -> bool:
    return field.keeps_value or field.type is FieldType.CHOICE


def _understood(kind: LedgerKind, values: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """What was understood of a field, and beside it the unit's own words where they are others (``x_text``)."""
    columns: list[tuple[str, list[str]]] = []
    for field in kind.fields:
        if field.name not in _OWN_COLUMNS and _keeps_value(field) and field.name in values:
            understood = [value or "" for value in values[field.name]]
            words = [
                words if words != value else ""
                for words, value in zip(values[field.text_column], understood, strict=True)
            ]
            columns += [(field.name, understood), (field.text_column, words)]
    return columns


def add_hashes(ledger: CleanLedger) -> None:
    """What schemas.content tells of the ledger's records, once all its tables are there."""
    ledger.hashes = hashes_of_columns(_columns(ledger), _more_in_order(ledger)) if ledger.row else ()


def build_records(ledger: CleanLedger, held: set[int]) -> tuple[RowRecord, ...]:
    """The ledger's records in order; ``held`` are the numbers of those a 必改 finding holds back."""
    columns = _columns(ledger) | {"more": _more(ledger)}
    merged = [number not in held for number in range(len(ledger.row))]
    return tuple(map(RowRecord._make, zip(*columns.values(), merged, strict=True)))


def _columns(ledger: CleanLedger) -> dict[str, Sequence[Any]]:
    """The fields of RowRecord in their order, all but the last two: ``more`` and ``merged``."""
    values, count = ledger.values, len(ledger.row)

    def texts(name: str) -> Sequence[Any]:
        column = values.get(name)
        if column is None:
            return [""] * count
        return [value or "" for value in column] if None in column else column

    def or_none(name: str) -> Sequence[Any]:
        column = values.get(name)
        if column is None:
            return [None] * count
        return [value or None for value in column] if "" in column else column

    return {
        "sheet": [ledger.sheets[number] for number in ledger.sheet],
        "row": ledger.row,
        "unit": texts("unit"),
        "unit_text": texts("unit_text"),
        "expanded": [bool(value) for value in texts("expanded")],
        "task_id": or_none("task_id"),
        "point": _each(_number, or_none("point")),
        "point_text": texts("point_text"),
        "task": texts("task"),
        "supporting_units": _each(_codes, texts("supporting_units")),
        "deadline": or_none("deadline"),
        "deadline_text": texts("deadline_text"),
        "status": or_none("status"),
        "status_text": texts("status_text"),
        "percent": values.get("percent") or [None] * count,
        "percent_text": texts("percent_text"),
        "progress": or_none("progress"),
        "evidence": or_none("evidence"),
        "contact": or_none("contact"),
        "phone": or_none("phone"),
        "completed_on": or_none("completed_on"),
    }


def _each(function: Callable[[Any], T], column: Sequence[Any]) -> list[T]:
    """A column put through a function that is slow beside the few different values most columns have."""
    known = {value: function(value) for value in set(column)}
    return list(map(known.__getitem__, column))


def _number(point: str | None) -> int | None:
    return int(point) if point else None


def _codes(units: str) -> tuple[str, ...]:
    return tuple(units.split(";")) if units else ()


def _more(ledger: CleanLedger) -> list[dict[str, str]]:
    """Fields without a column of their own and foreign columns, those that say something."""
    rest = _other_columns(ledger)
    return [
        {name: text for name, texts in rest if (text := texts[record])} | foreign
        for record, foreign in enumerate(ledger.more)
    ]


def _more_in_order(ledger: CleanLedger) -> list[list[str]]:
    """The same as schemas.content has it, without a dict for each row where no column is foreign."""
    if any(ledger.more):
        return list(map(in_order, _more(ledger)))
    rest = sorted(_other_columns(ledger))
    names = [name for name, _ in rest]
    flat: list[list[str]] = []
    for row in zip(*(texts for _, texts in rest), strict=True):
        words: list[str] = []
        for name, text in zip(names, row, strict=True):
            if text:
                words += name, text
        flat.append(words)
    return flat or [[]] * len(ledger.row)


def _other_columns(ledger: CleanLedger) -> list[tuple[str, list[Any]]]:
    """The fields that RowRecord has no place of its own for."""
    kind = ledger_kinds()[ledger.kind]
    own: list[tuple[str, list[Any]]] = [
        (name, ledger.values[text]) for name, text in _rest(kind) if text in ledger.values
    ]
    return own + _understood(kind, ledger.values)
