"""Where a row comes from: file, sheet and, field by field, the cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from dashboard.text import percent_text
from schemas.layout import Layout

_FIELDS = {
    "status": "状态",
    "percent": "完成率",
    "progress": "进展情况",
    "evidence": "佐证材料",
    "deadline": "时限",
    "task": "任务",
}


class SourceCell(NamedTuple):
    """One field of a row with its cell ("E7"; the row alone where the file's columns are not known)."""

    field: str
    cell: str
    text: str


def source_cells(row: Mapping[str, Any], layout: Layout) -> list[SourceCell]:
    """The cells a row's figures rest on, in the order in which a reader asks."""
    return [
        SourceCell(
            words, layout.cell(row["sheet"], row["row"], name) or f"第{row['row']}行", _text(row, name)
        )
        for name, words in _FIELDS.items()
    ]


def _text(row: Mapping[str, Any], name: str) -> str:
    if name == "percent":
        return percent_text(row["percent"])
    return str(row["deadline_text" if name == "deadline" else name] or "")
