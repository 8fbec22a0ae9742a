"""From clean columns to the records that travel on to the master."""

from __future__ import annotations

from importers.clean_ledger import CleanLedger
from schemas.field import LedgerKind
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
    return tuple((field.name, field.text_column) for field in kind.fields if field.name not in _OWN_COLUMNS)


def build_records(ledger: CleanLedger, held: set[int]) -> tuple[RowRecord, ...]:
    """The ledger's records in order; ``held`` are the numbers of those a 必改 finding holds back."""
    values = ledger.values
    count = len(ledger.row)
    blank: list[str | float | None] = [None] * count

    def column(name: str) -> list[str | float | None]:
        return values.get(name) or blank

    rest = [(name, column(text)) for name, text in _rest(ledger_kinds()[ledger.kind]) if text in values]
    records = []
    for record, fields in enumerate(
        zip(
            column("unit"),
            column("unit_text"),
            column("expanded"),
            column("task_id"),
            column("point"),
            column("point_text"),
            column("task"),
            column("supporting_units"),
            column("deadline"),
            column("deadline_text"),
            column("status"),
            column("status_text"),
            column("percent"),
            column("percent_text"),
            column("progress"),
            column("evidence"),
            column("contact"),
            column("phone"),
            column("completed_on"),
            strict=True,
        )
    ):
        (
            unit,
            unit_text,
            expanded,
            task_id,
            point,
            point_text,
            task,
            supporting,
            deadline,
            deadline_text,
            status,
            status_text,
            percent,
            percent_text,
            progress,
            evidence,
            contact,
            phone,
            completed_on,
        ) = fields
        more = {name: text for name, texts in rest if isinstance(text := texts[record], str) and text}
        more.update(ledger.more[record])
        records.append(
            RowRecord(
                ledger.sheets[ledger.sheet[record]],
                ledger.row[record],
                _text(unit),
                _text(unit_text),
                bool(expanded),
                _maybe(task_id),
                int(point) if point else None,
                _text(point_text),
                _text(task),
                tuple(_text(supporting).split(";")) if supporting else (),
                _maybe(deadline),
                _text(deadline_text),
                _maybe(status),
                _text(status_text),
                percent if isinstance(percent, float) else None,
                _text(percent_text),
                _maybe(progress),
                _maybe(evidence),
                _maybe(contact),
                _maybe(phone),
                _maybe(completed_on),
                more,
                record not in held,
            )
        )
    return tuple(records)


def _text(value: str | float | None) -> str:
    return value if isinstance(value, str) else ""


def _maybe(value: str | float | None) -> str | None:
    return value if isinstance(value, str) and value else None
