"""From clean columns to the records that travel on to the master."""

from __future__ import annotations

from typing import Any

from importers.clean_ledger import CleanLedger
from schemas.field import Field, FieldType, LedgerKind
from schemas.kinds import ledger_kinds
from schemas.records import RowRecord

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


def build_records(ledger: CleanLedger, held: set[int]) -> tuple[RowRecord, ...]:
    """The ledger's records in order; ``held`` are the numbers of those a 必改 finding holds back."""
    values = ledger.values
    count = len(ledger.row)

    def texts(name: str) -> list[str]:
        column = values.get(name)
        return [value or "" for value in column] if column is not None else [""] * count  # type: ignore[misc]

    def or_none(name: str) -> list[str | None]:
        column = values.get(name)
        return [value or None for value in column] if column is not None else [None] * count  # type: ignore[misc]

    supporting = [tuple(codes.split(";")) if codes else () for codes in texts("supporting_units")]
    points = [int(point) if point else None for point in or_none("point")]
    percents: list[Any] = values.get("percent") or [None] * count
    columns = zip(
        [ledger.sheets[number] for number in ledger.sheet],
        ledger.row,
        texts("unit"),
        texts("unit_text"),
        [bool(value) for value in texts("expanded")],
        or_none("task_id"),
        points,
        texts("point_text"),
        texts("task"),
        supporting,
        or_none("deadline"),
        texts("deadline_text"),
        or_none("status"),
        texts("status_text"),
        percents,
        texts("percent_text"),
        or_none("progress"),
        or_none("evidence"),
        or_none("contact"),
        or_none("phone"),
        or_none("completed_on"),
        _more(ledger),
        [number not in held for number in range(count)],
        strict=True,
    )
    return tuple(map(RowRecord._make, columns))


def _more(ledger: CleanLedger) -> list[dict[str, str]]:
    """Fields without a column of their own and foreign columns, those that say something."""
    kind = ledger_kinds()[ledger.kind]
    rest: list[tuple[str, list[Any]]] = [
        (name, ledger.values[text]) for name, text in _rest(kind) if text in ledger.values
    ]
    rest += _understood(kind, ledger.values)
    return [
        {name: text for name, texts in rest if (text := texts[record])} | foreign
        for record, foreign in enumerate(ledger.more)
    ]
