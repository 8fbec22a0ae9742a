"""Whose rows they are: named units, collective units, the sender, sections inside the sender."""

from collections.abc import Sequence

import pytest

from importers.workbook import Sheet, Value
from tests.importers.build import check, found, ledger, plan, row, sheet, unit_names

TOWNSHIPS = [unit.name for unit in plan().units if unit.category == "township"]
TASK = {
    "任务编号": "13.4",
    "工作要点": "提升回应关切实效",
    "具体举措": "互动交流平台咨询留言答复",
    "完成时限": "5个工作日",
}
OPEN_MONTH = {
    "任务编号": "6.7",
    "工作要点": "扩大政务开放参与",
    "具体举措": "政府开放月活动",
    "完成时限": "8月份",
}


def office_ledger(*rows: Sequence[Value]) -> Sheet:
    return sheet([["2023年政务公开工作台账"], ["填报单位：县政府办"], *ledger().rows[2:3], *rows])


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("县司法局", ["县司法局"]),
        ("浮梁县司法局（盖章）", ["县司法局"]),
        ("　县 司 法 局 ", ["县司法局"]),
        ("县人社局、县医保局", ["县人社局", "县医保局"]),
        ("县人社局，县医保局；县卫健委", ["县人社局", "县医保局", "县卫健委"]),
        ("县人社局\n县医保局", ["县人社局", "县医保局"]),
        ("县发展和改革委员会和县司法局", ["县发改委", "县司法局"]),
        ("县政府办(牵头)、县司法局", ["县政府办", "县司法局"]),
    ],
)
def test_a_unit_cell_names_units_in_many_spellings(written: str, named: list[str]) -> None:
    assert unit_names(check(ledger(row(**TASK, 责任单位=written)))) == named


def test_units_of_one_row_share_its_sheet_and_row_and_copy_nothing() -> None:
    checked = check(ledger(row(**TASK, 责任单位="县人社局、县医保局")))
    assert [(record.sheet, record.row) for record in checked.rows] == [("台账", 4), ("台账", 4)]
    assert found(checked) == []


def test_a_collective_unit_stands_for_all_its_members() -> None:
    checked = check(office_ledger(row(**OPEN_MONTH, 责任单位="各乡镇")))
    assert unit_names(checked) == TOWNSHIPS
    assert all(record.expanded for record in checked.rows)


def test_a_group_in_the_ledger_of_a_unit_outside_it_is_pointed_out() -> None:
    copied = check(ledger(row(**OPEN_MONTH, 责任单位="各乡镇"), row(**TASK, 责任单位="县司法局")))
    assert found(copied) == [("E4", "row_for_group")]
    assert [record.merged for record in copied.rows] == [True] * 19


def test_a_unit_named_beside_its_group_is_not_expanded() -> None:
    checked = check(office_ledger(row(**OPEN_MONTH, 责任单位="蛟潭镇、各乡镇")))
    assert [
        r.expanded for r, name in zip(checked.rows, unit_names(checked), strict=True) if name == "蛟潭镇"
    ] == [False]
    assert len(checked.rows) == 18


def test_a_unit_that_copied_the_plans_collective_words_speaks_for_itself_alone() -> None:
    checked = check(ledger(row(责任单位="各乡镇、县直各部门")))
    assert unit_names(checked) == ["县司法局"]
    assert [record.expanded for record in checked.rows] == [False]


def test_one_stray_row_does_not_make_a_township_speak_for_all_of_them() -> None:
    rows = [row(**OPEN_MONTH, 责任单位="各乡镇"), row(**TASK, 责任单位="蛟潭镇、寿安镇")]
    checked = check(sheet([["2023年蛟潭镇政务公开工作台账"], *ledger().rows[2:3], *rows]))
    assert unit_names(checked) == ["蛟潭镇", "蛟潭镇", "寿安镇"]


def test_rows_of_several_units_make_a_collected_ledger_whatever_its_sender_line_says() -> None:
    checked = check(
        office_ledger(
            row(),
            row(
                责任单位="县财政局",
                任务编号="9.2",
                工作要点="纵深推进财政信息公开",
                进展情况="9月1日公开债务余额表",
            ),
        )
    )
    assert checked.collected
    assert unit_names(checked) == ["县司法局", "县财政局"]
    assert found(checked) == []


def test_an_empty_unit_cell_is_the_sender_of_the_file_with_a_notice() -> None:
    checked = check(ledger(row(责任单位="")))
    assert unit_names(checked) == ["县司法局"]
    assert found(checked) == [("E4", "unit_from_sender")]


def test_an_empty_unit_cell_without_any_sender_is_missing() -> None:
    rows = ledger(row(责任单位=""), row(责任单位="县司法局"), row(责任单位="县财政局", 任务编号="9.2")).rows[
        2:
    ]
    checked = check(sheet([["政务公开工作台账"], *rows]))
    assert ("E3", "missing_required") in found(checked)


@pytest.mark.parametrize("section", ["办公室", "法规股", "各科室", "各股室", "政策法规股"])
def test_a_section_inside_the_sender_is_the_sender(section: str) -> None:
    checked = check(ledger(row(责任单位=section)))
    assert unit_names(checked) == ["县司法局"]
    assert found(checked) == []


def test_an_unknown_unit_comes_with_names_that_are_near_and_its_row_stays_the_senders() -> None:
    checked = check(ledger(row(责任单位="县司法厅")))
    (finding,) = checked.findings
    assert finding.rule == "unknown_unit"
    assert "县司法局" in finding.suggestion
    assert [(record.unit_text, record.merged) for record in checked.rows] == [("县司法厅", False)]
    assert unit_names(checked) == ["县司法局"]


def test_in_a_collected_ledger_nobody_owns_a_row_of_an_unknown_unit() -> None:
    checked = check(office_ledger(row(), row(**OPEN_MONTH, 责任单位="县司法厅")))
    assert unit_names(checked) == ["县司法局", ""]
    assert [record.merged for record in checked.rows] == [True, False]


def test_the_lead_unit_stands_in_where_no_responsible_unit_is_written() -> None:
    header = ["序号", "工作任务", "牵头单位", "配合单位", "责任人", "完成时限", "完成状态", "佐证材料"]
    body = ["1", "行政规范性文件清理", "县司法局", "县财政局", "程示例", "年底前", "推进中", ""]
    checked = check(sheet([header, body]))
    assert unit_names(checked) == ["县司法局"]
    assert found(checked) == []


@pytest.mark.parametrize(
    "preface",
    [
        ["填报单位（盖章）：县司法局　　填报时间：2023年8月28日　联系人：程示例　电话：0798-2620001"],
        ["填报单位：", "县司法局"],
        ["单位名称：浮梁县司法局"],
    ],
)
def test_the_sender_is_told_from_the_line_above_the_table(preface: list[str]) -> None:
    rows = ledger(row(责任单位="")).rows[2:]
    checked = check(sheet([["2023年政务公开工作台账"], preface, *rows]))
    assert checked.sender == plan().members(("县司法局",))[0]


def test_the_declared_sender_stands_in_with_one_notice_where_no_unit_is_named_anywhere() -> None:
    header = ["序号", "工作任务", "责任人", "完成时限", "完成状态", "佐证材料"]
    body = ["1", "行政规范性文件清理", "程示例", "年底前", "推进中", ""]
    checked = check(sheet([["2023年政务公开工作台账"], header, body, body]), declared="县司法局")
    assert unit_names(checked) == ["县司法局", "县司法局"]
    assert ("A2", "unit_from_sender") in found(checked)


@pytest.mark.parametrize(
    ("written", "own", "helping"),
    [
        ("县司法局牵头，县财政局配合", ["县司法局"], ["县财政局"]),
        ("县司法局(牵头)、县财政局(配合)", ["县司法局"], ["县财政局"]),
        ("县司法局牵头，县财政局、县民政局配合", ["县司法局"], ["县财政局", "县民政局"]),
        ("牵头单位：县司法局；配合单位：县财政局、县民政局", ["县司法局"], ["县财政局", "县民政局"]),
        ("县司法局牵头，各股室配合", ["县司法局"], []),
        ("县司法局牵头，有关单位配合", ["县司法局"], []),
        ("办公室牵头，各科室配合", ["县司法局"], []),
        ("县司法局、县财政局配合", ["县司法局"], ["县财政局"]),
        ("县司法局配合", ["县司法局"], []),
    ],
)
def test_a_unit_that_only_helps_has_no_row_of_its_own(
    written: str, own: list[str], helping: list[str]
) -> None:
    checked = check(ledger(row(责任单位=written)))
    names = plan().unit_names
    assert unit_names(checked) == own
    assert [names[code] for record in checked.rows for code in record.supporting_units] == helping
    assert found(checked) == []


def test_helpers_are_added_to_those_of_their_own_column() -> None:
    (record,) = check(ledger(row(责任单位="县司法局牵头，县财政局配合", 配合单位="县民政局"))).rows
    assert [plan().unit_names[code] for code in record.supporting_units] == ["县民政局", "县财政局"]


def test_a_unit_reports_for_itself_what_it_only_helps_with() -> None:
    checked = check(ledger(row(责任单位="县财政局牵头，县司法局配合")), declared="县司法局")
    assert unit_names(checked) == ["县司法局"]
    assert found(checked) == []


def test_unknown_names_are_quoted_one_by_one_as_they_were_written() -> None:
    (finding,) = check(ledger(row(责任单位="某某厅牵头，某某署配合"))).findings
    assert "“某某厅”“某某署”不在单位名录里" in finding.message
