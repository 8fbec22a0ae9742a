"""The units of a 现场督查: factors anybody can recount, a draw anybody can repeat, check sheets out and in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from itertools import groupby
from typing import cast

import streamlit as st

from dashboard import data, parts
from dashboard.data import View
from dashboard.rounds.acting import act, names, now, refusal, today, typed
from dashboard.rounds.known import unit_factors
from dashboard.rounds.steps import check_open
from dashboard.tables import html_table
from dashboard.text import moment_text
from inspections.check_sheets import take_in
from inspections.onsite import draw_units
from inspections.sampling import ADDED, RANDOM, WORST, proposals_of, replay, units_in_scope
from inspections.stages import StageError
from master.inspection_records import Draw, RoundMove
from schemas.plan import Plan, Round
from schemas.working_days import add_working_days
from vocabulary.access import Action

WAYS = {WORST: "因素最差", RANDOM: "随机抽取", ADDED: "指定列入"}
_MOST_LINES = 30


def show_factors(view: View, plan: Plan, chosen: Round) -> None:
    """Who would be proposed as the worst of its group, and from which counts: before any seed is named."""
    master = data.master()
    marks = tuple(master.rounds.mark(one.code) for one in plan.rounds)
    problems = len(master.problems.events(today()))
    known = names()
    counted = unit_factors(view, chosen.code, (*marks, problems), today())
    with st.expander(f"各单位的因素（{len(counted)} 家，只在同类单位之间排）"):
        parts.note("每项因素的件数乘以权重为得分，权重由县里在阈值中设定；合计为零的不列。")
        ranked = sorted(counted, key=lambda one: (one.peer_group, -one.total, one.unit))
        for group, members in groupby(ranked, key=lambda one: one.peer_group):
            ordered = [one for one in members if one.total]
            rows = [
                (place, known[one.unit], f"{one.total:g}", one.words())
                for place, one in enumerate(ordered, start=1)
            ]
            caption = f"{group}：{len(rows)} 家有分" + (
                f"，先列 {_MOST_LINES} 家" if len(rows) > _MOST_LINES else ""
            )
            st.html(html_table(("位次", "单位", "合计分", "怎么来的"), rows[:_MOST_LINES], caption=caption))


def show_form(plan: Plan, chosen: Round, moves: list[RoundMove]) -> None:
    """The draw: a seed that was made public before, how many, who is added by name and why."""
    why_not = refusal(partial(check_open, plan, chosen, moves, now()))
    if why_not:
        parts.note(f"现在不能抽取：{why_not}")
        return
    known, numbers = names(), plan.thresholds
    with st.form(f"draw_{chosen.code}"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(
                "种子",
                key="seed",
                max_chars=60,
                width=220,
                help="事先公布的词或数，同一种子总抽出同样的单位",
                placeholder="如2023-09-20",
                persist_state="session",
            )
            st.number_input(
                "每类因素最差",
                min_value=0,
                max_value=20,
                value=int(numbers.number("onsite_worst", 1)),
                key="worst",
                width=140,
            )
            st.number_input(
                "另随机抽取",
                min_value=0,
                max_value=60,
                value=int(numbers.number("onsite_random", 3)),
                key="drawn",
                width=140,
            )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.multiselect(
                "指定列入的单位",
                [unit.code for unit in units_in_scope(plan, chosen)],
                format_func=known.__getitem__,
                key="added",
                width=340,
                placeholder="可不选",
            )
            st.text_input(
                "指定的原因（有指定的必写）", key="because", max_chars=200, width=340, persist_state="session"
            )
        st.form_submit_button("抽取并登记", key="draw_go", type="primary", on_click=_draw, args=(chosen,))


def _draw(chosen: Round) -> None:
    state = st.session_state

    def work(by: str, at: dt.datetime) -> str:
        if not typed("seed") or not typed("seed").isprintable():
            raise StageError("请写种子：一个事先公布的词或数，如2023-09-20。")
        if state["added"] and not typed("because"):
            raise StageError("指定列入单位要写明原因。")
        draw = draw_units(
            data.master(),
            data.plan(),
            chosen,
            at.date(),
            typed("seed"),
            by,
            at,
            worst=int(state["worst"]),
            drawn=int(state["drawn"]),
            added=list(state["added"]),
            because=typed("because"),
        )
        return f"第{draw.id}号抽取已登记：种子“{draw.seed}”，共{len(proposals_of(draw))}家。"

    if act(Action.RUN_ROUND, f"{chosen.name}：抽取督查单位", work):
        state["seed"], state["because"], state["added"] = "", "", []


def show_draws(plan: Plan, chosen: Round) -> None:
    """Every draw with whom and what it gave, whether it can be repeated, and its check sheets."""
    draws = data.master().rounds.draws(chosen.code)
    if not draws:
        parts.note(f"{chosen.name}还没有抽取过督查单位。")
        return
    for draw in reversed(draws):
        with st.expander(f"第 {draw.id} 号抽取（{len(proposals_of(draw))} 家）", expanded=draw is draws[-1]):
            _show_draw(plan, chosen, draw)


def _show_draw(plan: Plan, chosen: Round, draw: Draw) -> None:
    known = names()
    parts.note(f"种子“{draw.seed}”　{moment_text(draw.at)}　{draw.by}")
    source = plan.round_by_code.get(str(draw.settings.get("verdicts_of", "")))
    told = f"{source.name}的核定结论" if source else "台账（还没有核定结论）"
    excluded = [
        known[code] for code in cast("Iterable[str]", draw.settings.get("excluded", ())) if code in known
    ]
    if excluded:
        parts.note(f"{'、'.join(excluded)}是要点的发文单位，组织督查，不列入推荐和抽取；要查的可指定列入。")
    parts.note(f"依据：截至{draw.settings.get('as_of', '')}的{told}，以及督查问题和必改问题。")
    rows = [
        (
            known.get(one.unit, one.unit),
            "、".join(WAYS[way] for way in one.ways),
            "；".join(one.reasons),
            "、".join(one.rows) or "—",
        )
        for one in proposals_of(draw)
    ]
    st.html(
        html_table(
            ("单位", "怎样列入", "理由", "抽查报已完成的事项"),
            rows,
            caption=f"共 {len(rows)} 家",
            dense=False,
        )
    )
    _show_replay(draw)
    base = f"/files/rounds/{chosen.code}"
    sheets = [("全部核查表（打包）", f"{base}/check-sheets/{draw.id}")]
    sheets += [
        (f"{plan.unit_by_code[one.unit].short_name}核查表", f"{base}/check-sheet/{draw.id}/{one.unit}")
        for one in proposals_of(draw)
        if one.unit in plan.unit_by_code
    ]
    parts.links(sheets)


def _show_replay(draw: Draw) -> None:
    if replay(draw):
        parts.note(
            f"重放核对：种子“{draw.seed}”给出同样的 {len(proposals_of(draw))} 家单位和抽查事项，与记录一致。"
        )
    else:
        st.error(f"第{draw.id}号抽取重放的结果与记录不符，数据库可能被改动过，请从备份核对。")


def show_taking_in(plan: Plan, chosen: Round, moves: list[RoundMove]) -> None:
    """Filled check sheets come in by 报送; here they become verdicts and problems, each once."""
    parts.note("填好的核查表在“报送”页导入，再在这里转为核定结论和督查问题；已经转过的不重复转。")
    why_not = refusal(partial(check_open, plan, chosen, moves, now()))
    st.button(
        "转入已收到的核查表",
        key=f"take_in_{chosen.code}",
        disabled=bool(why_not),
        on_click=_take_in,
        args=(chosen,),
    )
    if why_not:
        parts.note(f"现在不能转入：{why_not}")


def _take_in(chosen: Round) -> None:
    def work(by: str, at: dt.datetime) -> str:
        plan, known = data.plan(), names()
        done = take_in(
            data.master(),
            plan,
            chosen,
            at.date(),
            by,
            at,
            due_after=partial(add_working_days, plan.calendar),
        )
        told = (
            f"核查表{done.rows}行（未核查{done.unchecked}行）：新核定{len(done.decisions)}项，新立问题"
            f"{len(done.problems)}个；此前已转入核定{done.known_decisions}项、问题{done.known_problems}个。"
        )
        told += "".join(f"问题{number}的核查表已改写，问题本身没有改。" for number in done.changed)
        outside = "、".join(known.get(unit, unit) for unit in done.outside)
        return told + (f"{outside}不在本轮抽取的单位之内，核查表没有转入。" if outside else "")

    act(Action.RUN_ROUND, f"{chosen.name}：转入现场核查表", work)
