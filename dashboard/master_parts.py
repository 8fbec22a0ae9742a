"""Pieces of 总台账 and 单位: filters, the rows, one row's past, what units tell differently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import data, parts
from dashboard.data import View
from dashboard.differences import field_differences
from dashboard.figures import STATUS_WORDS, status_word
from dashboard.filters import Filters
from dashboard.tables import grid, html_table, light_chip
from dashboard.text import esc_html, mask_phones, moment_text, percent_text, short
from inspections.conflicts import Conflict
from master.views import HistoryRow
from schemas.layout import Layout
from schemas.plan import Plan

_PAGE = 200
_COLUMNS = (
    "light",
    "unit_name",
    "task_id",
    "task",
    "status",
    "percent",
    "deadline",
    "reason",
    "progress",
    "file_name",
    "sheet",
    "row",
    "version",
    "changed_at",
)
_WIDTHS = {"file_name": 130, "progress": 170, "task": 175}
"""So that the last column is seen whole on a screen of 1440."""
_ALL = "全部"
ITEM = "item"
"""Which row the address names, by its number in the master."""


def choose(plan: Plan) -> Filters:
    """The filters, each in the address."""
    units = {"": _ALL, **plan.unit_names}
    points = {0: _ALL, **{point.number: f"{point.number} {point.title}" for point in plan.points}}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            "查找", key="search", bind="query-params", placeholder="任务、进展、责任人、文件名", width=260
        )
        unit = st.selectbox(
            "单位", list(units), format_func=units.__getitem__, key="unit", bind="query-params", width=190
        )
        point = st.selectbox(
            "要点", list(points), format_func=points.__getitem__, key="point", bind="query-params", width=250
        )
        status = _one_of("状态", STATUS_WORDS, "status")
        light = _one_of("灯色", parts.light_words(), "light")
        overdue = st.toggle("只看逾期", key="overdue", bind="query-params")
        withdrawn = st.toggle("含已撤回", key="withdrawn", bind="query-params")
    return Filters(search or "", unit or "", point or 0, status, light, overdue, withdrawn)


def _one_of(label: str, words: Sequence[str], key: str) -> str:
    chosen = st.selectbox(label, [_ALL, *words], key=key, bind="query-params", width=120)
    return "" if chosen in (None, _ALL) else str(chosen)


def show_rows(found: pd.DataFrame) -> int | None:
    """A page of the rows, a grid where there is room and cards on a phone; the place of the selected one among them
    all. What the address names is selected, and stands alone."""
    late = int(found["overdue"].sum()) if len(found) else 0
    parts.note(f"共 {len(found)} 项，逾期 {late} 项。点选一行可看它的历次版本和来源。")
    if found.empty:
        parts.note("没有符合条件的事项，请放宽筛选。")
        return None
    here = {name: value for name, value in st.query_params.to_dict().items() if name != ITEM}
    asked = st.query_params.get(ITEM, "")
    places = (found["item"].astype(str) == asked).to_numpy().nonzero()[0]
    if len(places):
        back = esc_html(f"?{urlencode(here)}")
        st.html(
            f"<ul class='tz-links' data-arrive='{esc_html(asked)}'><li><a href='{back}' target='_self'>回到全部 {len(found)} 项</a></li></ul>"
        )
        return int(places[0])
    pages = -(-len(found) // _PAGE)
    page = st.pagination(pages, key=f"page_{pages}") if pages > 1 else 1
    start = (page - 1) * _PAGE
    shown = found.iloc[start : start + _PAGE]
    shown = shown.assign(progress=shown["progress"].map(mask_phones))
    columns = [name for name in _COLUMNS if name != "unit_name" or found["unit"].nunique() > 1]
    with st.container(key="master_grid"):
        place = grid(
            shown,
            columns,
            key=f"rows_{pages}_{page}",
            alt="总台账的事项",
            select=True,
            height=560 if len(shown) > 14 else None,
            widths=_WIDTHS,
        )
    with st.container(key="master_cards"):
        st.html(row_cards(shown, here))
    return None if place is None else start + place


def row_cards(shown: pd.DataFrame, here: Mapping[str, str]) -> str:
    """The rows for a phone, each a way to itself: whose it is and what, then how it stands. ``here`` is what the
    address says besides."""
    names = ("item", "light", "unit_name", "task_id", "task", "status", "percent", "deadline", "reason")
    items = []
    for item, light, unit, task_id, task, status, percent, deadline, reason in shown[list(names)].itertuples(
        index=False, name=None
    ):
        stands = (
            f"{status} {percent_text(percent)}".strip(),
            f"时限 {deadline}" if isinstance(deadline, dt.date) else "",
            reason,
        )
        items.append(
            f"<li><a href='{esc_html('?' + urlencode({**here, ITEM: item}))}' target='_self'>"
            f"{light_chip(light)} <b>{esc_html(unit)}</b>　{esc_html(short(f'{task_id} {task}'.strip(), 40))}</a>"
            f"<br>{esc_html('　'.join(one for one in stands if one))}</li>"
        )
    return f"<ul class='tz-moved' aria-label='总台账的事项'>{''.join(items)}</ul>"


def show_history(view: View, row: Any, *, heading: bool = True) -> None:
    """Every version of a row with its source, old → new."""
    if heading:
        parts.heading(f"{row['task_id']} {row['task']}".strip())
    told = [one for one in data.history(view, row["unit"]) if one.item == row["item"]]
    if not told:
        # A match confirmed by a person joins items: the row may be known under another number.
        told = [
            one for one in data.history(view, row["unit"]) if one.record.task_id == (row["task_id"] or None)
        ]
    plan = data.plan()
    layouts = data.master().layouts({one.submission for one in told})
    lines: list[tuple[str, ...]] = []
    before = None
    for one in told:
        layout = layouts.get(one.submission, Layout())
        lines.append(
            (
                _version(one),
                moment_text(one.received_at),
                _changes(before, one, layout, plan),
                mask_phones(one.record.progress or ""),
                f"{one.file_name}　{one.record.sheet}　第{one.record.row}行",
            )
        )
        before = one if one.version is not None else before
    st.html(
        html_table(
            ("版本", "收到时间", "变化（原值 → 新值）", "进展情况", "来源"),
            list(reversed(lines)),
            caption="历次版本，新的在前",
        )
    )


def _version(row: HistoryRow) -> str:
    if row.version is not None:
        return f"第 {row.version} 版"
    return "已撤销" if row.undone_at else "暂不入库"


def _changes(before: HistoryRow | None, now: HistoryRow, layout: Layout, plan: Plan) -> str:
    """What a version changed, each field with its cell; 进展情况 has a column of its own."""
    state = f"{status_word(now.record.status)} {percent_text(now.record.percent)}".strip()
    if before is None:
        return f"首次报送：{state}"
    told = [
        f"{one.title}{_in_cell(layout, now, one.name)}：{one.old} → {one.new}"
        for one in field_differences(before.record, now.record, plan)
        if one.name != "progress"
    ]
    return "；".join(told) or f"没有变化：{state}"


def _in_cell(layout: Layout, row: HistoryRow, name: str) -> str:
    cell = layout.cell(row.record.sheet, row.record.row, name.removesuffix("_text"))
    return f"（{cell}）" if cell else ""


def show_conflicts(found: Sequence[Conflict], plan: Plan) -> None:
    """Shared tasks with what each unit says; nobody is declared right."""
    if not found:
        parts.note("共同任务的各单位说法一致。")
        return
    parts.note("下列共同任务，几个单位报的状态或完成率不同，请核实。")
    rows = []
    for one in found:
        said = "；".join(
            f"{plan.unit_by_code[claim.unit].name}：{status_word(claim.status)} {percent_text(claim.percent)}".strip()
            for claim in one.claims
        )
        rows.append((f"要点{one.point}", f"{one.task_id} {one.task}", said))
    st.html(html_table(("要点", "任务", "各单位的说法"), rows, caption=f"{len(found)} 项任务"))
