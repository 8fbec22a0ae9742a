"""Where the ledger stands in a sheet, which rows are data, and why the others are not."""

import pytest

from importers.reading_child import RefusedFile
from importers.workbook import Value
from schemas.records import CheckedLedger
from tests.importers.build import (
    GOOD,
    HEADER,
    RECEIVED,
    area,
    check,
    clean,
    found,
    ledger,
    row,
    sheet,
    unit_names,
)
from vocabulary.codes import IgnoredReason, RefusalCode, Severity

NARROW = ["序号", "工作任务", "责任单位", "完成时限", "进展情况"]


def reasons(checked: CheckedLedger) -> list[tuple[int, IgnoredReason]]:
    return [(each.row, each.reason) for each in checked.ignored]


def test_title_lines_and_header_are_ignored_with_their_reason() -> None:
    checked = check(ledger(row()))
    assert reasons(checked) == [(1, IgnoredReason.TITLE), (2, IgnoredReason.TITLE), (3, IgnoredReason.HEADER)]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["一、聚焦信息载体，强化政务公开平台建设"], IgnoredReason.SECTION),
        (["（二）提升政务公开专区建设"], IgnoredReason.SECTION),
        (["小计", "", "", "", "", "", "", "", "", "", "55%"], IgnoredReason.SUBTOTAL),
        (["合  计", "3"], IgnoredReason.SUBTOTAL),
        (["注：1.本表一式两份。"], IgnoredReason.FOOTER),
        (["单位负责人：", "", "审核人：", "", "填表人："], IgnoredReason.FOOTER),
        (["填表人：示例丙　联系电话：0798-2620000"], IgnoredReason.FOOTER),
        (["填表：示例丙", "", "", "审核：示例丁", "", "", "2023/8/28"], IgnoredReason.FOOTER),
        (["经办：示例丙", "复核：示例丁"], IgnoredReason.FOOTER),
        (["", "", "股室负责人：", "", "签字："], IgnoredReason.FOOTER),
        (["例：", "1.1", "加强政府网站与政务新媒体管理", "落实责任制", "县司法局"], IgnoredReason.EXAMPLE),
        (["示例", "1.1", "加强政府网站与政务新媒体管理", "落实责任制", "县司法局"], IgnoredReason.EXAMPLE),
        (["7"], IgnoredReason.TEMPLATE_BLANK),
        (list(HEADER), IgnoredReason.HEADER),
        (["甲", "乙", "丙", "丁", "1", "2", "3"], IgnoredReason.HEADER),
        (["（1）", "（2）", "（3）", "（4）", "（5）"], IgnoredReason.HEADER),
        (["①", "②", "③", "④", "⑤"], IgnoredReason.HEADER),
        (["A", "B", "C", "D", "E"], IgnoredReason.HEADER),
        (["例1：示范任务", "", "", "落实责任制"], IgnoredReason.EXAMPLE),
        (["（样例）", "1.1", "", "落实责任制", "县司法局"], IgnoredReason.EXAMPLE),
        (["共计2项"], IgnoredReason.SUBTOTAL),
        (["汇总", "", "", "", "", "", "", "", "", "", "60%"], IgnoredReason.SUBTOTAL),
        (["平均", "", "", "", "", "", "", "", "", "", 0.6], IgnoredReason.SUBTOTAL),
        (["要点三：依法优化依申请公开"], IgnoredReason.SECTION),
        (["★重点任务"], IgnoredReason.SECTION),
        (["Ⅱ 基层基础"], IgnoredReason.SECTION),
        (["（7）"], IgnoredReason.TEMPLATE_BLANK),
    ],
)
def test_a_row_that_is_no_data_is_ignored_with_its_reason(cells: list[Value], reason: IgnoredReason) -> None:
    checked = check(ledger(row(), cells, row(任务编号="4.2", 具体举措="新制发文件公开属性管理")))
    assert [record.row for record in checked.rows] == [4, 6]
    assert (5, reason) in reasons(checked)


def test_a_row_with_only_its_task_written_is_a_row_with_missing_cells_and_not_a_heading() -> None:
    checked = check(ledger(row(), ["", "", "", "新制发行政规范性文件公开属性管理"]))
    assert [record.row for record in checked.rows] == [4, 5]


@pytest.mark.parametrize(
    "hints",
    [
        [*[""] * 9, "（填下拉）", "（%）", "（不少于10字）", "（文号）"],
        [
            "填写说明",
            "填编号",
            "填要点",
            "填举措",
            "填规范简称",
            "",
            "姓名",
            "手机或座机",
            "具体日期",
            "下拉选择",
        ],
    ],
)
def test_a_row_of_hints_under_the_header_belongs_to_the_header(hints: list[str]) -> None:
    checked = check(ledger(hints, row()))
    assert found(checked) == []
    assert [record.row for record in checked.rows] == [5]
    assert (4, IgnoredReason.HEADER) in reasons(checked)


@pytest.mark.parametrize(
    "task",
    [
        "例行巡查网站栏目",
        "举例说明公开事项",
        "示范乡镇政务公开",
        "汇总各股室公开目录",
        "平均每月发布信息",
        "★平台账号清理",
        "表二所列事项公开",
    ],
)
def test_a_task_of_a_table_without_numbers_is_a_row_whatever_it_begins_with(task: str) -> None:
    header = ["工作任务", "责任单位", "责任人", "完成时限", "完成状态", "进展情况", "佐证材料"]
    rest = ["县司法局", "程示例", "年底前", "推进中", "8月3日开展检查，发现问题两个，已改正。", "记录"]
    checked = check(sheet([["2023年政务公开工作台账"], header, [task, *rest], [task]]))
    assert [record.row for record in checked.rows] == [3, 4]


def test_a_text_merged_over_the_cells_beside_a_task_is_no_heading() -> None:
    header = ["工作任务", "责任单位", "责任人", "完成时限", "完成状态", "进展情况", "佐证材料"]
    rows = [["2023年县司法局政务公开工作台账"], header, ["行政规范性文件清理", "正在研究"]]
    checked = check(sheet(rows, "B3:G3"))
    assert [record.task_id for record in checked.rows] == ["4.1"]
    assert found(checked) == [("B3", "merged_cell_conflict")]


@pytest.mark.parametrize(
    ("title", "wrong"),
    [
        ("县司法局关于2022年政务公开工作“回头看”暨2023年政务公开工作台账", False),
        ("二〇二三年政务公开工作台账", False),
        ("二○二三年度政务公开工作台账", False),
        ("二〇二二年政务公开工作台账", True),
        ("2021年、2022年政务公开工作台账", True),
    ],
)
def test_a_title_that_names_the_wanted_year_is_right_however_it_is_written(title: str, wrong: bool) -> None:
    checked = check(sheet([[title], ["填报单位：县司法局"], list(HEADER), row()]))
    assert found(checked) == ([("A1", "wrong_template")] if wrong else [])


def test_a_section_heading_gives_its_rows_their_point() -> None:
    header = ["序号", "具体举措", "责任单位", "责任人", "完成时限", "完成状态", "佐证材料"]
    rows = [["（四）深化政务信息管理"], ["1", "别的清理工作", "县司法局", "程示例", "年底前", "推进中"]]
    checked = check(sheet([["2023年政务公开工作台账"], header, *rows]))
    assert [record.point for record in checked.rows] == [4]


def test_blank_formatted_rows_between_data_do_not_shift_the_cells() -> None:
    checked = check(ledger(row(), [], [], row(任务编号="4.2", 完成率="300%")))
    assert found(checked) == [("K7", "percent_out_of_range")]


def test_the_header_may_stand_anywhere_in_the_first_rows_and_columns_in_any_order() -> None:
    header = ["", "完成状态", "责任人", "任务", "责任单位", "时限"]
    body = ["", "推进中", "程示例", "行政规范性文件清理", "县司法局", "年底前"]
    checked = check(sheet([[], ["标题"], [], header, body]))
    assert [(r.row, r.task_id, r.status, r.deadline) for r in checked.rows] == [
        (5, "4.1", "in_progress", "2023-12-31")
    ]


def test_a_two_row_header_with_merged_groups_is_read_by_its_lower_headings() -> None:
    top = ["序号", "工作任务", "责任分工", "", "", "完成时限", "进展情况"]
    low = ["", "", "牵头单位", "责任单位", "责任人", "", ""]
    body = [
        "1",
        "行政规范性文件清理",
        "县政府办",
        "县司法局",
        "程示例",
        "年底前",
        "8月10日召开部署会，已梳理文件35件",
    ]
    checked = check(
        sheet([["2023年政务公开工作台账"], top, low, body], "A2:A3", "B2:B3", "C2:E2", "F2:F3", "G2:G3")
    )
    assert unit_names(checked) == ["县司法局"]
    assert [record.contact for record in checked.rows] == ["程示例"]


def test_a_merged_hierarchy_cell_holds_for_all_its_rows_and_is_named_by_its_top_left_cell() -> None:
    rows = [row(责任单位="县某某办公厅"), row(任务编号="4.2", 具体举措="新制发文件公开属性管理", 责任单位="")]
    checked = check(ledger(*rows, merged=["E4:E5"]))
    assert found(checked) == [("E4", "unknown_unit")]
    assert [record.unit_text for record in checked.rows] == ["县某某办公厅", "县某某办公厅"]


def test_a_merged_status_says_nothing_about_single_rows() -> None:
    rows = [row(), row(任务编号="4.2", 具体举措="新制发文件公开属性管理", 完成状态="")]
    checked = check(ledger(*rows, merged=["J4:J5"]))
    assert ("J4", "merged_cell_conflict") in found(checked)
    assert [record.merged for record in checked.rows] == [False, False]
    assert "J4:J5" in checked.findings[0].message


@pytest.mark.parametrize(
    ("texts", "status", "progress"),
    [
        (["已完成", "推进中", "推进中"], "done", None),
        (["8月10日召开部署会", "印发方案并开展培训两次", "正在征求意见"], "in_progress", "8月10日召开部署会"),
    ],
)
def test_a_column_named_completion_is_a_status_or_prose_by_its_content(
    texts: list[str], status: str, progress: str | None
) -> None:
    header = ["序号", "工作任务", "责任单位", "完成时限", "完成情况", "佐证材料"]
    body = [
        [str(n), "行政规范性文件清理", "县司法局", "年底前", text, "文件"] for n, text in enumerate(texts)
    ]
    checked = check(sheet([header, *body]))
    assert (checked.rows[0].status, checked.rows[0].progress) == (status, progress)


@pytest.mark.parametrize(
    ("texts", "status", "percent", "progress"),
    [
        (["推进中", "已完成", "长期坚持"], "in_progress", None, "8月5日召开会议研究部署工作。"),
        (["60%", "80%", "推进中"], "in_progress", 60, "8月5日召开会议研究部署工作。"),
        (["60%", "", ""], "in_progress", 60, "8月5日召开会议研究部署工作。"),
    ],
)
def test_a_column_named_how_far_it_is_holds_what_its_cells_say(
    texts: list[str], status: str, percent: int | None, progress: str
) -> None:
    header = ["序号", "任务编号", "责任单位", "完成时限", "进度", "工作进展", "佐证材料"]
    body = [
        [str(n), "4.1", "县司法局", "年底前", text, "8月5日召开会议研究部署工作。", "文件"]
        for n, text in enumerate(texts)
    ]
    first = check(sheet([header, *body])).rows[0]
    assert (first.status, first.percent, first.progress) == (status, percent, progress)


def test_a_column_named_how_far_it_is_may_hold_prose_beside_a_status() -> None:
    header = ["序号", "任务编号", "责任单位", "完成时限", "完成状态", "进度", "佐证材料"]
    body = ["1", "4.1", "县司法局", "年底前", "推进中", "8月5日召开会议研究部署工作。", "文件"]
    first = check(sheet([header, body])).rows[0]
    assert (first.status, first.percent, first.progress) == ("in_progress", None, body[5])


@pytest.mark.parametrize(
    ("cells", "status"),
    [(("", "推进中"), "in_progress"), (("已完成", "推进中"), "done"), (("已完成", ""), "done")],
)
def test_of_two_columns_of_one_name_the_first_that_is_filled_counts(
    cells: tuple[str, str], status: str
) -> None:
    header = ["序号", "任务编号", "责任单位", "完成时限", "完成状态", "进展情况", "佐证材料", "完成状态"]
    body = ["1", "4.1", "县司法局", "年底前", cells[0], "8月5日召开会议研究部署工作。", "文件", cells[1]]
    checked = check(sheet([header, body]))
    assert checked.rows[0].status == status
    assert "missing_required" not in {rule for cell, rule in found(checked) if cell[0] in "EH"}


def test_a_broad_heading_is_the_task_alone_and_the_point_beside_a_narrower_one() -> None:
    alone = check(sheet([NARROW, ["1", "行政规范性文件清理", "县司法局", "年底前", "8月10日召开部署会议"]]))
    assert [record.task for record in alone.rows] == ["行政规范性文件清理"]
    header = ["工作任务", "具体要求", "责任科室", "时限要求", "推进落实情况"]
    body = ["深化政务信息管理", "行政规范性文件清理", "县司法局", "年底前", "8月10日召开部署会议"]
    beside = check(sheet([header, body]))
    assert [(record.point, record.task) for record in beside.rows] == [(4, "行政规范性文件清理")]


def test_foreign_columns_are_kept_under_their_own_titles() -> None:
    header = [*NARROW, "分管股室", "分管股室"]
    body = ["1", "行政规范性文件清理", "县司法局", "年底前", "8月10日召开部署会议", "法规股", "政策股"]
    (record,) = check(sheet([header, body])).rows
    assert record.more["分管股室"] == "法规股"
    assert "政策股" in record.more.values()


def test_several_ledger_sheets_are_all_read_and_other_sheets_are_ignored() -> None:
    cover = sheet([["2023年政务公开台账"], ["填报说明：请逐项填写"]], name="封面")
    second = ledger(row(任务编号="4.2", 具体举措="新制发文件公开属性管理"))
    hidden = sheet([["旧数据", "1"]], name="旧", visible=False)
    two = sheet(second.rows, name="附表")
    checked = check(cover, ledger(row()), two, hidden)
    assert [(record.sheet, record.row) for record in checked.rows] == [("台账", 4), ("附表", 4)]
    by_sheet = {(each.sheet, each.reason) for each in checked.ignored}
    assert ("封面", IgnoredReason.NOT_LEDGER_SHEET) in by_sheet
    assert ("旧", IgnoredReason.HIDDEN_SHEET) in by_sheet


def test_last_years_sheet_left_behind_is_ignored_beside_this_years_and_refused_alone() -> None:
    old = sheet([["2022年政务公开工作台账"], ["填报单位：县司法局"], list(HEADER), row()], name="2022")
    both = check(ledger(row()), old)
    assert {record.sheet for record in both.rows} == {"台账"}
    assert any(each.sheet == "2022" for each in both.ignored)
    alone = check(old)
    assert found(alone) == [("A1", "wrong_template")]
    assert not any(record.merged for record in alone.rows)


def test_a_file_without_a_ledger_is_refused_and_its_rows_are_listed() -> None:
    refused = clean(sheet([["通讯录"], ["姓名", "电话"], ["示例甲", "0798-2620000"]]))
    assert isinstance(refused, RefusedFile)
    assert refused.refusal.code is RefusalCode.NO_LEDGER_FOUND
    assert [each.row for each in refused.ignored] == [1, 2, 3]


def test_missing_columns_are_said_once_at_the_header() -> None:
    checked = check(
        sheet(
            [
                ["2023年县司法局政务公开工作台账"],
                ["序号", "工作任务", "完成情况"],
                ["1", "行政规范性文件清理", "推进中"],
            ]
        )
    )
    said = [(f.cell, f.rule, f.field) for f in checked.findings]
    assert said == [
        ("A2", "missing_column", "contact"),
        ("A2", "missing_column", "deadline"),
        ("A2", "missing_column", "evidence"),
    ]
    assert [record.merged for record in checked.rows] == [True]


def test_a_ledger_that_names_no_unit_anywhere_is_held_back() -> None:
    checked = check(
        sheet([["序号", "工作任务", "完成时限", "完成情况"], ["1", "行政规范性文件清理", "年底前", "推进中"]])
    )
    assert ("A1", "missing_column") in found(checked)
    assert [record.merged for record in checked.rows] == [False]


@pytest.mark.parametrize(
    ("line", "cell", "unknown", "hint"),
    [
        (["填报单位：县司法居　填报日期：2023年8月28日"], "A2", "县司法居", "县司法局"),
        (["填报单位：", "县司法居"], "B2", "县司法居", "县司法局"),
        (["填报单位（盖章）：浮梁县某某办公厅"], "A2", "浮梁县某某办公厅", "县政府办、县公安局、县人大办"),
    ],
)
def test_a_sender_nobody_knows_is_named_at_its_cell(
    line: list[str], cell: str, unknown: str, hint: str
) -> None:
    heading, body = (
        ["序号", "工作任务", "完成时限", "完成情况"],
        ["1", "行政规范性文件清理", "年底前", "推进中"],
    )
    checked = check(sheet([["2023年政务公开工作台账"], line, heading, body]))
    (finding,) = (each for each in checked.findings if each.severity is Severity.MUST_FIX)
    assert (finding.rule, finding.cell, finding.field) == ("unknown_unit", cell, "unit")
    assert f"“{unknown}”不在单位名录里" in finding.message
    assert finding.suggestion == hint
    assert [record.merged for record in checked.rows] == [False]


@pytest.mark.parametrize(
    "line",
    [
        "单位：万元",
        "填报单位（盖章）：",
        "填报单位：（盖章）",
        "填报单位：________　联系人：示例甲",
        "填报单位：单位公章",
    ],
)
def test_a_line_for_the_sender_that_nobody_filled_in_names_nobody(line: str) -> None:
    heading, body = (
        ["序号", "工作任务", "完成时限", "完成情况"],
        ["1", "行政规范性文件清理", "年底前", "推进中"],
    )
    checked = check(sheet([["2023年政务公开工作台账"], [line], heading, body]))
    assert [(each.rule, each.field) for each in checked.findings if each.severity is Severity.MUST_FIX] == [
        ("missing_column", "unit")
    ]


def test_helpers_of_these_tests_know_excel_names() -> None:
    assert area("B2:C5") == (1, 1, 4, 2)
    assert RECEIVED.year == 2023
    assert set(GOOD) <= set(HEADER)
