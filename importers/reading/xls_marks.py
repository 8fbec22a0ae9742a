"""The old binary .xls: xlrd's second look for error cells, percentages and months, which calamine hides."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from importers.reading.limits import MEGABYTE
from importers.reading.marks import Marks
from importers.reading.number_formats import shows_percent, shows_period
from importers.reading.xlsb import ERROR_TEXTS

if TYPE_CHECKING:
    from xlrd.sheet import Sheet

_SMALL = 2 * MEGABYTE
_NUMBER, _DATE, _ERROR = 2, 3, 5  # xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE, xlrd.XL_CELL_ERROR


def scan(content: bytes) -> dict[str, Marks]:
    """Marks by sheet name; empty for a large file or one xlrd cannot read. Never raises Refused."""
    if len(content) > _SMALL:
        return {}
    import xlrd  # only .xls files pay for loading it

    try:
        with xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO()) as book:
            codes = [
                getattr(book.format_map.get(style.format_key), "format_str", "") for style in book.xf_list
            ]
            percents = {style for style, code in enumerate(codes) if shows_percent(code)}
            periods = {style: code for style, code in enumerate(codes) if shows_period(code)}
            return {sheet.name: _marks(sheet, percents, periods) for sheet in book.sheets()}
    except MemoryError:
        raise
    except Exception:  # the marks are an extra: calamine decides whether the file can be read
        return {}


def _marks(sheet: Sheet, percents: set[int], periods: dict[int, str]) -> Marks:
    marks = Marks()
    for row in range(sheet.nrows):
        types, styles = sheet.row_types(row), sheet._cell_xf_indexes[row]
        for column, kind in enumerate(types):
            if kind == _ERROR:
                marks.errors[row, column] = ERROR_TEXTS.get(sheet.cell_value(row, column), "#VALUE!")
            elif kind == _NUMBER and styles[column] in percents:
                marks.percents.add((row, column))
            elif kind == _DATE and styles[column] in periods:
                marks.periods[row, column] = periods[styles[column]]
    return marks
