"""The check sheet goes out printed and comes back filled: by hand, by Excel, by LibreOffice."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from importers.check import Checker
from inspections.onsite import SheetRow, sheet_rows
from reports.check_sheet import HEADER_ROW, SPARE_ROWS, check_sheet_workbook
from schemas.kinds.check_sheet import DRAWN_ROW, KIND, ONSITE_TASK
from schemas.records import RowRecord
from tests.patience import PATIENCE
from tests.reports.build import Checked, check, columns_of, one_page_wide, opened, plan, saved, template, unit
from tests.reports.build import filled as work_ledger

FIRST = HEADER_ROW + 2
"""Excel's number of the first row."""
NAME = "县档案馆"
GOOD: dict[str, Any] = {
    "核查结果": "属实", "照片名称": "IMG_0011.jpg", "核查人": "示例甲", "核查日期": "2023年8月24日",
}  # fmt: skip
REFUTED: dict[str, Any] = GOOD | {"核查结果": "不属实", "发现的情况": "专区只有标牌，没有查询设备。"}


def reported(task_id: str, **more: Any) -> RowRecord:
    """A row the unit reported as done."""
    known: dict[str, Any] = {
        "sheet": "台账", "row": 4, "unit": unit(NAME).code, "unit_text": NAME, "expanded": False, "task_id": task_id,
        "point": 1, "point_text": "", "task": "任务", "supporting_units": (), "deadline": None, "deadline_text": "",
        "status": "done", "status_text": "已完成", "percent": 100.0, "percent_text": "100%",
        "progress": "8月18日召开调度会。", "evidence": "会议记录", "contact": None, "phone": None, "completed_on": None,
        "more": {}, "merged": True,
    }  # fmt: skip
    return RowRecord(**(known | more))


@cache
def rows() -> tuple[SheetRow, ...]:
    onsite = plan().round_by_code["onsite_2023"]
    return sheet_rows(plan(), onsite, unit(NAME), [reported("9.1"), reported("16.4")], ["16.4", "9.1"])


@cache
def printed() -> bytes:
    return check_sheet_workbook(plan(), plan().round_by_code["onsite_2023"], unit(NAME), rows())


def filled(changes: dict[int, dict[str, Any]] | None = None, *, every: dict[str, Any] = GOOD) -> bytes:
    """The sheet with every row filled in well, but for the changes: Excel row → heading → value."""
    workbook = opened(printed())
    sheet = workbook[KIND.title]
    columns = columns_of(sheet, HEADER_ROW + 1)
    for row in range(FIRST, FIRST + len(rows())):
        for title, value in (every | (changes or {}).get(row, {})).items():
            sheet.cell(row, columns[title]).value = value
    return saved(workbook)


def cell(title: str, row: int) -> str:
    sheet = opened(printed())[KIND.title]
    return f"{get_column_letter(columns_of(sheet, HEADER_ROW + 1)[title])}{row}"


def findings(file: Checked) -> list[tuple[str, str, str]]:
    return [(found.sheet, found.cell, found.rule) for found in file.checked.findings]


def test_a_sheet_lists_the_on_site_tasks_and_then_the_drawn_rows() -> None:
    assert [row.check_class for row in rows()] == [ONSITE_TASK] * (len(rows()) - 2) + [DRAWN_ROW] * 2
    assert [row.task_id for row in rows()][-2:] == ["9.1", "16.4"]
    assert rows()[-1].self_report == "已完成；完成率：100%；进展：8月18日召开调度会；佐证材料：会议记录"
    assert rows()[-1].check_content == "核对原件：会议记录"
    assert rows()[0].self_report == "未报"
    assert all(row.check_content for row in rows())


def test_a_sheet_is_one_page_wide_a4_landscape_with_its_header_on_every_page() -> None:
    sheet = opened(printed())[KIND.title]
    assert one_page_wide(sheet)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == f"${HEADER_ROW + 1}:${HEADER_ROW + 1}"
    assert min(sheet.row_dimensions[row].height for row in range(FIRST, sheet.max_row)) >= 60


def test_a_sheet_has_room_for_time_people_and_signatures() -> None:
    sheet = opened(printed())[KIND.title]
    text = "".join(str(value) for line in sheet.iter_rows(values_only=True) for value in line if value)
    for words in (
        f"被督查单位：{NAME}",
        "督查时间：",
        "督查人员：",
        "被督查单位负责人（签字）：",
        "填表说明：",
    ):
        assert words in text


def test_what_is_filled_in_beforehand_is_locked_and_what_is_to_be_filled_is_open() -> None:
    sheet = opened(printed())[KIND.title]
    columns = columns_of(sheet, HEADER_ROW + 1)
    assert sheet.protection.sheet
    for field in KIND.fields:
        known = sheet.cell(FIRST, columns[field.title])
        spare = sheet.cell(FIRST + len(rows()), columns[field.title])
        assert known.protection.locked == (field.protected or field.name == "serial"), field.title
        assert spare.protection.locked == (field.name in ("serial", "unit")), field.title


def test_the_result_is_chosen_from_a_list() -> None:
    sheet = opened(printed())[KIND.title]
    ranges = {str(one.sqref) for one in sheet.data_validations.dataValidation if one.type == "list"}
    last = FIRST + len(rows()) + SPARE_ROWS - 1
    assert f"{cell('核查结果', FIRST)}:{cell('核查结果', last)}" in ranges


def test_an_unfilled_sheet_has_no_rows_and_no_findings() -> None:
    file = check(printed())
    assert file.checked.ledger_kind == KIND.code
    assert (file.checked.rows, file.checked.findings) == ((), ())
    blank = [one for one in file.checked.ignored if one.reason == "template_blank"]
    assert len(blank) == len(rows()) + SPARE_ROWS


def test_a_filled_sheet_comes_back_without_a_word_about_its_form() -> None:
    file = check(filled({FIRST: REFUTED}))
    assert file.checked.findings == ()
    assert [row.task_id for row in file.checked.rows] == [row.task_id for row in rows()]
    assert {row.unit for row in file.checked.rows} == {unit(NAME).code}
    assert file.checked.rows[0].more["check_result"] == "不属实"
    assert file.checked.rows[0].more["checked_on"] == "2023-08-24"
    assert file.checked.layout.cell(KIND.title, FIRST, "observation") == cell("发现的情况", FIRST)


def test_a_sheet_saved_by_libreoffice_reads_the_same(tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    content = filled({FIRST: REFUTED, FIRST + 1: {"核查日期": dt.date(2023, 8, 23), "核查结果": "√"}})
    source, target = tmp_path / "in.xlsx", tmp_path / "out"
    source.write_bytes(content)
    subprocess.run(
        [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(target), str(source)], check=True, capture_output=True, timeout=PATIENCE)  # fmt: skip
    before, after = check(content), check((target / "in.xlsx").read_bytes())
    assert after.checked.findings == before.checked.findings == ()
    assert after.checked.rows == before.checked.rows


def test_rows_that_were_not_looked_at_are_left_out_and_the_others_count() -> None:
    nothing = dict.fromkeys(GOOD)
    file = check(filled({FIRST + 1: nothing, FIRST + 2: nothing}))
    assert file.checked.findings == ()
    assert len(file.checked.rows) == len(rows()) - 2


def test_a_name_merged_over_all_rows_signs_those_that_were_looked_at() -> None:
    workbook = opened(filled(every={"核查结果": "属实"}))
    sheet = workbook[KIND.title]
    columns = columns_of(sheet, HEADER_ROW + 1)
    last = FIRST + len(rows()) - 1
    for title, value in (("核查人", "示例甲"), ("核查日期", "2023年8月24日")):
        sheet.cell(FIRST, columns[title]).value = value
        sheet.merge_cells(f"{cell(title, FIRST)}:{cell(title, last)}")
    for row in (FIRST, FIRST + 2):
        sheet.cell(row, columns["核查结果"]).value = None
    file = check(saved(workbook))
    assert file.checked.findings == ()
    assert len(file.checked.rows) == len(rows()) - 2
    assert {(row.more["inspector"], row.more["checked_on"]) for row in file.checked.rows} == {
        ("示例甲", "2023-08-24")
    }


def test_a_work_ledger_with_a_column_for_results_stays_a_work_ledger() -> None:
    workbook = opened(work_ledger(template(NAME)))
    sheet = workbook["工作台账"]
    column = max(columns_of(sheet).values()) + 1
    for row, text in ((3, "核查结果"), (4, "属实")):
        sheet.cell(row, column).value = text
    file = check(saved(workbook))
    assert file.checked.ledger_kind == "work_ledger"
    assert file.checked.rows[0].more["核查结果"] == "属实"


def test_something_else_seen_on_site_is_written_into_a_spare_row() -> None:
    workbook = opened(filled())
    sheet = workbook[KIND.title]
    columns, row = columns_of(sheet, HEADER_ROW + 1), FIRST + len(rows())
    for title, value in ({"任务编号": "2.6", "任务": "乡镇专区"} | REFUTED).items():
        sheet.cell(row, columns[title]).value = value
    file = check(saved(workbook))
    assert file.checked.findings == ()
    assert (file.checked.rows[-1].task_id, file.checked.rows[-1].unit) == ("2.6", unit(NAME).code)


@pytest.mark.parametrize("written", ["属实", " 属 实 ", "√", "✓", "符合", "是"])
def test_a_confirmation_is_understood_however_it_is_written(written: str) -> None:
    file = check(filled(every=GOOD | {"核查结果": written}))
    assert file.checked.findings == ()
    assert {row.more["check_result"] for row in file.checked.rows} == {"属实"}


@pytest.mark.parametrize("written", ["不属实", "×", "✗", "x", "不符合", "不符"])
def test_a_refutation_is_understood_however_it_is_written(written: str) -> None:
    file = check(filled(every=REFUTED | {"核查结果": written}))
    assert file.checked.findings == ()
    assert {row.more["check_result"] for row in file.checked.rows} == {"不属实"}


MISTAKES: list[tuple[dict[str, Any], str, str, bool]] = [
    ({"核查结果": "不属实"}, "发现的情况", "missing_observation", False),
    ({"核查结果": "部分属实", "发现的情况": "无"}, "发现的情况", "missing_observation", False),
    ({"核查结果": "差不多"}, "核查结果", "bad_choice", False),
    ({"核查结果": "※"}, "核查结果", "bad_choice", False),
    ({"核查结果": None, "照片名称": "a.jpg"}, "核查结果", "missing_required", False),
    ({"核查人": None}, "核查人", "unsigned_check", True),
    ({"核查日期": None}, "核查日期", "unsigned_check", True),
    ({"核查日期": "8月32日"}, "核查日期", "bad_date", False),
    ({"核查日期": "2023年9月26日"}, "核查日期", "future_check_date", False),
    ({"发现的情况": "@SUM(A1:A9)"}, "发现的情况", "formula_injection", True),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "title", "rule", "merged"), MISTAKES)
def test_a_mistake_has_its_cell_and_the_good_rows_count(
    changes: dict[str, Any], title: str, rule: str, merged: bool
) -> None:
    file = check(filled({FIRST + 1: changes}))
    assert findings(file) == [(KIND.title, cell(title, FIRST + 1), rule)]
    assert [row.merged for row in file.checked.rows] == [
        number != 1 or merged for number in range(len(rows()))
    ]


def test_a_sheet_the_office_declares_as_its_own_still_holds_the_units_rows() -> None:
    from importers.clean import clean_workbook, normaliser_for
    from importers.clean_ledger import CleanLedger
    from importers.copies import CopyFinder
    from importers.reading import read_workbook
    from importers.reading_child import FileJob
    from importers.workbook import Source
    from schemas.plan_files import packaged_workplan

    source = Source("核查表.xlsx", filled())
    cleaned = clean_workbook(
        FileJob(source, unit("县政府办").code), read_workbook(source), normaliser_for(packaged_workplan())
    )
    assert isinstance(cleaned, CleanLedger), cleaned
    checked = Checker(plan(), dt.date(2023, 8, 30)).check([cleaned], dt.date(2023, 8, 25), CopyFinder(0.9))[0]
    assert checked.findings == ()
    assert {row.unit for row in checked.rows} == {unit(NAME).code}
