"""A table on a sheet that is to be printed: title and lines above, headings, rows as high as their text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from reports.sheets import Book, banner, print_on_a4
from reports.text import height_of, literal


class PrintColumn(NamedTuple):
    """A column: its heading, its width, whether its texts stand in the middle, the fill of some of them."""

    title: str
    width: float
    centred: bool = False
    fills: Mapping[str, str] = {}


def write_heading(
    book: Book, sheet: Worksheet, columns: Sequence[PrintColumn], title: str, lines: Sequence[str]
) -> int:
    """Set the columns' widths, write the title and the lines below it; the next free row."""
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
    sheet.hide_gridlines(2)
    last, width = len(columns) - 1, sum(column.width for column in columns)
    banner(sheet, 0, last, literal(title), book.look("title"), 36)
    for row, line in enumerate(lines, start=1):
        banner(sheet, row, last, literal(line), book.look("line"), height_of([(line, width)]))
    return 1 + len(lines)


def write_table(
    book: Book,
    sheet: Worksheet,
    row: int,
    columns: Sequence[PrintColumn],
    rows: Sequence[Sequence[object]],
    *,
    empty: str = "没有。",
) -> int:
    """Write headings and rows, or the sentence ``empty`` where there are none; the next free row.

    Whole and broken numbers stay numbers; everything else is written as text.
    """
    if not rows:
        banner(sheet, row, len(columns) - 1, empty, book.look("centred"), 30)
        return row + 1
    for number, column in enumerate(columns):
        sheet.write_string(row, number, column.title, book.look("header"))
    sheet.set_row(row, height_of([(column.title, column.width) for column in columns], least=26))
    for place, values in enumerate(rows, start=row + 1):
        texts = [literal(str(value)) for value in values]
        for number, (value, text, column) in enumerate(zip(values, texts, columns, strict=True)):
            look = "centred" if column.centred else "cell"
            fill = column.fills.get(text)
            format_ = book.look(look, bg_color=fill) if fill else book.look(look)
            if isinstance(value, (int, float)):
                sheet.write_number(place, number, value, format_)
            else:
                sheet.write_string(place, number, text, format_)
        sheet.set_row(
            place, height_of([(text, column.width) for text, column in zip(texts, columns, strict=True)])
        )
    return row + 1 + len(rows)


def write_list_sheet(
    book: Book,
    name: str,
    columns: Sequence[PrintColumn],
    rows: Sequence[Sequence[object]],
    *,
    title: str,
    lines: Sequence[str],
    unit: str,
) -> Worksheet:
    """A sheet of its own for one table: filter, headings that stay in sight and stand on every printed page."""
    sheet = book.sheet(name)
    header = write_heading(book, sheet, columns, title, lines)
    write_table(book, sheet, header, columns, rows)
    if rows:
        sheet.autofilter(header, 0, header + len(rows), len(columns) - 1)
        sheet.freeze_panes(header + 1, 0)
    print_on_a4(sheet, unit=unit, title=name, header_rows=(header, header) if rows else None)
    return sheet
