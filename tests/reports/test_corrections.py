"""The correction list: problems first, then the unit's own rows at their own addresses, then what is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import Workbook as OpenpyxlWorkbook
from openpyxl.comments import Comment

from importers.headings import OUR_COLUMN
from importers.stamp import STAMP_SHEET
from importers.workbook import Area, Sheet, Value, Workbook
from reports.corrections import SentLedger, correction_workbook
from reports.sent import OUR_COMMENT
from schemas.plan import Task
from schemas.rules import catalogue
from tests.reports.build import (
    DAY,
    RECEIVED,
    Checked,
    at,
    beside,
    check,
    correction,
    filled,
    one_page_wide,
    opened,
    plan,
    saved,
    sent_of,
    template,
    titles,
    unit,
)
from vocabulary.codes import RefusalCode, Severity
from vocabulary.findings import Finding, Refusal

CHANGES: dict[int, dict[str, Any]] = {
    4: {"完成状态": "差不多了", "联系电话": "1.38E+10"},
    5: {"责任人": None},
    6: {"完成率": 0.855, "实际完成日期": dt.datetime(2023, 8, 20)},
    7: {"进展情况": "正常推进"},
    8: {"责任单位": None, "备注": "=1+1 不是公式"},
}


@pytest.fixture(scope="module")
def file() -> Checked:
    workbook = opened(filled(template(), CHANGES))
    workbook["工作台账"][at("完成状态", 4)].comment = Comment("我们局自己的批注", "程")
    workbook["工作台账"][at("进展情况", 20)].comment = Comment("另一条自己的批注", "程")
    workbook["工作台账"][at("备注", 8)].data_type = "s"
    return check(saved(workbook), "县司法局台账.xlsx")


@pytest.fixture(scope="module")
def book(file: Checked) -> OpenpyxlWorkbook:
    return opened(correction(file, "14.5", "16.6"))


def listed(book: OpenpyxlWorkbook) -> list[tuple[Any, ...]]:
    rows = list(book["问题清单"].iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if row[0] == "序号")
    return rows[start:]


def finding(cell: str, severity: Severity = Severity.MUST_FIX, sheet: str = "台账", **more: Any) -> Finding:
    row = int("".join(filter(str.isdigit, cell)))
    return Finding(
        sheet,
        cell,
        row,
        "status",
        "bad_status",
        severity,
        more.get("found", "x"),
        more.get("message", "请改。"),
        "",
        more.get("trial", False),
    )


def rows_sheet(*rows: list[Any], name: str = "台账", **more: Any) -> Sheet:
    header = ["序号", "具体举措", "责任单位", "完成时限", "完成状态"]
    width = max(5, *(len(row) for row in rows))
    filled_rows = [[*row, *[""] * (width - len(row))] for row in ([header, *rows])]
    return Sheet(name, filled_rows, **more)


def corrected(
    sheet: Sheet, *findings: Finding, missing: tuple[Task, ...] = (), **more: Any
) -> OpenpyxlWorkbook:
    sent = SentLedger("台账.xlsx", RECEIVED, Workbook("xlsx", (sheet,)), **more)
    return opened(correction_workbook(plan(), unit(), sent, findings, missing, as_of=DAY))


def test_no_cell_and_no_comment_names_the_unit_whose_text_is_the_same() -> None:
    other = "浮梁县财政局"
    message = catalogue()["copied_text"].message("进展情况", "开会部署", "", {"copied_from": other})
    copied = finding("C2")._replace(rule="copied_text", found="开会部署", message=message)
    book = corrected(rows_sheet([1, "主动公开", "县司法局", "12月底", "推进中"]), copied)
    said = [
        str(words)
        for sheet in book.worksheets
        for cells in sheet.iter_rows()
        for cell in cells
        for words in (cell.value, cell.comment and cell.comment.text)
        if words
    ]
    assert sum("与另一单位的进展文字几乎相同" in words for words in said) == 3
    assert not any(other in words for words in said)


class TestTheProblemList:
    def test_comes_first_and_is_what_one_sees(self, book: OpenpyxlWorkbook) -> None:
        assert book.sheetnames == ["问题清单", "工作台账", "未报任务", "字典", STAMP_SHEET]
        assert book.active is not None
        assert book.active.title == "问题清单"

    def test_says_how_much_is_wrong_and_what_happens_to_it(self, book: OpenpyxlWorkbook) -> None:
        said = "\n".join(str(book["问题清单"].cell(row, 1).value) for row in range(1, 6))
        assert "《县司法局台账.xlsx》　收到时间：2023年8月25日09:30" in said
        assert "必改2处、提醒3处、建议1处。另有2项任务没有报" in said
        assert "第4、第5行有“必改”的问题，暂时没有入库" in said
        assert "其余30行已经入库" in said
        assert "重新上传" in said

    def test_has_the_columns_in_the_order_clerks_read_them(self, book: OpenpyxlWorkbook) -> None:
        assert listed(book)[0] == (
            "序号",
            "任务",
            "哪里不对、怎么改",
            "您填的",
            "建议改为",
            "严重程度",
            "位置",
        )

    def test_lists_what_must_be_mended_first_then_by_task(self, book: OpenpyxlWorkbook) -> None:
        rows = listed(book)[1:]
        assert [row[5] for row in rows] == ["必改", "必改", "提醒", "提醒", "提醒", "建议"]
        places = [
            ("完成状态", 4),
            ("责任人", 5),
            ("联系电话", 4),
            ("进展情况", 7),
            ("备注", 8),
            ("责任单位", 8),
        ]
        assert [row[6] for row in rows] == [f"工作台账!{at(*place)}" for place in places]
        assert rows[0][1] == "1.1 落实网络意识形态责任制"
        assert rows[0][3] == "差不多了"

    def test_leads_to_the_marked_cell(self, book: OpenpyxlWorkbook) -> None:
        sheet = book["问题清单"]
        cells = (cell for row in sheet.iter_rows(min_col=7, max_col=7) for cell in row)
        places = [cell.hyperlink.location for cell in cells if cell.hyperlink]
        assert places[0] == f"'工作台账'!{at('完成状态', 4)}"
        assert len(places) == 6

    def test_can_be_filtered_and_printed(self, book: OpenpyxlWorkbook) -> None:
        sheet = book["问题清单"]
        assert sheet.auto_filter.ref == "A6:G12"
        assert sheet.freeze_panes == "A7"
        assert sheet.print_title_rows == "$6:$6"
        assert one_page_wide(sheet)
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.oddFooter is not None
        assert sheet.oddFooter.left.text == "县司法局"


class TestTheRowsAsSent:
    def test_stand_at_their_own_addresses(self, file: Checked, book: OpenpyxlWorkbook) -> None:
        sheet = book["工作台账"]
        for number, row in enumerate(file.workbook.sheets[0].rows, start=1):
            for column, value in enumerate(row, start=1):
                shown = sheet.cell(number, column).value or ""
                assert (shown.date() if isinstance(shown, dt.datetime) else shown) == value

    def test_keep_type_and_look(self, book: OpenpyxlWorkbook) -> None:
        sheet = book["工作台账"]
        assert (sheet[at("完成率", 6)].value, sheet[at("完成率", 6)].number_format) == (0.855, "0.##%")
        assert (sheet[at("完成率", 4)].value, sheet[at("完成率", 4)].number_format) == (0.6, "0%")
        assert sheet[at("实际完成日期", 6)].value == dt.datetime(2023, 8, 20)
        assert sheet[at("实际完成日期", 6)].is_date
        assert (sheet[at("任务编号", 4)].value, sheet[at("任务编号", 4)].number_format) == ("1.1", "@")
        assert sheet[at("备注", 8)].data_type == "s"
        assert sheet[at("备注", 8)].value == "=1+1 不是公式"

    def test_are_marked_by_fill_and_comment_and_in_words(self, book: OpenpyxlWorkbook) -> None:
        sheet = book["工作台账"]
        places = [at("完成状态", 4), at("进展情况", 7), at("责任单位", 8), at("完成状态", 9)]
        fills = [sheet[place].fill.fgColor.rgb for place in places]
        assert fills == ["FFF8CBAD", "FFFFEB9C", "FFDDEBF7", "00000000"]
        assert f"{OUR_COMMENT}必改：【完成状态】" in sheet[at("完成状态", 4)].comment.text
        assert sheet[beside(3)].value == OUR_COLUMN
        words = sheet[beside(4)].value
        assert f"{at('完成状态', 4)} 必改：【完成状态】您填的是“差不多了”" in words
        assert f"{at('联系电话', 4)} 提醒：" in words
        assert sheet[beside(9)].value is None

    def test_keep_the_units_own_comments(self, book: OpenpyxlWorkbook) -> None:
        sheet = book["工作台账"]
        assert sheet[at("完成状态", 4)].comment.text.startswith(f"我们局自己的批注\n{OUR_COMMENT}")
        assert sheet[at("进展情况", 20)].comment.text == "另一条自己的批注"

    def test_offer_the_words_for_the_status_below_a_frozen_header(self, book: OpenpyxlWorkbook) -> None:
        sheet = book["工作台账"]
        rule = sheet.data_validations.dataValidation[0]
        assert (rule.type, rule.formula1) == ("list", "'字典'!$A$1:$A$5")
        assert at("完成状态", 4) in rule.sqref
        assert sheet.freeze_panes == "A4"
        assert sheet.auto_filter.ref.startswith("A3:" + beside(3).rstrip("3"))

    def test_print_on_a4_with_the_header_on_every_page(self, book: OpenpyxlWorkbook) -> None:
        sheet = book["工作台账"]
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.oddFooter is not None
        assert "共 &N 页" in str(sheet.oddFooter.center.text)

    def test_keep_their_merges(self) -> None:
        sheet = rows_sheet(
            [1, "甲", "县司法局", "年底", "推进中"],
            [2, "", "县司法局", "年底", "推进中"],
            merged=(Area(1, 1, 2, 1), Area(2, 1, 2, 2)),
        )
        book = corrected(sheet)
        # The second area overlaps the first, which only a damaged file claims.
        assert [str(area) for area in book["台账"].merged_cells.ranges] == ["B2:B3"]
        assert book["台账"]["B2"].value == "甲"

    def test_keep_error_cells_as_errors(self) -> None:
        sheet = rows_sheet(
            [1, "甲", "县司法局", "年底", ""], errors={(1, 4): "#REF!"}, uncalculated=frozenset({(1, 3)})
        )
        cell = corrected(sheet, finding("E2"))["台账"]["E2"]
        assert cell.data_type == "f"
        assert cell.fill.fgColor.rgb == "FFF8CBAD"

    def test_show_telephone_numbers_that_became_numbers_in_full(self) -> None:
        cell = corrected(rows_sheet([1.0, "甲", "县司法局", 13812345678.0, "推进中"]))["台账"]["D2"]
        assert (cell.value, cell.number_format) == (13812345678, "0")

    def test_keep_days_before_excel_can_count_them_as_text(self) -> None:
        sheet = rows_sheet([1, "甲", dt.timedelta(hours=30), dt.date(1899, 12, 30), dt.time(9, 30)])
        book = corrected(sheet)
        assert book["台账"]["D2"].value == "1899-12-30"
        assert book["台账"]["E2"].value == dt.time(9, 30)

    def test_of_a_csv_get_a_sheet_with_a_name(self) -> None:
        sheet = rows_sheet([1, "甲", "县司法局", "年底", "差不多"], name="")
        book = corrected(sheet, finding("E2", sheet=""))
        assert book.sheetnames[1] == "工作台账"
        assert listed(book)[1][6] == "工作台账!E2"

    def test_with_a_two_line_header_carry_the_extra_column_beside_it(self) -> None:
        top: list[Value] = ["序号", "具体举措", "责任单位", "完成情况", ""]
        under: list[Value] = ["", "", "", "完成时限", "完成状态"]
        merged = (Area(0, 0, 1, 0), Area(0, 1, 1, 1), Area(0, 2, 1, 2), Area(0, 3, 0, 4))
        sheet = Sheet("台账", [top, under, [1, "甲", "县司法局", "年底", "差不多"]], merged=merged)
        book = corrected(sheet, finding("E3"))
        assert book["台账"]["F1"].value == OUR_COLUMN
        assert "F1:F2" in [str(area) for area in book["台账"].merged_cells.ranges]
        assert "请改。" in book["台账"]["F3"].value

    def test_say_nothing_of_ours_above_the_table(self) -> None:
        sheet = Sheet(
            "台账",
            [
                ["2022年政务公开工作台账", *[""] * 4],
                *rows_sheet([1, "甲", "县司法局", "年底", "推进中"]).rows,
            ],
        )
        book = corrected(sheet, finding("A1"))
        assert OUR_COMMENT in book["台账"]["A1"].comment.text
        assert book["台账"]["F1"].value is None

    def test_marked_again_do_not_repeat_the_old_marks(self) -> None:
        rows = rows_sheet([1, "甲", "县司法局", "年底", "推进中", "K2 必改：旧的话"])
        rows.rows[0][5] = OUR_COLUMN
        comments = {"台账": {"E2": f"自己的\n{OUR_COMMENT}必改：旧的话", "D2": f"{OUR_COMMENT}旧的话"}}
        sheet = corrected(rows, finding("E2"), comments=comments)["台账"]
        assert sheet["F2"].value == "E2 必改：请改。"
        assert sheet["E2"].comment.text == f"自己的\n{OUR_COMMENT}必改：请改。"
        assert sheet["D2"].comment is None
        assert sheet.max_column == 6

    @pytest.mark.parametrize(
        "name", ["a[b]:c*?/\\", "'台账'", "很长" * 40, "字典", "😀" * 20, STAMP_SHEET + "x"]
    )
    def test_of_a_sheet_with_an_impossible_name_are_found_all_the_same(self, name: str) -> None:
        book = corrected(
            rows_sheet([1, "甲", "县司法局", "年底", "差不多"], name=name), finding("E2", sheet=name)
        )
        place = listed(book)[1][6]
        assert place == f"{book.sheetnames[1]}!E2"
        assert book[book.sheetnames[1]]["E2"].comment is not None

    def test_of_two_sheets_whose_names_differ_by_case_stay_two_sheets(self) -> None:
        row = [1, "甲", "县司法局", "年底", "推进中"]
        sent = SentLedger(
            "a.xlsx", RECEIVED, Workbook("xlsx", (rows_sheet(row, name="A"), rows_sheet(row, name="a")))
        )
        book = opened(correction_workbook(plan(), unit(), sent, [], [], as_of=DAY))
        assert len(book.sheetnames) == 6


class TestTheMissingTasks:
    def test_are_laid_out_like_the_units_own_table(self, book: OpenpyxlWorkbook) -> None:
        missing, ledger = book["未报任务"], book["工作台账"]
        for sheet in (missing, ledger):
            assert tuple(cell.value for cell in sheet[3])[: len(titles())] == titles()
        assert [missing[at("任务编号", row)].value for row in (4, 5)] == ["14.5", "16.6"]
        assert missing[at("完成时限", 5)].value == "2024年1月31日"
        assert missing[beside(4)].value == plan().task_by_id["14.5"].requirement

    def test_follow_the_columns_of_a_table_somebody_else_designed(self) -> None:
        task = plan().task_by_id["16.6"]
        book = corrected(rows_sheet([1, "甲", "县司法局", "年底", "推进中"]), missing=(task,))
        assert [cell.value for cell in book["未报任务"][4]][:4] == [1, task.name, "县司法局", "2024年1月31日"]

    def test_are_all_of_them_where_nothing_came(self) -> None:
        expected = [plan().task_by_id[task_id] for task_id in plan().expectations[unit().code]]
        book = opened(correction_workbook(plan(), unit(), None, [], expected, as_of=DAY))
        assert book.sheetnames == ["问题清单", "未报任务", STAMP_SHEET]
        assert book["未报任务"].max_row == 3 + len(expected)
        assert (
            book["问题清单"]["A2"].value
            == f"本单位还没有报送台账。应当报送的{len(expected)}项任务见“未报任务”表。"
        )
        assert book["问题清单"].max_row == 3


def test_a_refused_file_is_explained_by_code_and_sentence() -> None:
    refusal = Refusal(RefusalCode.ENCRYPTED, "文件设有打开密码，请取消后重新上传。")
    sent = SentLedger("台账.xlsx", RECEIVED, None, refusal=refusal)
    sheet = opened(correction_workbook(plan(), unit(), sent, [], [], as_of=DAY))["问题清单"]
    assert (
        sheet["A3"].value == "这份文件没有收下（有打开密码，encrypted）：文件设有打开密码，请取消后重新上传。"
    )


def test_a_file_without_any_problem_says_so() -> None:
    book = corrected(rows_sheet([1, "甲", "县司法局", "年底", "推进中"]))
    texts = [cell.value for row in book["问题清单"] for cell in row if cell.value]
    assert "没有需要更正的地方。" in texts


def test_a_rule_on_trial_says_so_at_its_severity() -> None:
    book = corrected(
        rows_sheet([1, "甲", "县司法局", "年底", "差不多"]), finding("E2", Severity.WARNING, trial=True)
    )
    assert listed(book)[1][5] == "提醒（试行）"


def test_many_held_rows_are_counted_not_named(file: Checked) -> None:
    rows = [row._replace(merged=False) for row in file.checked.rows]
    sent = replace(sent_of(file), rows=rows)
    sheet = opened(correction_workbook(plan(), unit(), sent, file.checked.findings, [], as_of=DAY))[
        "问题清单"
    ]
    assert sheet["A4"].value.startswith("有32行有“必改”的问题")


def test_equal_input_gives_equal_bytes(file: Checked) -> None:
    assert correction(file, "14.5") == correction(file, "14.5")
