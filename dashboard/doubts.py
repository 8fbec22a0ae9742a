"""Rows that may be the same item under other words: shown side by side for a person to confirm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from dashboard import data, parts
from dashboard.data import View
from dashboard.settings import office_now
from dashboard.tables import html_table
from dashboard.text import esc_md
from master import MasterError
from master.views import MasterRow, OpenDoubt
from schemas.plan import Plan


class Doubt(NamedTuple):
    """A new row and the older one it resembles (``score`` 0 to 1)."""

    doubt: OpenDoubt
    new: MasterRow
    old: MasterRow


def doubts_on(rows: Sequence[MasterRow], open_doubts: Sequence[OpenDoubt]) -> list[Doubt]:
    """The doubts whose two rows are both known on the day."""
    by_item = {row.item: row for row in rows}
    return [
        Doubt(doubt, by_item[doubt.item], by_item[doubt.candidate])
        for doubt in open_doubts
        if doubt.item in by_item and doubt.candidate in by_item
    ]


def show_doubts(view: View, plan: Plan) -> None:
    """Every doubt with its two texts and the button that joins them; nothing is joined by itself."""
    found = doubts_on(data.known_rows(view), data.master().open_doubts())
    if not found:
        parts.note("没有需要确认的事项。")
        return
    parts.note(
        "下列事项没有任务编号，文字与以前报过的相近又不尽相同。确认是同一事项的，历次版本接续起来；不是的不用处理。"
    )
    by = st.text_input("确认人", key="confirm_by", max_chars=30, width=200)
    for one in found:
        name = plan.unit_by_code[one.new.record.unit].name
        lines = [
            (words, row.record.task, f"{row.file_name}　{row.record.sheet}　第{row.record.row}行")
            for words, row in (("本次", one.new), ("以前", one.old))
        ]
        caption = f"{name}，文字相似度 {one.doubt.score:.0%}"
        st.html(html_table(("", "事项", "来源"), lines, caption=caption))
        key = f"same_{one.doubt.item}_{one.doubt.candidate}"
        if st.button("是同一事项", key=key, disabled=not by.strip()):
            _confirm(one.doubt, by.strip())


def _confirm(doubt: OpenDoubt, by: str) -> None:
    try:
        data.master().confirm_match(doubt.item, doubt.candidate, by, office_now())
    except MasterError as error:
        st.error(esc_md(error))
        return
    st.rerun()
