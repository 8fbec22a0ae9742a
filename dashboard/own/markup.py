"""The HTML of 我的台账: tables whose cells fold open, every word of a cell shown as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.own.expected import FINE_VERDICTS, TaskLine, asked, reported
from dashboard.own.history import Version
from dashboard.own.summary import WhatNow
from dashboard.tables import light_chip
from dashboard.text import day_text, esc_html, moment_text

Cell = tuple[str, str]
"""A heading and the HTML under it."""

NOTHING = "—"


def table(rows: Iterable[Sequence[Cell]], caption: str, look: str = "tz-own") -> str:
    """Rows of cells whose content is HTML already; on a phone each row is a card."""
    lines = [list(row) for row in rows]
    heads = "".join(f"<th scope='col'>{esc_html(name)}</th>" for name, _ in lines[0]) if lines else ""
    body = "".join("<tr>" + "".join(_cell(name, inner) for name, inner in row) + "</tr>" for row in lines)
    return (
        f"<table class='tz-table {look}'><caption>{esc_html(caption)}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(name: str, inner: str) -> str:
    # On a phone a card does without the lines that say nothing.
    empty = " class='tz-none'" if inner == NOTHING else ""
    return f"<td{empty} data-head='{esc_html(name)}'><span>{inner}</span></td>"


def folded(summary: str, inner: str) -> str:
    """Something that opens at a touch; ``inner`` is HTML."""
    return f"<details class='tz-fold'><summary>{esc_html(summary)}</summary>{inner}</details>"


def paragraphs(lines: Iterable[str]) -> str:
    """Lines of text, one under the other."""
    return "<br>".join(esc_html(one) for one in lines)


def now(whose: str, told: WhatNow, sections: Iterable[tuple[str, str]] = ()) -> str:
    """What to do now, as a box at the top; ``whose`` names unit and day, ``sections`` what stands below: (id, name)."""
    items = "".join(f"<li><a href='#{esc_html(place)}'>{esc_html(name)}</a></li>" for place, name in sections)
    jump = f"<ul class='tz-jump'>{items}</ul>" if items else ""
    more = f"<p class='tz-now-more'>{esc_html(told.rest)}</p>" if told.rest else ""
    word = "现在要做" if told.pressing else "现在的情况"
    return (
        f"<div class='tz-now {'tz-now-press' if told.pressing else 'tz-now-calm'}'>"
        f"<p class='tz-now-head'>{esc_html(whose)}　{word}</p>"
        f"<p class='tz-now-first'>{esc_html(told.first)}</p>{more}{jump}</div>"
    )


def section(place: str) -> str:
    """Where a link of ``now`` arrives."""
    return f"<div id='{esc_html(place)}'></div>"


def task_table(lines: Sequence[TaskLine], year: int, caption: str, whose: str) -> str:
    """What is expected, what was said, and what is to be done about it; ``whose`` heads what was said."""
    return table((_task_row(line, year, whose) for line in lines), caption, "tz-own tz-tasks")


def _task_row(line: TaskLine, year: int, whose: str) -> list[Cell]:
    demands = "".join(f"<dt>{esc_html(name)}</dt><dd>{esc_html(words)}</dd>" for name, words in asked(line))
    name = f"<b>{esc_html(line.task_id)}</b> {esc_html(line.name)}"
    extra = "" if line.task is not None else "<br><small>本单位另外报的，要点没有要求</small>"
    todo = line.to_do()
    return [
        (
            "任务",
            name + extra + (folded("要求和佐证", f"<dl class='tz-asked'>{demands}</dl>") if demands else ""),
        ),
        ("时限", _deadline(line, year)),
        (whose, paragraphs(reported(line))),
        ("灯色", _lights(line)),
        ("督查结论", _verdict(line)),
        ("要做的", f"<b>{paragraphs(todo)}</b>" if todo else NOTHING),
    ]


def _deadline(line: TaskLine, year: int) -> str:
    days = sorted(
        {
            row["deadline"]
            for row in line.rows
            if row["deadline"] is not None and row["deadline"] == row["deadline"]
        }
    )
    told = "、".join(day_text(day, year) for day in days)
    if not told and line.task is not None and line.task.deadline is not None:
        told = day_text(line.task.deadline, year)
    words = line.task.deadline_text if line.task else (line.rows[0]["deadline_text"] if line.rows else "")
    if not told:
        return esc_html(words or NOTHING)
    return esc_html(told) + (f"<br><small>要点写：{esc_html(words)}</small>" if words else "")


def _lights(line: TaskLine) -> str:
    if line.missing:
        return light_chip("缺 没有填报")
    told = dict.fromkeys(f"{row['light']}{row['reason']}" for row in line.rows)
    return "<br>".join(light_chip(words) for words in told) or NOTHING


def _verdict(line: TaskLine) -> str:
    if line.verdict is None:
        return NOTHING
    judged = line.verdict.judged
    word = esc_html(judged.verdict.zh)
    if judged.verdict not in FINE_VERDICTS:
        word = f"<b>{word}</b>"
    why = [judged.decision.reason] if judged.decision and judged.decision.reason else []
    why = why or [reason.text for reason in judged.suggested.reasons]
    return f"{word}<br><small>{esc_html(line.verdict.round.name)}</small>" + (
        folded("理由", f"<p>{paragraphs(why)}</p>") if why else ""
    )


def history_table(told: Sequence[Version]) -> str:
    """The versions of a row, newest first, each with its cells and what changed."""
    return table((_version_row(one) for one in told), "历次版本，新的在前；变更写明单元格、原值和新值")


def _version_row(one: Version) -> list[Cell]:
    steps = "".join(
        f"<li>{esc_html(step.title)}{f'（{esc_html(step.cell)}）' if step.cell else ''}："
        f"{esc_html(step.old)} → <b>{esc_html(step.new)}</b></li>"
        for step in one.steps
    )
    return [
        ("版本", esc_html(one.standing)),
        ("收到时间", esc_html(moment_text(one.received_at))),
        ("状态", esc_html(one.state)),
        ("变更", f"<ul class='tz-changes'>{steps}</ul>" if steps else NOTHING),
        ("进展情况", esc_html(one.progress)),
        ("来源", f"{esc_html(one.file_name)}<br>{esc_html(one.place)}"),
    ]


def link(words: str, address: str) -> str:
    """A download inside a table."""
    return f"<a href='{esc_html(address)}' download>{esc_html(words)}</a>"
