"""现场核查表 for one unit: printed and filled in by hand, or filled in on a computer and sent back in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from importers.stamp import STAMP_SHEET, Stamp
from inspections.onsite import SheetRow
from reports.sheets import DICTIONARY_SHEET, Book, banner, print_on_a4
from reports.text import height_of, note_text
from schemas.field import Field, FieldType
from schemas.kinds.check_sheet import KIND
from schemas.plan import Plan, Round, Unit
from vocabulary.cells import a1

HEADER_ROW = 4
SPARE_ROWS = 3
INSTRUCTION = (
    "填表说明：灰色的列已预填，请勿改动。核查结果填属实、部分属实、不属实、未核查；部分属实、不属实的必须写明发现的情况。"
    "照片写文件名。没有核查的行整行空着。填好的表导入系统后，核查结果转为核定结论，发现的情况转为督查问题。"
)
SIGNATURES = "以上核查情况已当场反馈。　　被督查单位负责人（签字）：　　　　　　　　　　督查人员（签字）：　　　　　　　　　　　　　　年　　月　　日"
_TITLE_HEIGHT, _LINE_HEIGHT, _INSTRUCTION_HEIGHT, _SIGNATURE_HEIGHT = 34, 24, 36, 40
_WRITING_HEIGHT = 64
"""High enough to write three lines by hand."""
_KEPT_AS_TYPED = frozenset({FieldType.TASK_ID, FieldType.DAY, FieldType.PERSON, FieldType.CHOICE})
_OPEN_TO_USERS = {"format_cells": True, "format_columns": True, "format_rows": True, "objects": True}


def check_sheet_workbook(plan: Plan, inspection_round: Round, unit: Unit, rows: Sequence[SheetRow]) -> bytes:
    """The unit's check sheet: what it says of itself filled in and locked, the rest open, with dropdowns."""
    book = Book(plan.issued)
    book.reserve(DICTIONARY_SHEET, STAMP_SHEET)
    _write_sheet(book, plan, inspection_round, unit, rows)
    book.release(DICTIONARY_SHEET)
    book.add_lists()
    book.release(STAMP_SHEET)
    book.add_stamp(Stamp(KIND.code, KIND.version, plan.year, unit.code))
    return book.content()


def sheet_title(plan: Plan) -> str:
    """2023年浮梁县政务公开工作要点 → 2023年浮梁县政务公开现场核查表."""
    return re.sub(r"(?:工作)?要点$", "", plan.title) + KIND.title


def _write_sheet(
    book: Book, plan: Plan, inspection_round: Round, unit: Unit, rows: Sequence[SheetRow]
) -> None:
    sheet = book.sheet(KIND.title)
    fields = KIND.fields
    last_column = len(fields) - 1
    for column, field in enumerate(fields):
        sheet.set_column(column, column, field.width)
    title = sheet_title(plan)
    _write_preface(book, sheet, title, inspection_round, unit, last_column)
    for column, field in enumerate(fields):
        asked = not field.protected
        look = book.look("header", font_color="#C00000") if asked else book.look("header")
        sheet.write_string(HEADER_ROW, column, field.title, look)
    sheet.set_row(HEADER_ROW, height_of([(field.title, field.width - 2) for field in fields], least=30))
    last_row = HEADER_ROW + len(rows) + SPARE_ROWS
    _write_rows(book, sheet, unit, rows)
    banner(sheet, last_row + 1, last_column, SIGNATURES, _line(book), _SIGNATURE_HEIGHT)
    _add_entry_help(book, sheet, last_row)
    sheet.freeze_panes(HEADER_ROW + 1, 3)
    sheet.ignore_errors({"number_stored_as_text": f"{a1(HEADER_ROW + 1, 0)}:{a1(last_row, last_column)}"})
    sheet.protect("", _OPEN_TO_USERS)
    print_on_a4(sheet, unit=unit.name, title=title, header_rows=(HEADER_ROW, HEADER_ROW))
    sheet.print_area(0, 0, last_row + 1, last_column)
    sheet.activate()


def _line(book: Book, **more: Any) -> Format:
    return book.look("line", font_size=12, locked=False, **more)


def _write_preface(
    book: Book, sheet: Worksheet, title: str, inspection_round: Round, unit: Unit, last_column: int
) -> None:
    banner(sheet, 0, last_column, title, book.look("title"), _TITLE_HEIGHT)
    where = f"被督查单位：{unit.name}　　　　督查轮次：{inspection_round.name}　　　　督查时间：　　　　年　　月　　日　　时"
    banner(sheet, 1, last_column, where, _line(book), _LINE_HEIGHT)
    people = "督查人员：　　　　　　　　　　　　　　　　督查地点：　　　　　　　　　　　　　　　　陪同人员："
    banner(sheet, 2, last_column, people, _line(book), _LINE_HEIGHT)
    banner(sheet, 3, last_column, INSTRUCTION, book.look("line", font_size=10), _INSTRUCTION_HEIGHT)


def _write_rows(book: Book, sheet: Worksheet, unit: Unit, rows: Sequence[SheetRow]) -> None:
    for number in range(1, len(rows) + SPARE_ROWS + 1):
        known = {**rows[number - 1]._asdict()} if number <= len(rows) else {}
        row = HEADER_ROW + number
        texts: list[tuple[str, float]] = []
        for column, field in enumerate(KIND.fields):
            # What stands in a prefilled row is locked; a spare row is open, but for whose it is.
            locked = (field.protected and bool(known)) or field.name in ("serial", "unit")
            look = _cell_look(book, field, locked=locked)
            text = unit.name if field.name == "unit" else known.get(field.name, "")
            if field.name == "serial":
                sheet.write_number(row, column, number, look)
            elif text:
                sheet.write_string(row, column, text, look)
            else:
                sheet.write_blank(row, column, None, look)
            texts.append((text, field.width))
        sheet.set_row(row, height_of(texts, least=_WRITING_HEIGHT))


def _cell_look(book: Book, field: Field, *, locked: bool) -> Format:
    long = field.type in (FieldType.TEXT, FieldType.LONG_TEXT)
    more: dict[str, Any] = {"bg_color": "#F2F2F2"} if locked else {}
    if field.type in _KEPT_AS_TYPED:
        more["num_format"] = "@"
    return book.look("cell" if long else "centred", locked=locked, **more)


def _add_entry_help(book: Book, sheet: Worksheet, last_row: int) -> None:
    for column, field in enumerate(KIND.fields):
        rule: dict[str, Any] = {"validate": "any"}
        if field.choices:
            # A warning, not a stop: √ and × are understood as well.
            rule = {
                "validate": "list",
                "source": book.choices(field.choices),
                "error_type": "warning",
                "error_title": f"请核对{field.title}",
                "error_message": f"可以填写的是：{'、'.join(field.choices)}。",
            }
        if field.prompt:
            rule |= {"input_title": field.title, "input_message": note_text(field.prompt)[:255]}
        if rule != {"validate": "any"}:
            sheet.data_validation(HEADER_ROW + 1, column, last_row, column, rule)
