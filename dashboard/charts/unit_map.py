"""The map of units against points: the worst light, or how much is done."""

from __future__ import annotations

import altair as alt
import pandas as pd

from dashboard.charts.palette import GRID, INK, LIGHTS, SHARE
from dashboard.charts.theme import Look

PICKED = "picked"
"""The selection of a square: unit_name and point."""


def unfit(places: pd.DataFrame) -> str:
    """Why there is nothing to draw, "" where there is."""
    return "这一类没有应报的单位，或没有应报的任务。" if places.empty else ""


def light_map(places: pd.DataFrame, look: Look) -> alt.LayerChart:
    """The worst light of each unit and point as a coloured square with its word. See ``figures.unit_map``."""
    words = list(LIGHTS)
    colour = alt.Color(
        "light:N", legend=None, scale=alt.Scale(domain=words, range=[LIGHTS[word].surface for word in words])
    )
    ink = alt.Color(
        "light:N", legend=None, scale=alt.Scale(domain=words, range=[LIGHTS[word].ink for word in words])
    )
    return _layers(places, colour, "light:N", ink, look)


def share_map(places: pd.DataFrame, look: Look) -> alt.LayerChart:
    """已完成 of what applies, as numerator and denominator; the darker the more is done."""
    told = places.assign(
        share=(places["done"] / places["applicable"].where(places["applicable"] > 0))
        .astype(float)
        .fillna(0.0),
        words=[
            _fraction(*line)
            for line in zip(places["light"], places["done"], places["applicable"], strict=True)
        ],
    )
    colour = alt.Color("share:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=list(SHARE)))
    ink = alt.when(alt.datum.share > 0.55).then(alt.value("#ffffff")).otherwise(alt.value(INK))
    return _layers(told, colour, "words:N", ink, look)


def _fraction(light: str, done: int, applicable: int) -> str:
    return light if light == "缺" else f"{done}/{applicable}"


def _layers(places: pd.DataFrame, colour: alt.Color, words: str, ink: object, look: Look) -> alt.LayerChart:
    size = look.size
    base = alt.Chart(places).encode(
        x=alt.X("point:O", title="要点", axis=look.axis(orient="top", labelAngle=0, labelOverlap=False)),
        y=alt.Y("unit_name:N", sort=None, title=None, axis=look.axis(labelLimit=11 * size)),
        tooltip=[
            alt.Tooltip("unit_name:N", title="单位"),
            alt.Tooltip("title:N", title="要点"),
            alt.Tooltip("light:N", title="最差灯色"),
            alt.Tooltip("done:Q", title="已完成"),
            alt.Tooltip("applicable:Q", title="应完成"),
            alt.Tooltip("overdue:Q", title="逾期"),
        ],
    )
    squares = (
        base.mark_rect(aria=False, stroke=GRID, strokeWidth=1, cursor="pointer")
        .encode(color=colour)
        .add_params(alt.selection_point(name=PICKED, fields=["unit_name", "point"]))
    )
    # The words must not catch the click that is meant for their square.
    texts = base.mark_text(aria=False, fontSize=size - 1).encode(
        text=words, color=ink, tooltip=alt.value(None)
    )
    layers: alt.LayerChart = (
        alt.layer(squares, texts).resolve_scale(color="independent").properties(height=alt.Step(size * 2))
    )
    return layers
