"""Accounts of every role for tests, signed in without the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from argon2 import PasswordHasher

from accounts import signing_in
from dashboard.settings import office_now
from master import Master, open_master
from master.account_records import NewAccount
from tests.dashboard.seed import CIVIL, FINANCE
from vocabulary.access import AccountRole

PASSWORD = "Shili-2023-mima"
PEOPLE: Mapping[str, tuple[str, AccountRole, str | None]] = {
    "office": ("示例甲", AccountRole.OFFICE, None),
    "office2": ("示例己", AccountRole.OFFICE, None),
    "leader": ("示例乙", AccountRole.LEADER, None),
    "unit": ("示例丙", AccountRole.UNIT, FINANCE),
    "civil": ("示例庚", AccountRole.UNIT, CIVIL),
    "auditor": ("示例丁", AccountRole.AUDITOR, None),
    "keeper": ("示例戊", AccountRole.ADMIN, None),
}
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Costs next to nothing: how many tries a second are possible is not what these tests are about."""
_HASH = CHEAP.hash(PASSWORD)


def hashed_password() -> str:
    """The hash of PASSWORD: made once, it is slow."""
    return _HASH


def make_people(master: Master, at: dt.datetime | None = None) -> None:
    """Everybody of ``PEOPLE``, with the same password, since a moment; nothing when they are there."""
    if master.accounts.account("office") is not None:
        return
    for login, (person, role, unit) in PEOPLE.items():
        new = NewAccount(login, person, role, unit, _HASH, must_change=False)
        master.accounts.add(new, "测试", at or office_now())


def sign_in(url: str, login: str) -> str:
    """What the cookie of somebody who has just signed in holds."""
    with open_master(url) as master:
        make_people(master)
        told = signing_in.sign_in(master, login, PASSWORD, "127.0.0.1", office_now())
    assert told.token, told.reason
    return told.token
