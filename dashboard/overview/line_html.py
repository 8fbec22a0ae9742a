"""The year as a line, for screen and paper: an ordered list with today in its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from dashboard.overview.year_line import REPORT_BY, Milestone
from dashboard.text import day_text, esc_html


def line_html(line: Sequence[Milestone], as_of: dt.date, year: int) -> str:
    """The milestones day by day; the day asked for stands between them, or marks its own."""
    days = [(day, list(same)) for day, same in groupby(line, key=lambda one: one.day)]
    shown = []
    for day, same in days:
        said = "".join(
            f"<span class='tz-mile'><b>{esc_html(one.kind)}</b> {esc_html(_name(one))}{esc_html(one.stage)}</span>"
            for one in same
        )
        kind = "tz-past" if all(one.passed for one in same) else ""
        shown.append(
            (day, f"<li class='{kind}'><span class='tz-day'>{day_text(day, year)}</span>{said}</li>")
        )
    today = f"<li class='tz-today'><span class='tz-day'>{day_text(as_of, year)}</span><span class='tz-mile'>数据截至这一天</span></li>"
    place = sum(day <= as_of for day, _ in shown)
    items = [html for _, html in shown]
    return (
        f"<ol class='tz-line' aria-label='全年安排'>{''.join([*items[:place], today, *items[place:]])}</ol>"
    )


def _name(one: Milestone) -> str:
    """What the kind does not say already: which round a deadline belongs to, which task a report is."""
    if one.kind == REPORT_BY:
        return f"{one.name.removesuffix(REPORT_BY)}　"
    return "" if one.name.endswith(one.kind) else f"{one.name}　"
