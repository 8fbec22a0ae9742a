"""Rows that may be the same item under other words: shown side by side for a person to join, or to keep apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from dashboard import data, parts
from dashboard.access import Forbidden, doing, viewer
from dashboard.data import View
from dashboard.settings import office_now
from dashboard.tables import html_table
from dashboard.text import esc_md, moment_text
from master import MasterError
from master.views import HistoryRow, MasterRow, OpenDoubt, SettledMatch
from schemas.plan import Plan
from vocabulary.access import Action

_TOLD = "told_of_matches"


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
    """Every doubt with its two texts and the two answers; nothing is joined by itself. Then what was answered."""
    told = st.session_state.pop(_TOLD, None)
    if told:
        st.warning(esc_md(told))
    found = doubts_on(data.known_rows(view), data.master().open_doubts())
    may = viewer().may(Action.SETTLE_MATCH)
    if not found:
        parts.note("没有需要确认的事项。")
    else:
        parts.note(
            "下列事项没有任务编号，文字与以前报过的相近又不尽相同。确认是同一事项的，历次版本接续起来；"
            "不是的，以后不再提示。两种都可以在下面撤回。"
        )
    for one in found:
        _show(one, plan, may)
    _show_answers(view, plan, may)


def _show(one: Doubt, plan: Plan, may: bool) -> None:
    name = plan.unit_by_code[one.new.record.unit].name
    lines = [
        (words, row.record.task, f"{row.file_name}　{row.record.sheet}　第{row.record.row}行")
        for words, row in (("本次", one.new), ("以前", one.old))
    ]
    caption = f"{name}，文字相似度 {one.doubt.score:.0%}"
    st.html(html_table(("", "事项", "来源"), lines, caption=caption))
    if not may:
        return
    key = f"{one.doubt.item}_{one.doubt.candidate}"
    with st.container(horizontal=True):
        st.button("是同一事项", key=f"same_{key}", on_click=_join, args=(one, name))
        st.button("不是同一事项", key=f"other_{key}", on_click=_part, args=(one, name))


def _show_answers(view: View, plan: Plan, may: bool) -> None:
    """What people said before, each to be taken back."""
    answers = data.master().matches()
    if not answers:
        return
    with st.expander(f"已处理的事项（{len(answers)} 条）"):
        newest: dict[int, HistoryRow] = {}
        for row in data.master().history(view.unit):
            newest[row.item] = row
        known = {row.item: row.record.task for row in data.known_rows(view)}
        tasks = {**{item: row.record.task for item, row in newest.items()}, **known}
        for one in answers:
            _show_answer(one, tasks, may)


def _show_answer(one: SettledMatch, tasks: dict[int, str], may: bool) -> None:
    words = "是同一事项" if one.link is not None else "不是同一事项"
    texts = "；".join(dict.fromkeys(f"“{tasks[item]}”" for item in (one.item, one.other) if item in tasks))
    parts.note(f"{moment_text(one.at)} {one.by}：{words}　{texts}")
    if not may:
        return
    if one.link is not None:
        st.button("取消确认", key=f"undo_link_{one.link}", on_click=_unjoin, args=(one.link,))
    else:
        key = f"join_{one.item}_{one.other}_{one.at.isoformat()}"
        st.button("改为同一事项", key=key, on_click=_join_items, args=(one.item, one.other))


def _join(one: Doubt, name: str) -> None:
    _attempt(
        f"确认{name}两个事项为同一事项",
        lambda by: _confirm(one.doubt.item, one.doubt.candidate, by),
    )


def _join_items(item: int, other: int) -> None:
    _attempt(f"确认事项 {item} 与 {other} 为同一事项", lambda by: _confirm(item, other, by))


def _part(one: Doubt, name: str) -> None:
    _attempt(
        f"确认{name}两个事项不是同一事项",
        lambda by: data.master().dismiss_doubt(one.doubt.item, one.doubt.candidate, by, office_now()),
    )


def _unjoin(link: int) -> None:
    _attempt(f"取消第 {link} 条同一事项的确认", lambda by: data.master().undo_match(link, by, office_now()))


def _confirm(item: int, other: int, by: str) -> None:
    data.master().confirm_match(item, other, by, office_now())


def _attempt(what: str, decide: Callable[[str], None]) -> None:
    """Decide; a refusal is told in words, and nothing has changed."""
    try:
        with doing(Action.SETTLE_MATCH, what) as who:
            decide(who.person)
    except (MasterError, Forbidden) as error:
        st.session_state[_TOLD] = str(error)
