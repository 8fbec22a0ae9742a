"""Pieces that several pages show. Frames and records in, something on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import pandas as pd
import streamlit as st

from dashboard.board import FINDING_HEADS
from dashboard.charts.palette import LIGHTS
from dashboard.figures import MISSING
from dashboard.tables import grid, html_table, light_chip
from dashboard.text import esc_html
from schemas.plan import Plan, Unit
from vocabulary.codes import Light

_MOST_FINDINGS = 25


def note(text: str) -> None:
    """A quiet line."""
    st.html(f"<p class='tz-note'>{esc_html(text)}</p>")


def heading(text: str) -> None:
    """The name of a file or a task as a heading, as it was written."""
    st.html(f"<h3 class='tz-heading'>{esc_html(text)}</h3>")


class Card(NamedTuple):
    """A figure: its name, the number with its unit word, what it is made of, its tone, where its rows are."""

    name: str
    number: str
    word: str = ""
    more: str = ""
    tone: str = ""
    href: str = ""


def cards(items: Iterable[Card]) -> None:
    """Figures side by side."""
    boxes = "".join(
        f"<div class='tz-figure {one.tone}'><div class='tz-name'>{esc_html(one.name)}</div>"
        f"<div class='tz-number'>{figure(one.number, esc_html(one.href))}<small> {esc_html(one.word)}</small></div>"
        f"<div class='tz-more'>{esc_html(one.more)}</div></div>"
        for one in items
    )
    st.html(f"<div class='tz-figures'>{boxes}</div>")


def figure(number: str, href: str) -> str:
    """A figure, as a way to what it counts where there is an address (as HTML) that shows it."""
    return f"<a href='{href}' target='_self'>{esc_html(number)}</a>" if href else esc_html(number)


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
    said += [f"{light_chip(MISSING)} 应报而没有填写", "空白：不要求报"]
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
