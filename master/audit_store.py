"""The log: lines are added, searched and checked, never changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, func, insert, or_, select, text

from master.account_records import AuditEntry, ChainedEntry, ChainVerdict
from master.account_tables import audit_log
from master.engine import reading_one_state, writing
from master.records import end_of, moment, stamp

_START = "0" * 64
_CHUNK = 5_000
_PATIENT_SECONDS = 10.0
"""Longer than any merge takes, shorter than a person waits for a page."""


class AuditLog:
    """The log of an open master."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, entry: AuditEntry) -> int:
        """Add a line; its number."""
        return self.add_all([entry])

    def add_all(self, entries: Sequence[AuditEntry]) -> int:
        """Add lines in their order, all or none; the number of the last line there is then."""
        columns, lines = audit_log.c, list[dict[str, Any]]()
        with writing(self._engine, _PATIENT_SECONDS) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("LOCK TABLE audit_log IN EXCLUSIVE MODE"))
            newest = connection.execute(
                select(columns.number, columns.digest).order_by(columns.number.desc()).limit(1)
            ).one_or_none()
            number, digest = (newest.number, newest.digest) if newest else (0, _START)
            for entry in entries:
                values = _values(entry)
                number += 1
                digest = _digest(digest, number, values)
                lines.append({"number": number, "digest": digest, **values})
            if lines:
                connection.execute(insert(audit_log), lines)
        return number

    def entries(
        self,
        since: dt.date | None = None,
        until: dt.date | None = None,
        *,
        search: str = "",
        login: str = "",
        action: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[ChainedEntry]:
        """Lines of a span of days, both included, that hold the words searched for; the newest first."""
        query = select(audit_log).where(*_wanted(since, until, search, login, action))
        query = query.order_by(audit_log.c.number.desc()).limit(limit).offset(offset)
        with reading_one_state(self._engine) as connection:
            return [_entry(row) for row in connection.execute(query)]

    def count(
        self,
        since: dt.date | None = None,
        until: dt.date | None = None,
        *,
        search: str = "",
        login: str = "",
        action: str = "",
    ) -> int:
        """How many lines ``entries`` would give without a limit."""
        query = select(func.count()).select_from(audit_log)
        query = query.where(*_wanted(since, until, search, login, action))
        with reading_one_state(self._engine) as connection:
            return int(connection.execute(query).scalar_one())

    def check(self, known: tuple[int, str] | None = None) -> ChainVerdict:
        """Compute the chain anew. ``known`` is a number and its digest noted down earlier, kept outside the database:
        without one, a log whose end was cut off looks whole."""
        before, number = _START, 0
        for line in self._lines():
            number += 1
            if line.number != number:
                return ChainVerdict(number - 1, before, number, f"缺第{number}条")
            before = _digest(before, number, _values(line.entry))
            if line.digest != before:
                return ChainVerdict(number - 1, before, number, f"第{number}条被改动过，或前面有改动")
            if known and known[0] == number and known[1] != before:
                return ChainVerdict(number - 1, before, number, f"第{number}条与记下的校验值不同")
        if known and known[0] > number:
            return ChainVerdict(number, before, number + 1, f"只有{number}条，记下的是第{known[0]}条")
        return ChainVerdict(number, before, None)

    def _lines(self) -> Iterator[ChainedEntry]:
        columns = audit_log.c
        with reading_one_state(self._engine) as connection:
            last = 0
            while True:
                query = select(audit_log).where(columns.number > last).order_by(columns.number).limit(_CHUNK)
                lines = [_entry(row) for row in connection.execute(query)]
                yield from lines
                if len(lines) < _CHUNK:
                    return
                last = lines[-1].number


def _wanted(
    since: dt.date | None, until: dt.date | None, search: str, login: str, action: str
) -> list[ColumnElement[bool]]:
    columns = audit_log.c
    found: list[ColumnElement[bool]] = []
    if since is not None:
        found.append(columns.at >= since.isoformat())
    if until is not None:
        found.append(columns.at <= end_of(until))
    if login:
        found.append(columns.login == login)
    if action:
        found.append(columns.action == action)
    for word in search.split():
        places = (columns.what, columns.person, columns.login, columns.unit, columns.detail, columns.address)
        found.append(or_(*(place.contains(word, autoescape=True) for place in places)))
    return found


def _values(entry: AuditEntry) -> dict[str, str]:
    return entry._asdict() | {"at": stamp(entry.at)}


def _digest(before: str, number: int, values: dict[str, str]) -> str:
    said = json.dumps([before, number, *values.values()], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _entry(row: Row[Any]) -> ChainedEntry:
    told = {name: getattr(row, name) for name in AuditEntry._fields} | {"at": moment(row.at)}
    return ChainedEntry(row.number, AuditEntry(**told), row.digest)
