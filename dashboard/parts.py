"""Pieces of pages: figures, the late table, what changed. Frames and records in, something on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import pandas as pd
import streamlit as st

from dashboard.board import FINDING_HEADS
from dashboard.changes import Comparison
from dashboard.charts.palette import LIGHTS
from dashboard.figures import MISSING, Headline, late_tasks, late_units
from dashboard.tables import grid, html_table, light_chip
from dashboard.text import esc_html, share, short
from schemas.plan import Plan, Unit
from vocabulary.codes import Light

_MOST_LATE = 8
_MOST_CHANGES = 12
_MOST_FINDINGS = 25


def note(text: str) -> None:
    """A quiet line."""
    st.html(f"<p class='tz-note'>{esc_html(text)}</p>")


def heading(text: str) -> None:
    """The name of a file or a task as a heading, as it was written."""
    st.html(f"<h3 class='tz-heading'>{esc_html(text)}</h3>")


def cards(items: Iterable[tuple[str, str, str, str, str]]) -> None:
    """Figures side by side: (name, number, unit word, what it is made of, tone)."""
    boxes = "".join(
        f"<div class='tz-figure {tone}'><div class='tz-name'>{esc_html(name)}</div>"
        f"<div class='tz-number'>{esc_html(number)}<small> {esc_html(word)}</small></div>"
        f"<div class='tz-more'>{esc_html(more)}</div></div>"
        for name, number, word, more, tone in items
    )
    st.html(f"<div class='tz-figures'>{boxes}</div>")


def figures(head: Headline) -> None:
    """The headline figures, each with what it is a part of."""
    silent = head.expected - head.reported
    cards(
        [
            (
                "逾期",
                str(head.overdue),
                "项",
                f"涉及 {head.overdue_units} 家单位",
                "tz-alarm" if head.overdue else "tz-calm",
            ),
            (
                "已报单位",
                f"{head.reported}/{head.expected}",
                "家",
                f"报送率 {share(head.reported, head.expected)}" + (f"，{silent} 家未报" if silent else ""),
                "",
            ),
            (
                "已完成",
                f"{head.done}/{head.applicable}",
                "项",
                f"完成率 {share(head.done, head.applicable)}，不含不涉及",
                "",
            ),
            ("黄灯", str(head.due_soon), "项", "临近时限或需核实", ""),
            ("漏填任务", str(head.missing_tasks), "项", "应报而没有填写", ""),
        ]
    )


def late_table(late: pd.DataFrame, plan: Plan) -> None:
    """Where it is late, then who with what, for how long; the rest on demand."""
    if late.empty:
        note("没有逾期的事项。")
        return
    said = (
        f"{group}：" + "、".join(f"{unit} {rows} 项" for unit, rows in units)
        for group, units in late_units(late, plan)
    )
    note(
        "逾期较多的任务　" + "；".join(f"{short(task)} {units} 家" for task, units in late_tasks(late)) + "。"
    )
    note("逾期较多的单位（各类别分开）　" + "；".join(said) + "。")
    st.html(_late_html(late.head(_MOST_LATE), "拖得最久的在前"))
    rest = late.iloc[_MOST_LATE:]
    if len(rest):
        with st.expander(f"其余 {len(rest)} 项"):
            st.html(_late_html(rest, "续表"))


def _late_html(late: pd.DataFrame, caption: str) -> str:
    rows = [
        (
            line["light"] + line["reason"],
            line["unit_name"],
            f"{line['task_id']} {line['task']}".strip(),
            str(line["deadline"]),
            line["status"],
        )
        for line in late.to_dict("records")
    ]
    return html_table(("灯色", "单位", "任务", "时限", "状态"), rows, caption=caption, light=0, dense=True)


def changes(told: Comparison) -> None:
    """Counts of what changed, then the changed rows."""
    said = [f"{name} {count} 项" for name, count in told.counts.items() if count]
    if told.new_units:
        said.insert(0, f"新报 {len(told.new_units)} 家单位")
    note("、".join(said) + "。" if said else "没有变化。")
    if told.rows.empty:
        return
    lines = [
        (
            line["kind"],
            line["unit_name"],
            f"{line['task_id']} {short(line['task'])}".strip(),
            f"{line['before']} → {line['after']}",
        )
        for line in told.rows.head(_MOST_CHANGES).to_dict("records")
    ]
    more = len(told.rows) - len(lines)
    caption = f"先列新逾期和新完成的，另有 {more} 项见总台账" if more > 0 else "先列新逾期和新完成的"
    with st.expander(f"变化的事项（{len(told.rows)} 项）"):
        st.html(html_table(("变化", "单位", "任务", "前后状态"), lines, caption=caption))


def findings(found: pd.DataFrame, total: int, *, key: str) -> None:
    """What is wrong and what to do, the gravest first; beyond a screenful as a grid. See ``board.findings``."""
    if found.empty:
        return
    rows = [
        (line["severity"], f"{line['sheet']} {line['cell']}".strip(), line["message"], line["suggestion"])
        for line in found.head(_MOST_FINDINGS).to_dict("records")
    ]
    st.html(
        html_table(("分量", "位置", "问题和改法", "建议改为"), rows, caption=f"共 {total} 处，必改的在前")
    )
    if len(found) > len(rows):
        with st.expander(f"其余 {len(found) - len(rows)} 处"):
            grid(
                found.iloc[len(rows) :],
                list(FINDING_HEADS),
                key=f"findings_{key}",
                alt="其余的问题",
                heads=FINDING_HEADS,
            )
    if total > len(found):
        note(f"这里列出前 {len(found)} 处，全部见更正清单。")


def legend(plan: Plan, lights: bool) -> None:
    """What the colours of the map mean, in the county's own words."""
    if not lights:
        note("格内是“已完成/应完成”的事项数，颜色越深完成越多；缺：应报而没有填写。")
        return
    said = [
        f"{light_chip(light.zh)} {esc_html(plan.thresholds.lights.get(light.value, ''))}" for light in Light
    ]
    said.append(f"{light_chip(MISSING)} 应报而没有填写")
    st.html("<ul class='tz-units'>" + "".join(f"<li>{one}</li>" for one in said) + "</ul>")


def unit_names(units: Sequence[Unit]) -> None:
    """Units by peer group."""
    if not units:
        note("应报单位都已报送。")
        return
    for group, members in groupby(
        sorted(units, key=lambda unit: unit.peer_group), key=lambda unit: unit.peer_group
    ):
        names = list(members)
        note(f"{group}（{len(names)} 家）：" + "、".join(unit.name for unit in names))


def links(items: Iterable[tuple[str, str]]) -> None:
    """Downloads as plain links: (words, address)."""
    said = "".join(
        f"<li><a href='{esc_html(address)}' download>{esc_html(words)}</a></li>" for words, address in items
    )
    st.html(f"<ul class='tz-links'>{said}</ul>")


def light_words() -> tuple[str, ...]:
    """The words of the lights a row may have."""
    return tuple(word for word in LIGHTS if word != MISSING)
