"""What of 总览 was clicked. It lives in the address: whoever gets the address, and may see it, sees the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

import pandas as pd

from dashboard.figures import LIGHT_WORDS, in_force
from dashboard.overview.movements import MOVEMENT_WORDS
from dashboard.overview.point_counts import VERDICT_WORDS
from dashboard.text import esc_html
from schemas.plan import Plan

KEYS = ("unit", "point", "word", "move", "task", "late", "item", "below")
PRESENT = "\x01"
BARS, MAP = "bars", "map"
"""Under which chart the rows are shown; elsewhere at the top."""


class Chosen(NamedTuple):
    """``unit`` is a unit's name, ``word`` a light or a verdict, ``move`` a kind of movement, ``item`` a row."""

    unit: str = ""
    point: int = 0
    word: str = ""
    move: str = ""
    task: str = ""
    late: bool = False
    item: int = 0
    below: str = ""

    @classmethod
    def from_query(cls, asked: Mapping[str, str]) -> Chosen:
        """What an address says; words that mean nothing choose nothing."""
        return cls(
            asked.get("unit", ""),
            _number(asked.get("point", "")),
            _known(asked.get("word", ""), (*LIGHT_WORDS, *VERDICT_WORDS)),
            _known(asked.get("move", ""), MOVEMENT_WORDS),
            asked.get("task", ""),
            "late" in asked,
            _number(asked.get("item", "")),
            _known(asked.get("below", ""), (BARS, MAP)),
        )

    @property
    def anything(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.unit or self.point or self.word or self.move or self.task or self.late or self.item)

    @property
    def by_verdict(self) -> bool:
        """Whether verdicts are asked for, not rows."""
        return self.word in VERDICT_WORDS

    def to_query(self) -> dict[str, str]:
        """The same, for an address."""
        values = {name: value for name, value in self._asdict().items() if value}
        return {name: "1" if value is True else str(value) for name, value in values.items()}

    @property
    def link(self) -> str:
        """An address that chooses this, as HTML. What every link keeps stands in it as PRESENT: see ``linked``."""
        return esc_html(f"?{PRESENT}&{urlencode(self.to_query())}")

    def apply(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of a frame (of ``figures.work_frame``, or a part of it) that are meant."""
        if self.item:
            return frame[frame["item"] == self.item]
        keep = pd.Series(True, index=frame.index)
        if self.unit:
            keep &= frame["unit_name"] == self.unit
        if self.point:
            keep &= frame["point"] == self.point
        if self.task:
            keep &= frame["task_id"] == self.task
        if self.word in LIGHT_WORDS:
            keep &= frame["light"] == self.word
        if self.word in VERDICT_WORDS:
            keep &= frame["verdict"] == self.word
        if self.late:
            keep &= frame["overdue"].astype(bool)
        return frame[keep]

    def words(self, plan: Plan) -> str:
        """What was chosen, in words."""
        task = plan.task_by_id.get(self.task)
        title = next((point.title for point in plan.points if point.number == self.point), "")
        said = (
            self.unit,
            f"要点{self.point} {title}" if self.point else "",
            f"{self.task} {task.name if task else ''}" if self.task else "",
            f"{self.word}灯" if self.word in LIGHT_WORDS else self.word,
            self.move,
            "逾期" if self.late else "",
            "一项" if self.item else "",
        )
        return "　".join(word.strip() for word in said if word)


def linked(html: str, present: Mapping[str, str]) -> str:
    """HTML with links that keep what the present address says besides what was chosen."""
    kept = {name: value for name, value in present.items() if name not in KEYS}
    if not kept:
        return html.replace(f"{PRESENT}{esc_html('&')}", "").replace(PRESENT, "")
    return html.replace(PRESENT, esc_html(urlencode(kept)))


def rows_of(chosen: Chosen, frame: pd.DataFrame, moved: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The rows that stand and are meant; those of a movement since the day compared with."""
    base = moved[chosen.move] if chosen.move in moved else in_force(frame)
    return chosen.apply(base).reset_index(drop=True)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _known(text: str, words: tuple[str, ...]) -> str:
    return text if text in words else ""
