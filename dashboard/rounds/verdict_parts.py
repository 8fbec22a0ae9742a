"""The verdicts of a round on the screen: filters, the compact table, accepting the undisputed in bulk."""

from __future__ import annotations

import datetime as dt
import zlib
from collections import Counter

import pandas as pd
import streamlit as st

from dashboard import data, parts
from dashboard.rounds.acting import DESK, act
from dashboard.rounds.verdict_frame import STATE_HELP, VerdictFilters, VerdictState
from dashboard.tables import grid
from dashboard.text import share
from inspections import deciding
from inspections.sampling import proposals_of
from schemas.plan import Plan, Round
from vocabulary.access import Action
from vocabulary.inspection import RoundKind, Verdict

ROWS = 25
HEADS = {
    "unit_name": "单位",
    "task_id": "编号",
    "task": "任务",
    "suggested": "建议",
    "claimed": "自报",
    "light": "灯",
    "decided": "核定",
    "by": "核定人",
}
_ALL = "全部"


def choose(plan: Plan, frame: pd.DataFrame) -> VerdictFilters:
    """The filters, each in the address."""
    here = set(frame["unit"])
    units = {"": _ALL, **{unit.code: unit.name for unit in plan.units if unit.code in here}}
    groups = ["", *dict.fromkeys(unit.peer_group for unit in plan.units if unit.code in here)]
    points = {0: _ALL, **{point.number: f"{point.number} {point.title}" for point in plan.points}}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = st.selectbox(
            "进度",
            ["", *(one.zh for one in VerdictState)],
            format_func=lambda word: word or _ALL,
            key="of_state",
            bind="query-params",
            width=130,
            help=STATE_HELP,
        )
        suggested = st.selectbox(
            "系统建议",
            ["", *(one.zh for one in Verdict)],
            format_func=lambda word: word or _ALL,
            key="of_verdict",
            bind="query-params",
            width=130,
        )
        unit = st.selectbox(
            "单位",
            list(units),
            format_func=units.__getitem__,
            key="of_unit",
            bind="query-params",
            width=190,
        )
        group = st.selectbox(
            "同类组",
            groups,
            format_func=lambda word: word or _ALL,
            key="of_group",
            bind="query-params",
            width=160,
        )
        point = st.selectbox(
            "要点",
            list(points),
            format_func=points.__getitem__,
            key="of_point",
            bind="query-params",
            width=230,
        )
        differs = st.toggle(
            "自报与核定不符",
            key="differs",
            bind="query-params",
            help="单位自己报的状态与现在的结论对不上的事项",
        )
    return VerdictFilters(unit or "", group or "", point or 0, suggested or "", state or "", differs)


def of_drawn(chosen: Round, frame: pd.DataFrame) -> pd.DataFrame:
    """Of a 现场督查 whose units are drawn, on demand only the verdicts on those."""
    if chosen.kind is not RoundKind.ONSITE:
        return frame
    draws = data.master().rounds.draws(chosen.code)
    if not draws or not st.toggle("只看抽取的单位", value=True, key="of_drawn", bind="query-params"):
        return frame
    units = {one.unit for draw in draws for one in proposals_of(draw)}
    return frame[frame["unit"].isin(units)].reset_index(drop=True)


def show_progress(frame: pd.DataFrame, found: pd.DataFrame) -> None:
    """How far the round is, and what the filters leave of it."""
    decided, all_rows = int((frame["by"] != "").sum()), len(frame)
    counts = Counter(frame["verdict"])
    told = "、".join(f"{one.zh} {counts[one.zh]}" for one in Verdict if counts[one.zh])
    parts.note(f"已核定 {decided}/{all_rows} 项（{share(decided, all_rows)}）。现在的结论：{told}。")
    if len(found) < all_rows:
        left = int((found["by"] == "").sum())
        parts.note(f"筛选出 {len(found)} 项，其中未核定 {left} 项。")


def show_table(found: pd.DataFrame, place: int, shown_as: str) -> None:
    """The page of the table the current row is on, that row marked; a click makes another the current one.

    ``shown_as`` changes with the filters and the records: a mark never stays on a line that is another's by now.
    """
    shown_as = f"{st.session_state.get('turn', 0)}_{zlib.crc32(shown_as.encode())}"
    first = place // ROWS * ROWS
    shown = found.iloc[first : first + ROWS]
    columns = [name for name in HEADS if name != "unit_name" or found["unit"].nunique() > 1]
    picked = grid(
        shown,
        columns,
        key=f"judged_{shown_as}_{first}",
        alt="核定意见",
        select=True,
        selected=place - first,
        height=38 + 35 * max(len(shown), 3),
        heads=HEADS,
    )
    if picked is not None and first + picked != place:
        st.query_params["cell"] = str(found["cell"].iloc[first + picked])
        st.rerun()
    pages = -(-len(found) // ROWS)
    if pages > 1:
        page = st.pagination(pages, default=first // ROWS + 1, key=f"page_{shown_as}_{first}")
        if page != first // ROWS + 1:
            st.query_params["cell"] = str(found["cell"].iloc[(page - 1) * ROWS])
            st.rerun()


def show_bulk(chosen: Round, frame: pd.DataFrame) -> None:
    """Accept every suggestion nobody disputes: how many, what is left out and why, then the button."""
    free = frame[frame["by"] == ""]
    doubtful = int((free["suggested"] == Verdict.TO_VERIFY.zh).sum())
    ready = len(free) - doubtful
    decided = len(frame) - len(free)
    with st.popover(f"批量同意（{ready} 项）", disabled=not ready):
        counts = Counter(free.loc[free["suggested"] != Verdict.TO_VERIFY.zh, "suggested"])
        told = "、".join(f"{one.zh} {counts[one.zh]} 项" for one in Verdict if counts[one.zh])
        parts.note(f"将按系统建议核定 {ready} 项：{told}。")
        parts.note(
            f"不在其内：建议“待核实”的 {doubtful} 项，要逐项看；已经核定的 {decided} 项，不改动。筛选条件不影响批量同意，范围是本轮全部。"
        )
        sure = st.checkbox("已抽看，确认批量同意", key=f"sure_{chosen.code}")
        st.button(
            f"同意这 {ready} 项",
            key=f"accept_all_{chosen.code}",
            type="primary",
            disabled=not sure,
            on_click=_accept_all,
            args=(chosen,),
        )


def _accept_all(chosen: Round) -> None:
    def work(by: str, at: dt.datetime) -> str:
        master = data.master()
        accepted = deciding.accept_undisputed(master, data.plan(), chosen, by, at)
        left = sum(one.decision is None for one in deciding.judged(master, chosen))
        return f"已同意{len(accepted)}项；还有{left}项“待核实”要逐项核定。"

    act(Action.DECIDE_VERDICT, f"{chosen.name}：批量同意系统建议", work, place=DESK)
    st.session_state[f"sure_{chosen.code}"] = False
    st.session_state["turn"] = st.session_state.get("turn", 0) + 1
