"""Pieces of 总览: the line, the figures, what moved, what comes, what is late, who is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

import pandas as pd
import streamlit as st

from dashboard import changes, data, figures, frame, parts
from dashboard.data import View
from dashboard.overview import loading
from dashboard.overview.chosen import Chosen
from dashboard.overview.coming import Coming
from dashboard.overview.counts import Figure
from dashboard.overview.line_html import line_html
from dashboard.overview.loading import Seen
from dashboard.overview.movements import ADVANCED, LATE, MOVEMENT_WORDS, STALLED, Movements
from dashboard.tables import light_chip
from dashboard.text import day_text, esc_html, short
from schemas.plan import Plan

_NAMED = 6
_MOST_COMING = 12
_MOST_LATE = 10


def year(seen: Seen, plan: Plan) -> None:
    """The year as a line."""
    st.html(line_html(loading.line(seen), seen.view.as_of, plan.year))


def compared(view: View, plan: Plan) -> changes.Baseline | None:
    """The day to compare with, chosen among those worth it; None where nothing was known before."""
    bases = {one.key: one for one in changes.baselines(plan, data.received_days(view), view.as_of)}
    if not bases:
        return None
    chosen = st.segmented_control(
        "与哪天相比",
        list(bases),
        default=next(iter(bases)),
        required=True,
        key="since",
        bind="query-params",
        format_func=lambda key: f"{bases[key].name}（{day_text(bases[key].day, plan.year)}）",
    )
    return bases.get(str(chosen), next(iter(bases.values())))


def cards(row: Sequence[Figure], since: str) -> None:
    """The figures with what they are made of and how they changed."""
    boxes = "".join(
        f"<div class='tz-figure {'tz-' + one.tone if one.tone else ''}'><div class='tz-name'>{esc_html(one.name)}</div>"
        f"<div class='tz-number'>{esc_html(one.number)}<small> {esc_html(one.word)}</small></div>"
        f"<div class='tz-more'>{esc_html(one.more)}</div>"
        + (f"<div class='tz-change'>{esc_html(since)}{esc_html(one.change)}</div>" if one.change else "")
        + "</div>"
        for one in row
    )
    st.html(f"<div class='tz-figures tz-row'>{boxes}</div>")


def moved(told: Movements, base: str, here: Mapping[str, str]) -> None:
    """What changed, with names: a line for each kind, each name a way to its row."""
    items = []
    for kind in MOVEMENT_WORDS:
        rows = told.rows[kind]
        if rows.empty:
            items.append(f"<li><b>{kind}</b> 没有</li>")
            continue
        tone = {LATE: "tz-alarm", ADVANCED: "tz-calm"}.get(kind, "")
        every = Chosen(move=kind).link(here)
        names = "、".join(_name(line, kind, here) for line in islice(rows.to_dict("records"), _NAMED))
        more = (
            f"……（<a href='{esc_html(every)}' target='_self'>全部 {len(rows)} 项</a>）"
            if len(rows) > _NAMED
            else ""
        )
        said = _stalled(told) if kind == STALLED else ""
        items.append(
            f"<li class='{tone}'><a href='{esc_html(every)}' target='_self'><b>{kind} {len(rows)} 项</b></a> "
            f"{said}{names}{more}</li>"
        )
    st.html(f"<ul class='tz-moved' aria-label='与{esc_html(base)}相比'>{''.join(items)}</ul>")


def _stalled(told: Movements) -> str:
    if not told.unsent:
        return "（重新报送了，但状态、完成率、进展文字都没有变）"
    return f"（其中 {told.unsent} 项所在的 {told.unsent_units} 家单位此后没有再报送）"


def _name(line: Mapping[object, object], kind: str, here: Mapping[str, str]) -> str:
    href = esc_html(Chosen(item=int(str(line["item"]))).link(here))
    task = short(f"{line['task_id']} {line['task']}".strip(), 24)
    was = f"（{line['before']} → {line['status']}）" if line["before"] and kind not in (STALLED, LATE) else ""
    return (
        f"<a href='{href}' target='_self'>{esc_html(line['unit_name'])} {esc_html(task)}</a>{esc_html(was)}"
    )


def ahead(told: Sequence[Coming], plan: Plan, here: Mapping[str, str]) -> None:
    """What falls due in two weeks, day by day."""
    if not told:
        parts.note("今后两周没有到期的任务、整改和节点。")
        return
    items = []
    for one in told[:_MOST_COMING]:
        names = [
            plan.unit_by_code[code].short_name for code in one.units[:_NAMED] if code in plan.unit_by_code
        ]
        who = (
            f"　{len(one.units)} 家：{'、'.join(names)}{'等' if len(one.units) > len(names) else ''}"
            if names
            else ""
        )
        what = esc_html(short(one.what, 40))
        if one.task_id:
            what = f"<a href='{esc_html(Chosen(task=one.task_id).link(here))}' target='_self'>{what}</a>"
        items.append(f"<li><b>{day_text(one.day, plan.year)}</b>　{what}{esc_html(who)}</li>")
    left = told[_MOST_COMING:]
    if left:
        items.append(
            f"<li>另有 {len(left)} 件，最晚 {day_text(left[-1].day, plan.year)}到期，见“总台账”按时限查看。</li>"
        )
    st.html(f"<ul class='tz-moved'>{''.join(items)}</ul>")


def late(rows: pd.DataFrame, plan: Plan, here: Mapping[str, str]) -> None:
    """Where it is late, then who with what, for how long."""
    if rows.empty:
        parts.note("没有逾期的事项。")
        return
    full = {unit.short_name: unit.name for unit in plan.units}
    groups = "；".join(
        f"{esc_html(group)}："
        + "、".join(
            f"<a href='{esc_html(Chosen(unit=full[unit], late=True).link(here))}' target='_self'>{esc_html(unit)} {count} 项</a>"
            for unit, count in units
        )
        for group, units in figures.late_units(rows, plan)
    )
    tasks = "；".join(f"{esc_html(short(task))} {units} 家" for task, units in figures.late_tasks(rows))
    items = "".join(
        f"<li>{light_chip(line['light'] + line['reason'])} <b>{esc_html(line['unit_name'])}</b> "
        f"<a href='{esc_html(Chosen(item=int(line['item'])).link(here))}' target='_self'>"
        f"{esc_html(short(str(line['task_id']) + ' ' + str(line['task']), 40))}</a>　{line['deadline']}到期，{esc_html(line['status'])}</li>"
        for line in rows.head(_MOST_LATE).to_dict("records")
    )
    every = esc_html(Chosen(late=True).link(here))
    rest = (
        f"<li><a href='{every}' target='_self'>全部 {len(rows)} 项</a></li>" if len(rows) > _MOST_LATE else ""
    )
    st.html(
        f"<ul class='tz-moved'><li>各类别逾期最多的　{groups}</li><li>逾期最多的任务　{tasks}</li>{items}{rest}</ul>"
    )


def silent(view: View) -> None:
    """Who has not reported."""
    told = data.told(view)
    st.subheader(f"尚未报送的单位（{len(told.silent)} 家）", anchor=False)
    parts.unit_names(told.silent)


def present_query(view: View) -> dict[str, str]:
    """What every link of the page keeps: the day, and how it is looked at."""
    here = dict(st.query_params.to_dict())
    here["as_of"] = view.as_of.isoformat()
    if frame.large():
        here[frame.PROJECTOR] = "true"
    return here
