"""One file of 报送: what is wrong beside the neighbouring cells, and what the file changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import addresses, board, parts
from dashboard.extracts import Extract, extract_html, place
from dashboard.intake.deciding import undo_button
from dashboard.tables import grid
from dashboard.text import esc_html, esc_md
from master.job_records import Job, JobFile
from master.views import Undoing
from schemas.plan import Plan
from vocabulary.codes import Outcome, Severity

_ROWS_A_PAGE = 8


def show_file(job: Job, file: JobFile, plan: Plan, undoing: Undoing | None) -> None:
    """Why a file became what it became, and what it changes; ``undoing``: that it was taken back since."""
    report = file.report
    parts.heading(file.file_name)
    if undoing is not None:
        st.warning(esc_md(f"这份报送{board.undone_words(undoing)}"))
    parts.note(f"{file.outcome.zh if file.outcome else board.WAITING}：{file.message}")
    if report.get("submission"):
        parts.links(addresses.of_submission(report["submission"], bool(report.get("found"))))
        if (
            undoing is None
            and not job.dry_run
            and file.outcome in (Outcome.ACCEPTED, Outcome.NEEDS_CORRECTION)
        ):
            undo_button(report["submission"], file.file_name, key=f"undo_{job.id}_{file.seq}")
    show_findings(
        report.get("findings", []),
        [Extract.of(one) for one in report.get("extracts", [])],
        sum(report.get("found", {}).values()),
        key=f"{job.id}_{file.seq}",
    )
    if "counts" in report and file.outcome in (Outcome.ACCEPTED, Outcome.NEEDS_CORRECTION):
        _show_changes(job, file, report, plan)


def show_findings(findings: list[Any], extracts: list[Extract], total: int, *, key: str) -> None:
    """Findings row by row of the sheet, the gravest rows first, each with the row's cells around it.

    ``findings`` are lines as a job's report holds them; see ``importing``.
    """
    if not findings:
        return
    st.subheader(f"问题（{total} 处）", anchor=False)
    shown = {(one.sheet, one.row): one for one in extracts}
    groups = board.by_row(findings)
    pages = -(-len(groups) // _ROWS_A_PAGE)
    page = st.pagination(pages, key=f"findings_page_{key}_{pages}") if pages > 1 else 1
    for (sheet, row), lines in groups[(page - 1) * _ROWS_A_PAGE : page * _ROWS_A_PAGE]:
        st.html(group_html(sheet, row, lines, shown.get((sheet, row))))
    if total > len(findings):
        parts.note(f"这里列出前 {len(findings)} 处，全部见更正清单。")


def group_html(sheet: str, row: int, lines: list[Any], shown: Extract | None) -> str:
    """The findings of one row: what to do about each, then the row with the wrong cells marked."""
    told = board.finding_frame(lines)
    items = "".join(
        f"<li><b>{esc_html(line['severity'])}</b>　{esc_html(line['cell'])}　{esc_html(line['message'])}"
        + (f"　建议改为：{esc_html(line['suggestion'])}" if line["suggestion"] else "")
        + "</li>"
        for line in told.to_dict("records")
    )
    where = place(shown) if shown else f"{sheet}　第 {row} 行".strip()
    strip = extract_html(shown, _marks(lines)) if shown else ""
    return f"<div class='tz-row-head'>{esc_html(where)}</div><ul class='tz-said'>{items}</ul>{strip}"


def _marks(lines: list[Any]) -> Mapping[str, str]:
    """Cells with the word of their gravest finding."""
    ranks = {severity.value: rank for rank, severity in enumerate(Severity)}
    worst: dict[str, str] = {}
    for line in sorted(lines, key=lambda one: -ranks[one[5]]):
        worst[line[1]] = Severity(line[5]).zh
    return worst


def _show_changes(job: Job, file: JobFile, report: Mapping[str, Any], plan: Plan) -> None:
    counts = report["counts"]
    st.subheader("与总台账的差异", anchor=False)
    parts.note(
        f"{'将' if job.dry_run else ''}新增 {counts['new']} 行，变更 {counts['changed']} 行，"
        f"未变 {counts['unchanged']} 行，撤回 {counts['withdrawn']} 行，暂不入库 {counts['held']} 行。"
    )
    key = f"{job.id}_{file.seq}"
    for title, frame, heads in (
        ("变更（原值 → 新值）", board.changed_cells(report, plan), board.CHANGED_HEADS),
        ("撤回（这次没有再报的行）", board.withdrawn_rows(report), board.CHANGE_HEADS),
        ("新增", board.new_rows(report), board.CHANGE_HEADS),
    ):
        if not frame.empty:
            with st.expander(f"{title}　{len(frame)} 条", expanded=title.startswith("变更")):
                grid(frame, list(heads), key=f"{title[:2]}_{key}", alt=title, heads=heads)
