"""回头看 on the screen: last year's items, and what came back."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import data, job_queue, parts
from dashboard.access import viewer
from dashboard.importing import job_options
from dashboard.rounds.acting import act, refusal, today
from dashboard.rounds.look_back_frame import ItemState, in_state
from dashboard.tables import grid, html_table
from importers.reading import LIMITS
from inspections.look_back import LOOK_BACK_LEDGER
from inspections.looking_back import LookBack, keep_open
from inspections.stages import StageError
from schemas.plan import Plan, Round
from vocabulary.access import Action
from vocabulary.inspection import LookBackOutcome

_UPLOADS = "lists_sent"
_HEADS = {
    "unit_name": "单位",
    "last_number": "上年编号",
    "task": "上年任务",
    "match": "对应",
    "task_id": "今年编号",
    "suggested": "建议",
    "decided": "核查结果",
    "by": "经办",
}


def show_counts(state: LookBack) -> None:
    """How many rows the list has, how many are checked, what they came to."""
    inside, outside = len(state.items), len(state.scope.outside)
    outcomes = Counter(one.decision.outcome for one in state.items if one.decision)
    said = "、".join(f"{one.zh} {outcomes[one]} 项" for one in LookBackOutcome)
    parts.note(
        f"{state.round.year}年清单 {inside + outside} 行：有明确责任主体和时限、列入核查的 {inside} 项，不在核查范围的 {outside} 行。"
        f"已定 {outcomes.total()}/{inside} 项：{said}。"
    )


def choose(frame: pd.DataFrame) -> pd.DataFrame:
    """The items in the chosen state; it stands in the address."""
    state = st.segmented_control(
        "进度",
        ["全部", *(one.zh for one in ItemState)],
        default="全部",
        required=True,
        key="of_items",
        bind="query-params",
        label_visibility="collapsed",
    )
    return in_state(frame, state or "")


def show_items(found: pd.DataFrame, place: int) -> None:
    """The items as a table, the current one marked; a click makes another the current one."""
    picked = grid(
        found,
        list(_HEADS),
        key=f"items_{st.session_state.get('turn', 0)}_{len(found)}",
        alt="上年清单的事项",
        select=True,
        selected=place,
        height=min(38 + 35 * max(len(found), 3), 720),
        heads=_HEADS,
    )
    if picked is not None and picked != place:
        st.query_params["item"] = str(found["item"].iloc[picked])
        st.rerun()


def show_recurring(state: LookBack, plan: Plan) -> None:
    """屡查未改 and 反弹, with what was then and what is now."""
    counts = Counter(one.kind.zh for one in state.recurring)
    told = "，".join(f"{kind} {number} 项" for kind, number in counts.items()) or "没有"
    with st.expander(f"屡查未改和反弹（{told}）"):
        rows = [
            (one.kind.zh, plan.unit_by_code[one.unit].name, one.task_id or "—", one.why)
            for one in state.recurring
        ]
        if rows:
            st.html(
                html_table(("类别", "单位", "今年任务", "情况"), rows, caption="按台账、核定和督查问题得出")
            )


def show_outside(state: LookBack) -> None:
    """The rows of the list that are not checked, each with its reason."""
    if not state.scope.outside:
        return
    with st.expander(f"不在核查范围的 {len(state.scope.outside)} 行"):
        rows = [
            (one.reason.zh, one.body or "—", one.task, one.deadline_text, one.why, one.place)
            for one in state.scope.outside
        ]
        st.html(
            html_table(
                ("类别", "责任主体", "上年任务", "时限", "为什么", "位置"), rows, caption="逐行列出，一行不少"
            )
        )


def offer_upload(chosen: Round) -> None:
    """Last year's list in: queued as a trial run like any other batch, looked at and confirmed on 报送."""
    why_not = refusal(partial(keep_open, data.master(), chosen))
    with st.popover("导入上年清单", disabled=bool(why_not)):
        turn = st.session_state.get(_UPLOADS, 0)
        st.file_uploader(
            f"{chosen.year}年的任务清单或总台账（表格文件，可几份一起）",
            accept_multiple_files=True,
            key=f"list_{turn}",
            max_upload_size=LIMITS.upload_megabytes,
        )
        st.date_input(
            "收到日期", today(), max_value=today(), key="list_received", format="YYYY-MM-DD", width=180
        )
        st.button("排队试算", key="list_go", type="primary", on_click=_enqueue, args=(chosen, f"list_{turn}"))


def _enqueue(chosen: Round, key: str) -> None:
    uploads = st.session_state.get(key) or []

    def work(by: str, at: dt.datetime) -> str:
        keep_open(data.master(), chosen)
        if not uploads:
            raise StageError("请先选上年清单的文件。")
        received = dt.datetime.combine(st.session_state["list_received"] or at.date(), at.time())
        options = job_options(received, None, {}) | {"kind": LOOK_BACK_LEDGER, "year": chosen.year}
        files = [(one.name, one.getvalue()) for one in uploads]
        login = viewer().login
        number = job_queue.enqueue(data.master(), files, options, by, at, dry_run=True, login=login)
        return (
            f"{len(files)}份文件已排队试算（第{number}号）；请到报送的页面看结果，确认入库以后事项列在这里。"
        )

    if act(Action.SEND_LEDGER, f"{chosen.name}：导入上年清单", work):
        st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1


def show_empty() -> None:
    """What to do first."""
    parts.note("还没有上年的清单。请在上面导入，确认入库以后，有明确责任主体和时限的事项就列在这里。")
