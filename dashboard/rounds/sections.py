"""The parts of the page under a round's head: what is worked on there, each from loading to what can be done."""

from __future__ import annotations

import streamlit as st

from dashboard import parts
from dashboard.data import View
from dashboard.rounds import (
    desk,
    draw_parts,
    figure_parts,
    known,
    look_back_desk,
    look_back_parts,
    verdict_parts,
)
from dashboard.rounds.acting import today
from dashboard.rounds.known import RoundView
from dashboard.rounds.look_back_frame import item_frame, item_place
from dashboard.rounds.verdict_frame import place_of
from inspections.stages import stage_of
from master.inspection_records import RoundMove
from schemas.plan import Plan, Round
from vocabulary.inspection import RoundKind, Stage

VERDICTS, FIGURES, DRAW, LOOK_BACK = "逐项核定", "情况和比较", "抽取和核查表", "回头看事项"

_OF_KIND = {
    RoundKind.WRITTEN: (VERDICTS, FIGURES),
    RoundKind.ONSITE: (DRAW, VERDICTS, FIGURES),
    RoundKind.LOOK_BACK: (LOOK_BACK,),
}


def pick(chosen: Round) -> str:
    """Which part; it stands in the address."""
    offered = _OF_KIND[chosen.kind]
    if len(offered) == 1:
        return offered[0]
    return (
        st.segmented_control(
            "内容",
            offered,
            default=offered[0],
            required=True,
            key=part_key(chosen),
            bind="query-params",
            label_visibility="collapsed",
        )
        or offered[0]
    )


def part_key(chosen: Round) -> str:
    """Under which key the chosen part is kept, in the address too."""
    return f"part_{chosen.kind}"


def show_verdicts(state: RoundView, plan: Plan, moves: list[RoundMove]) -> None:
    """The table on the left, the current verdict on the right."""
    frame = known.frame(state)
    if frame.empty:
        parts.note(_not_yet(moves))
        return
    wanted = verdict_parts.choose(plan, frame)
    found = wanted.apply(verdict_parts.of_drawn(state.round, frame))
    verdict_parts.show_progress(frame, found)
    if found.empty:
        parts.note("没有符合条件的事项，请放宽筛选。")
        return
    place = place_of(found, st.query_params.get("cell", ""))
    left, right = st.columns([6, 5], gap="medium")
    with left:
        if stage_of(moves) is Stage.REVIEWING:
            verdict_parts.show_bulk(state.round, frame)
        verdict_parts.show_table(found, place, f"{state.code}{state.mark}{wanted}{len(found)}")
        parts.note(
            "键盘：A 同意建议，1—7 改定，J 下一项，K 上一项，N 下一项未核定；核定以后自动到下一项未核定的。"
        )
    with right:
        desk.show_desk(state, moves, found, place)


def _not_yet(moves: list[RoundMove]) -> str:
    if stage_of(moves) is Stage.FROZEN:
        return "数据已经冻结。点“进入审核”，系统就给出每项的建议结论，在这里逐项核定。"
    return "还没有核定意见。本轮先冻结数据、再进入审核，系统按冻结的数据给出建议结论，在这里逐项核定。"


def show_figures(state: RoundView, plan: Plan) -> None:
    """The figures of the round, once there are verdicts."""
    judged = known.judged(state)
    if not judged:
        parts.note("还没有核定意见，没有可以比较的数。本轮先冻结数据、再进入审核。")
        return
    figure_parts.offer_rows(state.round, part_key(state.round), VERDICTS)
    figure_parts.show_figures(known.situation(state), plan, sum(one.decision is None for one in judged))


def show_draw(view: View, plan: Plan, chosen: Round, moves: list[RoundMove]) -> None:
    """Factors, the draw, what it gave, and the way back of the check sheets."""
    draw_parts.show_draws(plan, chosen)
    st.subheader("抽取督查单位", anchor=False)
    draw_parts.show_factors(view, plan, chosen)
    draw_parts.show_form(plan, chosen, moves)
    st.subheader("收回核查表", anchor=False)
    draw_parts.show_taking_in(plan, chosen, moves)


def show_look_back(state: RoundView, plan: Plan) -> None:
    """Last year's items on the left, the current one on the right; below what came back and what is left out."""
    chosen = state.round
    look_back_parts.offer_upload(chosen)
    told = known.look_back(state, today())
    if not told.items and not told.scope.outside:
        look_back_parts.show_empty()
        return
    look_back_parts.show_counts(told)
    frame = item_frame(told.items, plan)
    found = look_back_parts.choose(frame)
    if found.empty:
        parts.note("没有符合条件的事项。")
    else:
        asked = st.query_params.get("item", "")
        place = item_place(found, int(asked) if asked.isascii() and asked.isdigit() else 0)
        one = told.item(int(found["item"].iloc[place]))
        left, right = st.columns([6, 5], gap="medium")
        with left:
            look_back_parts.show_items(found, place)
        with right:
            if one is not None:
                look_back_desk.show_item(chosen, one, found, place)
    look_back_parts.show_recurring(told, plan)
    look_back_parts.show_outside(told)
