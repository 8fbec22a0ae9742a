"""The charts of 总览: drawn, described, and clicked. A click goes into the address, and the rows follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import data, figures, frame, parts
from dashboard.charts import unit_map as unit_map_chart
from dashboard.charts.point_bars import unfit as nothing_to_draw
from dashboard.charts.theme import Look
from dashboard.overview import loading
from dashboard.overview.chosen import BARS, KEYS, MAP, Chosen
from dashboard.overview.loading import Seen
from dashboard.tables import html_table, light_chip
from dashboard.text import esc_html
from inspections.situation import OVERALL
from schemas.plan import Plan

MOST_UNITS = 80
_ALL_LIGHTS, _ALL_VERDICTS = "灯色", "督查结论"
_WORST, _DONE = "最差灯色", "已完成"


def look() -> Look:
    """How charts are drawn for this screen."""
    return Look(frame.large(), st.context.theme.type == "dark")


def points(seen: Seen, plan: Plan) -> None:
    """The points as bars, by light, or by verdict once a round has any."""
    judged = loading.round_with_verdicts(seen)
    shown: Any = _ALL_LIGHTS
    if judged is not None:
        shown = st.segmented_control(
            "各要点按什么分", [_ALL_LIGHTS, _ALL_VERDICTS], default=_ALL_LIGHTS, required=True, key="bars", bind="query-params",
            label_visibility="collapsed",
        )  # fmt: skip
    if judged is not None and shown == _ALL_VERDICTS:
        claimed = loading.verdicts(seen, judged.code).claimed
        parts.note(f"{judged.name}的结论，已核定 {claimed.decided.text}，其余是系统建议。点条形看事项。")
        spec = loading.verdict_bars(seen, judged.code, look())
    else:
        counts = loading.light_counts(seen.view)
        if sentence := nothing_to_draw(counts):
            parts.note(sentence)
            return
        parts.note("条形是事项数，右边的分数是已完成/应完成（不含不涉及）。点条形看事项。")
        spec = loading.light_bars(seen.view, look())
    _draw(spec, "point_bars", "各要点的事项按灯色或结论计数", _pick_bar)


def unit_map(seen: Seen, plan: Plan) -> None:
    """Units against points within one peer group; on a phone a list of words instead."""
    groups = figures.peer_groups(plan)
    with st.container(horizontal=True):
        group = st.segmented_control(
            "单位类别", groups, default=groups[0], required=True, key="group", bind="query-params"
        )
        shown = st.segmented_control(
            "格内显示", [_WORST, _DONE], default=_WORST, required=True, key="map", bind="query-params"
        )
    places = data.unit_map(seen.view, str(group))
    if sentence := unit_map_chart.unfit(places):
        parts.note(sentence)
        return
    page = _page(places["unit_name"].nunique(), str(group))
    part = loading.places(seen.view, str(group), page)
    with st.container(key="wide_map"):
        _draw(
            loading.unit_map(seen.view, str(group), shown == _DONE, page, look()),
            "unit_map",
            f"{group}各单位各要点的{shown}",
            _pick_square,
        )
    with st.container(key="narrow_map"):
        st.html(_in_words(part))
    parts.legend(plan, shown == _WORST)


def _page(units: int, group: str) -> slice:
    pages = -(-units // MOST_UNITS)
    if pages == 1:
        return slice(0, MOST_UNITS)
    page = st.pagination(pages, key=f"map_page_{group}")
    parts.note(f"这一类有 {units} 家单位，每页 {MOST_UNITS} 家，这是第 {page}/{pages} 页。")
    return slice((page - 1) * MOST_UNITS, page * MOST_UNITS)


def _in_words(places: Any) -> str:
    """For a phone: each unit with what is red or missing; those without anything together at the end."""
    items, fine = [], []
    for unit, part in places.groupby("unit_name", sort=False):
        said = [
            f"{light_chip(word)} 要点{'、'.join(str(number) for number in part.loc[part['light'] == word, 'point'])}"
            for word in ("红", "黄", figures.MISSING)
            if (part["light"] == word).any()
        ]
        if said:
            items.append(f"<li><b>{esc_html(unit)}</b>　{'　'.join(said)}</li>")
        else:
            fine.append(esc_html(unit))
    if fine:
        items.append(f"<li>没有红、黄、缺：{'、'.join(fine)}</li>")
    return f"<ul class='tz-moved'>{''.join(items)}</ul>"


def claims(seen: Seen, plan: Plan) -> None:
    """Self-report against verdict, once a round has verdicts."""
    judged = loading.round_with_verdicts(seen)
    if judged is None:
        return
    told = loading.verdicts(seen, judged.code).claimed
    st.subheader("自报与督查结论", anchor=False)
    whole = told.groups[0][1]
    parts.note(
        f"{judged.name}：单位报已完成 {whole.denominator} 项，另有认定 {whole.text}。已核定 {told.decided.text}，其余是系统建议。"
    )
    rows = [
        (name, share.denominator, share.text, words) for name, share, words in told.groups if name != OVERALL
    ]
    st.html(
        html_table(("单位类别", "报已完成", "另有认定", "其中"), rows, caption="各类别分开看，不作总排名")
    )
    group = str(st.session_state.get("group") or figures.peer_groups(plan)[0])
    drawn = loading.claim_bars(seen, judged.code, group, look())
    if isinstance(drawn, str):
        parts.note(f"{group}：{drawn}")
    else:
        _draw(drawn, "claim_bars", f"{group}各单位自报已完成与核定的对照", _pick_unit)
    found = told.rows[told.rows["peer_group"] == group]
    if len(found):
        with st.expander(f"{group}另有认定的 {len(found)} 项"):
            lines = found.head(MOST_UNITS)[["unit_name", "task_id", "task", "verdict", "reason"]]
            st.html(
                html_table(
                    ("单位", "编号", "任务", "结论", "依据"),
                    lines.itertuples(index=False),
                    caption="自报已完成，结论不是完成",
                )
            )


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
