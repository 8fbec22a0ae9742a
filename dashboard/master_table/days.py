"""总台账 on two days: what is new, what changed from what to what, what was withdrawn."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from dashboard import addresses, changes, data, parts
from dashboard.data import View
from dashboard.differences import HEADS, KINDS, counted, differences
from dashboard.tables import grid
from dashboard.text import day_text
from schemas.plan import Plan

SINCE, UNTIL = "since", "until"


@st.cache_resource(show_spinner="正在比较……", max_entries=6, ttl=3600)
def between(view: View, since: dt.date) -> pd.DataFrame:
    """The differences from a day to the view's day. Shared: never change it."""
    return differences(data.known_rows(view.on(since)), data.known_rows(view), data.plan())


def show_days(view: View, plan: Plan) -> None:
    """Two days to choose, the differences between them, and how to take them along."""
    since, until = _choose(view, plan)
    if since >= until:
        parts.note("前一个日子要早于后一个日子，请改一下。")
        return
    found = between(view.on(until), since)
    told = counted(found)
    said = "，".join(f"{kind} {told[kind]} 项" for kind in KINDS)
    parts.note(f"{day_text(since, plan.year)}到{day_text(until, plan.year)}：{said}。")
    if found.empty:
        parts.note("两天的总台账没有差异。")
        return
    units = {code: plan.unit_by_code[code].name for code in dict.fromkeys(found["unit"])}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kinds = st.segmented_control(
            "只看", KINDS, key="difference_kinds", selection_mode="multi", bind="query-params"
        )
        unit = st.selectbox(
            "单位",
            ["", *units],
            format_func=lambda code: units.get(code, "全部"),
            key="difference_unit",
            width=220,
        )
    shown = found[found["kind"].isin(kinds)] if kinds else found
    shown = shown[shown["unit"] == unit] if unit else shown
    if shown.empty:
        parts.note("没有符合条件的差异，请放宽筛选。")
        return
    grid(
        shown,
        list(HEADS),
        key="differences",
        alt="两天之间的差异",
        heads=HEADS,
        height=560 if len(shown) > 14 else None,
    )
    parts.links(addresses.of_differences(since, until))


def _choose(view: View, plan: Plan) -> tuple[dt.date, dt.date]:
    """The two days, in the address; usually the view's day and the one it is compared with elsewhere."""
    bases = changes.baselines(plan, data.received_days(view), view.as_of)
    usual = bases[-1].day if bases else view.as_of - dt.timedelta(days=7)
    for base in bases:
        if base.key == changes.LAST_SUBMISSION:
            usual = base.day
    with st.container(horizontal=True, vertical_alignment="bottom"):
        since: dt.date | None = st.date_input(
            "从哪一天", usual, key=SINCE, bind="query-params", format="YYYY-MM-DD", width=200
        )
        until: dt.date | None = st.date_input(
            "到哪一天",
            view.as_of,
            key=UNTIL,
            bind="query-params",
            format="YYYY-MM-DD",
            width=200,
        )
    return since or usual, until or view.as_of
