"""The old binary .xls: xlrd's second look for error cells and percentages, which calamine hides."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from importers.reading.limits import MEGABYTE
from importers.reading.marks import Marks
from importers.reading.parts import shows_percent
from importers.reading.xlsb import ERROR_TEXTS

if TYPE_CHECKING:
    from xlrd.sheet import Sheet

_SMALL = 2 * MEGABYTE
_NUMBER, _ERROR = 2, 5  # xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_ERROR


def scan(content: bytes) -> dict[str, Marks]:
    """Marks by sheet name; empty for a large file or one xlrd cannot read. Never raises Refused."""
    if len(content) > _SMALL:
        return {}
    import xlrd  # only .xls files pay for loading it

    try:
        with xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO()) as book:
            percent_styles = {
                number
                for number, style in enumerate(book.xf_list)
                if shows_percent(getattr(book.format_map.get(style.format_key), "format_str", ""))
            }
            return {sheet.name: _marks(sheet, percent_styles) for sheet in book.sheets()}
    except MemoryError:
        raise
    except Exception:  # the marks are an extra: calamine decides whether the file can be read
        return {}


def _marks(sheet: Sheet, percent_styles: set[int]) -> Marks:
    marks = Marks()
    for row in range(sheet.nrows):
        types, styles = sheet.row_types(row), sheet._cell_xf_indexes[row]
        for column, kind in enumerate(types):
            if kind == _ERROR:
                marks.errors[row, column] = ERROR_TEXTS.get(sheet.cell_value(row, column), "#VALUE!")
            elif kind == _NUMBER and styles[column] in percent_styles:
                marks.percents.add((row, column))
    return marks
