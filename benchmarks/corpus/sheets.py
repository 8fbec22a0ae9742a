"""Rows as the .xlsx a unit would send: title and 填报单位 lines, header, borders, wrapped text, formats."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format

from benchmarks.corpus.rows import COLUMNS, SENT_ON, Row

TITLE = "2023年浮梁县政务公开工作台账"
HEADER_ROW = 2
"""0-based: the title and the 填报单位 line stand above it."""

_CREATED = dt.datetime(2023, 8, 1, 9, 0, 0)
_WIDE = {
    "task": 36,
    "progress": 44,
    "evidence": 26,
    "links": 30,
    "point": 20,
    "problems": 26,
    "next_steps": 26,
}


def ledger_bytes(unit_name: str, rows: Sequence[Row]) -> bytes:
    """The workbook; equal rows give equal bytes."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(stream, options)
    workbook.set_properties({"created": _CREATED, "author": "示例"})
    sheet = workbook.add_worksheet("台账")
    head = workbook.add_format({"bold": True, "align": "center", "border": 1, "text_wrap": True})
    plain = workbook.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    special = {
        "percent": workbook.add_format({"border": 1, "num_format": "0%"}),
        **dict.fromkeys(
            ("deadline", "completed_on", "reported_on"),
            workbook.add_format({"border": 1, "num_format": "yyyy/m/d"}),
        ),
    }
    last = len(COLUMNS) - 1
    sheet.merge_range(0, 0, 0, last, TITLE, head)
    sent = f"{SENT_ON.year}年{SENT_ON.month}月{SENT_ON.day}日"
    sheet.merge_range(1, 0, 1, last, f"填报单位（盖章）：{unit_name}　　填报时间：{sent}", plain)
    for column, (name, heading) in enumerate(COLUMNS.items()):
        sheet.set_column(column, column, _WIDE.get(name, 12))
        sheet.write_string(HEADER_ROW, column, heading, head)
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        for column, name in enumerate(COLUMNS):
            _write(sheet, number, column, row.get(name), plain, special.get(name, plain))
    status = list(COLUMNS).index("status")
    choices = ["未启动", "推进中", "已完成", "长期坚持", "不涉及"]
    sheet.data_validation(
        HEADER_ROW + 1, status, HEADER_ROW + len(rows), status, {"validate": "list", "source": choices}
    )
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    workbook.close()
    return stream.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    value: object,
    plain: Format,
    special: Format,
) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value, plain)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), special)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, special)
    else:
        sheet.write_blank(row, column, None, plain)
