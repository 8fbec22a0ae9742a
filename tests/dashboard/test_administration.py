"""账号 and 日志 as a system administrator and an auditor use them, down to what the database and the log hold."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from accounts import passwords
from accounts.policy import PROFILES, called, policy_from
from dashboard import logbook
from dashboard.access import Viewer
from dashboard.administration import accounts as pieces
from dashboard.text import esc_md
from master import Master, open_master
from master.account_records import Account
from master.engine import writing
from tests.dashboard.conftest import become, open_page, said
from tests.dashboard.people import PASSWORD, sign_in
from tests.dashboard.seed import CIVIL, FINANCE
from vocabulary.access import PERMISSIONS, AccountRole, Action, Reach
from vocabulary.audit import AuditOutcome


@pytest.fixture
def url(empty: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A county without a ledger, looked at by its system administrator."""
    become(monkeypatch, empty, "keeper")
    return empty


@pytest.fixture
def master(url: str) -> Iterator[Master]:
    with open_master(url) as opened:
        yield opened


def chosen(monkeypatch: pytest.MonkeyPatch, login: str) -> AppTest:
    """The page with an account selected: a click into a table is nothing a test without browser can do."""

    def selected(frame: pd.DataFrame, *_: object, **__: object) -> int | None:
        found = frame.index[frame["login"] == login]
        return int(found[0]) if len(found) else None

    monkeypatch.setattr(pieces, "grid", selected)
    return open_page("accounts")


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def account(master: Master, login: str) -> Account:
    found = master.accounts.account(login)
    assert found is not None
    return found


def logged(master: Master) -> list[tuple[str, str, str]]:
    return [(one.entry.login, one.entry.what, one.entry.outcome) for one in master.audit.entries(limit=3)]


def form_of_new(login: str, person: str, unit: str | None) -> AppTest:
    app = open_page("accounts", tab="新建账号")
    app.text_input[0].input(login)
    app.text_input[1].input(person)
    app.selectbox(key="new_unit").select(unit or "")
    return press(app, "新建账号")


def test_a_new_account_shows_its_password_once_and_the_log_knows_who_made_it(master: Master) -> None:
    app = form_of_new("Csj.Zhang", "示例辛", FINANCE)
    assert not app.exception
    [shown] = app.code
    made = account(master, "csj.zhang")
    assert (made.person, made.role, made.unit, made.must_change) == (
        "示例辛",
        AccountRole.UNIT,
        FINANCE,
        True,
    )
    assert esc_md("csj.zhang") + "（示例辛）的密码只显示这一次" in app.success[0].value
    assert passwords.verified(made.password, shown.value)
    assert logged(master)[0] == ("keeper", "新建账号csj.zhang（单位）", AuditOutcome.DONE.value)
    assert not app.run().code


@pytest.mark.parametrize(
    ("login", "person", "unit", "words"),
    [
        ("office", "示例辛", FINANCE, "登录名"),
        ("a b", "示例辛", FINANCE, "登录名"),
        ("xin", "", FINANCE, "姓名"),
        ("xin", "示例辛", None, "单位"),
    ],
)
def test_what_is_not_possible_is_said_and_what_was_typed_stays(
    master: Master, login: str, person: str, unit: str | None, words: str
) -> None:
    before = len(master.accounts.accounts())
    app = form_of_new(login, person, unit)
    assert not app.exception
    assert words in app.error[0].value
    assert [one.value for one in app.text_input] == [login, person]
    assert len(master.accounts.accounts()) == before
    assert logged(master)[0][2] == AuditOutcome.FAILED.value


def test_another_unit_takes_effect_at_once_and_ends_the_sessions(
    url: str, master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(url, "unit")
    key = account(master, "unit").id
    app = chosen(monkeypatch, "unit")
    assert "有 1 处已登录" in said(app)
    app.selectbox(key=f"unit_{key}").select(CIVIL)
    app = press(app, "保存修改")
    assert not app.error
    assert account(master, "unit").unit == CIVIL
    assert master.accounts.sessions(key) == []


def test_a_password_given_anew_is_shown_once_and_ends_the_sessions(
    url: str, master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(url, "unit")
    before = account(master, "unit")
    app = press(chosen(monkeypatch, "unit"), "重设密码并解锁")
    now = account(master, "unit")
    assert now.must_change
    assert now.password != before.password
    assert app.code[0].value != PASSWORD
    assert master.accounts.sessions(now.id) == []


def test_an_account_is_put_out_of_use_and_back_into_it(
    master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = press(chosen(monkeypatch, "unit"), "停用")
    assert account(master, "unit").disabled_at is not None
    labels = {one.label for one in app.button}
    assert "恢复使用" in labels
    assert "停用" not in labels
    press(app, "恢复使用")
    assert account(master, "unit").disabled_at is None
    assert [what for _, what, _ in logged(master)[:2]] == ["恢复账号unit", "停用账号unit"]


def test_the_last_administrator_cannot_lock_everybody_out(
    master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = press(chosen(monkeypatch, "keeper"), "停用")
    assert app.error
    assert account(master, "keeper").disabled_at is None


def test_accounts_are_found_by_any_of_their_words(master: Master) -> None:
    app = open_page("accounts")
    app = app.text_input(key="account_search").input("财政局 示例丙").run()
    total = len(master.accounts.accounts())
    assert f"共 {total} 个账号，列出 1 个" in said(app)
    app = app.text_input(key="account_search").input("没有这个人").run()
    assert f"共 {total} 个账号，列出 0 个" in said(app)
    assert not app.exception


def test_a_security_setting_is_changed_with_its_old_value_in_the_log(master: Master) -> None:
    app = open_page("accounts", tab="安全设置")
    now = policy_from(master.accounts.policy())
    app.number_input(key="policy_None_lock_after").set_value(now.lock_after + 1)
    app = press(app, "保存安全设置")
    words = f"{called('lock_after')} {now.lock_after} → {now.lock_after + 1}"
    assert words in app.success[0].value
    assert policy_from(master.accounts.policy()).lock_after == now.lock_after + 1
    assert logged(master)[0][:2] == ("keeper", f"修改安全设置：{words}")
    assert "没有改动" in press(app, "保存安全设置").info[0].value


def test_a_profile_fills_the_form_and_saving_puts_it_in_force(master: Master) -> None:
    start, (_, wanted) = next(
        (code, one) for code, one in PROFILES.items() if one[1] != policy_from(master.accounts.policy())
    )
    app = open_page("accounts", tab="安全设置")
    app.button_group[0].set_value(start).run()
    assert policy_from(master.accounts.policy()) != wanted
    press(app, "保存安全设置")
    assert policy_from(master.accounts.policy()) == wanted


@pytest.mark.usefixtures("url")
def test_the_table_of_permissions_is_the_one_that_is_asked() -> None:
    table = said(open_page("accounts", tab="权限表"))
    for action in Action:
        [line] = [one for one in table.split("</tr>") if f">{action.zh}<" in one]
        given = [
            reach
            for role in AccountRole
            if (reach := PERMISSIONS[role].get(action, Reach.NONE)) is not Reach.NONE
        ]
        assert (line.count("可以"), line.count("本单位")) == (given.count(Reach.ALL), given.count(Reach.OWN))


@pytest.fixture
def auditor(url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    become(monkeypatch, url, "auditor")
    return url


def write_lines(master: Master, *what: str) -> None:
    for one in what:
        who = Viewer(1, "office", "示例甲", AccountRole.OFFICE)
        logbook.note(master, who, "10.0.0.7", Action.UNDO_SUBMISSION, one, AuditOutcome.DONE)


def test_the_log_is_searched_by_words_and_exported_as_it_is_shown(auditor: str, master: Master) -> None:
    del auditor
    write_lines(master, "撤销报送《台账一》", "撤销报送《台账二》")
    app = open_page("audit", search="台账二")
    assert not app.exception
    assert "共 1 条。" in said(app)
    assert app.dataframe[0].value.to_csv().count("台账二") == 1
    assert "search=%E5%8F%B0%E8%B4%A6%E4%BA%8C" in said(app)
    assert "请放宽条件" in said(open_page("audit", search="没有发生过的事"))


def test_the_chain_is_checked_on_demand_and_a_changed_line_is_found(auditor: str, master: Master) -> None:
    del auditor
    write_lines(master, "撤销报送《台账一》", "撤销报送《台账二》")
    app = press(open_page("audit"), "核对日志是否完整")
    told = master.audit.check()
    assert f"日志完整：共 {told.lines} 条" in app.success[0].value
    assert app.code[0].value == told.head
    with writing(master._engine) as connection:
        for (trigger,) in connection.execute(
            text("select name from sqlite_master where type = 'trigger' and tbl_name = 'audit_log'")
        ).all():
            connection.execute(text(f"drop trigger {trigger}"))
        connection.execute(text("update audit_log set what = '什么也没有发生' where what like '%台账一%'"))
    app = press(open_page("audit"), "核对日志是否完整")
    assert "日志不完整" in app.error[0].value
    assert not app.success
