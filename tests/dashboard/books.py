"""Ledgers as a unit would send them, made with XlsxWriter."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

HOSTILE = "![图](http://evil.example/x.png) $E=mc^2$ <img src=http://evil.example/y.png> **粗** :red[红]"
HEADS = (
    "序号",
    "任务编号",
    "工作要点",
    "具体举措",
    "责任单位",
    "责任人",
    "联系电话",
    "完成时限",
    "完成状态",
    "完成率",
    "进展情况",
    "佐证材料",
)


def line(
    number: int,
    task_id: str,
    task: str,
    unit: str,
    *,
    deadline: str = "2023年12月31日",
    status: str = "推进中",
    percent: str = "40%",
    progress: str = "8月18日召开调度会，印发台账，任务均已明确到人。",
) -> tuple[str, ...]:
    """One row of a ledger that has nothing wrong with it; anything may be said otherwise."""
    return (
        str(number),
        task_id,
        "",
        task,
        unit,
        "示例甲",
        "0798-2620000",
        deadline,
        status,
        percent,
        progress,
        "会议记录",
    )


def ledger(unit: str, rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook with a title, a 填报单位 line, the header and the rows."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("台账")
        for number, row in enumerate([("2023年政务公开工作台账",), (f"填报单位：{unit}",), HEADS, *rows]):
            sheet.write_row(number, 0, row)
    return stream.getvalue()
