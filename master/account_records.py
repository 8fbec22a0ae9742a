"""Accounts, sessions and the log as they come out of the master: plain tuples, importable without SQLAlchemy."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from vocabulary.access import AccountRole


class NewAccount(NamedTuple):
    """An account to be made. ``password`` is a hash, never the word itself; ``unit`` only with the role 单位."""

    login: str
    person: str
    role: AccountRole
    unit: str | None
    password: str
    must_change: bool = True
    external: str | None = None


class Account(NamedTuple):
    """An account as it stands. ``external`` names the same person at the county's single sign-on."""

    id: int
    login: str
    person: str
    role: AccountRole
    unit: str | None
    password: str
    must_change: bool
    password_set_at: dt.datetime
    created_at: dt.datetime
    created_by: str
    disabled_at: dt.datetime | None
    failures: int
    locked_until: dt.datetime | None
    external: str | None


class Session(NamedTuple):
    """One browser signed in. ``token`` is the digest of what the cookie holds."""

    token: str
    account: int
    opened_at: dt.datetime
    seen_at: dt.datetime
    ended_at: dt.datetime | None
    end_reason: str
    address: str


class AuditEntry(NamedTuple):
    """One line of the log: who did what to which, from where, and what came of it. Holds no passwords, no phones."""

    at: dt.datetime
    login: str
    person: str
    role: str
    address: str
    action: str
    what: str
    unit: str
    outcome: str
    detail: str = ""


class ChainedEntry(NamedTuple):
    """A line as kept: ``digest`` covers the line and the digest before it."""

    number: int
    entry: AuditEntry
    digest: str


class ChainVerdict(NamedTuple):
    """What checking the log found: how many lines hold, the newest digest, and the first line that does not."""

    lines: int
    head: str
    broken_at: int | None
    reason: str = ""
