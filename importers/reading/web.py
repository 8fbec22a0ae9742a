"""Web pages that office systems export as .xls, and single-file web pages (MHTML)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from typing import TYPE_CHECKING

from importers.reading.cells import check_area, even_out, take_errors, unescaped
from importers.reading.limits import ReadLimits
from importers.reading.text_tables import decode_text
from importers.refusals import refused
from importers.workbook import Area, Sheet, Value, Workbook
from vocabulary.codes import RefusalCode

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_\-]+)""", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<]*)</x:Name>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SCIENTIFIC = re.compile(r"[0-9.]+E\+[0-9]+|#+", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "gb18030"}
_NOT_TEXT = frozenset({"script", "style"})
_LINES = frozenset({"br", "p", "div", "li", "tr"})
_ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})


def read_html(content: bytes, limits: ReadLimits, format_name: str = "html") -> Workbook:
    """Every table of a page with any content becomes a sheet, but for small ones inside a cell, whose text is
    the cell's; nothing outside the page is fetched.

    Merged cells keep their text at the top left and become areas. Values are text, as shown; a number
    shown shortened (1.38E+10) is taken from Excel's own attribute. Raises Refused: not_a_spreadsheet
    when there is no table, too_large.
    """
    text = _decoded(content)
    sheets = tuple(_sheets(text, limits))
    if not sheets:
        raise refused(RefusalCode.NOT_A_SPREADSHEET, "这是网页文件，其中没有表格")
    return Workbook(format_name, sheets)


def read_mhtml(content: bytes, limits: ReadLimits) -> Workbook:
    """A single-file web page: the tables of its HTML parts, one after the other."""
    sheets: list[Sheet] = []
    for part in message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            sheets.extend(_sheets(_decoded(payload), limits) if isinstance(payload, bytes) else ())
    if not sheets:
        raise refused(RefusalCode.NOT_A_SPREADSHEET, "这是网页文件，其中没有表格")
    return Workbook("mhtml", tuple(sheets))


def _decoded(content: bytes) -> str:
    declared = _XML_ENCODING.search(content[:512]) or _CHARSET.search(content[:8_192])
    marked = content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    if declared and not marked:
        encoding = declared[1].decode().lower()
        encoding = "gb18030" if encoding in _CHINESE else encoding
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            pass  # office systems declare one encoding and write another
    return decode_text(content) or content.decode("gb18030", errors="replace")


def _sheets(text: str, limits: ReadLimits) -> Iterator[Sheet]:
    from lxml import html  # 45 ms to load, needed for few files

    # Encoded again because lxml refuses text that carries an encoding declaration.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    root = html.document_fromstring(text.encode("utf-8", errors="replace") or b"<html/>", parser=parser)
    tables = [table for table in root.iter("table") if not _is_in_cell(table) and _has_text(table)]
    names = _SHEET_NAME.findall(text[:65_536])
    for number, table in enumerate(tables):
        named = names[number] if len(names) == len(tables) else f"表{number + 1}"
        rows, areas = _Grid(limits).fill(table)
        yield Sheet(named, rows, merged=tuple(areas), errors=take_errors(rows))


def _has_text(table: HtmlElement) -> bool:
    return any(_cell_text(cell).strip() for row in _rows(table) for cell in _cells(row))


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """The table's own rows, not those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _ROW_GROUPS:
            yield from (row for row in child if row.tag == "tr")


def _is_in_cell(table: HtmlElement) -> bool:
    """Whether a table is what a cell of another says: the row around it is wider than the table itself.

    In a page that is laid out by tables it is the other way round.
    """
    cell = next(table.iterancestors("td", "th"), None)
    row = cell.getparent() if cell is not None else None
    group = row.getparent() if row is not None and row.tag == "tr" else None
    around = group.getparent() if group is not None and group.tag in _ROW_GROUPS else group
    if row is None or around is None or around.tag != "table":
        return False
    return sum(1 for _ in _cells(row)) > max((sum(1 for _ in _cells(own)) for own in _rows(table)), default=0)


def _cells(row: HtmlElement) -> Iterator[HtmlElement]:
    return (cell for cell in row if cell.tag in ("td", "th"))


class _Grid:
    """Places cells the way a browser does: spans push later cells aside."""

    def __init__(self, limits: ReadLimits) -> None:
        self._limits = limits
        self._rows: list[list[Value]] = []
        self._areas: list[Area] = []
        self._covered_until: dict[int, int] = {}

    def fill(self, table: HtmlElement) -> tuple[list[list[Value]], list[Area]]:
        for row, element in enumerate(_rows(table)):
            self._rows.append([])
            column = 0
            for cell in _cells(element):
                while self._covered_until.get(column, -1) >= row:
                    column += 1
                column = self._place(row, column, cell)
        width = max(map(len, self._rows), default=0)
        check_area(len(self._rows), width, self._limits)
        even_out(self._rows, width)
        last = len(self._rows) - 1
        areas = (area._replace(bottom=min(area.bottom, last)) for area in self._areas)
        return self._rows, [area for area in areas if area[:2] != area[2:]]

    def _place(self, row: int, column: int, cell: HtmlElement) -> int:
        """Put one cell down; the column after it is returned."""
        width, height = _span(cell, "colspan"), _span(cell, "rowspan")
        right = column + width - 1
        check_area(row + 1, right + 1, self._limits)
        line = self._rows[row]
        line.extend([""] * (right + 1 - len(line)))
        line[column] = _value(cell)
        if width > 1 or height > 1:
            self._areas.append(Area(row, column, row + height - 1, right))
            for covered in range(column, right + 1):
                self._covered_until[covered] = row + height - 1
        return right + 1


def _span(cell: HtmlElement, name: str) -> int:
    text = cell.get(name, "1").strip()
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1


def _value(cell: HtmlElement) -> Value:
    text = unescaped(_cell_text(cell).strip(" \n"))
    number = cell.get("x:num")
    if number and _SCIENTIFIC.fullmatch(text):
        try:
            return float(number)
        except ValueError:
            return text
    return text


def _cell_text(cell: HtmlElement) -> str:
    """What the cell shows: runs of white space are one space, <br> and paragraphs begin lines."""
    pieces: list[str] = []
    _collect(cell, pieces)
    lines = "".join(pieces).split("\v")
    return "\n".join(_SPACES.sub(" ", line).strip(" ") for line in lines).replace("\xa0", " ")


def _collect(element: HtmlElement, pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        if child.tag in _LINES and (child.tag == "br" or "".join(pieces).strip()):
            pieces.append("\v")
        if isinstance(child.tag, str) and child.tag not in _NOT_TEXT:
            if child.tag != "table" or _is_in_cell(child):
                _collect(child, pieces)
            if child.tag in ("td", "th"):
                pieces.append(" ")
        pieces.append(child.tail or "")
