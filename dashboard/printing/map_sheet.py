"""``/print/map``: the units of a peer group against the points, on one A3 page."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response

from dashboard import figures
from dashboard.figures import LIGHT_WORDS, MISSING
from dashboard.printing.lights import CLASSES
from dashboard.printing.paper import Sheet, response
from dashboard.sources import Sources
from dashboard.text import day_text, esc_html, fresh_text
from schemas.plan import Plan
from vocabulary.access import Action
from vocabulary.codes import Light

NEEDS = Action.SEE_OVERVIEW
"""What whoever asks for it must be allowed."""

_LINES = 41
"""So many lines fit into a column of the page; the head of a table is one."""

Block = tuple[str, list[str]]
"""A table: its peer group and the units in it."""


def map_sheet(sources: Sources, request: Request, day: dt.date) -> Response:
    """The page of a day; ``group`` and ``page`` in the address choose whom, all groups that fit without them."""
    plan, master = sources.plan, sources.master
    groups = figures.peer_groups(plan)
    asked = request.query_params.get("group", "")
    chosen = [asked] if asked in groups else groups
    frame = figures.work_frame(master.rows_as_of(day), plan, day)
    places = {group: figures.unit_map(frame, plan, group) for group in chosen}
    reported = master.reported_units(day)
    expected = sum(1 for unit in plan.units if unit.inspected and plan.expectations[unit.code])
    told = sum(
        unit.code in reported for unit in plan.units if unit.inspected and plan.expectations[unit.code]
    )
    stamp = fresh_text(day, plan.year, told, expected, None)
    page = request.query_params.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return response(sheet(places, plan, day, stamp, max(1, number)))


def sheet(places: dict[str, pd.DataFrame], plan: Plan, day: dt.date, stamp: str, page: int = 1) -> Sheet:
    """The A3 page: a table for each peer group; where they are too many, the asked page of them."""
    columns = columns_of(
        [(group, list(part["unit_name"].drop_duplicates())) for group, part in places.items()]
    )
    pages = -(-len(columns) // 2) or 1
    page = min(page, pages)
    said = f"　第 {page}/{pages} 页（地址后加 &page=2 看下一页）" if pages > 1 else ""
    shown = "".join(
        "<div>"
        + "".join(
            _table(group, places[group][places[group]["unit_name"].isin(units)], plan)
            for group, units in column
        )
        + "</div>"
        for column in columns[2 * page - 2 : 2 * page]
    )
    title = f"{plan.title}　各单位各要点灯色"
    body = (
        f"<h1>{esc_html(title)}</h1><p class='stamp'>{esc_html(stamp + said)}</p>"
        f"<div class='maps'>{shown or '<p>没有应报的单位。</p>'}</div>{_key(plan)}"
    )
    return Sheet(f"{title} {day_text(day, plan.year)}", "A3 landscape", body)


def columns_of(groups: list[Block]) -> list[list[Block]]:
    """The groups dealt out to columns of a page: kept whole where they fit into one, else continued in the next."""
    columns: list[list[Block]] = [[]]
    left = _LINES
    for group, units in groups:
        if left < len(units) + 1 <= _LINES:
            columns.append([])
            left = _LINES
        rest = list(units)
        while rest:
            if left < 2:
                columns.append([])
                left = _LINES
            part, rest = rest[: left - 1], rest[left - 1 :]
            columns[-1].append((group, part))
            left -= len(part) + 1
    return [column for column in columns if column]


def _table(group: str, places: pd.DataFrame, plan: Plan) -> str:
    heads = "".join(f"<th>{point.number}</th>" for point in plan.points)
    rows = []
    for unit, part in places.groupby("unit_name", sort=False):
        by_point = {line["point"]: line for line in part.to_dict("records")}
        cells = "".join(_cell(by_point.get(point.number)) for point in plan.points)
        rows.append(f"<tr><th class='unit' scope='row'>{esc_html(unit)}</th>{cells}</tr>")
    return f"<table class='map'><thead><tr><th class='unit'>{esc_html(group)}</th>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _cell(line: dict[object, object] | None) -> str:
    if line is None:
        return "<td></td>"
    word = str(line["light"])
    share = "" if word == MISSING else f"<small> {line['done']}/{line['applicable']}</small>"
    return f"<td class='{CLASSES[word]}'><span class='word'>{word}{share}</span></td>"


def _key(plan: Plan) -> str:
    """What the words mean, and the titles of the points: the sheet is read without the screen."""
    meanings = {light.zh: plan.thresholds.lights.get(light.value, "") for light in Light} | {
        MISSING: "应报而没有填写"
    }
    lights = "".join(
        f"<span><span class='{CLASSES[word]}'><span class='word'>{word}</span></span> {esc_html(meanings[word])}</span>"
        for word in (*LIGHT_WORDS, MISSING)
    )
    points = "　".join(f"{point.number} {esc_html(point.title)}" for point in plan.points)
    return (
        f"<div class='key'>{lights}<span>格内：最差灯色，已完成/应完成；空白：不要求</span></div>"
        f"<p class='points'>{points}</p>"
    )
