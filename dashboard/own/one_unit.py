"""Pieces of 单位, the office's and the leaders' view of what a unit sees as 我的台账."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import addresses, parts
from dashboard.access import viewer
from dashboard.intake.deciding import tell, undo_button
from dashboard.own.addresses import of_acknowledgement
from dashboard.own.gathered import UnitLedger
from dashboard.own.submissions import VALID
from dashboard.text import moment_text, share
from master.views import SubmissionInfo
from schemas.plan import Plan, Unit
from vocabulary.access import Action
from vocabulary.codes import Light, Status


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


def figures(ledger: UnitLedger, expected: int) -> None:
    """The unit's own figures, each with what it is a part of."""
    rows = ledger.rows
    late = int(rows["overdue"].sum()) if len(rows) else 0
    done = int((rows["status"] == Status.DONE.zh).sum())
    applicable = int((rows["status"] != Status.NOT_APPLICABLE.zh).sum())
    soon = int((rows["light"] == Light.YELLOW.zh).sum())
    shut = sum(not one.open for one in ledger.problems)
    problems = len(ledger.problems)
    parts.cards(
        [
            (
                "逾期",
                f"{late}/{len(rows)}",
                "项",
                "已报事项中过了时限仍未完成的",
                "tz-alarm" if late else "tz-calm",
            ),
            ("已完成", f"{done}/{applicable}", "项", f"完成率 {share(done, applicable)}，不含不涉及", ""),
            ("黄灯", f"{soon}/{len(rows)}", "项", "临近时限或需核实", ""),
            (
                "漏填任务",
                f"{ledger.missing}/{expected}",
                "项",
                "应报而没有填写",
                "tz-alarm" if ledger.missing else "tz-calm",
            ),
            (
                "督查问题",
                f"{shut}/{problems}",
                "项",
                f"已销号，销号率 {share(shut, problems)}",
                "tz-alarm" if problems > shut else "tz-calm",
            ),
        ]
    )


def newest(ledger: UnitLedger) -> str:
    """Which file counts, in a sentence."""
    one = ledger.counting
    if one is None:
        return "这个单位还没有报送过有效的台账。"
    return f"以《{one.file_name}》为准：{moment_text(one.received_at)} 收到，第 {one.version} 次报送，{one.outcome.zh}。"


def links_of(one: SubmissionInfo) -> list[tuple[str, str]]:
    """What the office and the leaders can have of a paper."""
    found = addresses.of_submission(one.id, one.n_findings > 0)
    return [*found, of_acknowledgement(one.id)] if one.sender is not None and not one.collected else found


def undo_one(sent: Sequence[SubmissionInfo]) -> None:
    """Undoing a paper, for those who may."""
    tell()
    undoable = {
        one.id: f"{one.received_at:%m-%d %H:%M}　{one.file_name}"
        for one in sent
        if one.outcome in VALID and one.undone_at is None
    }
    if not undoable or not viewer().may(Action.UNDO_SUBMISSION):
        return
    with st.expander("撤销一次报送"):
        number = st.selectbox(
            "哪一次", list(undoable), format_func=undoable.__getitem__, key="to_undo", width=420
        )
        chosen = next(one for one in sent if one.id == number)
        undo_button(chosen.id, chosen.file_name, key=f"unit_undo_{chosen.id}")
