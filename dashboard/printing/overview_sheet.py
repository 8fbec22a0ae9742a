"""``/print/overview``: 总览 on one A4 page, for a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response

from dashboard import figures
from dashboard.figures import LIGHT_WORDS
from dashboard.overview.coming import Coming
from dashboard.overview.counts import Figure, figure_row
from dashboard.overview.movements import MOVEMENT_WORDS, STALLED, Movements, by_task
from dashboard.overview.point_counts import light_counts
from dashboard.overview.year_line import Milestone
from dashboard.printing.gathered import OnePage, one_page
from dashboard.printing.lights import CLASSES
from dashboard.printing.paper import Sheet, response
from dashboard.sources import Sources
from dashboard.text import day_text, esc_html, fresh_text, short
from schemas.plan import Plan
from vocabulary.access import Action

NEEDS = Action.SEE_OVERVIEW
"""What whoever asks for it must be allowed."""

_TASKS, _NAMED, _COMING, _LATE, _SILENT = 2, 2, 6, 4, 12
"""How much of each list is printed; what is left out is counted. With the longest lists it is one page still."""


def overview_sheet(sources: Sources, request: Request, day: dt.date) -> Response:
    """The page of a day; ``since`` in the address is the key of the day compared with."""
    return response(sheet(one_page(sources, day, request.query_params.get("since", "")), sources.plan))


def sheet(told: OnePage, plan: Plan) -> Sheet:
    """The A4 page."""
    now = told.now
    share = now.counts.reported
    stamp = fresh_text(
        now.day, plan.year, share.numerator, share.denominator, told.received[-1] if told.received else None
    )
    base = told.base
    since = f"较{day_text(base.day, plan.year)}" if base else ""
    late = figures.late_rows(now.frame)
    body = [
        f"<h1>{esc_html(plan.title)}　落实情况</h1><p class='stamp'>{esc_html(stamp)}</p>",
        _line(told.line, now.day, plan.year),
        _figures(figure_row(now.counts, told.before, plan), since),
    ]
    if told.moved and base:
        body.append(
            f"<h2>与{esc_html(base.name)}（{day_text(base.day, plan.year)}）相比</h2>{_moved(told.moved)}"
        )
    body += [
        "<div class='halves'><section>",
        f"<h2>逾期（{len(late)} 项）</h2>{_late(late, plan)}",
        "</section><section>",
        f"<h2>今后两周到期</h2>{_ahead(told.ahead, plan)}",
        "</section></div>",
        f"<h2>{len(plan.points)}个要点</h2>{_points(light_counts(now.frame, plan))}",
        f"<h2>尚未报送（{len(now.told.silent)} 家）</h2><p>{_silent([unit.short_name for unit in now.told.silent])}</p>",
    ]
    return Sheet(f"{plan.title} {day_text(now.day, plan.year)}", "A4", "".join(body))


def _line(line: Sequence[Milestone], day: dt.date, year: int) -> str:
    items = []
    for when, same in groupby(line, key=lambda one: one.day):
        group = list(same)
        said = "<br>".join(dict.fromkeys(f"{esc_html(one.kind)}：{esc_html(one.stage)}" for one in group))
        past = " class='past'" if when <= day else ""
        items.append((when, f"<li{past}><b>{day_text(when, year)}</b>{said}</li>"))
    place = sum(when <= day for when, _ in items)
    shown = [html for _, html in items]
    today = f"<li class='today'><b>{day_text(day, year)}</b>数据截至</li>"
    return f"<ol class='line'>{''.join([*shown[:place], today, *shown[place:]])}</ol>"


def _figures(row: Sequence[Figure], since: str) -> str:
    boxes = "".join(
        f"<div><span>{esc_html(one.name)}</span><b>{esc_html(one.number)}</b> {esc_html(one.word)}"
        f"<span>{esc_html(one.more)}</span>"
        + (f"<em>{esc_html(since)}{esc_html(one.change)}</em>" if one.change else "")
        + "</div>"
        for one in row
    )
    return f"<div class='figures'>{boxes}</div>"


def _moved(told: Movements) -> str:
    items = []
    for kind in MOVEMENT_WORDS:
        rows = told.rows[kind]
        tasks = by_task(rows, _TASKS)
        said = "；".join(
            f"{short(f'{one.task_id} {one.task}'.strip(), 20)} {len(one.units)} 家"
            f"（{'、'.join(one.units[:_NAMED])}{'等' if len(one.units) > _NAMED else ''}）"
            for one in tasks
        )
        left = len(rows) - sum(len(one.items) for one in tasks)
        more = f"；另有 {left} 项" if left else ""
        count = f"{len(rows)}/{told.unfinished} 项未完成" if kind == STALLED else f"{len(rows)} 项"
        said = esc_html(said + more) if len(rows) else "没有"
        items.append(f"<li><b>{kind} {count}</b>　{said}</li>")
    return f"<ul>{''.join(items)}</ul>"


def _late(late: pd.DataFrame, plan: Plan) -> str:
    if late.empty:
        return "<p>没有逾期的事项。</p>"
    groups = "；".join(
        f"{group}：" + "、".join(f"{unit} {count}" for unit, count in units)
        for group, units in figures.late_units(late, plan)
    )
    lines = [
        f"{line['unit_name']}　{line['reason']}　{short(str(line['task_id']) + ' ' + str(line['task']), 24)}"
        for line in late.head(_LATE).to_dict("records")
    ]
    return f"<p class='groups'>各类别逾期最多的　{esc_html(groups)}</p>{_list(lines, len(late) - len(lines))}"


def _ahead(told: Sequence[Coming], plan: Plan) -> str:
    if not told:
        return "<p>没有到期的任务、整改和节点。</p>"
    lines = [
        f"{day_text(one.day, plan.year)}　"
        + (f"{len(one.units)} 家　" if one.units else "")
        + short(one.what, 26)
        for one in told[:_COMING]
    ]
    return _list(lines, len(told) - len(lines))


def _list(lines: Iterable[str], left: int) -> str:
    """A line each, its end cut where it is too long for the column."""
    items = [f"<li>{esc_html(line)}</li>" for line in lines]
    if left > 0:
        items.append(f"<li>另有 {left} 项</li>")
    return f"<ul class='lines'>{''.join(items)}</ul>"


def _points(counts: pd.DataFrame) -> str:
    most = max(1, int(counts.groupby("point")["rows"].sum().max()))
    rows = []
    for number, part in counts.groupby("point", sort=False):
        by_word = dict(zip(part["word"], part["rows"], strict=True))
        line = part.iloc[0]
        total = int(part["rows"].sum())
        parts = "".join(
            f"<i class='{CLASSES[word]}' style='width:{100 * by_word[word] / max(total, 1):.2f}%'></i>"
            for word in LIGHT_WORDS
        )
        bar = (
            f"<span class='bar' style='width:{100 * total / most:.1f}%'>{parts}</span>"
            if total
            else "没有事项"
        )
        rows.append(
            f"<tr><td>{number} {esc_html(line['title'])}</td><td class='number'>{line['part']}/{line['whole']}</td>"
            + "".join(f"<td class='number'>{by_word[word]}</td>" for word in LIGHT_WORDS)
            + f"<td class='bars'>{bar}</td></tr>"
        )
    heads = "".join(
        f"<th class='number'><span class='light {CLASSES[word]}'><span class='word'>{word}</span></span></th>"
        for word in LIGHT_WORDS
    )
    return (
        f"<table><thead><tr><th>要点</th><th class='number'>已完成/应完成</th>{heads}"
        f"<th>事项数（条形依次是红、黄、绿、灰）</th></tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _silent(names: Sequence[str]) -> str:
    if not names:
        return "应报单位都已报送。"
    return esc_html("、".join(names[:_SILENT]) + (f" 等 {len(names)} 家" if len(names) > _SILENT else ""))
