"""Self-report against verdict: of what each unit reported as 已完成, how much was found otherwise."""

from __future__ import annotations

import altair as alt
import pandas as pd

from dashboard.charts.palette import FOUND
from dashboard.charts.theme import Look

PICKED = "picked"
KEPT, OTHERWISE = "核定为完成", "另有认定"
_COLOURS = {OTHERWISE: FOUND["滞后"], KEPT: FOUND["完成"]}


def worth_drawing(units: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """The units with enough claims for their share to say something."""
    return units[units["claimed"] >= fewest]


def unfit(units: pd.DataFrame, fewest: int) -> str:
    """Why no chart is drawn of the units of a peer group, "" where one is."""
    left = len(worth_drawing(units, fewest))
    if units.empty:
        return "这一类没有单位报过已完成，无从对照。"
    if left < 2:
        most = int(units["claimed"].max())
        names = "和下面的名单" if units["otherwise"].any() else "，没有另有认定的"
        return f"每家报的已完成太少（最多 {most} 项，不足 {fewest} 项的不画图），比例说明不了问题，请看上表{names}。"
    return ""


def claim_bars(units: pd.DataFrame, look: Look, fewest: int) -> alt.LayerChart:
    """One bar a unit, what was found otherwise first. ``units``: unit_name, claimed, otherwise."""
    size = look.size
    told = worth_drawing(units, fewest)
    told = told.assign(kept=told["claimed"] - told["otherwise"]).melt(
        id_vars=["unit_name", "claimed", "otherwise"], value_vars=["otherwise", "kept"], value_name="rows"
    )
    told["word"] = told["variable"].map({"otherwise": OTHERWISE, "kept": KEPT})
    told["place"] = (told["word"] == KEPT).astype(int)
    told["said"] = [
        f"{otherwise}/{claimed}"
        for otherwise, claimed in zip(told["otherwise"], told["claimed"], strict=True)
    ]
    base = alt.Chart(told).encode(
        y=alt.Y("unit_name:N", sort=None, title=None, axis=look.axis(labelLimit=11 * size))
    )
    bars = (
        base.mark_bar(aria=False, size=size, stroke=look.ink, strokeWidth=0.5, cursor="pointer")
        .encode(
            x=alt.X("rows:Q", title="报已完成的事项数", axis=look.axis(tickMinStep=1, grid=False)),
            color=alt.Color(
                "word:N",
                title=None,
                scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())),
                legend=look.legend(2),
            ),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("unit_name:N", title="单位"),
                alt.Tooltip("word:N", title="核定"),
                alt.Tooltip("rows:Q", title="事项数"),
            ],
        )
        .add_params(alt.selection_point(name=PICKED, fields=["unit_name"]))
    )
    said = base.transform_filter(alt.datum.place == 0).mark_text(
        aria=False, align="left", dx=4, fontSize=size - 1, color=look.ink
    )
    chart: alt.LayerChart = (
        alt.layer(bars, said.encode(x="claimed:Q", text="said:N"))
        .resolve_scale(color="shared")
        .properties(height=alt.Step(size * 1.8))
    )
    return chart
