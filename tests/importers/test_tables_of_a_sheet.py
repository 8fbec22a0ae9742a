"""Several tables in one sheet: each row is read by the header above it, and nothing is lost between them."""

import datetime as dt
from dataclasses import replace

import pytest

from importers.clean_ledger import CleanLedger
from importers.workbook import Period, Value
from schemas.records import CheckedLedger
from tests.importers.build import HEADER, check, clean, found, ledger, row, sheet
from vocabulary.cells import column_letter
from vocabulary.codes import IgnoredReason, Severity

SWAPPED = (*HEADER[:11], "佐证材料", "存在问题", "进展情况")
SHORT = ("序号", "责任单位", "责任人", "任务编号", "具体举措", "完成状态", "完成时限", "进展情况", "佐证材料")
PROGRESS, EVIDENCE = "8月12日清理文件21件，废止3件，结果已公布。", "浮司字〔2023〕9号"


def swapped(**more: Value) -> list[Value]:
    return [*row(任务编号="4.2", 具体举措="新制发文件公开属性管理", **more)[:11], EVIDENCE, "无", PROGRESS]


def short(status: str = "推进中") -> list[str]:
    return ["1", "县司法局", "程示例", "4.2", "新制发文件公开属性管理", status, "年底前", PROGRESS, EVIDENCE]


def reasons(checked: CheckedLedger) -> dict[int, IgnoredReason]:
    return {each.row: each.reason for each in checked.ignored}


def test_below_a_header_with_other_columns_its_own_columns_hold() -> None:
    checked = check(ledger(row(), [], list(SWAPPED), swapped()))
    assert found(checked) == []
    first, second = checked.rows
    assert (first.row, first.progress, first.evidence) == (4, row()[11], row()[12])
    assert (second.row, second.progress, second.evidence) == (7, PROGRESS, EVIDENCE)
    assert reasons(checked)[6] is IgnoredReason.HEADER


def test_a_month_that_a_cell_of_a_further_table_shows_is_its_last_day() -> None:
    plain = ledger(row(), [], list(SWAPPED), swapped(完成时限=dt.date(2023, 12, 1)))
    shown = {(6, SWAPPED.index("完成时限")): Period("2023年12月", dt.date(2023, 12, 31))}
    _, second = check(replace(plain, periods=shown)).rows
    assert (second.deadline, second.deadline_text) == ("2023-12-31", "2023年12月")


def test_a_table_with_fewer_columns_in_another_order_is_read_by_its_own_header() -> None:
    checked = check(ledger(row(), [], ["表二 其他任务"], list(SHORT), short()))
    assert found(checked) == []
    assert [(each.row, each.task_id, each.status) for each in checked.rows] == [
        (4, "4.1", "in_progress"),
        (8, "4.2", "in_progress"),
    ]
    assert reasons(checked)[6] is IgnoredReason.TITLE


def test_a_third_table_may_have_the_first_ones_columns_again() -> None:
    third = row(任务编号="4.3", 具体举措="行政规范性文件集中公开")
    checked = check(ledger(row(), list(SHORT), short(), list(HEADER), third))
    assert [(each.row, each.task_id, each.progress) for each in checked.rows] == [
        (4, "4.1", row()[11]),
        (6, "4.2", PROGRESS),
        (8, "4.3", row()[11]),
    ]


def test_a_wider_table_right_below_a_short_one_does_not_take_its_rows_for_titles() -> None:
    checked = check(sheet([["2023年政务公开工作台账"], list(SHORT), short(), list(HEADER), row()]))
    assert [(each.row, each.task_id) for each in checked.rows] == [(3, "4.2"), (5, "4.1")]
    assert found(checked) == []


def test_a_two_row_header_begins_a_table_as_well() -> None:
    top = ["序号", "工作任务", "责任分工", "", "", "完成时限", "完成状态"]
    low = ["", "", "牵头单位", "责任单位", "责任人", "", ""]
    body = ["1", "新制发文件公开属性管理", "县政府办", "县司法局", "程示例", "年底前", "推进中"]
    merged = ["A5:A6", "B5:B6", "C5:E5", "F5:F6", "G5:G6"]
    checked = check(ledger(row(), top, low, body, merged=merged))
    assert [(each.row, each.contact, each.status) for each in checked.rows] == [
        (4, "程示例", "in_progress"),
        (7, "程示例", "in_progress"),
    ]
    assert reasons(checked)[5] is reasons(checked)[6] is IgnoredReason.HEADER


@pytest.mark.parametrize("title", ["表二 其他任务", "附表1：其他任务", "2023年政务公开工作台账（续）表"])
def test_a_title_between_two_tables_is_a_title_whichever_columns_follow(title: str) -> None:
    for header in (HEADER, SHORT):
        checked = check(ledger(row(), [title], list(header)))
        assert [each.row for each in checked.rows] == [4]
        assert reasons(checked)[5] in (IgnoredReason.TITLE, IgnoredReason.SECTION)


def test_numbered_rows_above_the_only_header_that_is_known_are_pointed_out() -> None:
    strange = ["序", "干什么", "谁来干", "啥时候", "咋样了"]
    rows: list[list[Value]] = [
        [1.0, "清理文件", "程示例", "年底", "在办"],
        ["2", "答复留言", "程示例", "长期", "坚持"],
    ]
    checked = check(sheet([["2023年县司法局政务公开工作台账"], strange, *rows, list(SHORT), short()]))
    assert [(each.row, each.task_id, each.merged) for each in checked.rows] == [(6, "4.2", True)]
    (finding,) = checked.findings
    assert (finding.cell, finding.rule, finding.severity) == ("A2", "missing_column", Severity.MUST_FIX)


@pytest.mark.parametrize(
    "line",
    [["1.", "填报单位", "县司法局"], ["填报单位：", "县司法局", "填报日期：", "2023年8月28日", "联系电话："]],
)
def test_lines_above_a_header_that_are_no_table_are_titles(line: list[str]) -> None:
    assert found(check(sheet([["2023年政务公开工作台账"], line, list(SHORT), short()]))) == []


def test_a_lone_task_above_a_further_header_stays_a_row_that_misses_everything() -> None:
    lone = ["", "", "", "新制发文件公开属性管理"]
    checked = check(ledger(row(), lone, list(SHORT), short()))
    assert [each.row for each in checked.rows] == [4, 5, 7]
    assert ("J5", "missing_required") in found(checked)


def test_a_point_named_above_a_further_header_is_the_point_of_its_rows() -> None:
    header = ["序号", "具体举措", "责任单位", "责任人", "完成状态", "完成时限", "佐证材料"]
    body = ["1", "别的清理工作", "县司法局", "程示例", "推进中", "年底前", "会议记录"]
    checked = check(ledger(row(任务编号="2.5"), ["（四）深化政务信息管理"], header, body))
    assert [each.point for each in checked.rows] == [2, 4]


def test_a_finding_in_the_second_table_stands_at_the_cell_of_its_own_column() -> None:
    checked = check(ledger(row(), list(SHORT), short(status="差不多了")))
    assert found(checked) == [("F6", "bad_status")]


def test_the_layout_tells_the_true_cells_of_both_tables() -> None:
    cleaned = clean(ledger(row(), list(SHORT), short()))
    assert isinstance(cleaned, CleanLedger)
    layout = cleaned.cells()
    names = ("task", "unit", "status", "progress", "phone")
    assert [layout.cell("台账", 4, name) for name in names] == ["D4", "E4", "J4", "L4", "H4"]
    assert [layout.cell("台账", 6, name) for name in names] == ["E6", "B6", "F6", "H6", None]


def test_a_second_table_without_a_title_of_its_own_is_of_the_first_ones_year() -> None:
    old = sheet([["2022年政务公开工作台账"], list(HEADER), row(), list(SHORT), short()])
    checked = check(old)
    assert found(checked) == [("A1", "wrong_template")]
    assert [each.merged for each in checked.rows] == [False, False]
    beside = check(ledger(row()), sheet(old.rows, name="旧"))
    assert {each.sheet for each in beside.rows} == {"台账"}


LEFT = ["序号", "具体举措", "责任单位", "责任人", "完成时限", "完成状态", "佐证材料"]


def left(number: int, task: str) -> list[str]:
    return [str(number), task, "县司法局", "程示例", "年底前", "推进中", "会议记录"]


@pytest.mark.parametrize("gap", [[], [""], ["", ""]])
@pytest.mark.parametrize("task", ["具体举措", "工作任务"])
def test_a_table_beside_another_is_said_at_its_header_and_none_of_it_is_taken_for_the_left_ones(
    gap: list[str], task: str
) -> None:
    header = [*LEFT[:1], task, *LEFT[2:]]
    rows = [
        [*header, *gap, *header],
        [*left(1, "行政规范性文件清理"), *gap, *left(3, "新制发文件公开属性管理")],
        [*[""] * 7, *gap, *left(4, "行政规范性文件集中公开")],
    ]
    checked = check(sheet([["2023年政务公开工作台账"], *rows]))
    assert found(checked) == [(f"{column_letter(7 + len(gap))}2", "tables_side_by_side")]
    assert [(each.row, each.task_id, each.more) for each in checked.rows] == [(3, "4.1", {"serial": "1"})]
    assert reasons(checked)[4] is IgnoredReason.TABLE_BESIDE


@pytest.mark.parametrize(
    "more",
    [
        ["联系电话", "责任人", "联系电话"],
        ["完成率", "完成状态", "完成率", "完成状态", "完成率"],
        ["序号", "责任单位", "责任人", "联系电话"],
        ["上级任务", "任务内容", "责任人", "完成时限"],
    ],
)
def test_columns_that_come_twice_are_no_second_table(more: list[str]) -> None:
    header = ["一级指标", "二级指标", "三级指标", *LEFT[2:], *more]
    row_of = ["", "深化政务信息管理", *left(1, "行政规范性文件清理")[1:], *["" for _ in more]]
    checked = check(sheet([["2023年政务公开工作台账"], header, row_of]))
    assert "tables_side_by_side" not in {rule for _, rule in found(checked)}
