"""The head of a round: its stages with who moved it when and why, what may be done next, 逾期报送."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard import data, parts
from dashboard.rounds import asking
from dashboard.rounds.acting import act, names, now, refusal, today, typed
from dashboard.rounds.steps import (
    NextStep,
    RoundStep,
    deadline_words,
    frozen_on,
    lateness_words,
    next_step,
    other_goals,
    steps_of,
)
from dashboard.tables import html_table
from dashboard.text import day_text, esc_html, moment_text
from inspections import running
from inspections.scope import scope_of
from inspections.stages import StageError, require, stage_of
from master.inspection_records import RoundMove
from schemas.plan import Plan, Round
from vocabulary.access import Action
from vocabulary.inspection import RoundKind, Stage

_STATES = {"past": "已过", "here": "现在", "skipped": "越过", "ahead": "未到"}
_BEFORE_FREEZE = (Stage.PREPARING, Stage.NOTIFIED, Stage.REPORTING)

PAST = "上面是以前某一天的阶段，只能看。核定、抽取、回头看和导出都按现在的情况，要看、要办理，请先看今天的。"
"""Why nothing can be done with a round while the page shows a past day."""


def pick(plan: Plan) -> Round:
    """Which round; it stands in the address by its name, and a link may give its code."""
    codes = {one.code: one.name for one in plan.rounds}
    asked = st.query_params.get("round")
    if asked in codes:
        st.session_state["round"] = asked
    code = st.segmented_control(
        "轮次",
        list(codes),
        default=_at_work(plan).code,
        required=True,
        format_func=codes.__getitem__,
        key="round",
        bind="query-params",
        label_visibility="collapsed",
    )
    return plan.round_by_code[code]


def _at_work(plan: Plan) -> Round:
    """The round there is most to do in: one whose verdicts are being made, else the first that is not archived."""
    stages = [(stage_of(data.master().rounds.moves(one.code)), one) for one in plan.rounds]
    reviewed = [one for stage, one in stages if stage is Stage.REVIEWING]
    open_ones = [one for stage, one in stages if stage is not Stage.ARCHIVED]
    return [*reviewed, *open_ones, *plan.rounds][0]


def show_way(chosen: Round, moves: Sequence[RoundMove], year: int) -> None:
    """The stages from left to right, each with who moved the round there, when and why."""
    st.html(f"<ol class='tz-way'>{''.join(_step_html(one, year) for one in steps_of(moves))}</ol>")


def _step_html(step: RoundStep, year: int) -> str:
    move = step.move
    who = f"{day_text(move.at.date(), year)} {move.by}" if move else ""
    why = f"<div class='tz-why'>{esc_html(move.reason)}</div>" if move and move.reason else ""
    current = " aria-current='step'" if step.state == "here" else ""
    return (
        f"<li class='tz-stage tz-{step.state}'{current}><b>{esc_html(step.stage.zh)}</b>"
        f"<span>{_STATES[step.state]}</span><div>{esc_html(who)}</div>{why}</li>"
    )


def show_acts(plan: Plan, chosen: Round, moves: Sequence[RoundMove]) -> None:
    """In one line the next step, off with the reason why; every other move and 逾期报送 in drawers."""
    step = next_step(data.master(), plan, chosen, moves, now())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if step is not None:
            _next_step(chosen, step)
        with st.popover("经过，退回或越过阶段"):
            _other_form(chosen, moves)
            _show_moves(moves)
        _show_lateness(plan, chosen, moves)
    asking.show_asked(plan, chosen, _move)
    days = "　".join(deadline_words(chosen, moves, today()))
    parts.note(f"{days}　{_about(step)}")


def _about(step: NextStep | None) -> str:
    if step is None:
        return "本轮已经归档。"
    return f"现在不能{step.words}：{step.why_not}" if step.why_not else f"下一步：{step.words}。{step.brings}"


def _next_step(chosen: Round, step: NextStep) -> None:
    reason = f"step_reason_{chosen.code}_{step.goal}"
    words = "下一步的说明（可不写）"
    st.text_input(
        words,
        key=reason,
        max_chars=200,
        width=240,
        placeholder=words,
        label_visibility="collapsed",
        persist_state="session",
    )
    st.button(
        step.words,
        key=f"step_{chosen.code}_{step.goal}",
        type="primary",
        disabled=bool(step.why_not),
        on_click=_move_or_ask,
        args=(chosen, step.goal, reason),
    )


def _other_form(chosen: Round, moves: Sequence[RoundMove]) -> None:
    with st.form(f"other_{chosen.code}", border=False):
        goals = other_goals(moves)
        st.selectbox("改到哪个阶段", goals, format_func=lambda one: one.zh, key=f"goal_{chosen.code}")
        st.text_input(
            "原因（必写，留有记录）", key=f"goal_reason_{chosen.code}", max_chars=200, persist_state="session"
        )
        st.form_submit_button(
            "改阶段", key=f"goal_go_{chosen.code}", on_click=_move_elsewhere, args=(chosen,)
        )


def _move_elsewhere(chosen: Round) -> None:
    goal, reason = st.session_state[f"goal_{chosen.code}"], f"goal_reason_{chosen.code}"
    (_move_or_ask if typed(reason) else _move)(chosen, goal, reason)


def _move_or_ask(chosen: Round, goal: Stage, reason_key: str) -> None:
    (asking.ask if asking.asks(chosen, goal) else _move)(chosen, goal, reason_key)


def _move(chosen: Round, goal: Stage, reason_key: str) -> None:
    """What the stage brings with it happens in the same call; feedback hands over its problems."""
    what = f"{chosen.name}：{'反馈' if goal is Stage.FEEDBACK else f'进入“{goal.zh}”阶段'}"
    if act(Action.RUN_ROUND, what, partial(_moved, chosen, goal, typed(reason_key))):
        st.session_state[reason_key] = ""


def _moved(chosen: Round, goal: Stage, reason: str, by: str, at: dt.datetime) -> str:
    master, plan = data.master(), data.plan()
    if goal is Stage.FEEDBACK and chosen.kind is not RoundKind.LOOK_BACK:
        _, problems = running.give_feedback(master, plan, chosen, by, at, reason)
        return f"{chosen.name}已反馈，交办督查问题{len(problems)}个，整改期限{chosen.rectification_days}个工作日。"
    if goal is Stage.FROZEN:
        snapshot = running.freeze_round(master, plan, chosen, by, at, reason)
        return f"{chosen.name}已冻结：{len(snapshot.rows)}行，校验值{snapshot.digest[:16]}…。以后收到的不改变它。"
    running.move_round(master, plan, chosen, goal, by, at, reason)
    return f"{chosen.name}已进入“{goal.zh}”阶段。"


def _show_moves(moves: Sequence[RoundMove]) -> None:
    rows = [
        (
            moment_text(one.at),
            one.stage_from.zh if one.stage_from else "未开始",
            f"{one.stage_to.zh}{'（越过）' if one.skipped else ''}",
            one.by,
            one.reason,
        )
        for one in reversed(moves)
    ]
    if rows:
        st.html(
            html_table(("时间", "从", "到", "办理人", "原因"), rows, caption="经过，新的在前", dense=True)
        )


def _show_lateness(plan: Plan, chosen: Round, moves: Sequence[RoundMove]) -> None:
    """Who sent too late, whose lateness is excused until when, and the form that excuses."""
    master, known = data.master(), names()
    found = running.lateness(master, plan, chosen, frozen_on(moves) or today())
    excused = master.rounds.exceptions(chosen.code)
    with st.popover(
        lateness_words(len(found.late), len(found.corrected), len({one.unit for one in excused}))
    ):
        for units, caption in (
            (found.late, f"逾期报送：报送截止日 {chosen.submit_by} 以前没有报过，过期收到的不计"),
            (found.corrected, "按时报过、过期又报了更正：按时报的照样计入，更正不计"),
        ):
            if units:
                rows = [(known[unit], moment_text(at)) for unit, at in units.items()]
                st.html(html_table(("单位", "最近收到"), rows, caption=caption))
        if excused:
            told = [
                (known[one.unit], str(one.until), one.reason, one.by, moment_text(one.at))
                for one in reversed(excused)
            ]
            heads = ("单位", "照计到", "原因", "登记人", "登记时间")
            st.html(html_table(heads, told, caption="逾期报送照计，新的在前"))
        why_not = refusal(lambda: require(moves, _BEFORE_FREEZE, "登记逾期报送照计"))
        if why_not:
            parts.note(why_not)
        else:
            _excuse_form(plan, chosen)


def _excuse_form(plan: Plan, chosen: Round) -> None:
    units = list(dict.fromkeys(cell.unit for cell in scope_of(plan, chosen)))
    known = names()
    with (
        st.form(f"excuse_{chosen.code}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.selectbox(
            "单位",
            units,
            index=None,
            format_func=known.__getitem__,
            key="excuse_unit",
            placeholder="选单位",
            width=220,
        )
        st.date_input(
            "照计到",
            value=max(today(), chosen.submit_by),
            min_value=chosen.submit_by,
            key="excuse_until",
            format="YYYY-MM-DD",
            width=170,
        )
        st.text_input("原因（必写）", key="excuse_reason", max_chars=200, width=320, persist_state="session")
        st.form_submit_button("登记照计", key="excuse_go", on_click=_excuse, args=(chosen,))


def _excuse(chosen: Round) -> None:
    unit, until = st.session_state["excuse_unit"], st.session_state["excuse_until"]
    name = names().get(unit, "")

    def work(by: str, at: dt.datetime) -> str:
        if unit is None or until is None:
            raise StageError("请选好单位和照计到的日期。")
        running.except_unit(data.master(), data.plan(), chosen, unit, until, by, at, typed("excuse_reason"))
        return f"已登记：{name}在{until}以前的逾期报送照计。"

    if act(Action.RUN_ROUND, f"{chosen.name}：登记{name}逾期报送照计", work):
        st.session_state["excuse_unit"], st.session_state["excuse_reason"] = None, ""
