"""The filters of 总台账, the same for the page and for its export."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

import pandas as pd

_TEXTS = ("task_id", "task", "progress", "evidence", "contact", "unit_name", "file_name")


class Filters(NamedTuple):
    """What to keep; "" and 0 keep everything. ``unit`` is a code, ``status`` and ``light`` are words."""

    search: str = ""
    unit: str = ""
    point: int = 0
    status: str = ""
    light: str = ""
    overdue: bool = False
    withdrawn: bool = False

    @classmethod
    def from_query(cls, asked: Mapping[str, str]) -> Filters:
        """The filters of an address; a number that is none keeps everything."""
        point = asked.get("point", "")
        return cls(
            asked.get("search", ""),
            asked.get("unit", ""),
            int(point) if point.isascii() and point.isdigit() else 0,
            asked.get("status", ""),
            asked.get("light", ""),
            "overdue" in asked,
            "withdrawn" in asked,
        )

    def to_query(self) -> str:
        """The same, for an address."""
        values = {name: value for name, value in self._asdict().items() if value}
        return urlencode({name: "1" if value is True else value for name, value in values.items()})

    def apply(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows that remain, in their order."""
        keep = pd.Series(True, index=frame.index)
        if not self.withdrawn:
            keep &= ~frame["withdrawn"].astype(bool)
        if self.unit:
            keep &= frame["unit"] == self.unit
        if self.point:
            keep &= frame["point"] == self.point
        if self.status:
            keep &= frame["status"] == self.status
        if self.light:
            keep &= frame["light"] == self.light
        if self.overdue:
            keep &= frame["overdue"].astype(bool)
        found = frame[keep]
        for word in self.search.split():
            hit = pd.Series(False, index=found.index)
            for column in _TEXTS:
                hit |= found[column].astype(str).str.contains(word, case=False, regex=False)
            found = found[hit]
        return found.reset_index(drop=True)
