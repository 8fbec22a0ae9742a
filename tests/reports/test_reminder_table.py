"""催办表: one line for each thing, unit by unit, printable, cell text shown literally."""

from __future__ import annotations

import datetime as dt

from inspections.due import PROMISED, Due
from reports.reminder_table import reminder_workbook
from tests.reports.build import first_sheet, one_page_wide, plan, unit
from vocabulary.inspection import DueKind

DAY = dt.date(2023, 9, 26)
JUSTICE = unit().code
DUES = (
    Due(JUSTICE, DueKind.NOT_REPORTED, "written_2023", None, "", "2023年书面督查", dt.date(2023, 8, 31), -18),
    Due(JUSTICE, DueKind.OVERDUE, "4.1", "4.1", "4.1", "=HYPERLINK(1)", dt.date(2023, 9, 25), -1, "", dt.date(2023, 9, 19)),
    Due(JUSTICE, DueKind.RECHECK, "4.2", "4.2", "4.2", "清理", dt.date(2023, 9, 22), -2, PROMISED),
    Due(JUSTICE, DueKind.DUE_SOON, "4.3", "4.3", "4.3", "维护", dt.date(2023, 9, 30), 2),
    Due(JUSTICE, DueKind.OPTIONAL, "4.4", "4.4", "4.4", "更新", dt.date(2023, 9, 1), -17),
)  # fmt: skip
SAID = [
    ["县司法局", "工作台账（2023年书面督查）", "2023年8月31日", -18, "未报台账：已逾期18个工作日", None],
    ["县司法局", "4.1 =HYPERLINK(1)", "2023年9月25日", -1, "已逾期1个工作日", "2023年9月19日"],
    ["县司法局", "4.2 清理", "2023年9月22日", -2, "承诺到期，待复核", None],
    ["县司法局", "4.3 维护", "2023年9月30日", 2, "临期：还剩2个工作日，请在9月28日前办结", None],
    ["县司法局", "4.4 更新", "2023年9月1日", -17, "可选：已过时限", None],
]


def test_every_thing_is_a_line_with_its_days_and_when_it_was_said() -> None:
    sheet = first_sheet(reminder_workbook(plan(), {JUSTICE: DUES}, "", DAY))
    rows = [[cell.value or None for cell in row] for row in sheet.iter_rows()]
    assert rows[1][0] == "截至2023年9月26日：1家单位，未报台账1项、逾期1项、待复核1项、临期1项、可选1项。"
    assert rows[3:] == SAID
    assert {cell.data_type for row in sheet.iter_rows(min_row=4) for cell in row if cell.value} == {"s", "n"}


def test_a_guess_is_said_above_the_table() -> None:
    sheet = first_sheet(reminder_workbook(plan(), {JUSTICE: DUES}, "2027年放假安排尚未公布。", DAY))
    assert sheet["A3"].value == "2027年放假安排尚未公布。"
    assert sheet["A4"].value == "单位"


def test_it_prints_one_page_wide_with_its_header_on_every_page() -> None:
    sheet = first_sheet(reminder_workbook(plan(), {JUSTICE: DUES}, "", DAY))
    assert one_page_wide(sheet)
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$3:$3"


def test_a_day_without_anything_is_a_table_that_says_so() -> None:
    sheet = first_sheet(reminder_workbook(plan(), {}, "", DAY))
    assert sheet["A2"].value == "截至2023年9月26日：0家单位，没有需要提醒的事项。"
    assert sheet.max_row == 3


def test_equal_content_gives_equal_bytes() -> None:
    assert reminder_workbook(plan(), {JUSTICE: DUES}, "", DAY) == reminder_workbook(
        plan(), {JUSTICE: DUES}, "", DAY
    )
