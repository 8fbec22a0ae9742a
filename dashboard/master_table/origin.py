"""One row of 总台账: the cells it rests on, its neighbours in the file, what was said of it, its telephone number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import streamlit as st

from dashboard import addresses, data, parts
from dashboard.access import Forbidden, doing, viewer
from dashboard.data import View
from dashboard.extracts import Extract, extract, extract_html, place
from dashboard.intake.details import group_html
from dashboard.text import esc_md, moment_text
from master import MasterError
from schemas.layout import Layout
from schemas.plan import Plan
from schemas.records import RowRecord
from vocabulary.access import Action

_REVEALED = "revealed_phones"


class Sheet(NamedTuple):
    """What a file brought, and in which cells."""

    rows: Sequence[RowRecord]
    layout: Layout


@st.cache_data(show_spinner=False, max_entries=60, ttl=3600)
def sheet_of(view: View, submission: int) -> Sheet:
    """The rows of a submission with their cells; of a unit's view only its own rows."""
    rows = [
        row for row in data.master().submitted_rows(submission) if view.unit is None or row.unit == view.unit
    ]
    return Sheet(rows, data.master().layouts([submission]).get(submission, Layout()))


def show_origin(view: View, row: Any, plan: Plan) -> None:
    """Where a row of ``figures.work_frame`` comes from, down to the cell, with the rows above and below it."""
    submission = int(row["submission"])
    sheet = sheet_of(view, submission)
    here = next((one for one in sheet.rows if _is(one, row)), None)
    parts.note(
        f"来源：《{row['file_name']}》　{row['sheet']}　第 {row['row']} 行　{moment_text(row['received_at'])} 收到"
    )
    parts.links(addresses.of_submission(submission, has_findings=False))
    if here is None:
        parts.note("这一行由汇总单位展开，原文件里没有单独的一行。")
        return
    shown = extract(here, sheet.layout, plan, phones=_revealed(row))
    findings = [
        [*one[:5], one.severity.value, *one[6:]]
        for one in data.findings(view, submission)
        if (one.sheet, one.row) == (here.sheet, here.row)
    ]
    if not shown.cells:
        parts.note("这份文件没有留下各栏的位置。")
    elif findings:
        st.html(group_html(here.sheet, here.row, findings, shown))
    else:
        st.html(f"<div class='tz-row-head'>{place(shown)}</div>{extract_html(shown)}")
    if here.phone and not _revealed(row):
        _reveal(row, plan)
    _neighbours(sheet, here, plan)


def _is(record: RowRecord, row: Any) -> bool:
    return (record.sheet, record.row, record.unit) == (row["sheet"], row["row"], row["unit"])


def _neighbours(sheet: Sheet, here: RowRecord, plan: Plan) -> None:
    """The rows of the file just above and below."""
    rows = {one.row: one for one in sheet.rows if one.sheet == here.sheet}
    numbers = sorted(rows)
    at = numbers.index(here.row)
    near = [*numbers[max(at - 1, 0) : at], *numbers[at + 1 : at + 2]]
    if near:
        with st.expander("原表中的上一行和下一行"):
            for number in near:
                shown: Extract = extract(rows[number], sheet.layout, plan)
                st.html(f"<div class='tz-row-head'>{place(shown)}</div>{extract_html(shown)}")


def _revealed(row: Any) -> bool:
    return (row["submission"], row["sheet"], row["row"]) in st.session_state.get(_REVEALED, ())


def _reveal(row: Any, plan: Plan) -> None:
    """The way to a whole telephone number: for those who may, and written into the log."""
    if not viewer().may(Action.REVEAL_PHONE, row["unit"]):
        return
    unit = plan.unit_by_code.get(row["unit"])
    what = f"查看完整电话：{unit.name if unit else row['unit']} {row['task_id']} {row['task']}"
    if st.button("显示完整电话", key=f"reveal_{row['submission']}_{row['row']}", help="查看会记入日志"):
        try:
            with doing(Action.REVEAL_PHONE, what, row["unit"]):
                seen = st.session_state.setdefault(_REVEALED, set())
                seen.add((row["submission"], row["sheet"], row["row"]))
        except (MasterError, Forbidden) as error:
            st.error(esc_md(error))
            return
        st.rerun()
