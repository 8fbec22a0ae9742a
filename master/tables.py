"""The tables of the master: what arrived, what it said, what was decided about it. Rows are only ever added.

Three groups. Facts (originals to item_links) are never updated and never deleted. ``counters`` and
``summaries`` are bookkeeping that can be recomputed from the facts. The job tables are a work queue.
Times are local office times as text of fixed width, which sorts alike in SQLite and PostgreSQL.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite makes only INTEGER PRIMARY KEY an alias of its row id; BIGINT would cost a second index.
BIG = BigInteger().with_variant(Integer, "sqlite")
TIME = String(26)


def _key(name: str = "id", *, automatic: bool = False) -> Column[int]:
    return Column(name, BIG, primary_key=True, autoincrement=automatic)


def _of(table: str, name: str, *, nullable: bool = False, primary_key: bool = False) -> Column[int]:
    return Column(name, BIG, ForeignKey(f"{table}.id"), nullable=nullable, primary_key=primary_key)


originals = Table(
    "originals",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BIG, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""The bytes as they were sent."""

submissions = Table(
    "submissions",
    metadata,
    _key(),
    Column("sha256", String(64), nullable=False, index=True),
    Column("file_name", Text, nullable=False),
    Column("size", BIG, nullable=False),
    Column("ledger_kind", String(64)),
    Column("sender", Text),
    Column("collected", Boolean, nullable=False),
    Column("series", Text, nullable=False, index=True),
    Column("received_at", TIME, nullable=False),
    Column("imported_at", TIME, nullable=False),
    Column("sent_by", Text, nullable=False),
    Column("declared_unit", Text),
    Column("outcome", String(32), nullable=False),
    Column("refusal_code", String(64)),
    Column("refusal_message", Text),
    Column("version", Integer, nullable=False),
    Column("supersedes", BIG, ForeignKey("submissions.id")),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("n_rows", Integer, nullable=False),
    Column("n_findings", Integer, nullable=False),
    Column("plan_year", Integer),
    Column("layout", Text),
)
"""One file that was taken in or refused. ``version`` counts within its series, refused files have 0;
``layout`` is JSON: per sheet the column letter of each field, and the cells that merged ranges cover."""

receipts = Table(
    "receipts",
    metadata,
    _key(automatic=True),
    Column("sha256", String(64), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("received_at", TIME, nullable=False),
    Column("imported_at", TIME, nullable=False),
    Column("sent_by", Text, nullable=False),
    Column("declared_unit", Text),
    Column("outcome", String(32), nullable=False),
    _of("submissions", "submission_id"),
    Index(None, "submission_id", "received_at"),
)
"""Every arrival, duplicates included. A submission counts from the earliest arrival of its bytes."""

coverage = Table(
    "coverage",
    metadata,
    _of("submissions", "submission_id", primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("ledger_kind", String(64), nullable=False),
    Column("received_at", TIME, nullable=False),
    Column("n_rows", Integer, nullable=False),
    Column("n_valid", Integer, nullable=False),
    Index(None, "unit", "ledger_kind"),
)
"""The units whose rows a submission carries; ``n_valid`` counts merged rows that name the unit itself."""

items = Table(
    "items",
    metadata,
    _key(),
    Column("ledger_kind", String(64), nullable=False),
    Column("unit", Text, nullable=False),
    Column("task_id", Text),
    Column("ordinal", Integer, nullable=False),
    UniqueConstraint("unit", "ledger_kind", "task_id", "ordinal"),
)
"""The lasting identity of a row. Without a task id the row was recognised by its text."""

ledger_rows = Table(
    "ledger_rows",
    metadata,
    _key(),
    _of("submissions", "submission_id"),
    _of("items", "item_id"),
    Column("ledger_kind", String(64), nullable=False),
    Column("content_hash", BigInteger, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("excel_row", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("unit_text", Text, nullable=False),
    Column("expanded", Boolean, nullable=False),
    Column("task_id", Text),
    Column("point", Integer),
    Column("point_text", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("supporting_units", Text, nullable=False),
    Column("deadline", Text),
    Column("deadline_text", Text, nullable=False),
    Column("status", Text),
    Column("status_text", Text, nullable=False),
    Column("percent", Float),
    Column("percent_text", Text, nullable=False),
    Column("progress", Text),
    Column("evidence", Text),
    Column("contact", Text),
    Column("phone", Text),
    Column("completed_on", Text),
    Column("more", Text, nullable=False),
    Column("merged", Boolean, nullable=False),
    Column("copy_key", BigInteger),
    Index(None, "unit", "ledger_kind"),
    Index(None, "copy_key"),
)
"""Every row of every submission, whole. ``supporting_units`` and ``more`` are JSON text; equal
``copy_key`` mark progress texts worth comparing."""

reassignments = Table(
    "reassignments",
    metadata,
    _key(automatic=True),
    _of("ledger_rows", "row_id"),
    _of("items", "item_id"),
    Column("unit", Text, nullable=False),
    Column("ledger_kind", String(64), nullable=False),
    _of("submissions", "cause"),
    Index(None, "unit", "ledger_kind"),
)
"""Rows whose identity was told anew because an older file arrived late; the newest entry counts."""

findings = Table(
    "findings",
    metadata,
    _of("submissions", "submission_id", primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("sheet", Text, nullable=False),
    Column("cell", String(16), nullable=False),
    Column("excel_row", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("rule", String(64), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("found", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("suggestion", Text, nullable=False),
    Column("trial", Boolean, nullable=False),
)

ignored_rows = Table(
    "ignored_rows",
    metadata,
    _of("submissions", "submission_id", primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("sheet", Text, nullable=False),
    Column("excel_row", Integer, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("text", Text, nullable=False),
)

undoings = Table(
    "undoings",
    metadata,
    _of("submissions", "submission_id", primary_key=True),
    Column("undone_at", TIME, nullable=False),
    Column("undone_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

doubtful_matches = Table(
    "doubtful_matches",
    metadata,
    _of("submissions", "submission_id", primary_key=True),
    _of("items", "item_id", primary_key=True),
    _of("items", "candidate_id"),
    Column("score", Float, nullable=False),
)
"""New items that look much like an older one, for a person to confirm."""

dismissed_doubts = Table(
    "dismissed_doubts",
    metadata,
    _key(automatic=True),
    _of("items", "item_id"),
    _of("items", "candidate_id"),
    Column("dismissed_at", TIME, nullable=False),
    Column("dismissed_by", Text, nullable=False),
    Index(None, "item_id"),
)
"""A person's word that two items that look alike are not the same."""

item_links = Table(
    "item_links",
    metadata,
    _key(automatic=True),
    _of("items", "from_item"),
    _of("items", "to_item"),
    Column("linked_at", TIME, nullable=False),
    Column("linked_by", Text, nullable=False),
)
"""A person's word that two items are the same one."""

link_undoings = Table(
    "link_undoings",
    metadata,
    _of("item_links", "link_id", primary_key=True),
    Column("undone_at", TIME, nullable=False),
    Column("undone_by", Text, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    _key(),
    Column("revision", BIG, nullable=False),
    Column("submission", BIG, nullable=False),
    Column("item", BIG, nullable=False),
    Column("rethought", BIG, nullable=False),
    Column("newest", TIME, nullable=False),
)
"""One row: the last numbers given out, the revision of the last undoing or link, the newest time known."""

summaries = Table(
    "summaries",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("ledger_kind", String(64), primary_key=True),
    Column("point", Integer, primary_key=True, autoincrement=False),
    Column("status", String(32), primary_key=True),
    Column("n_rows", Integer, nullable=False),
    Column("n_withdrawn", Integer, nullable=False),
)
"""How many rows stand per unit, point (0: none) and status ("": none), as of the newest time known."""

import_jobs = Table(
    "import_jobs",
    metadata,
    _key(automatic=True),
    Column("created_at", TIME, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("dry_run", Boolean, nullable=False),
    Column("options", Text, nullable=False),
    Column("worker", Text, nullable=False),
    Column("heartbeat", TIME),
    Column("finished_at", TIME),
    Column("message", Text, nullable=False),
    Column("login", Text, nullable=False, server_default=""),
    Column("unit", Text, index=True),
    Column("ticket", String(32), index=True, unique=True),
)
"""``login`` and ``unit`` say whose job it is; ``ticket`` keeps a batch from being queued twice."""

job_files = Table(
    "job_files",
    metadata,
    _of("import_jobs", "job_id", primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("size", BIG, nullable=False),
    Column("state", String(32), nullable=False),
    Column("outcome", String(32)),
    Column("message", Text, nullable=False),
    Column("report", Text, nullable=False),
)

job_contents = Table(
    "job_contents",
    metadata,
    _of("import_jobs", "job_id", primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""Copies of uploaded bytes until their job is finished."""
