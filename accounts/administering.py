"""Making, changing and disabling accounts. Passwords given here are random, shown once, and must be changed."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from accounts import passwords
from master import Master, MasterError
from master.account_records import Account, NewAccount
from schemas.plan import Plan
from vocabulary.access import AccountRole

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
FIRST_LOGIN = "admin"


class GivenPassword(NamedTuple):
    """An account and the password to hand over; it is kept nowhere."""

    account: Account
    password: str


def create(
    master: Master,
    plan: Plan,
    login: str,
    person: str,
    role: AccountRole,
    unit: str | None,
    by: str,
    now: dt.datetime,
) -> GivenPassword:
    """Make an account; MasterError with the reason when it cannot be."""
    login, person = login.strip().lower(), person.strip()
    if not _LOGIN.fullmatch(login):
        raise MasterError(
            "登录名用2到32个小写字母、数字、点、横线或下划线，以字母或数字开头，例如 csj.zhang。"
        )
    if not person:
        raise MasterError("请写明使用人的姓名：一人一号，不设公用账号。")
    _check_unit(plan, role, unit)
    password = passwords.random_password()
    account = master.accounts.add(NewAccount(login, person, role, unit, passwords.hashed(password)), by, now)
    return GivenPassword(account, password)


def change(
    master: Master, plan: Plan, account: Account, person: str, role: AccountRole, unit: str | None,
    external: str | None, now: dt.datetime,
) -> None:  # fmt: skip
    """Set who an account is for. Another role or unit ends its sessions: open tabs must not go on with the old one."""
    if not person.strip():
        raise MasterError("请写明使用人的姓名：一人一号，不设公用账号。")
    _check_unit(plan, role, unit)
    if account.role is AccountRole.ADMIN and role is not AccountRole.ADMIN:
        _demand_another_admin(master, account)
    master.accounts.change(
        account.id,
        person=person.strip(),
        role=role.value,
        unit=unit,
        external=(external or "").strip() or None,
    )
    if (role, unit) != (account.role, account.unit):
        master.accounts.end_sessions(now, "role_changed", account=account.id)


def reset_password(master: Master, account: Account, now: dt.datetime) -> GivenPassword:
    """Give a new random password, unlock, and end all sessions."""
    password = passwords.random_password()
    master.accounts.set_password(account.id, passwords.hashed(password), now, must_change=True)
    master.accounts.end_sessions(now, "password_reset", account=account.id)
    return GivenPassword(account, password)


def disable(master: Master, account: Account, now: dt.datetime) -> None:
    """Nobody signs in with it any more, and whoever is signed in is out at once."""
    if account.role is AccountRole.ADMIN:
        _demand_another_admin(master, account)
    master.accounts.change(account.id, disabled_at=now)
    master.accounts.end_sessions(now, "disabled", account=account.id)


def enable(master: Master, account: Account) -> None:
    """Let it be used again, with the password it had."""
    master.accounts.change(account.id, disabled_at=None)


def first_administrator(master: Master, now: dt.datetime) -> GivenPassword | None:
    """The account everything begins with, made when there is none at all; None when there are accounts."""
    if master.accounts.accounts():
        return None
    password = passwords.random_password()
    new = NewAccount(FIRST_LOGIN, "系统管理员", AccountRole.ADMIN, None, passwords.hashed(password))
    try:
        return GivenPassword(master.accounts.add(new, "首次启动", now), password)
    except MasterError:
        return None  # another process was quicker


def _check_unit(plan: Plan, role: AccountRole, unit: str | None) -> None:
    if role is AccountRole.UNIT and unit not in plan.unit_by_code:
        raise MasterError("单位账号要写明是哪个单位的。")
    if role is not AccountRole.UNIT and unit is not None:
        raise MasterError(f"{role.zh}账号不属于某个单位，请不要选单位。")


def _demand_another_admin(master: Master, account: Account) -> None:
    others = (
        one
        for one in master.accounts.accounts()
        if one.role is AccountRole.ADMIN and one.disabled_at is None and one.id != account.id
    )
    if next(others, None) is None:
        raise MasterError("这是唯一可用的系统管理员账号，请先另建一个系统管理员。")
