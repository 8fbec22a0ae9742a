"""The map of units against points: the worst light, or how much is done."""

from __future__ import annotations

import altair as alt
import pandas as pd

from dashboard.charts.palette import GRID, INK, LIGHTS, SHARE


def light_map(places: pd.DataFrame, *, large: bool = False) -> alt.LayerChart:
    """The worst light of each unit and point as a coloured square with its word. See ``figures.unit_map``."""
    words = list(LIGHTS)
    colour = alt.Color(
        "light:N", legend=None, scale=alt.Scale(domain=words, range=[LIGHTS[word].surface for word in words])
    )
    ink = alt.Color(
        "light:N", legend=None, scale=alt.Scale(domain=words, range=[LIGHTS[word].ink for word in words])
    )
    return _layers(places, colour, "light:N", ink, large)


def share_map(places: pd.DataFrame, *, large: bool = False) -> alt.LayerChart:
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
    return _layers(told, colour, "words:N", ink, large)


def _fraction(light: str, done: int, applicable: int) -> str:
    return light if light == "缺" else f"{done}/{applicable}"


def _layers(places: pd.DataFrame, colour: alt.Color, words: str, ink: object, large: bool) -> alt.LayerChart:
    size = 20 if large else 13
    base = alt.Chart(places).encode(
        x=alt.X(
            "point:O",
            title="要点",
            axis=alt.Axis(
                orient="top",
                aria=False,
                labelAngle=0,
                labelOverlap=False,
                labelFontSize=size - 1,
                titleFontSize=size - 1,
                ticks=False,
                domain=False,
            ),
        ),
        y=alt.Y(
            "unit_name:N",
            sort=None,
            title=None,
            axis=alt.Axis(
                aria=False,
                labelFontSize=size,
                labelLimit=11 * size,
                ticks=False,
                domain=False,
                labelFlush=False,
                labelColor=INK,
            ),
        ),
        tooltip=[
            alt.Tooltip("unit_name:N", title="单位"),
            alt.Tooltip("title:N", title="要点"),
            alt.Tooltip("light:N", title="最差灯色"),
            alt.Tooltip("done:Q", title="已完成"),
            alt.Tooltip("applicable:Q", title="应完成"),
            alt.Tooltip("overdue:Q", title="逾期"),
        ],
    )
    squares = base.mark_rect(aria=False, stroke=GRID, strokeWidth=1).encode(color=colour)
    texts = base.mark_text(aria=False, fontSize=size - 1).encode(text=words, color=ink)
    layers: alt.LayerChart = (
        alt.layer(squares, texts).resolve_scale(color="independent").properties(height=alt.Step(size * 2))
    )
    return layers
