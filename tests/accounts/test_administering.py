"""Making, changing and disabling accounts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from accounts import administering
from accounts.signing_in import sign_in, signed_in
from master import Master, MasterError, open_master
from schemas.plan_files import load_plan, packaged_workplan
from tests.accounts.conftest import NOW, PASSWORD
from vocabulary.access import AccountRole

PLAN = load_plan(packaged_workplan(), validate=False)
FINANCE = "FL-D04"


def make(
    master: Master, login: str, role: AccountRole, unit: str | None = None
) -> administering.GivenPassword:
    return administering.create(master, PLAN, login, "示例乙", role, unit, "示例戊", NOW)


def test_the_first_administrator_is_made_once_with_a_random_password(tmp_path: Path) -> None:
    with open_master(str(tmp_path / "empty.db")) as master:
        given = administering.first_administrator(master, NOW)
        assert given is not None
        assert given.account.must_change
        assert sign_in(master, "admin", given.password, "", NOW).token
        assert administering.first_administrator(master, NOW) is None


def test_no_account_is_there_by_itself(tmp_path: Path) -> None:
    with open_master(str(tmp_path / "empty.db")) as master:
        assert master.accounts.accounts() == []


@pytest.mark.parametrize(
    ("login", "person", "role", "unit", "said"),
    [
        ("张三", "示例乙", AccountRole.OFFICE, None, "登录名用"),
        ("a", "示例乙", AccountRole.OFFICE, None, "登录名用"),
        ("czj", " ", AccountRole.OFFICE, None, "一人一号"),
        ("czj", "示例乙", AccountRole.UNIT, None, "哪个单位"),
        ("czj", "示例乙", AccountRole.UNIT, "nowhere", "哪个单位"),
        ("czj", "示例乙", AccountRole.LEADER, FINANCE, "不属于某个单位"),
        ("OFFICE", "示例乙", AccountRole.OFFICE, None, "已经有人用了"),
    ],
)
def test_an_account_is_not_made_for_a_reason(
    master: Master, login: str, person: str, role: AccountRole, unit: str | None, said: str
) -> None:
    with pytest.raises(MasterError, match=said):
        administering.create(master, PLAN, login, person, role, unit, "示例戊", NOW)
    assert len(master.accounts.accounts()) == 1


def test_a_given_password_lets_in_once_and_has_to_be_changed(master: Master) -> None:
    given = make(master, "czj.zhang", AccountRole.UNIT, FINANCE)
    told = signed_in(master, sign_in(master, "czj.zhang", given.password, "", NOW).token, NOW)
    assert told is not None
    assert told.must_change
    assert told.account.unit == FINANCE


@pytest.mark.parametrize("deed", ["role", "disable", "reset"])
def test_open_tabs_end_when_an_account_is_changed(master: Master, deed: str) -> None:
    token = sign_in(master, "office", PASSWORD, "", NOW).token
    account = master.accounts.account("office")
    assert account is not None
    if deed == "role":
        administering.change(master, PLAN, account, "示例甲", AccountRole.LEADER, None, None, NOW)
    elif deed == "disable":
        administering.disable(master, account, NOW)
    else:
        administering.reset_password(master, account, NOW)
    assert signed_in(master, token, NOW) is None


def test_another_name_of_the_person_ends_nothing(master: Master) -> None:
    token = sign_in(master, "office", PASSWORD, "", NOW).token
    account = master.accounts.account("office")
    assert account is not None
    administering.change(master, PLAN, account, "示例甲甲", AccountRole.OFFICE, None, "", NOW)
    told = signed_in(master, token, NOW)
    assert told is not None
    assert told.account.person == "示例甲甲"


def test_the_last_administrator_can_neither_be_disabled_nor_become_something_else(master: Master) -> None:
    only = make(master, "keeper", AccountRole.ADMIN).account
    deeds: list[Callable[[], object]] = [
        lambda: administering.disable(master, only, NOW),
        lambda: administering.change(master, PLAN, only, "示例乙", AccountRole.OFFICE, None, None, NOW),
    ]
    for deed in deeds:
        with pytest.raises(MasterError, match="唯一可用的系统管理员"):
            deed()
    make(master, "keeper2", AccountRole.ADMIN)
    administering.disable(master, only, NOW)


def test_disabling_can_be_taken_back(master: Master) -> None:
    account = master.accounts.account("office")
    assert account is not None
    administering.disable(master, account, NOW)
    assert sign_in(master, "office", PASSWORD, "", NOW).reason == "账号已停用"
    administering.enable(master, account)
    assert sign_in(master, "office", PASSWORD, "", NOW).token


def test_one_single_sign_on_name_belongs_to_one_account(master: Master) -> None:
    account = master.accounts.account("office")
    other = make(master, "office2", AccountRole.OFFICE).account
    assert account is not None
    administering.change(master, PLAN, account, "示例甲", AccountRole.OFFICE, None, "zhang", NOW)
    with pytest.raises(MasterError, match="已经绑定"):
        administering.change(master, PLAN, other, "示例乙", AccountRole.OFFICE, None, "zhang", NOW)
