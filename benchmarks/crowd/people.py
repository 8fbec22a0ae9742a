"""Accounts and sessions for a crowd: everybody has signed in, with a password and from a place of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from accounts import passwords
from accounts.signing_in import sign_in
from dashboard.settings import office_now
from master import open_master
from master.account_records import NewAccount
from schemas.plan import Plan
from vocabulary.access import AccountRole

_PASSWORD = "Jizhun-2023-ceshi"


class Person(NamedTuple):
    """Somebody with a session: what the cookie holds."""

    role: AccountRole
    token: str


def signed_in(db: str, plan: Plan, roles: Sequence[AccountRole]) -> list[Person]:
    """One person for each role, in that order; a unit's account is of the units in the plan's order."""
    units = (unit.code for unit in plan.units if unit.inspected)
    kept = passwords.hashed(_PASSWORD)
    people = []
    with open_master(db) as master:
        for number, role in enumerate(roles):
            login, now = f"bench{number:03d}", office_now()
            unit = next(units) if role is AccountRole.UNIT else None
            new = NewAccount(login, f"示例{number}", role, unit, kept, must_change=False)
            master.accounts.add(new, "基准测试", now)
            told = sign_in(master, login, _PASSWORD, f"127.0.1.{number % 250 + 1}", now)
            assert told.token, told.reason
            people.append(Person(role, told.token))
    return people
