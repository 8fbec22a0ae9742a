"""One item of last year's list on the desk: which task carries it on, and what became of it."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import data, parts
from dashboard.rounds.acting import DESK, act, names, refusal, show_told, today, typed
from dashboard.rounds.look_back_frame import next_item
from dashboard.rounds.look_back_match import Desk, go, show_match
from dashboard.rounds.pairs import pairs
from dashboard.text import moment_text
from inspections.looking_back import CheckedItem, checked_item, decide, keep_open
from inspections.stages import StageError, unusable_day
from schemas.plan import Plan, Round
from schemas.working_days import add_working_days
from vocabulary.access import Action
from vocabulary.inspection import LookBackOutcome


def show_item(chosen: Round, one: CheckedItem, found: pd.DataFrame, place: int) -> None:
    """The current item in full, and what may be done about it."""
    plan, desk = data.plan(), Desk(chosen, one, next_item(found, place))
    item = one.item
    parts.heading(f"{plan.unit_by_code[item.unit].name}　{item.last_number} {item.task}".strip())
    with st.container(horizontal=True):
        for words, key, there in (("上一项", "K", place - 1), ("下一项", "J", place + 1)):
            known = 0 <= there < len(found)
            number = int(found["item"].iloc[there]) if known else desk.item
            st.button(words, key=f"item_{key}", shortcut=key, disabled=not known, on_click=go, args=(number,))
    show_told(DESK)
    why_not = refusal(partial(_check_now, plan, chosen))
    if why_not:
        parts.note(why_not)
    _show_last_year(one)
    show_match(plan, desk, off=bool(why_not))
    _show_outcome(plan, desk, off=bool(why_not))


def _check_now(plan: Plan, chosen: Round) -> None:
    keep_open(data.master(), chosen)
    refused = unusable_day(plan, today())
    if refused:
        raise StageError(refused)


def _show_last_year(one: CheckedItem) -> None:
    item = one.item
    rows = [
        ("责任主体", item.body),
        ("时限", item.deadline_text or str(item.deadline)),
        ("完成状态", item.status_text or "没有写"),
        ("进展情况", item.progress),
        ("佐证材料", item.evidence),
        ("未完成原因", item.because),
        ("拟完成时限", item.proposed_deadline),
        ("位置", "；".join(item.cells)),
    ]
    pairs(("栏目", "上年清单所写"), rows, "上年清单")


def _show_outcome(plan: Plan, desk: Desk, *, off: bool) -> None:
    one = desk.one
    st.subheader("核查结果", anchor=False)
    suggested = one.suggested.outcome.zh if one.suggested.outcome else "需核实"
    parts.note(f"建议：{suggested}　{one.suggested.reason}")
    if one.decision:
        _show_decision(one)
    if off:
        return
    outcome = st.segmented_control(
        "结果",
        list(LookBackOutcome),
        format_func=lambda word: word.zh,
        key=desk.key("outcome"),
        default=one.decision.outcome if one.decision else one.suggested.outcome,
        label_visibility="collapsed",
    )
    if outcome is None:
        parts.note("先选核查结果：已完成要写佐证；未完成要写原因、新的时限和责任单位；情况变化要写原因。")
        return
    with st.form(desk.key("decide"), border=False):
        _outcome_fields(plan, desk, LookBackOutcome(outcome))
        st.form_submit_button(
            f"定为{LookBackOutcome(outcome).zh}",
            key=desk.key("go"),
            type="primary",
            on_click=_decide,
            args=(desk, LookBackOutcome(outcome)),
        )


def _show_decision(one: CheckedItem) -> None:
    decided = one.decision
    assert decided is not None
    rows = [
        ("结果", decided.outcome.zh),
        ("佐证", decided.evidence),
        ("原因", decided.reason),
        ("新的时限", str(decided.new_deadline or "")),
        ("责任单位", names().get(decided.owner or "", "")),
        ("交办问题", one.problem or ""),
        ("经办", f"{decided.by}　{moment_text(decided.at)}"),
    ]
    pairs(("栏目", "已定"), rows, "现在的核查结果，可以重新定")


def _outcome_fields(plan: Plan, desk: Desk, outcome: LookBackOutcome) -> None:
    """The fields of an outcome: with what was decided where it was decided so, else with what the list says."""
    item, decided = desk.one.item, desk.one.decision
    before = decided if decided and decided.outcome is outcome else None
    if outcome is LookBackOutcome.DONE:
        st.text_input(
            "佐证（必写）",
            value=before.evidence if before else item.evidence,
            key=desk.key("evidence"),
            max_chars=500,
            placeholder="看到了什么材料",
            persist_state="session",
        )
        return
    st.text_input(
        "原因（必写）",
        value=before.reason if before else item.because,
        key=desk.key("reason"),
        max_chars=500,
        persist_state="session",
    )
    if outcome is LookBackOutcome.NOT_DONE:
        known = names()
        codes = [unit.code for unit in plan.units]
        owner = before.owner if before and before.owner in known else item.unit
        due = (before.new_deadline if before else None) or _usual_deadline(plan, desk.round)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.date_input(
                "新的时限（工作日）",
                value=due,
                min_value=min(today(), due),
                key=desk.key("deadline"),
                format="YYYY-MM-DD",
                width=180,
            )
            st.selectbox(
                "责任单位",
                codes,
                index=codes.index(owner),
                format_func=known.__getitem__,
                key=desk.key("owner"),
                width=240,
            )


def _usual_deadline(plan: Plan, chosen: Round) -> dt.date:
    """The last day of the usual time for putting something right; the day itself where the calendar ends before."""
    if not plan.calendar.knows(today()):
        return today()
    return add_working_days(plan.calendar, today(), chosen.rectification_days)


def _decide(desk: Desk, outcome: LookBackOutcome) -> None:
    """Decide about the item as it was shown; what was typed stays unless the decision was recorded."""
    state = st.session_state
    not_done = outcome is LookBackOutcome.NOT_DONE

    def work(by: str, at: dt.datetime) -> str:
        master, plan = data.master(), data.plan()
        decided = decide(
            master,
            plan,
            desk.round,
            desk.item,
            outcome,
            evidence=typed(desk.key("evidence")) if outcome is LookBackOutcome.DONE else "",
            reason="" if outcome is LookBackOutcome.DONE else typed(desk.key("reason")),
            new_deadline=state[desk.key("deadline")] if not_done else None,
            owner=state[desk.key("owner")] if not_done else None,
            by=by,
            at=at,
            seen=desk.one.decision.id if desk.one.decision else None,
        )
        found = checked_item(master, plan, desk.round, desk.item, at.date())
        handed = f"，已交办为问题{found.problem}" if found and found.problem else ""
        return f"事项{decided.item}定为{decided.outcome.zh}{handed}。"

    if act(
        Action.DECIDE_VERDICT, f"{desk.round.name}：核定事项{desk.item}", work, desk.one.item.unit, place=DESK
    ):
        for name in ("outcome", "evidence", "reason", "deadline", "owner"):
            state.pop(desk.key(name), None)  # the fields hold what was decided from now on
        go(desk.following)
