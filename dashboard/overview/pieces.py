"""Pieces of 总览: the line, the figures, what moved, what comes, what is late, who is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard import changes, data, figures, frame, parts
from dashboard.data import View
from dashboard.overview import loading
from dashboard.overview.chosen import Chosen
from dashboard.overview.coming import Coming
from dashboard.overview.counts import DayCounts, Figure
from dashboard.overview.line_html import line_html
from dashboard.overview.loading import Seen
from dashboard.overview.movements import (
    ADVANCED,
    BACK,
    LATE,
    MOVEMENT_WORDS,
    STALLED,
    Moved,
    Movements,
    by_task,
)
from dashboard.tables import light_chip
from dashboard.text import day_text, esc_html, short
from schemas.plan import Plan

_NAMED = 4
_TASKS = 4
_MOST_COMING = 12
_MOST_LATE = 6


def papers(items: Sequence[tuple[str, str]]) -> None:
    """Ways to the pages for paper: (words, address). They open beside this one, to be printed and closed."""
    said = "".join(
        f"<li><a href='{esc_html(address)}' target='_blank'>{esc_html(words)}</a></li>"
        for words, address in items
    )
    st.html(f"<ul class='tz-links'>{said}</ul>")


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


def summary(now: DayCounts, told: Movements | None) -> None:
    """The ten seconds: one sentence with what is late, what changed and what waits."""
    said = [f"逾期 {now.overdue.numerator} 项，涉及 {now.overdue_units} 家单位"]
    if told:
        said += [f"{kind} {len(told.rows[kind])} 项" for kind in (LATE, BACK, ADVANCED)]
    silent = now.reported.denominator - now.reported.numerator
    if silent:
        said.append(f"{silent} 家还没有报送")
    if now.open_problems.numerator:
        said.append(f"{now.open_problems.numerator} 个问题没有销号，{now.late_problems} 个超期")
    st.html(f"<p class='tz-summary'>{esc_html('；'.join(said))}。</p>")


def moved(told: Movements, base: str, here: Mapping[str, str]) -> None:
    """What changed: a line for each kind, task by task, each unit's name a way to its row."""
    items = []
    for kind in MOVEMENT_WORDS:
        rows = told.rows[kind]
        if rows.empty:
            items.append(f"<li><b>{kind}</b>　没有</li>")
            continue
        tone = {LATE: "tz-alarm", BACK: "tz-alarm", ADVANCED: "tz-calm"}.get(kind, "")
        every = esc_html(Chosen(move=kind).link(here))
        tasks = by_task(rows, _TASKS)
        left = len(rows) - sum(len(task.items) for task in tasks)
        more = f"；<a href='{every}' target='_self'>另有 {left} 项</a>" if left else ""
        items.append(
            f"<li class='{tone}'><a href='{every}' target='_self'><b>{kind} {_count(kind, rows, told)}</b></a>　"
            f"{'；'.join(_task(task, kind, here) for task in tasks)}{more}</li>"
        )
    st.html(f"<ul class='tz-moved' aria-label='与{esc_html(base)}相比'>{''.join(items)}</ul>")


def _count(kind: str, rows: pd.DataFrame, told: Movements) -> str:
    if kind != STALLED:
        return f"{len(rows)} 项"
    said = f"{len(rows)}/{told.unfinished} 项未完成事项，文字和进度都没有变"
    return said + (f"，其中 {told.unsent} 项所在的 {told.unsent_units} 家单位没有再报" if told.unsent else "")


def _task(moved: Moved, kind: str, here: Mapping[str, str]) -> str:
    names = "、".join(
        f"<a href='{esc_html(Chosen(item=item).link(here))}' target='_self'>{esc_html(unit)}</a>"
        for unit, item in zip(moved.units[:_NAMED], moved.items, strict=False)
    )
    what = esc_html(short(f"{moved.task_id} {moved.task}".strip(), 28))
    if moved.task_id:
        what = f"<a href='{esc_html(Chosen(move=kind, task=moved.task_id).link(here))}' target='_self'>{what}</a>"
    return f"{what} {len(moved.units)} 家（{names}{'等' if len(moved.units) > _NAMED else ''}）"


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
