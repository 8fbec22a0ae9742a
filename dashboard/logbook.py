"""Writing the log: one line for every change, download, refusal and sign-in."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from dashboard.settings import office_now
from dashboard.text import mask_phones
from master import Master
from master.account_records import AuditEntry
from vocabulary.access import AccountRole
from vocabulary.audit import AuditOutcome
from vocabulary.codes import ChineseEnum

_LONGEST = 500
_log = logging.getLogger("taizhang.web")


class Person(Protocol):
    """Whoever the log can name: an account, or the viewer behind a page."""

    @property
    def login(self) -> str:
        """What they sign in with."""

    @property
    def person(self) -> str:
        """Their name."""

    @property
    def role(self) -> AccountRole:
        """What their account is for."""


class Line(NamedTuple):
    """What a line of the log says was done, and what came of it."""

    what: str
    outcome: AuditOutcome
    unit: str | None = None
    detail: str = ""


def note(
    master: Master,
    who: Person | None,
    address: str,
    action: ChineseEnum,
    what: str,
    outcome: AuditOutcome,
    *,
    unit: str | None = None,
    detail: str = "",
    login: str = "",
) -> None:
    """Add a line. ``login`` is what a stranger typed. Phone numbers never get in.

    What was done stays done when the line cannot be written; the server's own log says so then.
    """
    told = Line(what, outcome, unit, detail)
    note_all(master, who, address, action, [told], login=login)


def note_all(
    master: Master,
    who: Person | None,
    address: str,
    action: ChineseEnum,
    lines: Sequence[Line],
    *,
    login: str = "",
) -> None:
    """Add the lines of what was done in one call, all of them or none; else as ``note``."""
    at = office_now()
    entries = [
        AuditEntry(
            at,
            who.login if who else _short(login),
            who.person if who else "",
            who.role.value if who else "",
            address,
            action.value,
            _short(one.what),
            one.unit or "",
            one.outcome.value,
            _short(one.detail),
        )
        for one in lines
    ]
    try:
        master.audit.add_all(entries)
    except Exception:
        for entry in entries:
            _log.exception("日志没有写入：%s %s %s", entry.login, action.zh, AuditOutcome(entry.outcome).zh)


def _short(text: str) -> str:
    return mask_phones(" ".join(text.split()))[:_LONGEST]
