"""总览 in words, as HTML: figures, what moved, what comes, what is late, who is silent. Cell text is escaped here.

Links hold ``chosen.PRESENT`` for what the address of the moment says: the words are cached, the address is not.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

import pandas as pd

from dashboard import figures, parts
from dashboard.overview.chosen import PRESENT, Chosen
from dashboard.overview.claimed import Claimed
from dashboard.overview.coming import Coming
from dashboard.overview.counts import DayCounts, Figure
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
from dashboard.tables import html_table, light_chip
from dashboard.text import day_text, esc_html, short
from inspections.situation import OVERALL
from schemas.plan import Plan, Unit
from vocabulary.codes import Light

_NAMED = 4
_TASKS = 4
_MOST_COMING = 12
_MOST_LATE = 6
_MOST_SILENT = 100
_MOST_CLAIMS = 80
_ROWS_OF = {
    "逾期": Chosen(late=True).link,
    "红灯": Chosen(word=Light.RED.zh).link,
    "未销号问题": f"rectification?{PRESENT}",
}
_CALLING = (Light.RED.zh, Light.YELLOW.zh, figures.MISSING)


def cards(row: Sequence[Figure], since: str) -> str:
    """The figures with what they are made of and how they changed."""
    boxes = "".join(
        f"<div class='tz-figure {'tz-' + one.tone if one.tone else ''}'><div class='tz-name'>{esc_html(one.name)}</div>"
        f"<div class='tz-number'>{parts.figure(one.number, _ROWS_OF.get(one.name, ''))}<small> {esc_html(one.word)}</small></div>"
        f"<div class='tz-more'>{esc_html(one.more)}</div>"
        + (f"<div class='tz-change'>{esc_html(since)}{esc_html(one.change)}</div>" if one.change else "")
        + "</div>"
        for one in row
    )
    return f"<div class='tz-figures tz-row'>{boxes}</div>"


def summary(now: DayCounts, told: Movements | None) -> str:
    """The ten seconds: one sentence with what is late, what changed and what waits."""
    said = [f"逾期 {now.overdue.numerator} 项，涉及 {now.overdue_units} 家单位"]
    if told:
        said += [f"{kind} {len(told.rows[kind])} 项" for kind in (LATE, BACK, ADVANCED)]
    silent = now.reported.denominator - now.reported.numerator
    if silent:
        said.append(f"{silent} 家还没有报送")
    if now.open_problems.numerator:
        said.append(f"{now.open_problems.numerator} 个问题没有销号，{now.late_problems} 个超期")
    return f"<p class='tz-summary'>{esc_html('；'.join(said))}。</p>"


def moved(told: Movements, base: str, expected: Collection[str]) -> str:
    """What changed: a line for each kind, task by task, each unit's name a way to its row. ``expected`` are the codes
    of the units that must report."""
    items = []
    for kind in MOVEMENT_WORDS:
        rows = told.rows[kind]
        if rows.empty:
            items.append(f"<li><b>{kind}</b>　没有</li>")
            continue
        tone = {LATE: "tz-alarm", BACK: "tz-alarm", ADVANCED: "tz-calm"}.get(kind, "")
        every = Chosen(move=kind).link
        tasks = by_task(rows, _TASKS)
        left = len(rows) - sum(len(task.items) for task in tasks)
        more = f"；<a href='{every}' target='_self'>另有 {left} 项</a>" if left else ""
        items.append(
            f"<li class='{tone}'><a href='{every}' target='_self'><b>{kind} {_count(kind, rows, told, expected)}</b></a>　"
            f"{'；'.join(_task(task, kind) for task in tasks)}{more}</li>"
        )
    return f"<ul class='tz-moved' aria-label='与{esc_html(base)}相比'>{''.join(items)}</ul>"


def _count(kind: str, rows: pd.DataFrame, told: Movements, expected: Collection[str]) -> str:
    if kind != STALLED:
        return f"{len(rows)} 项"
    said = f"{len(rows)}/{told.unfinished} 项未完成事项，文字和进度都没有变"
    if not told.unsent:
        return said
    others = len(told.unsent_units.difference(expected))
    more = f"（含不在应报范围的 {others} 家）" if others else ""
    return f"{said}，其中 {told.unsent} 项所在的 {len(told.unsent_units)} 家单位{more}没有再报"


def _task(moved: Moved, kind: str) -> str:
    names = "、".join(
        f"<a href='{Chosen(item=item).link}' target='_self'>{esc_html(unit)}</a>"
        for unit, item in zip(moved.units[:_NAMED], moved.items, strict=False)
    )
    what = esc_html(short(f"{moved.task_id} {moved.task}".strip(), 28))
    if moved.task_id:
        what = f"<a href='{Chosen(move=kind, task=moved.task_id).link}' target='_self'>{what}</a>"
    return f"{what} {len(moved.units)} 家（{names}{'等' if len(moved.units) > _NAMED else ''}）"


def ahead(told: Sequence[Coming], plan: Plan) -> str:
    """What falls due in two weeks, day by day."""
    if not told:
        return note("今后两周没有到期的任务、整改和节点。")
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
            what = f"<a href='{Chosen(task=one.task_id).link}' target='_self'>{what}</a>"
        items.append(f"<li><b>{day_text(one.day, plan.year)}</b>　{what}{esc_html(who)}</li>")
    left = told[_MOST_COMING:]
    if left:
        items.append(
            f"<li>另有 {len(left)} 件，最晚 {day_text(left[-1].day, plan.year)}到期，见“总台账”按时限查看。</li>"
        )
    return f"<ul class='tz-moved'>{''.join(items)}</ul>"


def late(rows: pd.DataFrame, plan: Plan) -> str:
    """Where it is late, then who with what, for how long."""
    if rows.empty:
        return note("没有逾期的事项。")
    full = {unit.short_name: unit.name for unit in plan.units}
    groups = "；".join(
        f"{esc_html(group)}："
        + "、".join(
            f"<a href='{Chosen(unit=full[unit], late=True).link}' target='_self'>{esc_html(unit)} {count} 项</a>"
            for unit, count in units
        )
        for group, units in figures.late_units(rows, plan)
    )
    tasks = "；".join(f"{esc_html(short(task))} {units} 家" for task, units in figures.late_tasks(rows))
    items = "".join(
        f"<li>{light_chip(line['light'] + line['reason'])} <b>{esc_html(line['unit_name'])}</b> "
        f"<a href='{Chosen(item=int(line['item'])).link}' target='_self'>"
        f"{esc_html(short(str(line['task_id']) + ' ' + str(line['task']), 40))}</a>　{line['deadline']}到期，{esc_html(line['status'])}</li>"
        for line in rows.head(_MOST_LATE).to_dict("records")
    )
    every = Chosen(late=True).link
    rest = (
        f"<li><a href='{every}' target='_self'>全部 {len(rows)} 项</a></li>" if len(rows) > _MOST_LATE else ""
    )
    return f"<ul class='tz-moved'><li>各类别逾期最多的　{groups}</li><li>逾期最多的任务　{tasks}</li>{items}{rest}</ul>"


def silent(units: Sequence[Unit]) -> str:
    """Who has not reported, by peer group."""
    if not units:
        return note("应报单位都已报送。")
    lines = []
    for group, members in groupby(
        sorted(units, key=lambda one: one.peer_group), key=lambda one: one.peer_group
    ):
        names = [unit.name for unit in members]
        more = " 等，名单见“报送”页或催报文字" if len(names) > _MOST_SILENT else ""
        lines.append(note(f"{group}（{len(names)} 家）：{'、'.join(names[:_MOST_SILENT])}{more}"))
    return "".join(lines)


def map_in_words(places: pd.DataFrame) -> str:
    """For a phone: each unit with what is red, yellow or missing; those without anything together at the end."""
    items, fine = [], []
    for unit, lines in groupby(
        places[["unit_name", "point", "light"]].itertuples(index=False, name=None), key=lambda line: line[0]
    ):
        points: dict[str, list[str]] = {}
        for _, point, light in lines:
            points.setdefault(light, []).append(str(point))
        said = [f"{light_chip(word)} 要点{'、'.join(points[word])}" for word in _CALLING if word in points]
        if said:
            items.append(f"<li><b>{esc_html(unit)}</b>　{'　'.join(said)}</li>")
        else:
            fine.append(esc_html(unit))
    if fine:
        items.append(f"<li>没有红、黄、缺：{'、'.join(fine)}</li>")
    return f"<ul class='tz-moved'>{''.join(items)}</ul>"


def claims_sentence(told: Claimed) -> str:
    """How many claims of the round were found otherwise, and how far inspectors have come."""
    whole = told.groups[0][1]
    return (
        f"{told.round.name}：单位报已完成 {whole.denominator} 项，另有认定 {whole.text}。"
        f"已核定 {told.decided.text}，没有核定的按系统建议。"
    )


def claimed_groups(told: Claimed) -> str:
    """The peer groups side by side, without any order between them."""
    rows = [
        (name, share.denominator, share.text, kinds) for name, share, kinds in told.groups if name != OVERALL
    ]
    return html_table(("单位类别", "报已完成", "另有认定", "其中"), rows, caption="各类别分开看，不作总排名")


def claimed_rows(found: pd.DataFrame) -> str:
    """The tasks reported as done and found otherwise."""
    lines = found.head(_MOST_CLAIMS)[["unit_name", "task_id", "task", "verdict", "reason"]]
    more = f"，列前 {_MOST_CLAIMS} 项" if len(found) > _MOST_CLAIMS else ""
    return html_table(
        ("单位", "编号", "任务", "结论", "依据"),
        lines.itertuples(index=False, name=None),
        caption=f"自报已完成，结论不是完成{more}",
    )


def note(text: str) -> str:
    """A quiet line."""
    return f"<p class='tz-note'>{esc_html(text)}</p>"
