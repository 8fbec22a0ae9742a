"""Tables: small ones as HTML that scales and prints, long ones as grids. Cell text is shown as written in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

import pandas as pd
import streamlit as st

from dashboard.charts.palette import LIGHTS, OUTCOMES
from dashboard.text import esc_html

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

GRID_HEADS: Mapping[str, str] = {
    "unit_name": "单位",
    "point": "要点",
    "task_id": "编号",
    "task": "任务",
    "status": "状态",
    "percent": "完成率",
    "light": "灯色",
    "reason": "说明",
    "deadline": "时限",
    "deadline_text": "时限原文",
    "progress": "进展情况",
    "evidence": "佐证材料",
    "contact": "责任人",
    "file_name": "来源文件",
    "sheet": "工作表",
    "row": "行",
    "version": "第几版",
    "received_at": "收到时间",
    "changed_at": "内容更新于",
    "days_late": "逾期天数",
}
"""The columns a grid may show, in the words of the ledger."""

_ROW_BY_ANY_CELL: tuple[Literal["single-row", "single-cell"], ...] = ("single-row", "single-cell")
_WIDE = frozenset({"task", "progress", "evidence", "file_name"})
_MEDIUM = 200


def html_table(
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    caption: str,
    light: int | None = None,
    dense: bool = False,
) -> str:
    """A table as HTML; the column ``light`` shows its word on its colour.

    At a phone's width rows become cards of head and value, or, ``dense``, short paragraphs.
    """
    head = "".join(f"<th scope='col'>{esc_html(name)}</th>" for name in heads)
    body = "".join(f"<tr>{_cells(heads, row, light)}</tr>" for row in rows)
    return (
        f"<table class='tz-table{' tz-dense' if dense else ''}'><caption>{esc_html(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cells(heads: Sequence[str], row: Sequence[object], light: int | None) -> str:
    cells = []
    for place, (name, value) in enumerate(zip(heads, row, strict=True)):
        text = light_chip(str(value)) if place == light else esc_html("" if value is None else value)
        cells.append(f"<td data-head='{esc_html(name)}'><span>{text}</span></td>")
    return "".join(cells)


def light_chip(words: str) -> str:
    """A light as a coloured word; what follows the first character stands behind it in plain text."""
    tone = LIGHTS.get(words[:1])
    if tone is None:
        return esc_html(words)
    rest = f" {esc_html(words[1:].strip())}" if words[1:].strip() else ""
    return (
        f"<span class='tz-light' style='background:{tone.surface};color:{tone.ink}'>"
        f"{esc_html(words[:1])}</span>{rest}"
    )


def grid(
    frame: pd.DataFrame,
    columns: Sequence[str],
    *,
    key: str,
    alt: str,
    select: bool = False,
    selected: int | None = None,
    height: int | None = None,
    heads: Mapping[str, str] = GRID_HEADS,
    widths: Mapping[str, int] | None = None,
) -> int | None:
    """A long table; the place of the selected row where one may be selected, ``selected`` being it at first.

    ``widths`` are those of columns, in pixels, that are neither as wide as their words nor of the usual width.
    """
    wide = dict.fromkeys(_WIDE, _MEDIUM) | dict(widths or {})
    shown = frame.loc[:, list(columns)].reset_index(drop=True)
    config = {name: st.column_config.Column(heads[name], width=wide.get(name)) for name in columns}
    if "percent" in columns:
        config["percent"] = st.column_config.NumberColumn(heads["percent"], format="%g%%")
    for name in {"received_at", "changed_at"} & set(columns):
        config[name] = st.column_config.DatetimeColumn(heads[name], format="YYYY-MM-DD HH:mm")
    if "deadline" in columns:
        config["deadline"] = st.column_config.DateColumn(heads["deadline"], format="YYYY-MM-DD")
    coloured = [name for name in ("light", "outcome") if name in columns]
    data = _coloured(shown, coloured) if coloured else shown
    event = st.dataframe(
        data,
        column_config=config,
        hide_index=True,
        key=key,
        alt=alt,
        height=height or "auto",
        placeholder="",
        on_select="rerun" if select else "ignore",
        # A click anywhere in a row selects it, not only one on the narrow box before it.
        selection_mode=_ROW_BY_ANY_CELL if selected is None else "single-row-required",
        selection_default=None if selected is None else cast("Any", {"selection": {"rows": [selected]}}),
    )
    if not select:
        return None
    chosen = cast("dict[str, Any]", event)["selection"]
    place = next(iter([*chosen["rows"], *(row for row, _ in chosen.get("cells", []))]), None)
    return int(place) if place is not None and place < len(shown) else None


def _coloured(shown: pd.DataFrame, columns: list[str]) -> Styler:
    tones = LIGHTS | OUTCOMES
    return shown.style.map(
        lambda word: (
            f"background-color:{tones[word].surface};color:{tones[word].ink}" if word in tones else ""
        ),
        subset=pd.Index(columns),
    )
