"""Pieces of 我的台账 and 单位: what is expected, what was sent, what is wrong with it, what a row went through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard import board, data, parts
from dashboard.data import View
from dashboard.extracts import Extract, extracts_of
from dashboard.intake.details import group_html
from dashboard.own import expected, markup
from dashboard.own.expected import TaskLine
from dashboard.own.gathered import UnitLedger
from dashboard.own.history import versions
from dashboard.own.reading import OFFICE_FILE
from dashboard.own.submissions import taken, why_it_counts
from dashboard.text import esc_html, moment_text, short
from master.views import SubmissionInfo
from schemas.layout import NO_LAYOUT
from schemas.plan import Plan
from vocabulary.codes import Severity

_SHOWN = 3
_MOST_GROUPS = 40


def section(place: str, title: str) -> None:
    """The heading of a part of the page, where a link from the top arrives."""
    st.html(markup.section(place))
    st.subheader(title, anchor=False)


def show_lines(lines: Sequence[TaskLine], year: int, whose: str = "单位报的") -> None:
    """What is expected of the unit, narrowed to what the address or the unit asks for."""
    if not lines:
        parts.note("要点没有分给这个单位的任务，也没有收到过它的事项。")
        return
    counted = expected.counts(lines)
    usual = expected.TO_DO if counted[expected.TO_DO] else expected.ALL
    choice = st.segmented_control(
        "只看",
        [one for one in expected.CHOICES if counted[one] or one in (expected.TO_DO, expected.ALL)],
        default=usual,
        required=True,
        key="only",
        bind="query-params",
    )
    shown = [line for line in lines if line.fits(str(choice))]
    if not shown:
        parts.note("没有要处理的任务。" if choice == expected.TO_DO else "没有这样的任务。")
        return
    rest = "，".join(
        f"{name} {counted[name]} 项" for name in expected.CHOICES if name != choice and counted[name]
    )
    st.html(markup.task_table(shown, year, f"{choice} {len(shown)} 项（{rest}）", whose))


def show_history(view: View, ledger: UnitLedger, plan: Plan) -> None:
    """The past of a row the unit picks."""
    names: dict[int, str] = {
        int(row["item"]): short(f"{row['task_id']} {row['task']}".strip(), 44)
        for row in ledger.rows.to_dict("records")
    }
    if not names:
        return
    item = st.selectbox(
        "查看一项任务的历次填报",
        list(names),
        index=None,
        format_func=names.__getitem__,
        key="item",
        placeholder="选择任务",
        width=460,
    )
    if item is not None:
        history_of(view, ledger.unit.code, item, plan)


def history_of(view: View, unit: str, item: int, plan: Plan) -> None:
    """Every version of a row with its cells, old → new."""
    rows = data.history(view, unit)
    told = [one for one in rows if one.item == item]
    if not told:
        # A match confirmed by a person joins items: the row may be known under another number.
        task = next((row.record.task_id for row in data.known_rows(view) if row.item == item), None)
        told = [one for one in rows if task is not None and one.record.task_id == task]
    st.html(markup.history_table(versions(told, data.layouts(view, unit), plan)))


def show_findings(view: View, ledger: UnitLedger, plan: Plan) -> None:
    """What is to be corrected in the paper that counts."""
    info = ledger.counting
    if info is None or not ledger.findings:
        return
    lines = [[*one[:5], one.severity.value, *one[6:]] for one in ledger.findings]
    layout = data.layouts(view, ledger.unit.code).get(info.id, NO_LAYOUT)
    rows = data.submitted_rows(view, ledger.unit.code, info.id)
    show_finding_lines(lines, extracts_of(rows, layout, plan, lines), len(lines))


def show_finding_lines(lines: Sequence[Any], extracts: Sequence[Extract], total: int) -> None:
    """Findings row by row, each beside the row's cells; 必改 first, the rest on demand. See ``importing``."""
    shown = {(one.sheet, one.row): one for one in extracts}
    groups = board.by_row(list(lines))
    must = [one for one in groups if any(line[5] == Severity.MUST_FIX.value for line in one[1])]
    rest = [one for one in groups if one not in must]
    for (sheet, row), found in must:
        st.html(group_html(sheet, row, found, shown.get((sheet, row))))
    if rest:
        also = "另有 " if must else ""
        words = f"{also}{sum(len(found) for _, found in rest)} 处提醒和建议（不影响入库，请一并看看）"
        with st.expander(words, expanded=not must):
            for (sheet, row), found in rest[:_MOST_GROUPS]:
                st.html(group_html(sheet, row, found, shown.get((sheet, row))))
    if total > len(lines) or len(rest) > _MOST_GROUPS:
        parts.note(f"共 {total} 处，没有列完的见更正清单。")


def show_sent(ledger: UnitLedger, links_of: Callable[[SubmissionInfo], list[tuple[str, str]]]) -> None:
    """Every paper that carries the unit's rows, newest first, with what counts and why, and what can be had of it."""
    if not ledger.sent:
        parts.note("还没有收到过这个单位的文件。")
        return
    rows = [_sent_row(one, ledger, links_of(one)) for one in ledger.sent]
    st.html(markup.table(rows[:_SHOWN], "新的在前；同一文件重复报送不另记"))
    if len(rows) > _SHOWN:
        with st.expander(f"更早的 {len(rows) - _SHOWN} 次"):
            st.html(markup.table(rows[_SHOWN:], "更早的报送"))


def _sent_row(one: SubmissionInfo, ledger: UnitLedger, files: list[tuple[str, str]]) -> list[tuple[str, str]]:
    word, why = why_it_counts(one, ledger.counts, ledger.counting)
    links = "　".join(markup.link(*pair) for pair in files) or markup.NOTHING
    outcome = markup.NOTHING if one.file_name == OFFICE_FILE else one.outcome.zh
    found = f"，{one.n_findings} 处要看" if one.n_findings else ""
    return [
        ("是否计入", f"<b>{esc_html(word)}</b><br><small>{esc_html(why)}</small>"),
        ("收到时间", esc_html(moment_text(one.received_at))),
        ("文件", esc_html(one.file_name)),
        ("报送人", esc_html(one.sent_by or markup.NOTHING)),
        (
            "结果",
            esc_html(outcome + found) + (f"<br><small>{esc_html(taken(one))}</small>" if taken(one) else ""),
        ),
        ("下载", links),
    ]
