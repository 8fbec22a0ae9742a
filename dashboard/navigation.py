"""Which pages there are, and for whom. A page that is not in somebody's list cannot be reached by its address either."""

from __future__ import annotations

from typing import NamedTuple

from vocabulary.access import AccountRole


class PageEntry(NamedTuple):
    """One page: its script under ``dashboard/pages``, what it is called, its address ("" is the first page)."""

    script: str
    title: str
    address: str


PROGRESS = PageEntry("progress", "进展", "progress")
INTAKE = PageEntry("intake", "报送", "intake")
UNITS = PageEntry("units", "单位", "units")
ACCOUNTS = PageEntry("accounts", "账号", "accounts")
AUDIT = PageEntry("audit", "日志", "audit")
MASTER = PageEntry("master_table", "总台账", "master")
OWN = PageEntry("own_ledger", "我的台账", "own")
RECTIFICATION = PageEntry("rectification", "整改", "rectification")
SETTINGS = PageEntry("settings", "设置", "settings")

PAGES: dict[AccountRole, tuple[PageEntry, ...]] = {
    AccountRole.OFFICE: (PROGRESS, INTAKE, UNITS, RECTIFICATION, MASTER, SETTINGS),
    AccountRole.LEADER: (PROGRESS, UNITS, RECTIFICATION, MASTER),
    AccountRole.UNIT: (OWN,),
    AccountRole.AUDITOR: (AUDIT,),
    AccountRole.ADMIN: (ACCOUNTS, SETTINGS),
}
"""The first of a role's pages is the one that opens."""
