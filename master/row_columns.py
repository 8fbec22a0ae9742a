"""A RowRecord as a tuple of the table ledger_rows, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import Any

from master.loading import chunks
from master.statements import Driver, marks
from schemas.records import RowRecord

_COLUMN_NAMES = {"row": "excel_row"}
RECORD_COLUMNS = tuple(_COLUMN_NAMES.get(name, name) for name in RowRecord._fields)
ROW_COLUMNS = ("id", "submission_id", "item_id", "ledger_kind", "content_hash", *RECORD_COLUMNS, "copy_key")
_SUPPORTING = RowRecord._fields.index("supporting_units")
_MORE = RowRecord._fields.index("more")
_EXPANDED = RowRecord._fields.index("expanded")
_MERGED = RowRecord._fields.index("merged")


def as_columns(
    row_id: int, submission: int, item: int, kind: str, digest: int, record: RowRecord, copy_key: int | None
) -> tuple[Any, ...]:
    """The values of one row in the order of ROW_COLUMNS."""
    units, more = record.supporting_units, record.more
    return (
        row_id,
        submission,
        item,
        kind,
        digest,
        *record[:_SUPPORTING],
        _list_text(units) if units else "[]",
        *record[_SUPPORTING + 1 : _MORE],
        _dict_text(more) if more else "{}",
        *record[_MORE + 1 :],
        copy_key,
    )


# json.dumps builds an encoder per call, ten times what these flat texts need.
def _list_text(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(_quoted, texts)) + "]"


def _dict_text(texts: Mapping[str, str]) -> str:
    return _pattern(tuple(texts)) % tuple(map(_quoted, texts.values()))


@lru_cache(maxsize=4096)
def _pattern(names: tuple[str, ...]) -> str:
    """The text of a dict with these keys, with places for its values: the rows of a ledger share it."""
    return "{" + ", ".join([_quoted(name).replace("%", "%%") + ": %s" for name in names]) + "}"


def as_record(values: Any) -> RowRecord:
    """The record of a row's RECORD_COLUMNS."""
    fields = list(values)
    fields[_SUPPORTING] = tuple(json.loads(fields[_SUPPORTING])) if fields[_SUPPORTING] != "[]" else ()
    fields[_MORE] = json.loads(fields[_MORE]) if fields[_MORE] != "{}" else {}
    fields[_EXPANDED], fields[_MERGED] = bool(fields[_EXPANDED]), bool(fields[_MERGED])
    return RowRecord._make(fields)


def load_records(driver: Driver, row_ids: Iterable[int]) -> dict[int, RowRecord]:
    """The records of rows by their ids."""
    names = ", ".join(RECORD_COLUMNS)
    return {
        row[0]: as_record(row[1:])
        for chunk in chunks(sorted(row_ids))
        for row in driver.all(f"SELECT id, {names} FROM ledger_rows WHERE id IN ({marks(chunk)})", chunk)
    }


def alike_texts(driver: Driver, keys: Iterable[int], at_most: int = 20_000) -> list[tuple[int, str, str]]:
    """(copy key, unit, progress) of rows with one of these keys, oldest first, whatever became of them since."""
    found: list[tuple[int, str, str]] = []
    for chunk in chunks(sorted(keys)):
        sql = (
            f"SELECT copy_key, unit, progress FROM ledger_rows WHERE copy_key IN ({marks(chunk)}) "
            f"ORDER BY id LIMIT {at_most}"
        )
        found += [(key, unit, text) for key, unit, text in driver.all(sql, chunk) if text]
    return found


def submitted_rows(driver: Driver, first: int, end: int) -> list[RowRecord]:
    """The records of the rows numbered from ``first`` to before ``end``: those of one submission, in its order."""
    names = ", ".join(RECORD_COLUMNS)
    rows = driver.all(f"SELECT {names} FROM ledger_rows WHERE id >= ? AND id < ? ORDER BY id", (first, end))
    return [as_record(row) for row in rows]
