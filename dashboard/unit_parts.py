"""Pieces of 单位."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import addresses, board, parts
from dashboard.figures import in_force
from dashboard.intake.deciding import undo_dialog
from dashboard.tables import html_table
from dashboard.text import moment_text, share
from master.views import SubmissionInfo, UnitSubmission
from schemas.plan import Plan, Task, Unit
from vocabulary.codes import Light, Outcome, Status
from vocabulary.findings import Finding

_VALID = (Outcome.ACCEPTED, Outcome.NEEDS_CORRECTION)


def pick(plan: Plan) -> Unit | None:
    """The unit to look at, in the address. Units that must report come first."""
    units = sorted(plan.units, key=lambda unit: not plan.expectations[unit.code])
    names = {unit.code: unit.name for unit in units}
    code = st.selectbox(
        "单位",
        list(names),
        index=None,
        format_func=names.__getitem__,
        key="unit",
        bind="query-params",
        placeholder="选择或输入单位名称",
        width=360,
    )
    return plan.unit_by_code.get(code or "")


def rows_of(frame: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """The unit's rows that stand."""
    rows = in_force(frame)
    return rows[rows["unit"] == unit.code].reset_index(drop=True)


def figures(rows: pd.DataFrame, missing: int, expected: int) -> None:
    """The unit's own figures."""
    late = int(rows["overdue"].sum()) if len(rows) else 0
    done = int((rows["status"] == Status.DONE.zh).sum())
    applicable = int((rows["status"] != Status.NOT_APPLICABLE.zh).sum())
    soon = int((rows["light"] == Light.YELLOW.zh).sum())
    parts.cards(
        [
            ("逾期", str(late), "项", "已过时限仍未完成", "tz-alarm" if late else "tz-calm"),
            ("已完成", f"{done}/{applicable}", "项", f"完成率 {share(done, applicable)}，不含不涉及", ""),
            ("黄灯", str(soon), "项", "临近时限或需核实", ""),
            (
                "漏填任务",
                f"{missing}/{expected}",
                "项",
                "应报而没有填写",
                "tz-alarm" if missing else "tz-calm",
            ),
        ]
    )


def counting(sent: Sequence[SubmissionInfo], unit: Unit) -> SubmissionInfo | None:
    """The unit's own newest submission that counts."""
    return next(
        (
            one
            for one in sent
            if one.sender == unit.code
            and not one.collected
            and one.undone_at is None
            and one.outcome in _VALID
        ),
        None,
    )


def newest(sent: Sequence[SubmissionInfo], unit: Unit) -> str:
    """Which file counts, in a sentence."""
    one = counting(sent, unit)
    if one is None:
        return "这个单位还没有报送过有效的台账。"
    return f"以《{one.file_name}》为准：{moment_text(one.received_at)} 收到，第 {one.version} 次报送，{one.outcome.zh}。"


def show_findings(found: Sequence[Finding], info: SubmissionInfo) -> None:
    """What was said about the submission that counts, grouped by rule, then line by line."""
    st.subheader(f"本次报送的问题（{len(found)} 处）", anchor=False)
    if not found:
        parts.note("没有问题。")
        return
    lines = board.finding_frame([[*one[:5], one.severity.value, *one[6:]] for one in found])
    grouped = (
        lines.groupby(["severity", "rule"], sort=False)
        .agg(places=("cell", "size"), cells=("cell", _some))
        .reset_index()
    )
    st.html(
        html_table(
            ("分量", "问题", "处数", "单元格"), grouped.itertuples(index=False), caption=info.file_name
        )
    )
    with st.expander("逐条查看"):
        parts.findings(lines, len(found), key=f"unit_{info.id}")
    parts.links(addresses.of_submission(info.id, True))


def _some(cells: pd.Series[str]) -> str:
    named = [cell for cell in cells if cell]
    return "、".join(named[:8]) + ("……" if len(named) > 8 else "")


def show_missing(tasks: Sequence[Task]) -> None:
    """Tasks expected of the unit that no row covers."""
    if not tasks:
        return
    st.subheader(f"漏填的任务（{len(tasks)} 项）", anchor=False)
    rows = [(task.id, task.name, task.kind.zh, task.deadline_text) for task in tasks]
    with st.expander("应报而没有填写", expanded=len(tasks) <= 10):
        st.html(html_table(("编号", "任务", "性质", "时限"), rows, caption="请补填后重新报送"))


def show_submissions(sent: Sequence[SubmissionInfo], current: Sequence[UnitSubmission], unit: Unit) -> None:
    """Every file that carries the unit's rows, and which of them count."""
    st.subheader(f"报送记录（{len(sent)} 次）", anchor=False)
    if not sent:
        parts.note("没有收到过这个单位的文件。")
        return
    counts = {one.submission for one in current if one.unit == unit.code}
    rows = [
        (
            _standing(one, counts),
            moment_text(one.received_at),
            one.file_name,
            one.outcome.zh,
            f"{one.n_rows} 行，{one.n_findings} 处问题",
            one.refusal_message or "",
        )
        for one in sent
    ]
    st.html(html_table(("是否计入", "收到时间", "文件", "结果", "内容", "说明"), rows, caption="新的在前"))
    names = {one.id: f"{one.received_at:%m-%d %H:%M}　{one.file_name}" for one in sent}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            "文件", list(names), format_func=names.__getitem__, key=f"file_{unit.code}", width=420
        )
        chosen = next(one for one in sent if one.id == number)
        if chosen.outcome in _VALID and chosen.undone_at is None and st.button("撤销这份报送"):
            undo_dialog(chosen.id, chosen.file_name)
    parts.links(addresses.of_submission(chosen.id, chosen.n_findings > 0))


def _standing(one: SubmissionInfo, counts: set[int]) -> str:
    if one.undone_at is not None:
        return "已撤销"
    if one.outcome is Outcome.REFUSED:
        return "未入库"
    return "计入" if one.id in counts else "已被更新"
