"""What comes out of an xlsx: values, merged areas, visibility, and what calamine does not tell."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from importers.reading import read_comments, read_workbook
from importers.workbook import Area, Period, Position, Sheet, Source, Workbook
from tests.reading.makers import MAIN, STYLES, ledger, sheet_xml, text_cell, xlsx, xlsx_parts, zipped


def sheets(content: bytes) -> tuple[Sheet, ...]:
    result = read_workbook(Source("台账.xlsx", content))
    assert isinstance(result, Workbook), result
    return result.sheets


def only(content: bytes) -> Sheet:
    (sheet,) = sheets(content)
    return sheet


def test_a_ledger_keeps_values_dates_percentages_and_its_merged_title() -> None:
    sheet = only(ledger(rows=2))
    assert sheet.name == "台账"
    assert sheet.rows[2] == [1.0, "任务1", 0.8, dt.date(2023, 8, 31)]
    assert sheet.merged == (Area(0, 0, 0, 3),)
    assert sheet.percents == {(2, 2), (3, 2)}


def test_dates_of_the_1904_calendar_are_the_days_that_excel_shows() -> None:
    assert only(ledger(1, date_1904=True)).rows[2][3] == dt.date(2027, 9, 1)


def test_leading_blank_rows_and_columns_keep_their_places() -> None:
    sheet = only(xlsx(f'<row r="3">{text_cell("C3", "台账")}</row>'))
    assert sheet.rows == [["", "", ""], ["", "", ""], ["", "", "台账"]]


MONTHS = [
    # value, number format, what Excel shows, the last day of it
    (dt.date(2023, 12, 1), 'yyyy"年"m"月"', "2023年12月", dt.date(2023, 12, 31)),
    (dt.date(2023, 9, 1), 'yyyy"年"m"月";@', "2023年9月", dt.date(2023, 9, 30)),
    (dt.date(2023, 9, 1), "[$-804]yyyy年mm月", "2023年09月", dt.date(2023, 9, 30)),
    (dt.date(2023, 9, 1), "mmm-yy", "Sep-23", dt.date(2023, 9, 30)),
    (dt.date(2024, 2, 1), "yyyy-mm", "2024-02", dt.date(2024, 2, 29)),
    (dt.date(2023, 9, 1), "yyyy\\.m", "2023.9", dt.date(2023, 9, 30)),
    (dt.date(2023, 9, 1), 'm"月"', "9月", dt.date(2023, 9, 30)),
    (dt.date(2023, 1, 1), 'yyyy"年"', "2023年", dt.date(2023, 12, 31)),
]
WITH_A_DAY = [
    # The day is shown, or it was typed although only the month is shown.
    (dt.date(2023, 9, 1), "yyyy-mm-dd"),
    (dt.date(2023, 9, 1), 'm"月"d"日"'),
    (dt.date(2023, 9, 1), "General"),
    (dt.date(2023, 9, 1), "0.00E+00"),
    (dt.datetime(2023, 9, 1, 8), "[h]:mm"),
    (dt.datetime(2023, 9, 1, 8), "h:mm"),
    (dt.date(2023, 9, 15), "yyyy-mm"),
    (dt.date(2023, 9, 1), 'yyyy"年"'),
]


def dated(cells: list[tuple[dt.date, str]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("台账")
    for row, (value, code) in enumerate(cells):
        sheet.write_datetime(row, 0, value, book.add_format({"num_format": code}))
    book.close()
    return buffer.getvalue()


def test_a_date_shown_without_its_day_is_the_period_that_is_seen() -> None:
    sheet = only(dated([(value, code) for value, code, *_ in MONTHS]))
    assert sheet.periods == {(row, 0): Period(text, last) for row, (*_, text, last) in enumerate(MONTHS)}
    assert [row[0] for row in sheet.rows] == [value for value, *_ in MONTHS]


def test_a_date_with_its_day_is_no_period() -> None:
    assert only(dated(WITH_A_DAY)).periods == {}


def test_the_chinese_month_format_is_known_by_its_number_alone() -> None:
    parts = xlsx_parts(sheet_xml('<row r="1"><c r="A1" s="1"><v>45261</v></c></row>'))
    parts["xl/styles.xml"] = STYLES.replace('numFmtId="9"', 'numFmtId="57"')
    assert only(zipped(parts)).periods == {(0, 0): Period("2023年12月", dt.date(2023, 12, 31))}


@pytest.mark.parametrize("odd", ["", "<c/>"])
def test_months_are_found_in_formulas_and_by_the_careful_scan_too(odd: str) -> None:
    cells = '<c r="A1" s="1"><f>DATE(2023,9,1)</f><v>45170</v></c><c r="B1" t="n" s="1"><v>45170</v></c>'
    parts = xlsx_parts(sheet_xml(f'<row r="1">{cells}<c r="C1" s="1"/>{odd}</row>'))
    parts["xl/styles.xml"] = STYLES.replace('numFmtId="9"', 'numFmtId="17"')
    september = Period("Sep-23", dt.date(2023, 9, 30))
    assert only(zipped(parts)).periods == {(0, 0): september, (0, 1): september}


MARKS: dict[str, tuple[str, dict[Position, str], set[Position], set[Position]]] = {
    "an error value": ('<c r="B2" t="e"><v>#REF!</v></c>', {(1, 1): "#REF!"}, set(), set()),
    "an error of a formula": (
        '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        {(1, 1): "#DIV/0!"},
        set(),
        set(),
    ),
    "an error without its text": ('<c r="B2" t="e"><v></v></c>', {(1, 1): "#VALUE!"}, set(), set()),
    "a type before the reference": ('<c t="e" r="B2"><v>#N/A</v></c>', {(1, 1): "#N/A"}, set(), set()),
    "single quotes": ("<c r='B2' t='e'><v>#N/A</v></c>", {(1, 1): "#N/A"}, set(), set()),
    "a formula without a result": ('<c r="B2"><f>A1</f></c>', {}, {(1, 1)}, set()),
    "a formula with an empty result element": ('<c r="B2"><f>A1</f><v></v></c>', {}, {(1, 1)}, set()),
    "a formula with a closed result element": ('<c r="B2"><f>A1</f><v/></c>', {}, {(1, 1)}, set()),
    "an empty formula element": ('<c r="B2"><f/></c>', {}, {(1, 1)}, set()),
    "a follower of a shared formula": ('<c r="B2"><f t="shared" si="0"/></c>', {}, {(1, 1)}, set()),
    "a shared formula with its result": ('<c r="B2"><f t="shared" si="0"/><v>3</v></c>', {}, set(), set()),
    "a formula that gives empty text": ('<c r="B2" t="str"><f>""</f><v></v></c>', {}, set(), set()),
    "a formula with > in it": ('<c r="B2" s="1"><f>IF(A1>B1,1,2)</f><v>1</v></c>', {}, set(), {(1, 1)}),
    "a formula with text written inline": (
        '<c r="B2" t="inlineStr"><f>A1</f><is><t>甲</t></is></c>',
        {},
        set(),
        set(),
    ),
    "a percentage": ('<c r="B2" s="1"><v>0.8</v></c>', {}, set(), {(1, 1)}),
    "a percentage with decimals": ('<c r="B2" s="2" t="n"><v>0.8</v></c>', {}, set(), {(1, 1)}),
    "a style before the reference": ('<c s="1" r="B2"><v>0.8</v></c>', {}, set(), {(1, 1)}),
    "text in a percentage cell": ('<c r="B2" s="1" t="str"><v>80%</v></c>', {}, set(), set()),
    "a blank percentage cell": ('<c r="B2" s="1"/>', {}, set(), set()),
    "a number in another format": ('<c r="B2" s="3"><v>1</v></c>', {}, set(), set()),
    "text that looks like markup": (text_cell("B2", ' t="e" s="1" &lt;f>'), {}, set(), set()),
}


@pytest.mark.parametrize("what", MARKS)
def test_marks_are_found_in(what: str) -> None:
    cell, errors, uncalculated, percents = MARKS[what]
    sheet = only(
        xlsx(f'<row r="1" s="1" customFormat="1">{text_cell("A1", "头")}</row><row r="2">{cell}</row>')
    )
    assert sheet.errors == errors
    assert sheet.uncalculated == uncalculated
    assert sheet.percents == percents
    for row, column in {*errors, *uncalculated}:
        assert sheet.rows[row][column] == ""


UNUSUAL: dict[str, Callable[[], str]] = {
    "cells and rows without references": lambda: sheet_xml(
        '<row><c t="inlineStr"><is><t>甲</t></is></c><c s="1"><v>0.5</v></c></row>'
        '<row><c/><c t="e"><v>#REF!</v></c></row>'
    ),
    "a namespace prefix": lambda: (
        f'<x:worksheet xmlns:x="{MAIN[7:-1]}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>甲</x:t>'
        '</x:is></x:c><x:c r="B1" s="1"><x:v>0.5</x:v></x:c></x:row><x:row r="2"><x:c r="B2" t="e"><x:v>#REF!</x:v>'
        "</x:c></x:row></x:sheetData></x:worksheet>"
    ),
    "line breaks inside tags": lambda: sheet_xml(
        '<row\nr="1"><c\n r="A1"\tt="inlineStr"><is><t>甲</t></is></c><c\nr="B1" s="1" ><v>0.5</v></c></row>'
        '<row r="2"><c\tr="B2"\nt="e"><v>#REF!</v></c></row>'
    ),
}


@pytest.mark.parametrize("what", UNUSUAL)
def test_unusual_xml_gives_the_same_cells(what: str) -> None:
    sheet = only(zipped(xlsx_parts(UNUSUAL[what]())))
    assert sheet.rows == [["甲", 0.5], ["", ""]]
    assert sheet.percents == {(0, 1)}
    assert sheet.errors == {(1, 1): "#REF!"}


def test_the_quick_and_the_careful_scan_agree() -> None:
    """A cell without a reference is enough to have the whole sheet walked cell by cell."""
    cells = "".join(
        cell.replace('"B2"', f'"B{n}"') for n, (cell, *_) in enumerate(MARKS.values(), 2) if '"B2"' in cell
    )
    quick, careful = only(xlsx(f'<row r="1">{cells}</row>')), only(xlsx(f'<row r="1">{cells}<c/></row>'))
    assert len(quick.errors) == 4
    assert len(quick.percents) == 4
    assert quick == careful


def test_formatted_blank_cells_may_reach_to_the_end_of_the_sheet() -> None:
    far = '<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"></c></row>'
    assert only(xlsx(f'<row r="1">{text_cell("A1", "台账")}</row>{far}')).rows == [["台账"]]


def test_a_title_merged_over_the_whole_sheet_ends_where_the_table_ends() -> None:
    merges = '<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="A2:A1048576"/></mergeCells>'
    cells = "".join(
        f'<row r="{n}">{text_cell(f"A{n}", "a")}{text_cell(f"B{n}", "b")}</row>' for n in (1, 2, 3)
    )
    assert only(xlsx(cells, merges)).merged == (Area(0, 0, 0, 1), Area(1, 0, 2, 0))


def test_escaped_control_characters_are_decoded() -> None:
    sheet = only(xlsx(f'<row r="1">{text_cell("A1", "一_x000D_二")}{text_cell("B1", "_xD800_")}</row>'))
    assert sheet.rows == [["一\r二", "_xD800_"]]


def test_hidden_sheets_are_told_and_chart_sheets_left_out() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    shown, hidden, deep = (book.add_worksheet(name) for name in ("台账", "隐藏", "深藏"))
    for sheet in (shown, hidden, deep):
        sheet.write(0, 0, "a")
    hidden.hide()
    deep.very_hidden()
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=台账!$A$1:$A$2"})
    book.add_chartsheet("图").set_chart(chart)
    book.close()
    assert [(sheet.name, sheet.visible) for sheet in sheets(buffer.getvalue())] == [
        ("台账", True),
        ("隐藏", False),
        ("深藏", False),
    ]


def test_a_macro_workbook_is_read_and_its_macros_left_alone() -> None:
    parts = xlsx_parts(sheet_xml(f'<row r="1">{text_cell("A1", "台账")}</row>'))
    result = read_workbook(Source("台账.xlsm", zipped({**parts, "xl/vbaProject.bin": b"macros"})))
    assert isinstance(result, Workbook)
    assert result.format == "xlsm"


def test_a_workbook_saved_by_openpyxl_is_read_with_its_formulas_and_comments() -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("台账", 0)
    sheet["A1"] = "任务"
    sheet["E7"] = "=A1"
    sheet["E7"].comment = Comment("请补充\n佐证", "县政府办")
    buffer = io.BytesIO()
    book.save(buffer)
    assert sheets(buffer.getvalue())[0].uncalculated == {(6, 4)}
    comments = read_comments(Source("台账.xlsx", buffer.getvalue()))
    assert list(comments) == ["台账"]
    assert "请补充\n佐证" in comments["台账"]["E7"]


@pytest.mark.parametrize("content", [b"", b"no zip", ledger()[:2_000], ledger()])
def test_comments_of_anything_else_are_none(content: bytes) -> None:
    assert read_comments(Source("a.xlsx", content)) == {}


def test_a_sheet_longer_than_one_window_is_scanned_whole() -> None:
    rows = "".join(
        f'<row r="{n}">{text_cell(f"A{n}", "长" * 300)}<c r="B{n}" s="1"><v>0.5</v></c></row>'
        for n in range(1, 9_500)
    )
    sheet = only(xlsx(rows + '<row r="9600"><c r="C9600" t="e"><v>#REF!</v></c></row>'))
    assert len(sheet.percents) == 9_499
    assert sheet.errors == {(9_599, 2): "#REF!"}
