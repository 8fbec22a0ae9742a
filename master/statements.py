"""The few statements of the fast path, spoken to the driver directly; SQLAlchemy's tables give the names.

SQLAlchemy's own execution costs some 30 µs a statement and twice the driver's time per row, which a
merge of one small ledger would feel. They run inside SQLAlchemy's transaction, on its connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table

Values = Sequence[Any]

_WORTH_COPYING = 8
"""From so many rows on PostgreSQL's COPY is faster than an insert per row."""


class Driver:
    """The driver's cursor under a SQLAlchemy connection. Statements are written with ``?``."""

    def __init__(self, connection: Connection) -> None:
        self._cursor: Any = connection.connection.cursor()
        self.is_postgresql = connection.dialect.name == "postgresql"

    def __enter__(self) -> Driver:
        return self

    def __exit__(self, *_: object) -> None:
        self._cursor.close()

    def run(self, sql: str, values: Values = ()) -> None:
        """Execute one statement."""
        self._cursor.execute(self._spoken(sql), values)

    def all(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Execute a query and fetch everything."""
        self._cursor.execute(self._spoken(sql), values)
        rows: list[tuple[Any, ...]] = self._cursor.fetchall()
        return rows

    def insert(self, sql: str, rows: Sequence[Values]) -> None:
        """Execute an insert, as ``insert_sql`` writes it, for many rows."""
        if not rows:
            return
        if self.is_postgresql and len(rows) >= _WORTH_COPYING:
            target = sql.partition(" VALUES")[0].removeprefix("INSERT INTO ")
            with self._cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            self._cursor.executemany(self._spoken(sql), rows)

    def _spoken(self, sql: str) -> str:
        return sql.replace("?", "%s") if self.is_postgresql else sql


def marks(values: Sequence[object]) -> str:
    """The placeholders of an IN list."""
    return ", ".join("?" for _ in values)


def insert_sql(table: Table, columns: Iterable[str] | None = None, *, or_ignore: bool = False) -> str:
    """An INSERT of some columns of a table, of all if none are given."""
    names = [column.name for column in table.columns] if columns is None else list(columns)
    known = set(table.columns.keys())
    assert known.issuperset(names), f"no such columns in {table.name}"
    quoted = ", ".join(f'"{name}"' for name in names)
    tail = " ON CONFLICT DO NOTHING" if or_ignore else ""
    return f"INSERT INTO {table.name} ({quoted}) VALUES ({marks(names)}){tail}"
