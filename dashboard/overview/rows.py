"""The rows behind a bar, a square or a name, and from each row the cells it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import addresses, data, parts
from dashboard.access import viewer
from dashboard.overview import loading
from dashboard.overview.chosen import Chosen, linked, rows_of
from dashboard.overview.loading import Seen
from dashboard.overview.source import source_cells
from dashboard.overview.verdict_rows import VERDICT_HEADS
from dashboard.tables import grid, html_table
from dashboard.text import esc_html, moment_text
from schemas.plan import Plan
from vocabulary.access import Action

_MOST = 200
_COLUMNS = ("light", "unit_name", "task_id", "task", "status", "percent", "deadline", "reason", "progress")


def show(
    seen: Seen, plan: Plan, chosen: Chosen, moved: Mapping[str, pd.DataFrame], here: Mapping[str, str]
) -> None:
    """What was chosen, a way back, and the rows; of one row, its cells."""
    if chosen.by_verdict:
        _show_verdicts(seen, plan, chosen, here)
        return
    found = rows_of(chosen, data.work_frame(seen.view), moved)
    _head(f"{chosen.words(plan)}：{len(found)} 项", here)
    if found.empty:
        parts.note("这一天没有这样的事项，可能已经变化，请看看数据截至的日期。")
        return
    if len(found) == 1:
        _show_source(seen, found.iloc[0].to_dict())
        return
    parts.note(
        "点选一行，看它来自哪个文件的哪个单元格。"
        + (f"这里列出前 {_MOST} 项。" if len(found) > _MOST else "")
    )
    place = grid(
        found.head(_MOST),
        [name for name in _COLUMNS if name != "unit_name" or found["unit"].nunique() > 1],
        key=f"chosen_{abs(hash(chosen))}",
        alt="点选的事项",
        select=True,
        height=400 if len(found) > 10 else None,
    )
    if place is not None:
        _show_source(seen, found.iloc[place].to_dict())


def _show_verdicts(seen: Seen, plan: Plan, chosen: Chosen, here: Mapping[str, str]) -> None:
    judged = loading.round_with_verdicts(seen)
    if judged is None:
        parts.note("这一天还没有督查结论。")
        return
    found = chosen.apply(loading.verdicts(seen, judged.code).rows)
    _head(f"{chosen.words(plan)}：{len(found)} 项（{judged.name}）", here)
    if found.empty:
        parts.note("这一轮没有这样的结论。")
    else:
        grid(
            found.head(_MOST),
            list(VERDICT_HEADS),
            key=f"verdicts_{abs(hash(chosen))}",
            alt="点选的结论",
            height=400 if len(found) > 10 else None,
            heads=VERDICT_HEADS,
        )


def _head(words: str, here: Mapping[str, str]) -> None:
    back = linked(Chosen().link, here)
    st.html(
        f"<div class='tz-chosen'><h2 class='tz-heading'>{esc_html(words)}</h2>"
        f"<a href='{back}' target='_self'>收起，回到总览</a></div>"
    )


def _show_source(seen: Seen, row: Mapping[Any, Any]) -> None:
    parts.heading(f"{row['unit_name']}　{row['task_id']} {row['task']}".strip())
    where = (
        f"《{row['file_name']}》"
        + (f"　工作表“{row['sheet']}”" if row["sheet"] else "")
        + f"　第 {row['row']} 行"
    )
    parts.note(
        f"来源：{where}，{moment_text(row['received_at'])}收到，第 {row['version']} 版。{row['light']}灯：{row['reason']}。"
    )
    cells = source_cells(row, loading.layout(seen.view.db, int(row["submission"])))
    st.html(html_table(("内容", "单元格", "单位写的"), cells, caption="这一行的依据"))
    if viewer().may(Action.DOWNLOAD, row["unit"]):
        parts.links(addresses.of_submission(int(row["submission"]), has_findings=False))
