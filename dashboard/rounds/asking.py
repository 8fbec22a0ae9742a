"""The steps of a round that cannot simply be taken back are asked for once more: what they bring, and what remains."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import streamlit as st

from dashboard import data, parts
from dashboard.rounds.acting import now, refusal, typed
from dashboard.rounds.steps import DOING
from inspections import running
from inspections.stages import STAGES, stage_of
from master import Master
from schemas.plan import Plan, Round
from vocabulary.inspection import RoundKind, Stage

_ASKED, _SURE = "stage_asked", "stage_is_sure"

Move = Callable[[Round, Stage, str], None]
"""Moves a round to a stage, with the reason that stands in a field."""


def asks(chosen: Round, goal: Stage) -> bool:
    """Whether to go there is asked for once more: what is frozen, handed over, archived. Back never is."""
    if goal is Stage.FEEDBACK:
        return chosen.kind is not RoundKind.LOOK_BACK
    if goal not in (Stage.FROZEN, Stage.ARCHIVED):
        return False
    stage = stage_of(data.master().rounds.moves(chosen.code))
    return stage is None or STAGES.index(stage) < STAGES.index(goal)


def ask(chosen: Round, goal: Stage, reason_key: str) -> None:
    """Ask with the next run, as the callback of a button."""
    st.session_state.pop(_SURE, None)
    st.session_state[_ASKED] = (chosen.code, goal, reason_key)


def show_asked(plan: Plan, chosen: Round, move: Move) -> None:
    """The question, where there is one for this round."""
    asked = st.session_state.pop(_ASKED, None)
    if asked is None or asked[0] != chosen.code:
        return
    _, goal, reason_key = asked
    st.dialog(DOING[goal])(_question)(plan, chosen, goal, reason_key, move)


def _question(plan: Plan, chosen: Round, goal: Stage, reason_key: str, move: Move) -> None:
    if st.session_state.get(_SURE):
        st.rerun()  # the answer was given: what came of it is told at the head of the page
    told: list[str] = []

    def find() -> None:
        master, at = data.master(), now()
        moves = master.rounds.moves(chosen.code)
        running.check_move(master, plan, chosen, moves, goal, at, typed(reason_key))
        told.extend(_told(master, plan, chosen, goal, at))

    why_not = refusal(find)
    if why_not:
        parts.note(why_not)
        return
    for one in told:
        parts.note(one)
    st.button(
        f"确认{DOING[goal]}",
        key="stage_sure",
        type="primary",
        on_click=_go,
        args=(chosen, goal, reason_key, move),
    )


def _go(chosen: Round, goal: Stage, reason_key: str, move: Move) -> None:
    """Move once: the second half of a double click finds it done."""
    if not st.session_state.get(_SURE):
        st.session_state[_SURE] = True
        move(chosen, goal, reason_key)


def _told(master: Master, plan: Plan, chosen: Round, goal: Stage, at: dt.datetime) -> list[str]:
    if goal is Stage.FEEDBACK:
        return feedback_words(running.awaited_feedback(master, plan, chosen, at), chosen)
    if goal is Stage.FROZEN:
        return _freezing_words(running.lateness(master, plan, chosen, at.date()), chosen)
    return [
        "归档以后本轮不再办理，核定、抽取和回头看都不能再改。",
        "确需再办的，要写明原因退回，退回和原因都留有记录。",
    ]


def feedback_words(found: running.Handover, chosen: Round) -> list[str]:
    """What is handed over, how much of it nobody looked at, and what can be taken back."""
    if not found.problems:
        return ["没有要交办的新问题；本轮进入“反馈”阶段。", "阶段可以写明原因退回，退回留有记录。"]
    units = len({one.unit for one in found.problems})
    told = [
        f"将给 {units} 家单位交办 {len(found.problems)} 个督查问题，整改期限 {chosen.rectification_days} 个工作日。"
    ]
    if found.undecided:
        told.append(
            f"其中 {found.undecided} 个只是系统的建议，还没有人核定。要先核定的，请关掉这里，逐项核定或者批量同意。"
        )
    told.append(
        "交办以后各单位马上看得到，问题不能收回，只能逐个整改、核查到销号；本轮的阶段可以写明原因退回，退回留有记录。"
    )
    return told


def _freezing_words(found: running.Lateness, chosen: Round) -> list[str]:
    told = [f"按截止日 {chosen.submit_by} 以前收到的和经登记照计的冻结，以后收到的不影响本轮。"]
    left_out = "、".join(
        words
        for words in (
            f"逾期的 {len(found.late)} 家" if found.late else "",
            f"按时报过、过期又报了更正的 {len(found.corrected)} 家的更正" if found.corrected else "",
        )
        if words
    )
    if left_out:
        told.append(f"没有登记照计、不计入的：{left_out}。要照计的，请先在“逾期报送”中登记。")
    told.append("冻结早了的，只能写明原因退回再重新冻结，退回和原因都留有记录。")
    return told
