"""The points of the plan as bars: how many rows of each light or verdict, with the words above each bar."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from dashboard.charts.palette import FOUND, LIGHTS
from dashboard.charts.theme import Look

PICKED = "picked"
"""The selection of a bar's part: point and word."""


def unfit(counts: pd.DataFrame) -> str:
    """Why there is nothing to draw, "" where there is."""
    return "" if counts["rows"].sum() else "还没有事项，各要点没有可画的内容。"


def light_bars(counts: pd.DataFrame, look: Look) -> alt.LayerChart:
    """Rows by light. See ``point_counts.light_counts``."""
    return _bars(counts, {word: tone.surface for word, tone in LIGHTS.items() if word != "缺"}, look)


def verdict_bars(counts: pd.DataFrame, look: Look) -> alt.LayerChart:
    """Rows by verdict. See ``point_counts.verdict_counts``."""
    return _bars(counts, FOUND, look)


def _bars(counts: pd.DataFrame, colours: Mapping[str, str], look: Look) -> alt.LayerChart:
    size = look.size
    words = list(colours)
    told = counts.assign(
        place=counts["word"].map({word: place for place, word in enumerate(words)}),
        label=[f"{number} {title}" for number, title in zip(counts["point"], counts["title"], strict=True)],
    )
    base = alt.Chart(told).encode(y=alt.Y("point:O", sort=None, axis=None))
    bars = (
        base.mark_bar(
            aria=False, size=size, yOffset=size * 0.7, stroke=look.ink, strokeWidth=0.5, cursor="pointer"
        )
        .encode(
            x=alt.X("rows:Q", axis=None, scale=alt.Scale(nice=False)),
            color=alt.Color(
                "word:N",
                title=None,
                scale=alt.Scale(domain=words, range=list(colours.values())),
                legend=look.legend(4),
            ),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("label:N", title="要点"),
                alt.Tooltip("word:N", title="灯色或结论"),
                alt.Tooltip("rows:Q", title="事项数"),
            ],
        )
        .add_params(alt.selection_point(name=PICKED, fields=["point", "word"]))
    )
    titles = base.transform_filter(alt.datum.place == 0).mark_text(
        aria=False, align="left", fontSize=size, dy=-size * 0.5, color=look.ink, limit=16 * size
    )
    said = base.transform_filter(alt.datum.place == 0).mark_text(
        aria=False, align="right", fontSize=size - 1, dy=-size * 0.5, color=look.ink
    )
    layers = (
        bars,
        titles.encode(text="label:N", x=alt.value(0)),
        said.encode(text="said:N", x=alt.value("width")),
    )
    chart: alt.LayerChart = (
        alt.layer(*layers).resolve_scale(color="shared").properties(height=alt.Step(size * 2.9))
    )
    return chart
