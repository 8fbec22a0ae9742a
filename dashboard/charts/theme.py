"""How every chart looks: type size, inks and strokes, for a screen or a projector, on light or dark ground."""

from __future__ import annotations

from typing import Any, NamedTuple

import altair as alt

from dashboard.charts.palette import DARK_INK, INK


class Look(NamedTuple):
    """What a chart is drawn for."""

    large: bool = False
    dark: bool = False

    @property
    def size(self) -> int:
        """The size of type in pixels; everything else is measured by it."""
        return 20 if self.large else 14

    @property
    def ink(self) -> str:
        """Words that stand on the page itself, not on a coloured surface."""
        return DARK_INK if self.dark else INK

    def axis(self, **more: Any) -> alt.Axis:
        """An axis of words only: no ticks, no line, nothing cut off to make room."""
        said: dict[str, Any] = {
            "aria": False,
            "labelFontSize": self.size,
            "titleFontSize": self.size,
            "labelColor": self.ink,
            "titleColor": self.ink,
            "ticks": False,
            "domain": False,
            "labelFlush": False,
        }
        return alt.Axis(**(said | more))

    def legend(self, columns: int) -> alt.Legend:
        """The words of the colours, above the chart."""
        return alt.Legend(
            aria=False,
            orient="top",
            columns=columns,
            labelFontSize=self.size,
            labelColor=self.ink,
            symbolType="square",
            symbolStrokeColor=self.ink,
            symbolStrokeWidth=0.5,
        )
