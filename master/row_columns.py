"""A RowRecord as a tuple of the table ledger_rows, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
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
    first: int,
    submission: int,
    items: Sequence[int],
    kind: str,
    digests: Sequence[int],
    records: Sequence[RowRecord],
    copy_keys: Sequence[int | None],
) -> list[tuple[Any, ...]]:
    """The values of a submission's rows, numbered from ``first``, in the order of ROW_COLUMNS.

    Put together column by column: row by row it takes three times as long.
    """
    if not records:
        return []
    columns: list[Iterable[Any]] = list(zip(*records, strict=True))
    columns[_SUPPORTING] = map(_list_text, columns[_SUPPORTING])
    columns[_MORE] = map(_dict_text, columns[_MORE])
    size = len(records)
    before = range(first, first + size), repeat(submission, size), items, repeat(kind, size), digests
    return list(zip(*before, *columns, copy_keys, strict=True))


# json.dumps builds an encoder per call, ten times what these flat texts need.
@lru_cache(maxsize=4096)
def _list_text(texts: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(_quoted, texts)) + "]"


def _dict_text(texts: Mapping[str, str]) -> str:
    return "{}" if not texts else _pattern(tuple(texts)) % tuple(map(_quoted, texts.values()))


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
