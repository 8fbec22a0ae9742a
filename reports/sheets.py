"""What all our workbooks share: a book in memory, its looks, widths and heights of Chinese text, print set-up."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from importers.stamp import STAMP_SHEET, Stamp
from reports.text import note_text, within
from vocabulary.cells import column_letter

FONT = "宋体"
HEADING_FONT = "黑体"
DICTIONARY_SHEET = "字典"
A4 = 9

_BY_HAND = ("customHeight", 1)
_LONGEST_NAME = 31
_BAD_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]|[\ud800-\udfff]")

_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_name": HEADING_FONT, "font_size": 18, "align": "center", "valign": "vcenter"},
    "frame": {"border": 1},
    "plain": {"valign": "top"},
    "line": {"align": "left", "valign": "vcenter", "text_wrap": True},
    "heading": {"font_name": HEADING_FONT, "font_size": 12, "valign": "vcenter"},
    "header": {
        "font_name": HEADING_FONT,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "border": 1,
        "bg_color": "#DDE6EF",
    },
    "cell": {"valign": "vcenter", "text_wrap": True, "border": 1},
    "centred": {"align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
}
"""Looks by name; a look is refined with XlsxWriter's own property names (``book.look("cell", bold=True)``)."""


class _Sheet(Worksheet):  # type: ignore[misc]
    """XlsxWriter's sheet with three things done differently.

    Its rows have the height we measured until somebody edits them, and then fit the new text:
    XlsxWriter marks every height as set by hand, and no program ever fits such a row again; without
    any height LibreOffice would show one line. Formatted texts and numbers, nearly every cell of a
    correction list, are put into their XML in one piece, which makes a batch of lists a fifth faster. And
    whoever writes many cells is not asked at each of them whether its place is given in letters.
    """

    def put_string(self, row: int, column: int, text: str, look: Format) -> None:
        """``write_string`` for a place given in numbers."""
        self._write_string(row, column, text, look)

    def put_number(self, row: int, column: int, number: float, look: Format) -> None:
        """``write_number`` for a place given in numbers."""
        self._write_number(row, column, number, look)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind, look = type(cell).__name__, cell.format
        if look is None or kind not in ("String", "Number") or self.constant_memory:
            super()._write_cell(row, col, cell)
            return
        index = look._get_xf_index() if look.xf_index is None else look.xf_index
        if kind == "String":
            text = f'<c r="{column_letter(col)}{row + 1}" s="{index}" t="s"><v>{cell.string}</v></c>'
        else:
            text = f'<c r="{column_letter(col)}{row + 1}" s="{index}"><v>{cell.number:.16G}</v></c>'
        self.fh.write(text)

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]] | None = None) -> None:
        if tag == "row" and attributes and attributes[-1] == _BY_HAND:
            attributes = attributes[:-1]
        super()._xml_start_tag_unencoded(tag, attributes)


class Book:
    """A workbook written in memory: every look becomes one format, every byte depends on the content only."""

    def __init__(
        self, created: dt.date, options: Mapping[str, Any] | None = None, target: Any = None
    ) -> None:
        self._stream = io.BytesIO()
        self._workbook = Workbook(
            self._stream if target is None else target,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": FONT, "font_size": 11},
                **(options or {}),
            },
        )
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
        name, number = within(base, _LONGEST_NAME), 1
        while name.casefold() in self._names:
            number += 1
            name = f"{within(base, _LONGEST_NAME - 6)}（{number}）"
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


def banner(sheet: Worksheet, row: int, last: int, text: str, look: Format, height: float) -> None:
    """One text across the columns 0 to ``last``."""
    if last > 0:
        sheet.merge_range(row, 0, row, last, text, look)
    else:
        sheet.write_string(row, 0, text, look)
    sheet.set_row(row, height)


def print_on_a4(
    sheet: Worksheet,
    *,
    unit: str,
    title: str,
    header_rows: tuple[int, int] | None = None,
    portrait: bool = False,
) -> None:
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
