"""The log in words, line by line, and as a csv with the digest of each line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from master.account_records import ChainedEntry
from reports.master_export import write_csv
from vocabulary.access import AccountRole, Action
from vocabulary.audit import AuditOutcome, SignInEvent

AUDIT_HEADS: Mapping[str, str] = {
    "number": "编号",
    "at": "时间",
    "person": "姓名",
    "login": "登录名",
    "role": "角色",
    "action": "动作",
    "what": "事项",
    "unit": "单位",
    "outcome": "结果",
    "detail": "说明",
    "address": "来自",
    "digest": "校验值",
}
AUDIT_ACTIONS: Mapping[str, str] = {one.value: one.zh for kind in (Action, SignInEvent) for one in kind}
_WORDS = {one.value: one.zh for kind in (AccountRole, AuditOutcome) for one in kind}


def audit_words(one: ChainedEntry, units: Mapping[str, str]) -> dict[str, str]:
    """A line, keys as in ``AUDIT_HEADS``. ``units`` are the names of the units' codes."""
    entry = one.entry
    return {
        "number": str(one.number),
        "at": entry.at.isoformat(sep=" ", timespec="seconds"),
        "person": entry.person,
        "login": entry.login,
        "role": _WORDS.get(entry.role, entry.role),
        "action": AUDIT_ACTIONS.get(entry.action, entry.action),
        "what": entry.what,
        "unit": units.get(entry.unit, entry.unit),
        "outcome": _WORDS.get(entry.outcome, entry.outcome),
        "detail": entry.detail,
        "address": entry.address,
        "digest": one.digest,
    }


def audit_csv(lines: Iterable[ChainedEntry], units: Mapping[str, str]) -> bytes:
    """All lines for a spreadsheet."""
    titles = tuple(AUDIT_HEADS.values())
    return write_csv([titles, *(tuple(audit_words(one, units).values()) for one in lines)])
