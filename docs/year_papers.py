"""What units and inspectors write into our workbooks in the year that is played: every word invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sample_ledgers.year import PERSON

_SEARCHED = 20

Answer = Callable[[Mapping[str, str]], Mapping[str, str] | None]
"""What somebody writes into a row, by column title, given what stands there; None: the row is left as it is."""


def fill_sheets(folder: Path, target: Path, first_title: str, answer: Answer) -> int:
    """Fill the sheet whose header has ``first_title`` in every workbook of a folder; how many rows were filled.

    Workbooks in which nothing was to be filled are not sent back.
    """
    target.mkdir(parents=True, exist_ok=True)
    filled = 0
    for path in sorted(folder.glob("*.xlsx")):
        book = load_workbook(path)
        here = sum(
            _fill(sheet, first_title, answer) for sheet in book.worksheets if sheet.sheet_state == "visible"
        )
        if here:
            book.save(target / path.name)
        filled += here
    return filled


def _fill(sheet: Worksheet, first_title: str, answer: Answer) -> int:
    header = next(
        (
            row
            for row in sheet.iter_rows(min_row=1, max_row=_SEARCHED)
            if any(str(cell.value or "") == first_title for cell in row)
        ),
        None,
    )
    if header is None:
        return 0
    columns = {str(cell.value): cell.column for cell in header if cell.value}
    filled = 0
    for number in range((header[0].row or 0) + 1, sheet.max_row + 1):
        there = {title: _text(sheet.cell(number, column).value) for title, column in columns.items()}
        if not there[first_title]:
            continue
        words = answer(there)
        if words is None:
            continue
        filled += 1
        for title, word in words.items():
            sheet.cell(number, columns[title]).value = word
    return filled


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def rectified(day: str) -> Answer:
    """Every task of a 整改任务 sheet is put right and 销号 applied for."""

    def answer(row: Mapping[str, str]) -> Mapping[str, str]:
        return {
            "整改措施": f"对照要求逐项整改，{day}前补齐材料并在公开栏目更新。",
            "整改情况": "已完成",
            "整改佐证": f"整改说明、截图（问题{row['问题编号']}）",
            "完成日期": day,
            "责任人": PERSON,
            "申请销号": "是",
        }

    return answer


def checked(day: str, inspector: str, refuted: Callable[[Mapping[str, str]], bool]) -> Answer:
    """Every row of a check sheet is looked at; those that ``refuted`` picks are not as claimed."""

    def answer(row: Mapping[str, str]) -> Mapping[str, str]:
        common = {"核查人": inspector, "核查日期": day, "照片名称": f"现场{row['任务编号']}-1.jpg"}
        if refuted(row):
            return {
                **common,
                "核查结果": "不属实",
                "发现的情况": "现场没有看到台账所说的材料，工作人员说还在准备。",
                "整改要求": "补齐材料，报送照片。",
            }
        return {**common, "核查结果": "属实"}

    return answer
