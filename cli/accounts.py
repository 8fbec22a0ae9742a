"""`taizhang account`: who may sign in. What is done here stands in the log like what is done on the pages."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from accounts import administering
from accounts.administering import GivenPassword
from cli.errors import Refusal, UsageError
from cli.output import print_json, printable
from cli.setting import Setting
from master import Master, MasterError
from master.account_records import Account, AuditEntry
from schemas.plan import Plan
from vocabulary.access import AccountRole, Action
from vocabulary.audit import AuditOutcome

_HERE = "命令行"


def run(arguments: argparse.Namespace) -> int:
    """One action; what is not possible is refused and nothing is changed."""
    setting = Setting(arguments)
    with setting.open_master(must_exist=arguments.action != "add") as master:
        if arguments.action == "list":
            return _list(master, setting, as_json=arguments.json)
        done = _DONE[arguments.action]
        what = f"{done}账号{arguments.login}"
        try:
            given = _act(master, setting, arguments)
        except MasterError as error:
            _note(master, arguments.by, what, AuditOutcome.REFUSED, setting.now, str(error))
            raise Refusal(str(error)) from None
        _note(master, arguments.by, what, AuditOutcome.DONE, setting.now)
    if arguments.json:
        print_json(
            {
                "login": arguments.login,
                "done": arguments.action,
                "password": given.password if given else None,
            }
        )
        return 0
    print(f"已{done}账号{arguments.login}。")
    if given:
        print(f"密码：{given.password}（只显示这一次，首次登录要修改）")
    return 0


_DONE = {"add": "新建", "reset": "重设密码：", "disable": "停用", "enable": "恢复"}


def _act(master: Master, setting: Setting, arguments: argparse.Namespace) -> GivenPassword | None:
    if arguments.action == "add":
        role = next((one for one in AccountRole if arguments.role in (one.zh, one.value)), None)
        if role is None:
            raise UsageError(
                f"没有角色“{arguments.role}”，可用的有：{'、'.join(one.zh for one in AccountRole)}"
            )
        unit = setting.unit(arguments.unit)
        return administering.create(
            master, setting.plan, arguments.login, arguments.person, role, unit.code if unit else None,
            arguments.by, setting.now,
        )  # fmt: skip
    account = master.accounts.account(arguments.login.strip().lower())
    if account is None:
        raise MasterError(f"没有登录名为“{arguments.login}”的账号，可用 taizhang account list 查看。")
    if arguments.action == "reset":
        return administering.reset_password(master, account, setting.now)
    if arguments.action == "disable":
        administering.disable(master, account, setting.now)
    else:
        administering.enable(master, account)
    return None


def _list(master: Master, setting: Setting, *, as_json: bool) -> int:
    told = [_fields(one, setting.plan, setting.now) for one in master.accounts.accounts()]
    if as_json:
        print_json({"accounts": told})
        return 0
    for one in told:
        place = f"{one['role_zh']}　{one['unit'] or ''}"
        print(printable(f"{one['login']}　{one['person']}　{place}　{one['state_zh']}"))
    print(f"共{len(told)}个账号。")
    return 0


def _fields(account: Account, plan: Plan, now: dt.datetime) -> dict[str, Any]:
    unit = plan.unit_by_code.get(account.unit or "")
    locked = account.locked_until is not None and now < account.locked_until
    state = "disabled" if account.disabled_at else "locked" if locked else "active"
    return {
        "login": account.login,
        "person": account.person,
        "role": account.role,
        "role_zh": account.role.zh,
        "unit": unit.name if unit else None,
        "state": state,
        "state_zh": {"disabled": "已停用", "locked": "已锁定", "active": "可用"}[state],
        "created_at": account.created_at.isoformat(timespec="seconds"),
    }


def _note(
    master: Master, by: str, what: str, outcome: AuditOutcome, at: dt.datetime, detail: str = ""
) -> None:
    master.audit.add(
        AuditEntry(at, _HERE, by, "", "", Action.MANAGE_ACCOUNTS.value, what, "", outcome.value, detail)
    )
