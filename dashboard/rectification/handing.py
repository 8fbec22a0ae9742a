"""交办 of a single problem by hand, beside those a round hands over by itself."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard import data
from dashboard.access import Forbidden, doing
from dashboard.rectification.listing import choose_numbers
from dashboard.settings import office_now
from dashboard.text import esc_md, on_screen
from inspections.problems import ProblemError, hand_over
from master import MasterError
from master.inspection_records import NewProblem
from schemas.plan import Plan
from schemas.working_days import add_working_days
from vocabulary.access import Action
from vocabulary.inspection import ProblemSeverity

_NONE = ""
_TEXTS = ("what", "evidence", "requirement", "previous")
_SAID = "handed_said"
_MOST_DAYS = 250


def show(plan: Plan) -> None:
    """The form; what was written stays in it until the problem is handed over."""
    rounds = {one.code: one.name for one in plan.rounds}
    units = {one.code: one.name for one in plan.units}
    tasks = {_NONE: "不对应具体任务", **{one.id: f"{one.id} {one.name}" for one in plan.tasks}}
    with (
        st.expander("交办一个新问题", key="handing"),
        st.form("hand_over", border=False, enter_to_submit=False),
    ):
        st.selectbox("轮次", list(rounds), format_func=rounds.__getitem__, key="new_round")
        st.selectbox(
            "责任单位",
            list(units),
            index=None,
            format_func=units.__getitem__,
            key="new_unit",
            placeholder="选择或输入单位名称",
        )
        st.selectbox("任务", list(tasks), format_func=tasks.__getitem__, key="new_task")
        st.text_area("是什么问题（必填）", key="new_what", height=80, max_chars=2000)
        st.text_area("凭什么说有这个问题", key="new_evidence", height=68, max_chars=2000)
        st.text_area("整改要求（必填）", key="new_requirement", height=80, max_chars=2000)
        with st.container(horizontal=True):
            st.selectbox(
                "严重程度",
                list(ProblemSeverity),
                format_func=lambda one: one.zh,
                key="new_severity",
                width=130,
            )
            st.number_input(
                "期限（工作日）",
                min_value=1,
                max_value=_MOST_DAYS,
                value=None,
                key="new_days",
                placeholder="按轮次",
                width=150,
                help="从明天起算；空着就用这个轮次的整改期限",
            )
            st.text_input("屡查未改的，写上次的编号", key="new_previous", max_chars=20, width=220)
        st.form_submit_button("交办", type="primary", on_click=_hand_over)
        if why := st.session_state.pop(_SAID, ""):
            st.error(esc_md(why))


def _hand_over() -> None:
    plan, state, now = data.plan(), st.session_state, office_now()
    code = state["new_unit"]
    try:
        if code is None:
            raise ProblemError("交办要选责任单位。")
        with doing(Action.RULE_PROBLEM, f"交办督查问题给{plan.unit_by_code[code].name}", code) as who:
            new = _new(plan, now.date())
            [added] = hand_over(data.master(), plan, [new], who.person, now)
    except (ProblemError, MasterError, Forbidden) as error:
        state[_SAID] = f"{on_screen(error)}您写的内容还在，没有丢。"
        return
    for name in _TEXTS:
        state[f"new_{name}"] = ""
    choose_numbers(added.number)


def _new(plan: Plan, day: dt.date) -> NewProblem:
    state = st.session_state
    chosen = plan.round_by_code[state["new_round"]]
    days = state["new_days"] or chosen.rectification_days
    return NewProblem(
        chosen.code,
        state["new_unit"],
        state["new_task"] or None,
        state["new_what"],
        state["new_evidence"],
        state["new_severity"],
        state["new_requirement"],
        add_working_days(plan.calendar, day, days),
        day,
        "office",
        previous=state["new_previous"].strip() or None,
    )
