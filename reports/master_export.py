"""A long table as a file: xlsx row by row with little memory, or csv. Text stays text in both."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.sheets import Book, print_on_a4
from reports.text import height_of, literal
from vocabulary.cells import MAX_ROW

EXPORT_SHEET = "总台账"
_UNDATED = dt.date(2000, 1, 1)
_FORMULA_START = re.compile(r"[\s]*[=+\-@＝＋－＠]|[\t\r\n]")


class Column(NamedTuple):
    """How one column of an export looks. ``percent`` columns hold fractions: 0.6 is 60%. ``wrapped`` ones are what
    the export is read for, and shown whole."""

    title: str
    width: float = 12
    percent: bool = False
    wrapped: bool = False


_KNOWN = {
    column.title: column
    for column in (
        Column("任务编号", 9),
        Column("要点", 22),
        Column("任务", 34),
        Column("责任单位", 16),
        Column("完成时限（原文）", 16),
        Column("完成率", 8, percent=True),
        Column("灯色", 6),
        Column("逾期", 6),
        Column("进展情况", 46),
        Column("佐证材料", 28),
        Column("配合单位", 18),
        Column("版本", 6),
        Column("变更时间", 17),
        Column("撤回", 6),
        Column("来源文件", 30),
        Column("单位", 16),
        Column("编号", 9),
        Column("栏目", 14),
        Column("原值", 46, wrapped=True),
        Column("新值", 46, wrapped=True),
        Column("来源", 40),
        Column("行", 6),
    )
}


def write_xlsx(
    rows: Iterable[Sequence[object]],
    *,
    created: dt.date = _UNDATED,
    sheet_name: str = EXPORT_SHEET,
    footer: str = "",
) -> bytes:
    """An xlsx of the rows; the first one holds the titles.

    Beyond Excel's last row the table goes on, with its titles, on another sheet. ``created`` is the
    day written into the file: equal rows and an equal day give equal bytes.
    """
    lines = iter(rows)
    columns = columns_of(next(lines, ()))
    stream = io.BytesIO()
    book = Book(created, {"in_memory": False, "constant_memory": True}, target=stream)
    sheet, number = _start_sheet(book, columns, sheet_name, footer), 0
    looks = _looks(book, columns)
    wrapped = [(place, column.width) for place, column in enumerate(columns) if column.wrapped]
    for line in lines:
        number += 1
        if number == MAX_ROW:
            _end_sheet(sheet, number, columns)
            sheet, number = _start_sheet(book, columns, sheet_name, footer), 1
        if wrapped:
            sheet.set_row(
                number, height_of(((str(line[place]), width) for place, width in wrapped), least=15)
            )
        for column, (value, look) in enumerate(zip(line, looks, strict=True)):
            if type(value) is str:
                sheet.write_string(number, column, literal(value), look)
            else:
                _write_other(sheet, number, column, value, look)
    _end_sheet(sheet, number + 1, columns)
    book.close()
    return stream.getvalue()


def write_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """A csv of the rows, the first one holding the titles, with the mark by which Excel knows UTF-8.

    A program that opens csv computes what begins with = + - @ (also in full width). Such text gets an
    apostrophe in front, the sign spreadsheets themselves use for "this is text"; numbers do not.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    columns: tuple[Column, ...] = ()
    for line in rows:
        columns = columns or columns_of(line)
        writer.writerow([_csv_text(value, column) for value, column in zip(line, columns, strict=True)])
    return stream.getvalue().encode("utf-8-sig", "replace")


def columns_of(titles: Sequence[object]) -> tuple[Column, ...]:
    """The columns for a line of titles: known ones with their width, others as wide as the title."""
    return tuple(
        _KNOWN.get(str(title)) or Column(str(title), max(12, len(str(title)) * 2 + 4)) for title in titles
    )


def _csv_text(value: object, column: Column) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, (int, float)):
        return f"{value * 100:.15g}%" if column.percent else f"{value:.15g}"
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    text = str(value).replace("\0", "")
    return f"'{text}" if _FORMULA_START.match(text) else text


def _start_sheet(book: Book, columns: tuple[Column, ...], name: str, footer: str) -> Worksheet:
    sheet = book.sheet(name)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
    sheet.freeze_panes(1, 0)
    print_on_a4(sheet, unit=footer, title=name, header_rows=(0, 0))
    header = book.look("header")
    for number, column in enumerate(columns):
        sheet.write_string(0, number, literal(column.title), header)
    return sheet


def _end_sheet(sheet: Worksheet, height: int, columns: tuple[Column, ...]) -> None:
    if columns:
        sheet.autofilter(0, 0, max(height - 1, 1), len(columns) - 1)


def _looks(book: Book, columns: tuple[Column, ...]) -> list[Format]:
    # Top-aligned, and mostly not wrapped: the rows of a long list stay one line high and can be skimmed.
    kinds = {"percent": book.look("plain", num_format="0%"), "wrapped": book.look("cell")}
    return [
        kinds["percent"] if column.percent else kinds["wrapped"] if column.wrapped else book.look("plain")
        for column in columns
    ]


def _write_other(sheet: Worksheet, row: int, column: int, value: object, look: Format) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "", look)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, look)
    elif isinstance(value, dt.datetime):
        sheet.write_string(row, column, value.strftime("%Y-%m-%d %H:%M"), look)
    else:
        sheet.write_string(row, column, literal(str(value)), look)
