"""Merging many submissions: some of them share a commit, and the one that cannot be stored is found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from master.duplicates import note_again
from master.errors import MasterError
from master.records import Consolidator, PreparedSubmission, StoredSubmission
from master.statements import Driver
from master.storable import storable
from master.writing import merge_one

_FILES_TOGETHER = 200
_ROWS_TOGETHER = 6_000
_BYTES_TOGETHER = 8 * 1024 * 1024
"""So much is written in a tenth of a second: nobody who waits for the database notices."""


def merge_all(
    connection: Connection, prepared: Sequence[PreparedSubmission], consolidator: Consolidator | None
) -> list[StoredSubmission]:
    """Store submissions one after the other, each whole or not at all; what is returned is committed.

    When one cannot be stored, those before it are stored all the same and MasterError tells how many.
    """
    stored: list[StoredSubmission] = []
    for group in _groups(prepared):
        together = _merge_together(connection, group, consolidator)
        if together is not None:
            stored += together
            continue
        for one in group:
            try:
                stored.append(_merge_keepable(connection, one, consolidator))
            except (DBAPIError, _driver_error(connection)) as error:
                raise MasterError(
                    f"《{one.ledger.file_name}》没有写入数据库，此前 {len(stored)} 个文件已入库。"
                    "请检查磁盘空间或数据库服务后重试，已入库的不会重复。"
                ) from error
    return stored


def _groups(prepared: Sequence[PreparedSubmission]) -> Iterator[Sequence[PreparedSubmission]]:
    """Submissions that share a commit: some dozens of usual size, a large one alone."""
    first = rows = size = 0
    for place, one in enumerate(prepared):
        its_rows, its_size = len(one.ledger.all_rows), len(one.content or b"")
        full = rows + its_rows > _ROWS_TOGETHER or size + its_size > _BYTES_TOGETHER
        if place > first and (full or place - first == _FILES_TOGETHER):
            yield prepared[first:place]
            first, rows, size = place, 0, 0
        rows, size = rows + its_rows, size + its_size
    if prepared:
        yield prepared[first:]


def _merge_together(
    connection: Connection,
    group: Sequence[PreparedSubmission],
    consolidator: Consolidator | None,
) -> list[StoredSubmission] | None:
    """All of them in one transaction, or None and nothing stored: then each has to be tried alone."""
    if len(group) == 1:
        return None
    try:
        with connection.begin(), Driver(connection) as driver:
            return note_again(driver, group) or [merge_one(driver, one, consolidator) for one in group]
    except Exception:  # whatever it was, the submission that caused it will tell when it is tried alone
        return None


def _merge_keepable(
    connection: Connection,
    prepared: PreparedSubmission,
    consolidator: Consolidator | None,
) -> StoredSubmission:
    try:
        return _merge(connection, prepared, consolidator)
    except (UnicodeEncodeError, _driver_error(connection)):
        cleaned = storable(prepared)
        if cleaned == prepared:
            raise
    return _merge(connection, cleaned, consolidator)


def _driver_error(connection: Connection) -> type[Exception]:
    """What the driver raises for statements that bypass SQLAlchemy."""
    error: type[Exception] = connection.dialect.loaded_dbapi.Error
    return error


def _merge(
    connection: Connection,
    prepared: PreparedSubmission,
    consolidator: Consolidator | None,
) -> StoredSubmission:
    with connection.begin(), Driver(connection) as driver:
        return merge_one(driver, prepared, consolidator)
