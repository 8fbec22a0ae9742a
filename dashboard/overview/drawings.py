"""The charts of 总览: drawn, described, and clicked. A click goes into the address, and the rows follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import data, figures, frame, parts
from dashboard.charts.theme import Look
from dashboard.overview import loading
from dashboard.overview.chosen import BARS, KEYS, MAP, Chosen
from dashboard.overview.loading import Seen
from schemas.plan import Plan

MOST_UNITS = 80
_ALL_LIGHTS, _ALL_VERDICTS = "灯色", "督查结论"
_WORST, _DONE = "最差灯色", "已完成"


def look() -> Look:
    """How charts are drawn for this screen."""
    return Look(frame.large(), frame.dark())


def points(seen: Seen) -> None:
    """The points as bars, by light, or by verdict once a round has any."""
    judged = loading.round_with_verdicts(seen)
    shown: Any = _ALL_LIGHTS
    if judged is not None:
        shown = st.segmented_control(
            "各要点按什么分", [_ALL_LIGHTS, _ALL_VERDICTS], default=_ALL_LIGHTS, required=True, key="bars", bind="query-params",
            label_visibility="collapsed",
        )  # fmt: skip
    if judged is not None and shown == _ALL_VERDICTS:
        drawn = loading.verdict_bars(seen, judged.code, look())
        parts.note(f"{judged.name}的结论，没有核定的按系统建议；右边的分数是认定完成/应完成。点条形看事项。")
    else:
        drawn = loading.light_bars(seen.view, look())
        parts.note("条形是事项数，右边的分数是已完成/应完成（不含不涉及）。点条形看事项。")
    if isinstance(drawn, str):
        parts.note(drawn)
    else:
        _draw(drawn, "point_bars", "各要点的事项按灯色或结论计数", _pick_bar)


def unit_map(seen: Seen, plan: Plan) -> None:
    """Units against points within one peer group; on a phone a list of words instead."""
    groups = figures.peer_groups(plan)
    with st.container(horizontal=True):
        chosen = st.segmented_control(
            "单位类别", groups, default=groups[0], required=True, key="group", bind="query-params"
        )
        shown = st.segmented_control(
            "格内显示", [_WORST, _DONE], default=_WORST, required=True, key="map", bind="query-params"
        )
    group = str(chosen)
    first = _first(loading.units_of_map(seen.view, group), group)
    page = loading.unit_map(seen.view, group, shown == _DONE, first, MOST_UNITS, look())
    if page.unfit:
        parts.note(page.unfit)
        return
    with st.container(key="wide_map"):
        _draw(page.spec, "unit_map", f"{group}各单位各要点的{shown}", _pick_square)
    with st.container(key="narrow_map"):
        st.html(page.narrow)
    parts.legend(plan, shown == _WORST)


def _first(units: int, group: str) -> int:
    """The first unit of the page of the map that is looked at."""
    pages = -(-units // MOST_UNITS)
    if pages < 2:
        return 0
    page = int(st.pagination(pages, key=f"map_page_{group}"))
    parts.note(f"这一类有 {units} 家单位，每页 {MOST_UNITS} 家，这是第 {page}/{pages} 页。")
    return (page - 1) * MOST_UNITS


def claims(seen: Seen, plan: Plan) -> None:
    """Self-report against verdict, once a round has verdicts; of the units of the map's peer group."""
    judged = loading.round_with_verdicts(seen)
    if judged is None:
        return
    group = str(st.session_state.get("group") or figures.peer_groups(plan)[0])
    page = loading.claims(seen, judged.code, group, look())
    st.subheader("自报与督查结论", anchor=False)
    parts.note(page.sentence)
    st.html(page.groups)
    if page.unfit:
        parts.note(f"{group}：{page.unfit}")
    else:
        _draw(page.spec, "claim_bars", f"{group}各单位自报已完成与核定的对照", _pick_unit)
    if page.otherwise:
        with st.expander(f"{group}另有认定的 {page.otherwise} 项"):
            st.html(page.rows)


def _draw(spec: dict[str, Any], key: str, alt: str, pick: Callable[[], None]) -> None:
    st.vega_lite_chart(spec, key=key, alt=alt, on_select=pick, selection_mode="picked")


def _pick_bar() -> None:
    picked = _picked("point_bars")
    _choose(Chosen(point=int(picked["point"]), word=picked["word"], below=BARS) if picked else None)


def _pick_square() -> None:
    picked = _picked("unit_map")
    if picked is None:
        _choose(None)
        return
    names = {unit.short_name: unit.name for unit in data.plan().units}
    name = str(picked["unit_name"])
    _choose(Chosen(unit=names.get(name, name), point=int(picked["point"]), below=MAP))


def _pick_unit() -> None:
    picked = _picked("claim_bars")
    names = {unit.short_name: unit.name for unit in data.plan().units}
    _choose(Chosen(unit=names.get(str(picked["unit_name"]), "")) if picked else None)


def _picked(key: str) -> dict[str, Any] | None:
    selection = st.session_state[key]["selection"].get("picked") or []
    return dict(selection[0]) if selection else None


def _choose(chosen: Chosen | None) -> None:
    for key in KEYS:
        st.query_params.pop(key, None)
    if chosen is not None:
        st.query_params.update(chosen.to_query())
