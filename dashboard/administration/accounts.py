"""Pieces of 账号: the list, a new account, what can be done with one. Passwords are shown once and kept nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from accounts import administering
from accounts.administering import GivenPassword
from dashboard import data, parts
from dashboard.access import doing
from dashboard.settings import office_now
from dashboard.tables import grid, html_table
from dashboard.text import esc_md, moment_text
from master import MasterError
from master.account_records import Account
from schemas.plan import Plan
from vocabulary.access import PERMISSIONS, AccountRole, Action, Reach

HEADS = {
    "login": "登录名",
    "person": "姓名",
    "role": "角色",
    "unit": "单位",
    "state": "状态",
    "password": "密码设于",
    "external": "统一身份认证名",
}
_GIVEN = "given_password"
_NO_UNIT = "（不属于某个单位）"


def choose(found: Sequence[Account], plan: Plan) -> Account | None:
    """The accounts that match the search; the one that is selected."""
    search = st.text_input("查找账号", key="account_search", placeholder="登录名、姓名、单位", width=300)
    table = frame(found, plan, office_now())
    words = (search or "").split()
    text = table.astype(str).agg(" ".join, axis=1) if len(table) else pd.Series([], dtype=str)
    kept = table[[all(word in line for word in words) for line in text]].reset_index(drop=True)
    parts.note(f"共 {len(found)} 个账号，列出 {len(kept)} 个。点选一个可以修改、重设密码或停用。")
    if kept.empty:
        return None
    place = grid(kept, list(HEADS), key="accounts", alt="账号", select=True, heads=HEADS)
    return None if place is None else next(one for one in found if one.login == kept["login"].iloc[place])


def frame(found: Sequence[Account], plan: Plan, now: dt.datetime) -> pd.DataFrame:
    """The accounts in words, columns as in ``HEADS``."""
    return pd.DataFrame(
        [
            {
                "login": one.login,
                "person": one.person,
                "role": one.role.zh,
                "unit": plan.unit_by_code[one.unit].name if one.unit in plan.unit_by_code else one.unit or "",
                "state": state_words(one, now),
                "password": moment_text(one.password_set_at) + ("，待本人修改" if one.must_change else ""),
                "external": one.external or "",
            }
            for one in found
        ],
        columns=list(HEADS),
    )


def state_words(one: Account, now: dt.datetime) -> str:
    """Whether an account can be used."""
    if one.disabled_at is not None:
        return f"{moment_text(one.disabled_at)} 停用"
    if one.locked_until is not None and now < one.locked_until:
        return f"输错次数过多，锁定到 {moment_text(one.locked_until)}"
    return "可用"


def show_given() -> None:
    """The password that has just been made, until the next thing is done."""
    given: GivenPassword | None = st.session_state.pop(_GIVEN, None)
    if given is None:
        return
    st.success(
        f"账号 {esc_md(given.account.login)}（{esc_md(given.account.person)}）的密码只显示这一次，请当面或用安全的方式交给本人："
    )
    st.code(given.password, language=None)
    parts.note("首次登录时要改成自己的密码。离开这一页就看不到了，忘记了可以重设。")


def new_form(plan: Plan) -> None:
    """The form for one more account."""
    with st.form("new_account", clear_on_submit=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            login = st.text_input("登录名", max_chars=32, placeholder="如 csj.zhang", width=200)
            person = st.text_input("姓名", max_chars=30, placeholder="一人一号", width=160)
            role = _role(None, key="new_role")
            unit = _unit(plan, None, key="new_unit")
        if st.form_submit_button("新建账号", type="primary"):
            attempt(
                f"新建账号{login.strip().lower()}（{role.zh}）",
                lambda by: administering.create(
                    data.master(), plan, login, person, role, unit, by, office_now()
                ),
            )


def change_form(one: Account, plan: Plan) -> None:
    """Who the account is for, and what can be done with it."""
    parts.heading(f"{one.login}　{one.person}")
    with st.form(f"account_{one.id}"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            person = st.text_input("姓名", one.person, max_chars=30, width=160)
            role = _role(one.role, key=f"role_{one.id}")
            unit = _unit(plan, one.unit, key=f"unit_{one.id}")
            external = st.text_input(
                "统一身份认证名", one.external or "", max_chars=100, width=220, help="没有接入时留空"
            )
        if st.form_submit_button("保存修改"):
            attempt(
                f"修改账号{one.login}：{person}，{role.zh}",
                lambda by: administering.change(
                    data.master(), plan, one, person, role, unit, external, office_now()
                ),
            )
    parts.note(
        f"有 {len(data.master().accounts.sessions(one.id))} 处已登录。修改角色或单位、重设密码、停用，都会立即退出。"
    )
    with st.container(horizontal=True):
        if st.button("重设密码并解锁", key=f"reset_{one.id}"):
            attempt(
                f"重设账号{one.login}的密码",
                lambda by: administering.reset_password(data.master(), one, office_now()),
            )
        if one.disabled_at is None and st.button("停用", key=f"disable_{one.id}"):
            attempt(
                f"停用账号{one.login}", lambda by: administering.disable(data.master(), one, office_now())
            )
        if one.disabled_at is not None and st.button("恢复使用", key=f"enable_{one.id}"):
            attempt(f"恢复账号{one.login}", lambda by: administering.enable(data.master(), one))


def attempt(what: str, work: Callable[[str], GivenPassword | None]) -> None:
    """Do it within the log; what is not possible is said, and what was typed stays."""
    try:
        with doing(Action.MANAGE_ACCOUNTS, what) as who:
            given = work(who.person)
    except MasterError as error:
        st.error(esc_md(error))
        return
    if given is not None:
        st.session_state[_GIVEN] = given
    st.rerun()


def _role(now: AccountRole | None, key: str) -> AccountRole:
    roles = list(AccountRole)
    return st.selectbox(
        "角色",
        roles,
        index=roles.index(now or AccountRole.UNIT),
        format_func=lambda one: one.zh,
        key=key,
        width=150,
    )


def _unit(plan: Plan, now: str | None, key: str) -> str | None:
    names = {"": _NO_UNIT, **plan.unit_names}
    chosen = st.selectbox(
        "单位",
        list(names),
        index=list(names).index(now or "") if (now or "") in names else 0,
        format_func=names.__getitem__,
        key=key,
        width=240,
    )
    return chosen or None


def show_permissions() -> None:
    """The table of who may do what, as the program asks it."""
    marks = {Reach.NONE: "", Reach.OWN: "本单位", Reach.ALL: "可以"}
    rows = [
        (action.zh, *(marks[PERMISSIONS[role].get(action, Reach.NONE)] for role in AccountRole))
        for action in Action
    ]
    st.html(html_table(("事项", *(role.zh for role in AccountRole)), rows, caption="各角色的权限"))
