"""The template: filled in and locked where we know, open where the unit writes, help at every cell."""

from __future__ import annotations

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from importers.stamp import STAMP_SHEET
from reports.prefill import deadline_words
from reports.templates import HEADER_ROW, SPARE_ROWS, template_workbook
from schemas.field import ColumnNeed, Field, FieldType, LedgerKind, Need
from tests.reports.build import columns_of, kind, one_page_wide, opened, plan, template, unit

FIRST = HEADER_ROW + 2
APPLICATIONS = LedgerKind(
    "applications", "依申请公开台账", "1", "一行是一件申请。", key=("unit", "serial"), rules=(),
    fields=(
        Field("serial", "序号", FieldType.SERIAL, "流水号。", width=6),
        Field("unit", "受理单位", FieldType.UNITS, "受理的单位。", need=Need.MUST, column=ColumnNeed.CORE, protected=True),
        Field("received_on", "收到日期", FieldType.DAY, "收到申请的日期。", prompt="写2023年8月1日这样的日期。"),
        Field("result", "处理结果", FieldType.STATUS, "怎样答复的。", choices=tuple(f"答复方式第{n}种" for n in range(60))),
    ))  # fmt: skip


@pytest.fixture(scope="module")
def sheet() -> Worksheet:
    return opened(template())["工作台账"]


@pytest.fixture(scope="module")
def columns(sheet: Worksheet) -> dict[str, int]:
    return columns_of(sheet)


def test_the_ledger_is_the_sheet_one_sees_and_the_helpers_are_out_of_sight() -> None:
    book = opened(template())
    assert book.sheetnames == ["工作台账", "填报说明", "字典", STAMP_SHEET]
    assert book.active is not None
    assert book.active.title == "工作台账"
    assert [ws.sheet_state for ws in book] == ["visible", "visible", "hidden", "hidden"]


def test_title_and_preface_name_the_year_the_county_and_the_unit(sheet: Worksheet) -> None:
    assert sheet["A1"].value == "2023年浮梁县政务公开工作台账"
    assert sheet["A2"].value.startswith("填报单位：县司法局")
    assert "填报日期：" in sheet["A2"].value


def test_every_expected_task_stands_in_the_order_of_the_plan(
    sheet: Worksheet, columns: dict[str, int]
) -> None:
    expected = plan().expectations[unit().code]
    ids = [sheet.cell(row, columns["任务编号"]).value for row in range(FIRST, FIRST + len(expected))]
    assert ids == list(expected)
    first = plan().task_by_id[expected[0]]
    assert sheet.cell(FIRST, columns["具体举措"]).value == first.name
    assert sheet.cell(FIRST, columns["责任单位"]).value == "县司法局"
    assert sheet.cell(FIRST, columns["工作要点"]).value == plan().points[first.point - 1].title


def test_spare_rows_hold_nothing_but_their_number(sheet: Worksheet) -> None:
    last = FIRST + len(plan().expectations[unit().code])
    spare = [
        [cell.value for cell in row] for row in sheet.iter_rows(min_row=last, max_row=last + SPARE_ROWS - 1)
    ]
    assert [row[0] for row in spare] == list(range(last - FIRST + 1, last - FIRST + 1 + SPARE_ROWS))
    assert all(value is None for row in spare for value in row[1:])
    assert sheet.max_row == last + SPARE_ROWS - 1


def test_what_we_filled_in_is_locked_and_the_rest_is_open(sheet: Worksheet, columns: dict[str, int]) -> None:
    assert sheet.protection.sheet is True
    assert not sheet.protection.password
    locked = {title for title, column in columns.items() if sheet.cell(FIRST, column).protection.locked}
    assert locked == {"序号", "任务编号", "工作要点", "具体举措", "责任单位"}
    assert sheet.cell(HEADER_ROW + 1, 1).protection.locked
    assert not any(cell.protection.locked for cell in sheet[sheet.max_row])
    assert not sheet["A2"].protection.locked


@pytest.mark.parametrize(
    "allowed", ["formatCells", "formatColumns", "formatRows", "autoFilter", "deleteRows", "objects"]
)
def test_protection_leaves_everyday_handling_open(sheet: Worksheet, allowed: str) -> None:
    assert getattr(sheet.protection, allowed) is False  # the attribute says what is protected


def test_columns_below_the_last_row_are_open_too(sheet: Worksheet) -> None:
    assert not sheet.column_dimensions["B"].protection.locked


def test_choices_come_from_the_hidden_dictionary(sheet: Worksheet, columns: dict[str, int]) -> None:
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert [rule.formula1 for rule in lists] == ["'字典'!$A$1:$A$5"]
    words = [cell.value for cell in opened(template())["字典"]["A"]]
    assert words == ["未启动", "推进中", "已完成", "长期坚持", "不涉及"]
    assert sheet.cell(FIRST, columns["完成状态"]).coordinate in lists[0].sqref


def test_prompts_carry_the_column_title_and_the_fields_words(sheet: Worksheet) -> None:
    prompts = {rule.promptTitle: rule.prompt for rule in sheet.data_validations.dataValidation}
    assert prompts["联系电话"] == kind()["phone"].prompt
    assert set(prompts) >= {field.title for field in kind().fields if field.prompt}


def test_phones_ids_and_days_keep_what_is_typed(sheet: Worksheet, columns: dict[str, int]) -> None:
    formats = {title: sheet.cell(FIRST, column).number_format for title, column in columns.items()}
    assert {formats[title] for title in ("任务编号", "联系电话", "完成时限", "实际完成日期")} == {"@"}
    assert formats["完成率"] == "0%"
    assert formats["进展情况"] == "General"


def test_it_prints_on_a4_landscape_one_page_wide_with_its_header(sheet: Worksheet) -> None:
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert one_page_wide(sheet)
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.oddFooter is not None
    assert "第 &P 页" in str(sheet.oddFooter.center.text)
    assert sheet.freeze_panes == "E4"
    assert sheet.auto_filter.ref.startswith("A3:")


def test_rows_have_a_height_and_still_grow_with_what_is_typed(sheet: Worksheet) -> None:
    heights = [sheet.row_dimensions[row].height for row in range(FIRST, sheet.max_row + 1)]
    assert min(heights) >= 36
    assert max(heights) > 36
    assert b"customHeight" not in _part(template(), "xl/worksheets/sheet1.xml")


def test_the_instructions_explain_every_column_and_every_task() -> None:
    sheet = opened(template())["填报说明"]
    texts = [str(cell.value) for row in sheet for cell in row if cell.value]
    assert all(any(text == title for text in texts) for title in columns_of(opened(template())["工作台账"]))
    assert set(plan().expectations[unit().code]) <= set(texts)
    assert "差不多了" in texts
    assert "2023年6月31日" in texts


def test_equal_plans_give_equal_bytes() -> None:
    assert template_workbook(plan(), unit(), kind()) == template()


@pytest.mark.parametrize("name", ["县政府办", "瑶里镇"])
def test_another_unit_gets_its_own_tasks(name: str) -> None:
    sheet = opened(template(name))["工作台账"]
    expected = plan().expectations[unit(name).code]
    assert [sheet.cell(FIRST + place, 2).value for place in range(len(expected))] == list(expected)


def test_a_kind_whose_rows_are_no_tasks_gets_empty_open_rows() -> None:
    book = opened(template_workbook(plan(), unit(), APPLICATIONS))
    sheet = book["依申请公开台账"]
    assert sheet["A1"].value == "2023年浮梁县政务公开依申请公开台账"
    assert [cell.value for cell in sheet[3]] == ["序号", "受理单位", "收到日期", "处理结果"]
    assert sheet.max_row == HEADER_ROW + 41
    assert not sheet["B4"].protection.locked
    # Sixty choices are far beyond the 255 characters of an inline list.
    assert sheet.data_validations.dataValidation[-1].formula1 == "'字典'!$A$1:$A$60"


def test_a_unit_without_tasks_still_gets_a_template() -> None:
    nobody = unit()._replace(code="nobody", name="县新单位")
    sheet = opened(template_workbook(plan(), nobody, kind()))["工作台账"]
    assert sheet["A2"].value.startswith("填报单位：县新单位")
    assert sheet["B4"].value is None


@pytest.mark.parametrize(
    ("task_id", "words"),
    [("1.3", "长期坚持"), ("6.7", "2023年8月31日"), ("16.6", "2024年1月31日"), ("13.4", "长期坚持")],
)
def test_the_deadline_is_written_as_ledgers_write_it(task_id: str, words: str) -> None:
    assert deadline_words(plan().task_by_id[task_id]) == words


def _part(content: bytes, name: str) -> bytes:
    import io
    import zipfile

    return zipfile.ZipFile(io.BytesIO(content)).read(name)
