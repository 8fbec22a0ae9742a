"""Pieces of 单位, the office's and the leaders' view of what a unit sees as 我的台账."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import addresses, data, parts
from dashboard.access import viewer
from dashboard.data import View
from dashboard.figures import in_force, peer_groups
from dashboard.frame import DAY
from dashboard.intake.deciding import tell, undo_button
from dashboard.own import markup
from dashboard.own.addresses import of_acknowledgement
from dashboard.own.gathered import UnitLedger
from dashboard.own.submissions import VALID
from dashboard.text import day_text, esc_html, esc_md, moment_text, share
from inspections.expectations import Reporting
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


class UnitLine(NamedTuple):
    """One unit in the list of all: how many tasks are expected of it, stand, are late, are missing."""

    unit: Unit
    expected: int
    rows: int
    late: int
    missing: int
    received_on: dt.date | None


def unit_lines(
    frame: pd.DataFrame, told: Reporting, newest: Mapping[str, dt.datetime], plan: Plan
) -> list[UnitLine]:
    """The units that must report, in the plan's order; ``newest`` is when each was last heard of."""
    rows = in_force(frame)
    standing = rows["unit"].value_counts()
    late = rows[rows["overdue"].astype(bool)]["unit"].value_counts()
    missing = Counter(one.unit.code for one in told.missing_tasks)
    return [
        UnitLine(
            unit,
            len(plan.expectations[unit.code]),
            int(standing.get(unit.code, 0)),
            int(late.get(unit.code, 0)),
            missing[unit.code],
            newest[unit.code].date() if unit.code in newest else None,
        )
        for unit in told.expected
    ]


def show_all(view: View, plan: Plan) -> None:
    """Every unit that must report, by peer group, each name leading to its page."""
    newest = data.master().reported_units(view.as_of)
    lines = unit_lines(data.work_frame(view), data.told(view), newest, plan)
    for group in peer_groups(plan):
        members = [line for line in lines if line.unit.peer_group == group]
        heard = sum(line.received_on is not None for line in members)
        late, missing = (
            sum(counts) for counts in zip(*((one.late, one.missing) for one in members), strict=True)
        )
        title = f"{group}　{heard}/{len(members)} 家已报，逾期 {late} 项，漏填 {missing} 项"
        with st.expander(esc_md(title)):
            rows = (_unit_row(line, plan.year) for line in members)
            st.html(markup.table(rows, "点名称看这个单位", "tz-units-table"))


def _unit_row(line: UnitLine, year: int) -> list[tuple[str, str]]:
    query = urlencode({"unit": line.unit.name, **({DAY: day} if (day := st.query_params.get(DAY)) else {})})
    name = f"<a href='/units?{esc_html(query)}'>{esc_html(line.unit.name)}</a>"
    heard = day_text(line.received_on, year) if line.received_on else "未报"
    return [
        ("单位", name),
        ("最近报送", heard if line.received_on else f"<b>{heard}</b>"),
        ("应报任务", str(line.expected)),
        ("已报事项", str(line.rows)),
        ("逾期", f"<b>{line.late}</b>" if line.late else "0"),
        ("漏填", f"<b>{line.missing}</b>" if line.missing else "0"),
    ]


def figures(ledger: UnitLedger, expected: int) -> None:
    """The unit's own figures, each with what it is a part of, counted as ``overview.counts`` counts the county's."""
    rows = ledger.rows
    late = int(rows["overdue"].sum()) if len(rows) else 0
    done = int((rows["status"] == Status.DONE.zh).sum())
    applicable = int((rows["status"] != Status.NOT_APPLICABLE.zh).sum())
    soon = int((rows["light"] == Light.YELLOW.zh).sum())
    problems, waiting = len(ledger.problems), [one for one in ledger.problems if one.open]
    overdue = sum(one.overdue for one in waiting)
    parts.cards(
        [
            parts.Card(
                "逾期",
                f"{late}/{applicable}",
                "项",
                "已报事项中过了时限仍未完成的，不含不涉及",
                "tz-alarm" if late else "tz-calm",
            ),
            parts.Card(
                "已完成", f"{done}/{applicable}", "项", f"完成率 {share(done, applicable)}，不含不涉及", ""
            ),
            parts.Card("黄灯", f"{soon}/{len(rows)}", "项", "临近时限或需核实／全部事项，含不涉及", ""),
            parts.Card(
                "漏填任务",
                f"{ledger.missing}/{expected}",
                "项",
                "应报而没有填写",
                "tz-alarm" if ledger.missing else "tz-calm",
            ),
            parts.Card(
                "未销号问题",
                f"{len(waiting)}/{problems}",
                "个",
                _closed(problems, problems - len(waiting), overdue),
                "tz-alarm" if overdue else "",
            ),
        ]
    )


def _closed(problems: int, shut: int, overdue: int) -> str:
    if not problems:
        return "还没有交办督查问题"
    late = f"，{overdue} 个超过整改期限" if overdue else ""
    return f"已销号 {shut} 个，销号率 {share(shut, problems)}{late}"


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
