"""Which of this year's tasks carries an item of last year's list on: texts side by side, confirmed, refused, undone."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import streamlit as st

from dashboard import data, parts
from dashboard.rounds.acting import DESK, act, typed
from dashboard.tables import html_table
from inspections.look_back_matches import MatchCandidate, MatchState
from inspections.looking_back import CheckedItem, match, unmatch
from inspections.stages import StageError
from schemas.plan import Plan, Round
from vocabulary.access import Action


class Desk(NamedTuple):
    """What the callbacks need: the round, the item as shown, the item that comes next."""

    round: Round
    one: CheckedItem
    following: int

    @property
    def item(self) -> int:
        """The item's number in the master."""
        return self.one.item.item

    def key(self, name: str) -> str:
        """A widget's key: what is typed belongs to the item."""
        return f"{name}_{self.item}"


def go(item: int) -> None:
    """Make another item the current one; the table is drawn anew, with that item marked."""
    st.query_params["item"] = str(item)
    st.session_state["turn"] = st.session_state.get("turn", 0) + 1


def show_match(plan: Plan, desk: Desk, *, off: bool) -> None:
    """How the item stands to this year\'s tasks, those that come near beside it, and what may be said about it."""
    found = desk.one.match
    means = f"（{found.means.zh}）" if found.means else ""
    task = plan.task_by_id.get(found.task_id or "")
    st.subheader("今年由哪项任务接续", anchor=False)
    parts.note(f"{found.state.zh}{means}　{f'{task.id} {task.name}' if task else '—'}　{found.reason}")
    rows = [(_like(one), one.task_id, one.name, _requirement(plan, one)) for one in found.candidates]
    if rows:
        st.html(
            html_table(
                ("相似度", "今年编号", "今年任务", "今年要求"),
                rows,
                caption=f"上年：{desk.one.item.task}",
                dense=False,
            )
        )
    if not off:
        _match_form(plan, desk)


def _like(one: MatchCandidate) -> str:
    return f"{one.score:.0%}" + ("" if one.expected else "，今年不由该单位承担")


def _requirement(plan: Plan, one: MatchCandidate) -> str:
    return plan.task_by_id[one.task_id].requirement or plan.task_by_id[one.task_id].indicator


def _match_form(plan: Plan, desk: Desk) -> None:
    found = desk.one.match
    tasks = {task.id: f"{task.id} {task.name}" for task in (*plan.tasks, *plan.sub_items)}
    near = [one.task_id for one in found.candidates]
    options = [*near, *(task_id for task_id in tasks if task_id not in near)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "今年任务",
            options,
            format_func=tasks.__getitem__,
            key=desk.key("task"),
            index=0 if near else None,
            placeholder="选任务",
            width=300,
        )
        st.text_input(
            "说明（可不写）", key=desk.key("match_reason"), max_chars=200, width=200, persist_state="session"
        )
        st.button("确认对应", key=desk.key("match"), shortcut="M", on_click=_match, args=(desk, True))
        st.button("没有任务接续", key=desk.key("none"), on_click=_match, args=(desk, False))
        undoable = found.word is not None or found.task_id is not None
        st.button("撤回", key=desk.key("unmatch"), disabled=not undoable, on_click=_unmatch, args=(desk,))


def _match(desk: Desk, carried_on: bool) -> None:
    task = st.session_state[desk.key("task")]

    def work(by: str, at: dt.datetime) -> str:
        if carried_on and task is None:
            raise StageError("请先选今年的任务。")
        found = match(
            data.master(),
            data.plan(),
            desk.round,
            desk.item,
            task if carried_on else None,
            reason=typed(desk.key("match_reason")),
            by=by,
            at=at,
        )
        return f"事项{found.item}：{found.state.zh}{f' {found.task_id}' if found.task_id else ''}。"

    _made(
        desk,
        act(Action.RUN_ROUND, f"{desk.round.name}：对应事项{desk.item}", work, place=DESK),
        "match_reason",
    )


def _unmatch(desk: Desk) -> None:
    def work(by: str, at: dt.datetime) -> str:
        found = unmatch(
            data.master(),
            data.plan(),
            desk.round,
            desk.item,
            reason=typed(desk.key("match_reason")),
            by=by,
            at=at,
        )
        now = (
            f"现在对应 {found.task_id}" if found.state is MatchState.MATCHED else f"现在是“{found.state.zh}”"
        )
        return f"事项{found.item}的对应已撤回，{now}。"

    _made(
        desk,
        act(Action.RUN_ROUND, f"{desk.round.name}：撤回事项{desk.item}的对应", work, place=DESK),
        "match_reason",
    )


def _made(desk: Desk, made: bool, *fields: str) -> None:
    if made:
        for name in fields:
            st.session_state[desk.key(name)] = ""
        st.session_state["turn"] = st.session_state.get("turn", 0) + 1
