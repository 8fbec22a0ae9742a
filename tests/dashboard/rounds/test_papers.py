"""What a verdict rests on: cells quoted in the unit's own words, the version before laid beside."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dashboard.rounds.papers import RoundPapers, differences
from master.views import MasterRow
from schemas.layout import Layout
from tests.dashboard.seed import JUSTICE, PLAN, row

EARLIER, LATER = dt.datetime(2023, 7, 1, 9), dt.datetime(2023, 8, 28, 9)
LAYOUT = Layout({"台账": {"status": "H", "progress": "J", "deadline": "G"}})


def kept(submission: int, at: dt.datetime, task_id: str = "1.1", **more: Any) -> MasterRow:
    record = row(JUSTICE, task_id, 4, **more)
    return MasterRow(7, record, submission, submission, f"第{submission}次·司法局.xlsx", at, at, False, 70)


NOW = kept(2, LATER, progress="8月召开调度会", deadline_text="9月底")
BEFORE = kept(1, EARLIER, progress="7月拟订方案", deadline_text="9月底")
PAPERS = RoundPapers.of([NOW], [BEFORE], {1: LAYOUT, 2: LAYOUT})


def test_a_cell_is_quoted_with_the_units_words() -> None:
    quote = PAPERS.quote(JUSTICE, "第2次·司法局.xlsx·台账·J4")
    assert quote.file_name == "第2次·司法局.xlsx"
    assert (quote.sheet, quote.cell, quote.words, quote.submission) == ("台账", "J4", "8月召开调度会", 2)


def test_a_cell_of_the_version_before_is_quoted_too() -> None:
    quote = PAPERS.quote(JUSTICE, "第1次·司法局.xlsx·台账·J4")
    assert (quote.words, quote.submission) == ("7月拟订方案", 1)


def test_a_cell_that_is_not_among_the_rows_is_named_without_words() -> None:
    quote = PAPERS.quote(JUSTICE, "别处.xlsx·台账·Z9")
    assert (quote.cell, quote.words, quote.submission) == ("Z9", "", None)
    assert PAPERS.quote(JUSTICE, "没有位置").file_name == "没有位置"


def test_what_changed_is_marked_and_what_is_empty_left_out() -> None:
    lines = {title: (now, before, changed) for title, now, before, changed in differences(NOW, BEFORE)}
    assert lines["进展情况"] == ("8月召开调度会", "7月拟订方案", True)
    assert lines["完成时限"] == ("9月底", "9月底", False)
    assert "公开链接" not in lines


def test_without_a_version_before_nothing_changed() -> None:
    assert not any(changed for _, _, _, changed in differences(NOW, None))


def test_the_rows_of_a_task_hold_those_of_its_parts() -> None:
    part = next(one for one in PLAN.sub_items if one.parent)
    papers = RoundPapers.of([kept(1, LATER, part.id)], [], {})
    assert [one.record.task_id for one in papers.rows_of(PLAN, JUSTICE, part.parent)] == [part.id]
    assert not papers.rows_of(PLAN, JUSTICE, "1.1")
