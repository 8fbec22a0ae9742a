"""The tables of accounts and of the log. Accounts and sessions change in place; every change of them is in the log.

``audit_log`` is only ever added to: the database itself refuses to change or delete a line (triggers, see
``new_schema``), and each line's digest covers the one before, so that what somebody does with other tools shows.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from master.tables import BIG, TIME, metadata

CODE = String(32)
DIGEST = String(64)

accounts = Table(
    "accounts",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("login", Text, nullable=False, unique=True),
    Column("person", Text, nullable=False),
    Column("role", CODE, nullable=False),
    Column("unit", Text),
    Column("password", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("password_set_at", TIME, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("disabled_at", TIME),
    Column("failures", Integer, nullable=False),
    Column("locked_until", TIME),
    Column("external", Text, unique=True),
)
"""One person each; nobody's account is ever removed, it is disabled."""

old_passwords = Table(
    "old_passwords",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("account_id", BIG, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("password", Text, nullable=False),
    Column("at", TIME, nullable=False),
)
"""Hashes of every password an account had, the present one included: 等保 forbids going back to them."""

sessions = Table(
    "sessions",
    metadata,
    Column("token", DIGEST, primary_key=True),
    Column("account_id", BIG, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("opened_at", TIME, nullable=False),
    Column("seen_at", TIME, nullable=False),
    Column("ended_at", TIME),
    Column("end_reason", Text, nullable=False),
    Column("address", Text, nullable=False),
)
"""Browsers that are or were signed in."""

failed_sign_ins = Table(
    "failed_sign_ins",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("address", Text, nullable=False),
    Column("at", TIME, nullable=False),
    Index("ix_failed_sign_ins_address_at", "address", "at"),
)
"""What the limit per address counts; older ones are forgotten."""

policies = Table(
    "policies",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("at", TIME, nullable=False),
    Column("by", Text, nullable=False),
    Column("content", Text, nullable=False),
)
"""Every version of the security settings; the newest holds."""

audit_log = Table(
    "audit_log",
    metadata,
    Column("number", BIG, primary_key=True, autoincrement=False),
    Column("at", TIME, nullable=False),
    Column("login", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Index("ix_audit_log_at", "at"),
)
"""Lines numbered from 1 without a gap."""
