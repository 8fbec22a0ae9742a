"""A new database gets today's tables at once; migrations are for those that have older ones.

Playing every migration takes five times as long and loads Alembic. That both ways lead to the same schema is a test.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from master import account_tables, inspection_tables, tables, workplan_tables

_KNOWN = (account_tables, inspection_tables, workplan_tables)
"""What must be imported for ``metadata`` to know every table."""

_APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER audit_log_no_{what.lower()} BEFORE {what} ON audit_log "
        "BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END"
        for what in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit_log is append-only'; END $$",
        "CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse()",
    ],
}
_NOTHING_COUNTED = (
    "INSERT INTO counters (id, revision, submission, item, rethought, newest) VALUES (1, 0, 0, 0, 0, '')"
)
# As Alembic itself makes it.
_VERSIONS = (
    "CREATE TABLE alembic_version "
    "(version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


def make_schema(connection: Connection, revision: str) -> None:
    """Every table, index and guard of today in an empty database, within a transaction of the caller's."""
    tables.metadata.create_all(connection, checkfirst=False)
    for statement in (*_APPEND_ONLY[connection.dialect.name], _NOTHING_COUNTED, _VERSIONS):
        connection.execute(text(statement))
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})
