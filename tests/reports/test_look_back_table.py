"""The 回头看情况表: every item once, figures with what they are a part of, cell text as text."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import openpyxl
import pytest

from inspections.look_back import LeftRow, look_back_scope, suggest
from inspections.look_back_matches import match_items
from inspections.looking_back import CheckedItem, LookBack
from inspections.recurrences import Recurrence, RecurringItem
from master.inspection_records import LookBackDecision, LookBackMatch
from reports.look_back_table import (
    ITEMS_SHEET,
    MATCHES_SHEET,
    OUTSIDE_SHEET,
    RECURRING_SHEET,
    look_back_workbook,
    summary_lines,
)
from tests.inspections.last_year import CODES, COLUMNS, PLAN, ROUND, kept, row
from vocabulary.inspection import LookBackOutcome

AS_OF = dt.date(2023, 8, 25)
AT = dt.datetime(2023, 8, 25, 12)
SHEETS = [ITEMS_SHEET, OUTSIDE_SHEET, MATCHES_SHEET, RECURRING_SHEET]


def situation() -> LookBack:
    """Two items in scope, one decided; one row outside, one held back; one that came back."""
    rows = [kept(row(), 1), kept(row("县财政局", task="=1+1"), 2), kept(row(deadline_text="全年"), 3)]
    left = [LeftRow(row(task="没有入库", merged=False), 1, "上年清单.xlsx")]
    scope = look_back_scope(PLAN, ROUND, rows, left, {1: COLUMNS})
    word = LookBackMatch(1, ROUND.code, 1, "4.3", AT, "示例甲", "看过原件")
    decision = LookBackDecision(
        1, ROUND.code, 1, LookBackOutcome.NOT_DONE, "", "底数不明", dt.date(2023, 9, 28), CODES["县司法局"], AT, "示例甲", None
    )  # fmt: skip
    matches = match_items(scope.inside, PLAN, [word])
    items = tuple(
        CheckedItem(
            one,
            suggest(one),
            match,
            decision if one.item == 1 else None,
            "2023-001" if one.item == 1 else None,
        )
        for one, match in zip(scope.inside, matches, strict=True)
    )
    again = RecurringItem(
        Recurrence.REPEATED, CODES["县司法局"], "4.3", 1, (), "规范性文件库初建", "今年仍未完成"
    )
    return LookBack(ROUND, AS_OF, items, scope, (again,))


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(look_back_workbook(PLAN, situation())))


def lines(book: openpyxl.Workbook, name: str) -> Sequence[tuple[object, ...]]:
    """The rows below the header."""
    rows = list(book[name].iter_rows(values_only=True))
    start = next(number for number, one in enumerate(rows) if one[0] == "序号")
    return rows[start + 1 :]


def test_every_item_and_every_row_outside_stands_once(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == SHEETS
    assert [line[2] for line in lines(book, ITEMS_SHEET)] == ["规范性文件库初建", "=1+1"]
    assert [(line[2], line[5]) for line in lines(book, OUTSIDE_SHEET)] == [
        ("规范性文件库初建", "时限不是一个日期"),
        ("没有入库", "行暂不入库"),
    ]
    assert [(line[4], line[5], line[6], line[8]) for line in lines(book, MATCHES_SHEET)] == [
        ("已对应", f"4.3 {PLAN.task_by_id['4.3'].name}", "人工", "示例甲"),
        ("无对应", "", "", ""),
    ]
    assert [line[1:4] for line in lines(book, RECURRING_SHEET)] == [
        ("屡查未改", "县司法局", f"4.3 {PLAN.task_by_id['4.3'].name}")
    ]


def test_a_decided_item_says_what_was_decided_and_an_open_one_what_is_suggested(
    book: openpyxl.Workbook,
) -> None:
    decided, undecided = lines(book, ITEMS_SHEET)
    assert decided[7:] == ("未完成", "底数不明", "2023年9月28日", "县司法局", "2023-001")
    assert undecided[7:] == ("待定", "清单没有写未完成的原因", "", "", "")


def test_the_figures_say_what_they_are_a_part_of() -> None:
    first, second = summary_lines(PLAN, situation())
    assert "2022年清单共4行" in first
    assert "列入核查的2项，不在核查范围的2行" in first
    assert "列入核查的2项中：已完成0项，未完成1项，情况变化0项，待定1项" in second
    assert "屡查未改1项，反弹0项" in second


def test_text_that_begins_like_a_formula_stays_text(book: openpyxl.Workbook) -> None:
    cell = next(cell for line in book[ITEMS_SHEET].iter_rows() for cell in line if cell.value == "=1+1")
    assert cell.data_type == "s"


def test_it_prints_on_a4_across_with_its_header_on_every_page(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("landscape", 9)
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows


def test_the_same_situation_gives_the_same_bytes() -> None:
    assert look_back_workbook(PLAN, situation()) == look_back_workbook(PLAN, situation())


def test_nothing_to_check_is_said(book: openpyxl.Workbook) -> None:
    empty = situation()._replace(items=(), scope=look_back_scope(PLAN, ROUND, []), recurring=())
    written = openpyxl.load_workbook(io.BytesIO(look_back_workbook(PLAN, empty)))
    assert [written[name].max_row for name in SHEETS] == [4, 3, 3, 3]
