"""Pages as .xlsx bytes, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sample_ledgers.maker.model import Book, Cell, Formula, Page, Share
from vocabulary.cells import parse_a1

CREATED = dt.datetime(2023, 8, 1, 9, 0, 0)
_NO_RESULT = "\ue000"


def xlsx(book: Book, change: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """The workbook's bytes; ``change`` may rewrite a part (name, content) to make what no library writes."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "date_1904": book.since_1904,
    }
    workbook = xlsxwriter.Workbook(stream, options)
    workbook.set_properties({"created": CREATED, "author": "示例"})
    formats = {
        "text": workbook.add_format({"text_wrap": True, "valign": "vcenter"}),
        "date": workbook.add_format({"num_format": "yyyy/m/d"}),
        "share": workbook.add_format({"num_format": "0%"}),
    }
    for page in book.pages:
        _write_page(workbook.add_worksheet(page.name), page, formats)
    workbook.close()
    return _rewritten(stream.getvalue(), change)


def _write_page(sheet: Worksheet, page: Page, formats: dict[str, Format]) -> None:
    for number, row in enumerate(page.rows):
        for column, value in enumerate(row):
            _write_cell(sheet, number, column, value, formats)
    for area in page.merges:
        first = area.partition(":")[0]
        top, left = parse_a1(first)
        value = page.rows[top][left]
        sheet.merge_range(area, "", formats["text"])
        _write_cell(sheet, top, left, value, formats)
    for number in page.hidden_rows:
        sheet.set_row(number - 1, None, None, {"hidden": True})
    for extra in range(page.blank_format_rows):
        for column in range(len(page.rows[-1])):
            sheet.write_blank(len(page.rows) + extra, column, None, formats["text"])
    if page.hidden:
        sheet.hide()
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 12, 16)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Cell, formats: dict[str, Format]) -> None:
    if value is None:
        return
    if isinstance(value, Share):
        sheet.write_number(row, column, value.value, formats["share"])
    elif isinstance(value, Formula):
        result = _NO_RESULT if value.result is None else value.result
        sheet.write_formula(row, column, value.text, formats["text"], result)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), formats["date"])
    elif isinstance(value, str):
        sheet.write_string(row, column, value, formats["text"])
    else:
        sheet.write_number(row, column, value, formats["text"])


def _rewritten(content: bytes, change: Callable[[str, bytes], bytes] | None) -> bytes:
    """The same package with fixed times; formulas marked as never calculated lose their result."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb' t="str"(><f>[^<]*</f>)<v>\xee\x80\x80</v>', rb"\1", part)
            parts[name] = change(name, part) if change else part
    return zipped(parts)


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of the parts, with one fixed time, so that equal parts are equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, (2023, 8, 1, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, part)
    return stream.getvalue()
