"""Every row of every table from one database into another: how SQLite and PostgreSQL come to say the same."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, Integer, Table, delete, func, insert, select, text
from sqlalchemy.engine import Dialect

from master import tables
from master.engine import bring_up_to_date, reading_one_state, writing

_CHUNK = 500
_VERSION = "alembic_version"


def row_counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has, as far as the database has it."""
    known = connection.dialect
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables.metadata.sorted_tables
        if _has(known, connection, table.name)
    }


def is_used(engine: Engine) -> bool:
    """Whether there is a master in this database, be it an empty one."""
    with engine.connect() as connection:
        return connection.dialect.has_table(connection, _VERSION)


def copy_all(source: Engine, target: Engine, *, replace: bool = False) -> None:
    """Make the target say what the source says, all or nothing.

    The source is read in one state, whatever is written meanwhile. Both schemas are made to be the newest.
    ``replace``: what the target holds is dropped; otherwise it must be empty.
    """
    with reading_one_state(source) as old, writing(target) as new:
        if replace:
            _drop(new)
        bring_up_to_date(new)
        for table in tables.metadata.sorted_tables:
            _copy_table(table, old, new)


def _copy_table(table: Table, old: Connection, new: Connection) -> None:
    # A fresh schema has a counter; nothing else has rows, and some tables refuse to lose any.
    if new.execute(select(func.count()).select_from(table)).scalar_one():
        new.execute(delete(table))
    # Rows that name earlier ones of their own table come after them.
    query = select(table).order_by(*table.primary_key.columns)
    rows = old.execution_options(yield_per=_CHUNK).execute(query)
    for chunk in rows.mappings().partitions(_CHUNK):
        new.execute(insert(table), [dict(row) for row in chunk])
    _go_on_counting(table, new)


def _go_on_counting(table: Table, new: Connection) -> None:
    """Let PostgreSQL give out numbers after the highest; SQLite does by itself."""
    columns = list(table.primary_key.columns)
    if new.dialect.name != "postgresql" or len(columns) != 1 or not isinstance(columns[0].type, Integer):
        return
    column = columns[0].name
    highest: Any = new.execute(select(func.max(columns[0]))).scalar()
    if highest is not None:
        new.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)"),
            {"table": table.name, "column": column, "highest": highest},
        )


def _drop(connection: Connection) -> None:
    tables.metadata.drop_all(connection)
    connection.execute(text(f"DROP TABLE IF EXISTS {_VERSION}"))
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS audit_log_refuse()"))


def _has(dialect: Dialect, connection: Connection, name: str) -> bool:
    return dialect.has_table(connection, name)
