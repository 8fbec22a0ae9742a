"""The workplan folder's versions in the database: what it was, who changed it when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from master.engine import reading_one_state, writing
from master.errors import MasterError
from master.records import moment, stamp
from master.workplan_tables import workplan_versions
from schemas.plan_difference import PlanDifference, differences
from schemas.plan_folder import digest, pack, unpack

_LOCK_NUMBER = 7_418_206
_KNOWN = [column for column in workplan_versions.c if column.name != "content"]


class WorkplanVersion(NamedTuple):
    """One state of the folder. ``by`` is empty for what was changed outside the page."""

    number: int
    year: int
    at: dt.datetime
    by: str
    reason: str
    digest: str


class Workplans:
    """Versions of the workplan folder, only ever added."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list(self) -> list[WorkplanVersion]:
        """Every version, newest first."""
        with reading_one_state(self._engine) as connection:
            return _list(connection)

    def content(self, number: int) -> dict[str, bytes]:
        """The files of a version by name; MasterError when there is none of this number."""
        columns = workplan_versions.c
        with reading_one_state(self._engine) as connection:
            found = connection.execute(select(columns.content).where(columns.number == number)).scalar()
        if found is None:
            raise MasterError(f"没有第 {number} 版要点数据。")
        return unpack(bytes(found))

    def difference(self, number: int, since: int | None = None) -> Sequence[PlanDifference]:
        """What a version changed since another one; None: since the one before it. The first changed nothing."""
        before = number - 1 if since is None else since
        return differences(self.content(before), self.content(number)) if before >= 0 else []

    @contextmanager
    def adding(self) -> Iterator[VersionWriter]:
        """A transaction that adds versions. Whoever else wants to, waits until its end: what is put in place
        within it is put in place by one person at a time."""
        try:
            with writing(self._engine) as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK_NUMBER})
                yield VersionWriter(connection)
        except DBAPIError as error:
            raise MasterError(
                "数据库现在写不进去，要点数据没有改动。请稍后再试；仍不成功请检查磁盘空间或数据库服务。"
            ) from error


class VersionWriter:
    """What may be done within ``Workplans.adding``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self) -> WorkplanVersion | None:
        """The version added last."""
        return next(iter(_list(self._connection, most=1)), None)

    def add(
        self, files: Mapping[str, bytes], year: int, *, by: str, reason: str, at: dt.datetime
    ) -> WorkplanVersion:
        """Keep these files as the next version."""
        highest = self._connection.execute(select(func.max(workplan_versions.c.number))).scalar()
        version = WorkplanVersion(0 if highest is None else highest + 1, year, at, by, reason, digest(files))
        values = version._asdict() | {"at": stamp(at), "content": pack(files)}
        self._connection.execute(insert(workplan_versions).values(values))
        return version


def _list(connection: Connection, most: int | None = None) -> list[WorkplanVersion]:
    query = select(*_KNOWN).order_by(workplan_versions.c.number.desc()).limit(most)
    return [
        WorkplanVersion(row.number, row.year, moment(row.at), row.by, row.reason, row.digest)
        for row in connection.execute(query)
    ]
