"""Ledger templates: one workbook per unit, made from the ledger kind's declaration alone."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from importers.stamp import STAMP_SHEET, Stamp
from reports.instructions import INSTRUCTIONS_SHEET, write_instructions
from reports.prefill import (
    column_width,
    expected_tasks,
    ledger_title,
    preface_line,
    prefilled,
    template_fields,
)
from reports.sheets import DICTIONARY_SHEET, Book, banner, print_on_a4
from reports.text import height_of, note_text
from schemas.field import Field, FieldType, LedgerKind, Need
from schemas.plan import Plan, Task, Unit
from vocabulary.cells import a1

HEADER_ROW = 2
SPARE_ROWS = 10
_SPARE_ROWS_WITHOUT_TASKS = 40
_TITLE_HEIGHT, _LINE_HEIGHT, _ROW_HEIGHT = 36, 24, 36
# Deadlines, phones and ids stay what was typed. Long texts do not: older Excel shows ##### beyond 255 characters.
_KEPT_AS_TYPED = frozenset(FieldType) - {
    FieldType.SERIAL,
    FieldType.PERCENT,
    FieldType.TEXT,
    FieldType.LONG_TEXT,
    FieldType.LINKS,
}
ALLOWED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_hyperlinks": True,
    "delete_rows": True,
    "autofilter": True,
    "objects": True,
}
"""What protection leaves open: looks, widths, filters, comments. Inserted rows would be born locked."""


def template_workbook(plan: Plan, unit: Unit, kind: LedgerKind) -> bytes:
    """The unit's own template: its tasks filled in and locked, the rest open, with dropdowns and prompts."""
    book = Book(plan.issued)
    book.reserve(INSTRUCTIONS_SHEET, DICTIONARY_SHEET, STAMP_SHEET)
    tasks = expected_tasks(plan, unit, kind)
    _write_ledger(book, plan, unit, kind, tasks)
    book.release(INSTRUCTIONS_SHEET)
    write_instructions(book, plan, unit, kind, tasks)
    book.release(DICTIONARY_SHEET)
    book.add_lists()
    book.release(STAMP_SHEET)
    book.add_stamp(Stamp(kind.code, kind.version, plan.year, unit.code))
    return book.content()


def _write_ledger(book: Book, plan: Plan, unit: Unit, kind: LedgerKind, tasks: tuple[Task, ...]) -> None:
    sheet = book.sheet(kind.title)
    fields = template_fields(kind)
    _set_columns(book, sheet, fields)
    title = ledger_title(plan, kind)
    last_column = len(fields) - 1
    banner(sheet, 0, last_column, title, book.look("title"), _TITLE_HEIGHT)
    banner(
        sheet, 1, last_column, preface_line(unit), book.look("line", font_size=12, locked=False), _LINE_HEIGHT
    )
    for column, field in enumerate(fields):
        asked = field.need is Need.MUST and not field.protected
        look = book.look("header", font_color="#C00000") if asked else book.look("header")
        sheet.write_string(HEADER_ROW, column, field.title, look)
    sheet.set_row(HEADER_ROW, height_of([(f.title, column_width(f) - 2) for f in fields], least=30))
    rows = [prefilled(plan, unit, task, number) for number, task in enumerate(tasks, start=1)]
    last_row = HEADER_ROW + len(rows) + (SPARE_ROWS if rows else _SPARE_ROWS_WITHOUT_TASKS)
    _write_rows(book, sheet, fields, rows, last_row)
    add_entry_help(book, sheet, fields, last_row)
    sheet.autofilter(HEADER_ROW, 0, last_row, last_column)
    sheet.freeze_panes(HEADER_ROW + 1, frozen_columns(fields))
    sheet.ignore_errors({"number_stored_as_text": _range(HEADER_ROW + 1, 0, last_row, last_column)})
    sheet.protect("", ALLOWED)
    print_on_a4(sheet, unit=unit.name, title=title, header_rows=(HEADER_ROW, HEADER_ROW))
    sheet.print_area(0, 0, last_row, last_column)
    sheet.activate()


def _set_columns(book: Book, sheet: Worksheet, fields: tuple[Field, ...]) -> None:
    # Open by default: rows below the spare ones can be written too, only what we filled in is locked.
    for column, field in enumerate(fields):
        sheet.set_column(
            column, column, column_width(field), book.look("line", locked=False, **_number_format(field))
        )
    sheet.set_column(len(fields), len(fields) + 50, 12, book.look("line", locked=False))


def _write_rows(
    book: Book, sheet: Worksheet, fields: tuple[Field, ...], rows: list[dict[str, str | int]], last_row: int
) -> None:
    open_looks = [cell_look(book, field, locked=False) for field in fields]
    known_looks = [
        cell_look(book, field, locked=True) if field.protected or field.name == "serial" else look
        for field, look in zip(fields, open_looks, strict=True)
    ]
    widths = [column_width(field) for field in fields]
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        values = [row.get(field.name, "") for field in fields]
        for column, value in enumerate(values):
            _write(sheet, number, column, value, known_looks[column])
        texts = [(str(value), width) for value, width in zip(values, widths, strict=True)]
        sheet.set_row(number, height_of(texts, least=_ROW_HEIGHT))
    for number in range(HEADER_ROW + 1 + len(rows), last_row + 1):
        for column, field in enumerate(fields):
            value = number - HEADER_ROW if field.type is FieldType.SERIAL else ""
            _write(sheet, number, column, value, open_looks[column])
        sheet.set_row(number, _ROW_HEIGHT)


def _write(sheet: Worksheet, row: int, column: int, value: str | int, look: Format) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, look)
    elif value:
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_blank(row, column, None, look)


def cell_look(book: Book, field: Field, *, locked: bool) -> Format:
    """How a cell of a field looks; what is filled in by us is locked and grey."""
    long = field.type in (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.LINKS, FieldType.POINT)
    colours: dict[str, Any] = {"bg_color": "#F2F2F2"} if locked else {}
    return book.look("cell" if long else "centred", locked=locked, **colours, **_number_format(field))


def _number_format(field: Field) -> dict[str, str]:
    if field.type is FieldType.PERCENT:
        return {"num_format": "0%"}
    return {"num_format": "@"} if field.type in _KEPT_AS_TYPED else {}


def add_entry_help(book: Book, sheet: Worksheet, fields: tuple[Field, ...], last_row: int) -> None:
    """Dropdowns and prompts for the rows below the header."""
    for column, field in enumerate(fields):
        rule: dict[str, Any] = {"validate": "any"}
        if field.choices:
            rule = {
                "validate": "list",
                "source": book.choices(field.choices),
                "error_title": f"{field.title}请从表中选",
                "error_message": f"可以填写的是：{'、'.join(field.choices)}。"[:255],
            }
        elif field.type is FieldType.PERCENT:
            # A warning, not a stop: text such as 80% is understood as well.
            rule = {
                "validate": "decimal",
                "criteria": "between",
                "minimum": 0,
                "maximum": 1,
                "error_type": "warning",
                "error_title": f"请核对{field.title}",
                "error_message": "应为0%到100%之间的数，如60%。",
            }
        if field.prompt:
            rule |= {"input_title": field.title[:32], "input_message": note_text(field.prompt)[:255]}
        if rule != {"validate": "any"}:
            sheet.data_validation(HEADER_ROW + 1, column, last_row, column, rule)


def frozen_columns(fields: tuple[Field, ...]) -> int:
    """Columns up to the task stay in view while the far right is filled in."""
    names = [field.name for field in fields]
    return names.index("task") + 1 if "task" in names[:5] else 0


def _range(top: int, left: int, bottom: int, right: int) -> str:
    return f"{a1(top, left)}:{a1(bottom, right)}"
