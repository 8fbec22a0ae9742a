"""A row of nothing but 一 and a title heads the rows below it, unless these are counted in the same way."""

from __future__ import annotations

import pytest

from importers.workbook import Value
from tests.importers.build import check, ledger, row
from vocabulary.codes import IgnoredReason

TITLE = "深化政务信息管理"


def heading(numeral: Value, **cells: Value) -> list[Value]:
    """A row with a serial and a few cells."""
    blank = dict.fromkeys(
        ("任务编号", "工作要点", "具体举措", "责任单位", "责任人", "联系电话", "完成时限", "完成状态", "完成率", "进展情况",
         "佐证材料"), "")  # fmt: skip
    return row(**(blank | {"序号": numeral} | cells))


@pytest.mark.parametrize("numeral", ["一", "（一）", "十六", "二、"])
@pytest.mark.parametrize("column", ["工作要点", "具体举措"])
def test_it_is_a_section_and_gives_its_rows_their_point(numeral: str, column: str) -> None:
    unnamed = row(任务编号="", 工作要点="", 具体举措="别的清理工作")
    checked = check(ledger(heading(numeral, **{column: TITLE}), unnamed))
    assert (4, IgnoredReason.SECTION) in [(one.row, one.reason) for one in checked.ignored]
    assert [(record.row, record.point) for record in checked.rows] == [(5, 4)]


def test_headings_of_two_depths_are_both_sections() -> None:
    checked = check(ledger(heading("一", 工作要点="强化管理"), heading("（一）", 工作要点=TITLE), row()))
    assert [one.row for one in checked.ignored if one.reason is IgnoredReason.SECTION] == [4, 5]
    assert [record.row for record in checked.rows] == [6]


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        pytest.param([heading("一", 具体举措=TITLE), row(序号="二")], [4, 5], id="all counted alike"),
        pytest.param([row(), heading("二", 具体举措=TITLE)], [4, 5], id="nothing below it"),
        pytest.param([heading("一", 具体举措=TITLE, 完成状态="推进中"), row()], [4, 5], id="it says more"),
        pytest.param([heading("1", 具体举措=TITLE), row(序号="2")], [4, 5], id="counted like the rows"),
        pytest.param([heading("一", 责任人="示例甲"), row()], [4, 5], id="no title"),
    ],
)
def test_a_task_that_somebody_began_to_write_is_a_row(rows: list[list[Value]], kept: list[int]) -> None:
    assert [record.row for record in check(ledger(*rows)).rows] == kept
