"""Rows by status, point by point."""

from __future__ import annotations

import altair as alt
import pandas as pd

from dashboard.charts.palette import INK, STATUSES


def status_bars(counts: pd.DataFrame, *, large: bool = False) -> alt.Chart:
    """One bar per point, its parts in the order and the colours of the statuses. See ``figures.status_counts``."""
    size = 18 if large else 13
    words = list(STATUSES)
    told = counts.assign(place=counts["status"].map({word: place for place, word in enumerate(words)}))
    bars: alt.Chart = (
        alt.Chart(told)
        .mark_bar(aria=False, size=size + 3)
        .encode(
            y=alt.Y(
                "title:N",
                sort=None,
                title=None,
                axis=alt.Axis(
                    aria=False,
                    labelFontSize=size,
                    labelLimit=14 * size,
                    ticks=False,
                    domain=False,
                    labelFlush=False,
                    labelColor=INK,
                ),
            ),
            x=alt.X(
                "rows:Q",
                title="事项数",
                axis=alt.Axis(aria=False, labelFontSize=size - 1, titleFontSize=size - 1, tickMinStep=1),
            ),
            color=alt.Color(
                "status:N",
                title=None,
                scale=alt.Scale(domain=words, range=list(STATUSES.values())),
                legend=alt.Legend(
                    aria=False, orient="top", columns=3, labelFontSize=size, symbolType="square"
                ),
            ),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("title:N", title="要点"),
                alt.Tooltip("status:N", title="状态"),
                alt.Tooltip("rows:Q", title="事项数"),
            ],
        )
        .properties(height=alt.Step(size * 2))
    )
    return bars
