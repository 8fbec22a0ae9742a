"""What python-calamine does not tell of an xlsx sheet, found by searching its XML as bytes.

One pass answers five questions: does a value stand so far out that the reader would ask for
gigabytes, which cells show an error, which formulas carry no result, which numbers are shown as a
percentage, which dates without their day. Sheets as Excel, WPS, LibreOffice and the Python writers make them take the quick way, a
handful of substring searches; anything unusual (prefixes, cells without a reference, single quotes,
references far out) is walked cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from importers.reading.limits import MEGABYTE, ReadLimits
from importers.reading.parts import NumberStyles
from importers.refusals import Refused, refused
from importers.workbook import Position
from vocabulary.cells import a1, column_index
from vocabulary.codes import RefusalCode

_LONGEST_ROW = 64 * MEGABYTE
_LONGEST_TAG = 1_024
_LONGEST_REFERENCE = 18
_NO_NUMBER = (b"/>", b' t="')
_LARGE_SHEET = 4 * MEGABYTE
_QUICK_ROWS, _QUICK_COLUMNS = 99_999, 702

# Rows to 9,999 and columns to ZZ, or rows to 99,999 and columns to AZ: as rectangles both stay within
# ReadLimits.cells, which one search proves for all cells at once.
_OUTSIDE_WIDE = re.compile(rb'<c(?! r="[A-Z]{1,2}+[0-9]{1,4}+")')
_OUTSIDE_TALL = re.compile(rb'<c(?! r="A?[A-Z][0-9]{1,5}+")')
_TAG = re.compile(
    rb"""<(?:[A-Za-z_][\w.\-]*:)?(row|c)(?=[\s/>])((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""",
)
_CELL_END = re.compile(rb"</(?:[A-Za-z_][\w.\-]*:)?(?:c|row)\s*>")
_ATTRIBUTE = re.compile(rb"""\s([\w.:\-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(rb"\$?([A-Za-z]{1,3})\$?([0-9]{1,10})")
_REFERENCES = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"\n')
_ERROR_CELL = re.compile(rb' t="e"')
_ANY_FORMULA = re.compile(rb"<f")
_RESULT = re.compile(rb"<(?:[\w.\-]+:)?v(?:\s[^>]*)?>([^<]*)<")
_FORMULA = re.compile(rb"<(?:[\w.\-]+:)?f[\s/>]")


@dataclass(slots=True)
class Marks:
    """Errors by cell, formulas without a result, numbers shown as a percentage, and the formats of dates
    shown without their day."""

    errors: dict[Position, str] = field(default_factory=dict)
    uncalculated: set[Position] = field(default_factory=set)
    percents: set[Position] = field(default_factory=set)
    periods: dict[Position, str] = field(default_factory=dict)


def scan_sheet(windows: Iterable[bytes], styles: NumberStyles, limits: ReadLimits) -> Marks:
    """The marks of one sheet part, given in pieces of any length.

    Raises Refused(too_large) when a cell with content stands beyond the limits; formatted cells
    without content are harmless however far they reach and are passed over.
    """
    scanner = _Scanner(styles, limits)
    for block in _whole_rows(windows):
        scanner.take(block)
    return scanner.marks


def _whole_rows(windows: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes cut only where a row begins, so that no cell is torn apart."""
    rest = b""
    for window in windows:
        if rest:
            cut = max(rest.rfind(b"<row"), rest.rfind(b":row"))
            start = rest.rfind(b"<", 0, cut + 1)
            if start > 0:
                yield rest[:start]
                rest = rest[start:]
        rest = rest + window if rest else window
        if len(rest) > _LONGEST_ROW:
            raise refused(RefusalCode.TOO_LARGE, "表格里有一行的内容过多")
    yield rest


class _Scanner:
    """The state that one sheet's blocks share: the marks, and where the last row stood."""

    def __init__(self, styles: NumberStyles, limits: ReadLimits) -> None:
        self.marks = Marks()
        self._percents, self._periods = styles
        self._limits = limits
        self._row = -1
        self._bottom = self._right = 0
        self._outside: re.Pattern[bytes] | None = None
        self._plain = False
        self._narrow = limits.rows < _QUICK_ROWS or limits.columns < _QUICK_COLUMNS

    def take(self, block: bytes) -> None:
        if block.startswith((b"\xff\xfe", b"\xfe\xff")):
            block = block.decode("utf-16", errors="ignore").encode()
        if self._outside is None:
            self._outside = _OUTSIDE_TALL if len(block) > _LARGE_SHEET else _OUTSIDE_WIDE
            styled = b"0" in self._percents or b"0" in self._periods
            self._plain = not self._narrow and b"<worksheet" in block[:4_096] and not styled
            block = block[max(block.find(b"<sheetData"), 0) :]
        end = block.rfind(b"</sheetData")
        block = block[:end] if end >= 0 else block
        if self._plain and not self._outside.search(block):
            self._quick(block)
        else:
            self._walk(block)

    def _quick(self, block: bytes) -> None:
        # The pattern's own search for a plain text is twice as quick as ``in`` is on sheet XML.
        if _ERROR_CELL.search(block):
            for position, tag, body in _cells_with(block, b' t="e"', inside_tag=True):
                self._judge(position, _attributes(tag), body)
        if _ANY_FORMULA.search(block):
            for position, tag, body in _cells_with(block, b"<f", inside_tag=False):
                self._judge(position, _attributes(tag), body)
        for style in self._percents:
            self.marks.percents.update(self._quick_numbers(block, b' s="%s"' % style))
        for style, code in self._periods.items():
            self.marks.periods.update(dict.fromkeys(self._quick_numbers(block, b' s="%s"' % style), code))

    def _quick_numbers(self, block: bytes, style: bytes) -> list[Position]:
        """The plain numbers of a style. Most of its cells are that, blank or text: their next bytes tell."""
        unusual = False
        numbers: list[bytes] = []
        for before, following in pairwise(block.split(style)):
            if following.startswith(b"><v>"):
                numbers.append(before[-_LONGEST_REFERENCE:])
            elif not following.startswith(_NO_NUMBER) or following.startswith(b' t="n"'):
                unusual = True
        if unusual:
            for position, tag, body in _cells_with(block, style, inside_tag=True):
                self._judge(position, _attributes(tag), body)
        # What stood before the style is the cell's reference; one search reads them all.
        found = _REFERENCES.findall(b"\n".join(numbers) + b"\n")
        return [(int(row) - 1, _column(letters)) for letters, row in found]

    def _walk(self, block: bytes) -> None:
        column = -1
        for match in _TAG.finditer(block):
            attributes = _attributes(match[2])
            reference = attributes.get(b"r", b"")
            if match[1] == b"row":
                self._row = int(reference) - 1 if reference.isdigit() else self._row + 1
                column = -1
                continue
            cell = _REFERENCE.fullmatch(reference)
            column = _column(cell[1].upper()) if cell else column + 1
            row = int(cell[2]) - 1 if cell else max(self._row, 0)
            if match[2].endswith(b"/"):
                continue
            body = _body(block, match.end())
            if not body.strip():
                continue
            self._stay_near(row, column)
            self._judge((row, column), attributes, body)

    def _stay_near(self, row: int, column: int) -> None:
        self._bottom, self._right = max(self._bottom, row), max(self._right, column)
        far = row >= self._limits.rows or column >= self._limits.columns
        if far or (self._bottom + 1) * (self._right + 1) > self._limits.cells:
            raise far_cell(row, column)

    def _judge(self, position: Position, attributes: dict[bytes, bytes], body: bytes) -> None:
        result = _RESULT.search(body)
        kind = attributes.get(b"t", b"n")
        text = result[1] if result else b""
        if kind == b"e":
            self.marks.errors[position] = text.decode("utf-8", errors="replace") or "#VALUE!"
        elif not text and _FORMULA.search(body):
            # A formula that gives empty text is saved with t="str" and an empty result.
            if kind != b"inlineStr" and (result is None or kind != b"str"):
                self.marks.uncalculated.add(position)
        elif text and kind == b"n":
            style = attributes.get(b"s", b"0")
            if style in self._percents:
                self.marks.percents.add(position)
            elif style in self._periods:
                self.marks.periods[position] = self._periods[style]


def _cells_with(block: bytes, needle: bytes, *, inside_tag: bool) -> Iterator[tuple[Position, bytes, bytes]]:
    """(position, tag, body) of the cells with ``needle`` in their tag, or in their body."""
    at = block.find(needle)
    while at >= 0:
        start = block.rfind(b'<c r="', max(0, at - _LONGEST_TAG), at)
        close = block.find(b">", start)
        following = at + 1
        if start >= 0 and (at < close) is inside_tag:
            cell = _REFERENCE.match(block, start + 6)
            body = b"" if block[close - 1 : close] == b"/" else _body(block, close + 1)
            if cell and body:
                position = (int(cell[2]) - 1, _column(cell[1]))
                yield position, block[start:close], body
        at = block.find(needle, following)


@lru_cache(maxsize=1_024)
def _column(letters: bytes) -> int:
    return column_index(letters.decode())


def _body(block: bytes, start: int) -> bytes:
    end = _CELL_END.search(block, start)
    return block[start : end.start()] if end else block[start:]


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(tag)}


def far_cell(row: int, column: int) -> Refused:
    """The refusal for content far outside any table, naming the stray cell."""
    return refused(
        RefusalCode.TOO_LARGE,
        f"单元格 {a1(row, column)} 处有内容，远在表格之外",
        advice="请选中表格下方和右侧的多余行列，删除整行整列并保存后重新上传",
    )
