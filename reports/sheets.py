"""What all our workbooks share: a book in memory, its looks, widths and heights of Chinese text, print set-up."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from importers.stamp import STAMP_SHEET, Stamp
from vocabulary.cells import a1

FONT = "宋体"
HEADING_FONT = "黑体"
DICTIONARY_SHEET = "字典"
MOST_CHARACTERS = 32_767
CUT_NOTICE = "……（超出单元格能容纳的长度，后面的内容没有显示）"
A4 = 9

_BY_HAND = ("customHeight", 1)
_LINE = 16
_LONGEST_NAME = 31
_TALLEST_ROW = 409
_BAD_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]|[\ud800-\udfff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_name": HEADING_FONT, "font_size": 18, "align": "center", "valign": "vcenter"},
    "frame": {"border": 1},
    "plain": {"valign": "top"},
    "line": {"align": "left", "valign": "vcenter", "text_wrap": True},
    "heading": {"font_name": HEADING_FONT, "font_size": 12, "valign": "vcenter"},
    "header": {"font_name": HEADING_FONT, "align": "center", "valign": "vcenter", "text_wrap": True,
               "border": 1, "bg_color": "#DDE6EF"},
    "cell": {"valign": "vcenter", "text_wrap": True, "border": 1},
    "centred": {"align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
}
"""Looks by name; a look is refined with XlsxWriter's own property names (``book.look("cell", bold=True)``)."""


class _Sheet(Worksheet):
    """XlsxWriter's sheet with two things done differently.

    Its rows have the height we measured until somebody edits them, and then fit the new text:
    XlsxWriter marks every height as set by hand, and no program ever fits such a row again; without
    any height LibreOffice would show one line. And a formatted text, which is nearly every cell of a
    correction list, is put into its XML in one piece, which makes a batch of lists a fifth faster.
    """

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if type(cell).__name__ == "String" and cell.format and not self.constant_memory:
            style = cell.format._get_xf_index()
            self.fh.write(f'<c r="{a1(row, col)}" s="{style}" t="s"><v>{cell.string}</v></c>')
        else:
            super()._write_cell(row, col, cell)

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]] | None = None) -> None:
        if tag == "row" and attributes and attributes[-1] == _BY_HAND:
            attributes = attributes[:-1]
        super()._xml_start_tag_unencoded(tag, attributes)


class Book:
    """A workbook written in memory: every look becomes one format, every byte depends on the content only."""

    def __init__(self, created: dt.date, options: Mapping[str, Any] | None = None, target: Any = None) -> None:
        self._stream = io.BytesIO()
        self._workbook = Workbook(self._stream if target is None else target, {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": 11}, **(options or {}),
        })
        # Without a fixed date XlsxWriter would ask the clock, and equal content would give other bytes.
        self._workbook.set_properties({"created": dt.datetime.combine(created, dt.time())})
        self._formats: dict[tuple[str, tuple[tuple[str, Any], ...]], Format] = {}
        self._names: set[str] = set()
        self._lists: dict[tuple[str, ...], str] = {}

    def look(self, name: str, **more: Any) -> Format:
        """The format of a look; the same one for the same request."""
        key = (name, tuple(more.items()))
        found = self._formats.get(key)
        if found is None:
            found = self._formats[key] = self._workbook.add_format({**_LOOKS[name], **more})
        return found

    def sheet(self, name: str) -> Worksheet:
        """A new sheet, named as asked or as nearly so as Excel allows; ask ``sheet.name`` for the result."""
        return self._workbook.add_worksheet(self._free_name(name), worksheet_class=_Sheet)

    def _free_name(self, wanted: str) -> str:
        base = _BAD_IN_NAME.sub("_", wanted).strip("'").strip() or "Sheet"
        name, number = _within(base, _LONGEST_NAME), 1
        while name.casefold() in self._names:
            number += 1
            name = f"{_within(base, _LONGEST_NAME - 6)}（{number}）"
        self._names.add(name.casefold())
        return name

    def choices(self, words: Sequence[str]) -> str:
        """The reference of a dropdown's words on the hidden dictionary sheet, written by ``add_lists``.

        Never an inline list: those end at 255 characters, and WPS stores them its own way.
        """
        words = tuple(words)
        if words not in self._lists:
            letter = chr(ord("A") + len(self._lists))
            self._lists[words] = f"='{DICTIONARY_SHEET}'!${letter}$1:${letter}${len(words)}"
        return self._lists[words]

    def add_lists(self) -> None:
        """Write the hidden dictionary sheet, when a dropdown needs it."""
        if not self._lists:
            return
        sheet = self.sheet(DICTIONARY_SHEET)
        for column, words in enumerate(self._lists):
            for row, word in enumerate(words):
                sheet.write_string(row, column, word)
        sheet.hide()

    def reserve(self, *names: str) -> None:
        """Keep names for our own sheets, whatever the unit called its."""
        self._names.update(name.casefold() for name in names)

    def release(self, name: str) -> None:
        """Give a reserved name to the sheet that is about to be made."""
        self._names.discard(name.casefold())

    def add_stamp(self, stamp: Stamp) -> None:
        """Write the hidden sheet by which a returning file is recognised."""
        sheet = self.sheet(STAMP_SHEET)
        for row, (label, value) in enumerate(stamp.cells()):
            sheet.write_string(row, 0, label)
            sheet.write_string(row, 1, value)
        sheet.hide()

    def close(self) -> None:
        """Finish the file."""
        self._workbook.close()

    def content(self) -> bytes:
        """The finished file."""
        self.close()
        return self._stream.getvalue()


def _within(text: str, limit: int) -> str:
    """The text cut to what Excel counts as ``limit`` characters: those outside the basic plane count two."""
    if len(text) * 2 <= limit:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: limit * 2].decode("utf-16-le", "ignore")


def literal(text: str) -> str:
    """Text as a cell can hold it: cut with a notice beyond Excel's limit, without what is no character."""
    # Below half the limit there is nothing to measure: no character counts more than two.
    if len(text) > MOST_CHARACTERS // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > MOST_CHARACTERS:
        text = _within(text, MOST_CHARACTERS - len(CUT_NOTICE)) + CUT_NOTICE
    return _SURROGATES.sub("", text)


def note_text(text: str) -> str:
    """Text as a comment or a prompt can hold it: XlsxWriter does not escape control characters there."""
    return _CONTROL.sub("", text)[:8_000]


def text_width(text: str) -> int:
    """Its width in Latin characters: a Chinese character counts two."""
    return len(text) if text.isascii() else len(text.encode("gbk", "replace"))


def lines_of(text: str, width: float) -> int:
    """How many lines text takes in a column: Excel cannot be asked, and does not measure merged cells."""
    room = max(width - 1, 2)
    return sum(max(1, math.ceil(text_width(line) / room)) for line in text.split("\n"))


def height_of(cells: Iterable[tuple[str, float]], *, least: float = 22) -> float:
    """The height of a row whose cells hold these (text, column width)."""
    lines = 1
    for text, width in cells:
        # No text is wider than two for each character: most cells need no measuring.
        if len(text) * 2 > lines * (width - 1) or "\n" in text:
            lines = max(lines, lines_of(text, width))
    return min(max(lines * _LINE + 6, least), _TALLEST_ROW)


def banner(sheet: Worksheet, row: int, last: int, text: str, look: Format, height: float) -> None:
    """One text across the columns 0 to ``last``."""
    if last > 0:
        sheet.merge_range(row, 0, row, last, text, look)
    else:
        sheet.write_string(row, 0, text, look)
    sheet.set_row(row, height)


def print_on_a4(sheet: Worksheet, *, unit: str, title: str, header_rows: tuple[int, int] | None = None,
                portrait: bool = False) -> None:
    """One page wide on A4, the header on every page, the unit and page numbers at the edges."""
    if not portrait:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    if header_rows is not None:
        sheet.repeat_rows(*header_rows)
    sheet.set_footer(f"&L{_in_footer(unit)}&C第 &P 页，共 &N 页&R{_in_footer(title)}", {"margin": 0.3})


def _in_footer(text: str) -> str:
    return note_text(text)[:60].replace("&", "&&")


def chinese_day(day: dt.date) -> str:
    """2023年8月5日: no leading zeros, as the ledgers write it."""
    return f"{day.year}年{day.month}月{day.day}日"
