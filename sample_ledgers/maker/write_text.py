"""Pages as text: comma and tab separated values, HTML, and the XML spreadsheet of 2003."""

from __future__ import annotations

import csv
import datetime as dt
import io
from html import escape

from sample_ledgers.maker.model import Cell, Formula, Page, Share
from vocabulary.cells import parse_a1


def shown(value: Cell) -> str:
    """What a cell shows on the screen."""
    if value is None:
        return ""
    if isinstance(value, Share):
        return f"{value.value:.0%}"
    if isinstance(value, Formula):
        return "" if value.result is None else str(value.result)
    if isinstance(value, dt.date):
        return f"{value.year}/{value.month}/{value.day}"
    return value if isinstance(value, str) else f"{value:g}"


def separated(page: Page, encoding: str, delimiter: str = ",") -> bytes:
    """Values with a delimiter, line ends as Windows programs write them."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    width = max(len(row) for row in page.rows)
    for row in page.rows:
        writer.writerow([shown(value) for value in row] + [""] * (width - len(row)))
    return stream.getvalue().encode(encoding)


def _spans(page: Page) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """(rows, columns) spanned from each top-left cell, and the cells that are covered."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for area in page.merges:
        first, _, last = area.partition(":")
        (top, left), (bottom, right) = parse_a1(first), parse_a1(last)
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)} - {(top, left)}
    return spans, covered


def html(page: Page, encoding: str = "gb2312") -> bytes:
    """An HTML table as office systems export it under the name .xls."""
    spans, covered = _spans(page)
    lines = [
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}">',
        f"<title>{escape(page.name)}</title></head><body>",
        '<table border="1">',
    ]
    for number, row in enumerate(page.rows):
        cells = []
        for column, value in enumerate(row):
            if (number, column) in covered:
                continue
            rows, columns = spans.get((number, column), (1, 1))
            more = (f' rowspan="{rows}"' if rows > 1 else "") + (
                f' colspan="{columns}"' if columns > 1 else ""
            )
            cells.append(f"<td{more}>{escape(shown(value)) or '&nbsp;'}</td>")
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return "\r\n".join([*lines, "</table></body></html>"]).encode("gbk")


def spreadsheetml(page: Page) -> bytes:
    """The XML spreadsheet of Office 2003."""
    spans, covered = _spans(page)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<?mso-application progid="Excel.Sheet"?>',
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
        f'<Worksheet ss:Name="{escape(page.name)}"><Table>',
    ]
    for number, row in enumerate(page.rows):
        cells = []
        for column, value in enumerate(row):
            if value is None or (number, column) in covered:
                continue
            down, across = spans.get((number, column), (1, 1))
            more = (f' ss:MergeDown="{down - 1}"' if down > 1 else "") + (
                f' ss:MergeAcross="{across - 1}"' if across > 1 else ""
            )
            kind = "Number" if isinstance(value, (int, float)) else "String"
            cells.append(
                f'<Cell ss:Index="{column + 1}"{more}><Data ss:Type="{kind}">'
                f"{escape(shown(value))}</Data></Cell>"
            )
        lines.append(f'<Row ss:Index="{number + 1}">' + "".join(cells) + "</Row>")
    return "\n".join([*lines, "</Table></Worksheet></Workbook>"]).encode()
