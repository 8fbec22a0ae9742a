"""Reasons say in a sentence what was seen, and name the cells it was seen in."""

from __future__ import annotations

from typing import Any

import pytest

from inspections.known_reasons import REASONS, KnownReason
from inspections.reasons import suggest
from master.inspection_records import Reason, SuggestedVerdict
from schemas.layout import Layout
from tests.inspections.rows import (
    COLUMNS,
    CUT,
    code,
    codes,
    earlier,
    master_row,
    plan,
    record,
    verdict_on,
    written,
)
from vocabulary.codes import Severity
from vocabulary.findings import Finding


def reason(one: SuggestedVerdict, name: str) -> Reason:
    """The one reason of a suggestion with this code."""
    (found,) = (each for each in one.reasons if each.code == name)
    return found


SENTENCES = [
    ({}, {"status": "done", "completed_on": "2023-08-01", "evidence": "8月20日会议记录"}, "evidence_later",
     "佐证或链接的日期2023年8月20日晚于实际完成日期2023年8月1日"),
    ({}, {"status": "done", "evidence": "9月20日会议记录"}, "evidence_later",
     "佐证或链接的日期2023年9月20日晚于收到台账的日期2023年8月30日"),
    ({}, {"percent": 100.0}, "contradiction", "报推进中，完成率却是100%"),
    ({"status": "done", "percent": 100.0}, {"percent": 60.5}, "regressed",
     "比上次报送退步：上次已完成（完成率100%），这次推进中（完成率60.5%）"),
    ({"status": "done"}, {"status": "not_applicable"}, "retreated", "上次报已完成，这次报不涉及"),
    ({"deadline": "2023-09-30"}, {"deadline": "2023-11-30"}, "moved_deadline", "时限由2023年9月30日改为2023年11月30日"),
    ({"deadline": "2023-09-30"}, {"deadline": "standing"}, "moved_deadline", "时限由2023年9月30日改为长期"),
    ({"contact": "示例甲"}, {"contact": "示例乙"}, "owner_changed", "责任人由示例甲改为示例乙，没有写明报备"),
    ({}, {"deadline": "2023-08-15"}, "overdue", "已过时限2023年8月15日，报推进中"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "now", "name", "text"), SENTENCES)
def test_the_sentence_tells_what_was_there_and_what_is_now(
    before: dict[str, Any], now: dict[str, Any], name: str, text: str
) -> None:
    was = earlier(1, record("县司法局", "4.1", **({"progress": "以前的文字"} | before)))
    row = master_row(1, record("县司法局", "4.1", **now))
    assert reason(verdict_on("县司法局", "4.1", row, previous=[was]), name).text == text


def test_a_comparison_names_the_cells_of_both_files() -> None:
    was = earlier(1, record("县司法局", "4.1", progress="正在清理", row=9))
    row = master_row(1, record("县司法局", "4.1", progress="正在清理"))
    found = reason(verdict_on("县司法局", "4.1", row, previous=[was]), "unchanged")
    assert found.cells == ("第2份.xlsx·台账·F4", "第1份.xlsx·台账·F9")


def test_where_the_file_has_no_such_column_the_row_is_named() -> None:
    row = master_row(1, record("县司法局", "4.1", status="done"))
    cells = {"台账": {"task_id": "A"}}
    told = suggest(plan(), written(), [row], CUT, reported={code("县司法局")}, layouts={2: Layout(cells)})
    one = next(each for each in told if each.row_id == row.row_id)
    assert reason(one, "no_evidence").cells == ("第2份.xlsx·台账·第4行",)


def test_a_merged_cell_is_named_where_it_begins() -> None:
    row = master_row(1, record("县司法局", "4.1", status="done", row=6))
    layout = Layout({"台账": COLUMNS}, {"台账": {"6:evidence": "G5"}})
    told = suggest(plan(), written(), [row], CUT, reported={code("县司法局")}, layouts={2: layout})
    one = next(each for each in told if each.row_id == row.row_id)
    assert "第2份.xlsx·台账·G5" in reason(one, "no_evidence").cells


def test_what_kept_a_row_out_is_named_with_its_cell() -> None:
    held = master_row(-1, record("县司法局", "4.1", merged=False))._replace(row_id=0)
    wrong = Finding(
        "台账", "B4", 4, "contact", "missing_required", Severity.MUST_FIX, "", "【责任人】不能为空", ""
    )
    mild = wrong._replace(cell="F4", rule="text_too_short", severity=Severity.WARNING)
    one = verdict_on("县司法局", "4.1", held=[held], findings={2: [wrong, mild]})
    assert reason(one, "held") == (
        "held", "新报的内容有必改问题，没有入库（【责任人】不能为空）", ("第2份.xlsx·台账·B4",),
    )  # fmt: skip


def test_a_reason_of_many_rows_is_told_once() -> None:
    rows = [master_row(number, record("县司法局", "4.1", row=number)) for number in range(1, 41)]
    one = verdict_on("县司法局", "4.1", *rows)
    assert codes(one) == {"in_time"}
    assert len(one.reasons) == 1


def test_a_task_nobody_reported_has_a_reason_without_cells() -> None:
    told = suggest(plan(), written(), [], CUT)
    assert all(each.reasons for each in told)
    assert not any(reason.cells for each in told for reason in each.reasons)


@pytest.mark.parametrize("known", REASONS, ids=lambda known: known.code)
def test_a_reason_that_compares_says_where_to_look_in_both(known: KnownReason) -> None:
    assert not known.before or known.fields
    assert known.text
    assert not known.text.endswith("。")
