"""What leaves the house comes back: filled in or corrected, it imports without a word about its form."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from importers.headings import OUR_COLUMN
from importers.reading import read_comments
from importers.workbook import Source
from schemas.plan import Plan
from tests.patience import PATIENCE
from tests.reports.build import (
    Checked,
    at,
    check,
    columns_of,
    correction,
    filled,
    opened,
    plan,
    saved,
    template,
)

FORM = {"missing_column", "wrong_template", "merged_cell_conflict", "unknown_unit", "unknown_point", "row_for_other_unit",
        "unmatched_task", "duplicate_row", "bad_date", "vague_deadline", "deadline_out_of_year", "deadline_too_late",
        "uncalculated_formula", "formula_error"}  # fmt: skip
WRONG: dict[int, dict[str, Any]] = {
    4: {"完成状态": "差不多了"},
    6: {"责任人": None},
    9: {"进展情况": "正常推进"},
}


def with_office(content: bytes, folder: Path) -> bytes:
    """The same file opened and saved by LibreOffice, as a clerk's office program would."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    source, target = folder / "in.xlsx", folder / "out"
    source.write_bytes(content)
    subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(target), str(source)], check=True, capture_output=True, timeout=PATIENCE)  # fmt: skip
    return (target / "in.xlsx").read_bytes()


def about_form(file: Checked) -> list[tuple[str, str]]:
    return [(found.cell, found.rule) for found in file.checked.findings if found.rule in FORM]


def units() -> list[str]:
    county: Plan = plan()
    return [unit.name for unit in county.units if county.expectations[unit.code]]


@pytest.mark.parametrize("name", units()[::6])
def test_a_template_filled_in_gives_one_clean_row_for_each_task(name: str) -> None:
    file = check(filled(template(name)))
    unit = next(unit for unit in plan().units if unit.name == name)
    assert file.clean.sender == unit.code
    assert [row.task_id for row in file.checked.rows] == list(plan().expectations[unit.code])
    assert {row.unit for row in file.checked.rows} == {unit.code}
    assert about_form(file) == []
    assert file.checked.findings == ()


def test_an_unfilled_template_lacks_content_not_form() -> None:
    file = check(template())
    assert about_form(file) == []
    assert {found.rule for found in file.checked.findings} == {"missing_required", "missing_recommended"}


def test_spare_rows_the_unit_leaves_empty_are_ignored() -> None:
    file = check(filled(template()))
    reasons = [entry.reason.value for entry in file.clean.ignored if entry.sheet == "工作台账"]
    assert reasons.count("template_blank") == 10


def test_a_spare_row_the_unit_fills_in_is_a_row() -> None:
    workbook = opened(filled(template()))
    sheet = workbook["工作台账"]
    row = sheet.max_row - 9
    for column, value in ((4, "自行开展的专题培训"), (5, "县司法局"), (8, "程示例"), (10, "2023年9月30日"), (11, "推进中"),
                          (13, "8月20日已组织第一期培训，参训30人。")):  # fmt: skip
        sheet.cell(row, column).value = value
    file = check(saved(workbook))
    assert file.checked.rows[-1].task == "自行开展的专题培训"
    assert about_form(file) == [("D" + str(row), "unmatched_task")]


def test_a_template_saved_by_libreoffice_reads_the_same(tmp_path: Path) -> None:
    before = check(filled(template()))
    after = check(with_office(filled(template()), tmp_path))
    assert after.checked.rows == before.checked.rows
    assert after.checked.findings == before.checked.findings
    assert after.clean.sender == before.clean.sender


def test_a_correction_list_sent_back_unchanged_reads_like_the_original() -> None:
    before = check(filled(template(), WRONG))
    after = check(correction(before, "16.6"))
    assert after.checked.rows == before.checked.rows
    assert after.checked.findings == before.checked.findings


def test_a_correction_list_saved_by_libreoffice_reads_like_the_original(tmp_path: Path) -> None:
    before = check(filled(template(), WRONG))
    after = check(with_office(correction(before, "16.6"), tmp_path))
    assert after.checked.rows == before.checked.rows
    assert after.checked.findings == before.checked.findings


def answered(content: bytes, sheet: str, row: int) -> bytes:
    """A row of 未报任务 filled in where it stands."""
    book = opened(content)
    titles = columns_of(book[sheet], 3)
    for title, value in (
        ("责任人", "程示例"),
        ("完成状态", "推进中"),
        ("进展情况", "9月4日报送年度报告提纲，逐条征求股室意见。"),
    ):
        book[sheet].cell(row, titles[title]).value = value
    return saved(book)


def test_a_missing_task_may_be_answered_where_it_is_listed() -> None:
    before = check(filled(template(), WRONG))
    file = check(answered(correction(before, "14.5", "16.6"), "未报任务", 5))
    assert [
        (row.sheet, row.row, row.task_id, row.merged) for row in file.checked.rows if row.sheet != "工作台账"
    ] == [("未报任务", 5, "16.6", True)]
    assert len(file.checked.rows) == len(before.checked.rows) + 1
    left_open = [entry for entry in file.clean.ignored if entry.sheet == "未报任务" and entry.row == 4]
    assert [entry.reason.value for entry in left_open] == ["template_blank"]
    assert file.checked.rows[-1].more == {"serial": "2"}


def test_a_further_list_shows_what_was_answered_there_and_reads_the_same() -> None:
    first = check(answered(correction(check(filled(template(), WRONG)), "14.5", "16.6"), "未报任务", 5))
    again = check(correction(first, "14.5"))
    assert {row.sheet for row in again.checked.rows} == {"工作台账", "未报任务（2）"}
    assert [row.task_id for row in again.checked.rows] == [row.task_id for row in first.checked.rows]
    assert [one.rule for one in again.checked.findings] == [one.rule for one in first.checked.findings]


def test_a_corrected_list_has_nothing_left_to_correct() -> None:
    book = opened(correction(check(filled(template(), WRONG)), "16.6"))
    sheet = book["工作台账"]
    sheet[at("完成状态", 4)].value, sheet[at("责任人", 6)].value = "推进中", "程示例"
    sheet[at("进展情况", 9)].value = "8月18日召开调度会，已经清理账号2个，余下1个9月注销。"
    assert check(saved(book)).checked.findings == ()


def test_a_list_of_a_sheet_with_two_tables_marks_the_true_cells_and_reads_like_the_original() -> None:
    book = opened(filled(template(), WRONG))
    sheet = book["工作台账"]
    below = sheet.max_row + 2
    header = ("序号", "责任单位", "责任人", "具体举措", "完成状态", "完成时限", "进展情况", "佐证材料")
    body: tuple[int | str, ...] = (
        1,
        "县司法局",
        "程示例",
        "自行开展的专题培训",
        "差不多了",
        "年底前",
        "8月20日已培训一期，参训30人。",
        "签到表",
    )
    for column, (heading, value) in enumerate(zip(header, body, strict=True), start=1):
        sheet.cell(below, column).value, sheet.cell(below + 1, column).value = heading, value
    before = check(saved(book))
    listed = correction(before)
    marked = read_comments(Source("a.xlsx", listed))["工作台账"]
    assert f"E{below + 1}" in marked
    assert set(marked) == {found.cell for found in before.checked.findings}
    after = check(listed)
    assert after.checked.rows == before.checked.rows
    assert after.checked.findings == before.checked.findings


def test_the_second_list_carries_no_trace_of_the_first() -> None:
    first = check(correction(check(filled(template(), WRONG))))
    book = opened(correction(first))
    headings = [cell.value for cell in book["工作台账"][3]]
    assert headings.count(OUR_COLUMN) == 1
    assert book.sheetnames == opened(first.content).sheetnames
    texts = read_comments(Source("a.xlsx", correction(first)))["工作台账"]
    assert all(text.count("【系统标注】") == 1 for text in texts.values())
