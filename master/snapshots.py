"""The bytes of a snapshot, and the rows behind it: always told from the facts, never stored as text."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from master.inspection_tables import snapshot_rows
from master.records import moment, stamp
from master.row_columns import RECORD_COLUMNS, as_record
from master.statements import Driver, insert_sql
from master.timeline import submission_of
from master.views import MasterRow

_INSERT = insert_sql(snapshot_rows)
_ROWS = f"""
    SELECT r.item_id, r.row_id, r.version, r.changed_at, r.withdrawn, s.file_name,
        (SELECT MIN(q.received_at) FROM receipts q WHERE q.submission_id = s.id),
        {", ".join(f"l.{name}" for name in RECORD_COLUMNS)}
    FROM snapshot_rows r JOIN ledger_rows l ON l.id = r.row_id JOIN submissions s ON s.id = l.submission_id
    WHERE r.snapshot_id = ? ORDER BY l.unit, r.item_id"""


def document_of(
    code: str, as_of: dt.date, counted_until: Mapping[str, dt.date], rows: Sequence[MasterRow]
) -> bytes:
    """The canonical JSON of what a round was frozen on: the same facts give the same bytes."""
    document = {
        "round": code,
        "as_of": as_of.isoformat(),
        "counted_until": {unit: day.isoformat() for unit, day in counted_until.items()},
        "rows": [_row_document(row) for row in sorted(rows, key=lambda row: (row.record.unit, row.item))],
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(document: bytes) -> str:
    """The SHA-256 of a document, in hexadecimal."""
    return hashlib.sha256(document).hexdigest()


def _row_document(row: MasterRow) -> dict[str, Any]:
    # The time of receipt is left out: the same bytes found to have come earlier would change it afterwards.
    return {
        "item": row.item,
        "row_id": row.row_id,
        "submission": row.submission,
        "file": row.file_name,
        "version": row.version,
        "changed_at": stamp(row.changed_at),
        "withdrawn": row.withdrawn,
        **row.record._asdict(),
    }


def snapshot_columns(key: int, rows: Sequence[MasterRow]) -> tuple[str, list[tuple[Any, ...]]]:
    """The insert of a snapshot's rows, and its values."""
    return _INSERT, [
        (key, row.item, row.row_id, row.version, stamp(row.changed_at), row.withdrawn) for row in rows
    ]


def snapshot_master_rows(driver: Driver, key: int) -> list[MasterRow]:
    """The rows of a snapshot as they stood when it was taken."""
    return [
        MasterRow(
            item,
            as_record(values),
            version,
            submission_of(row_id),
            name,
            moment(received),
            moment(changed),
            bool(withdrawn),
            row_id,
        )
        for item, row_id, version, changed, withdrawn, name, received, *values in driver.all(_ROWS, (key,))
    ]
