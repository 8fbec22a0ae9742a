"""The table of what the workplan folder was, change by change. Rows are only ever added."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Text

from master.tables import BIG, TIME, metadata

workplan_versions = Table(
    "workplan_versions",
    metadata,
    Column("number", BIG, primary_key=True, autoincrement=False),
    Column("year", Integer, nullable=False),
    Column("at", TIME, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""``content`` are the folder's files in a .zip, ``digest`` their common SHA-256; number 0 is what was found
before the first change. ``by`` is empty for what was changed outside the page."""
