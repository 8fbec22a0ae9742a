"""催办表: everything units are reminded of on a day, on one printable sheet for the office, unit by unit."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from inspections.due import Due
from inspections.reminders import situation_of
from reports.sheets import Book, banner, print_on_a4
from reports.text import height_of, literal
from schemas.plan import Plan
from vocabulary.days import in_chinese
from vocabulary.inspection import DueKind

_SHEET = "催办表"
_COLUMNS = (
    ("单位", 20),
    ("事项", 48),
    ("时限", 16),
    ("剩余工作日", 9),
    ("情况", 44),
    ("已提醒", 16),
)
_LAST = len(_COLUMNS) - 1
_NAMED = (DueKind.NOT_REPORTED, DueKind.DUE_SOON, DueKind.OPTIONAL)
"""The kinds that the words of a situation do not tell by themselves."""
_FILLS = {
    DueKind.NOT_REPORTED: "#F8D7DA",
    DueKind.OVERDUE: "#F8D7DA",
    DueKind.RECHECK: "#FFF3CD",
    DueKind.DUE_SOON: "#FFF3CD",
    DueKind.OPTIONAL: "#FFFFFF",
}


def reminder_workbook(plan: Plan, due: Mapping[str, Sequence[Due]], notice: str, as_of: dt.date) -> bytes:
    """The workbook: a sheet with its counts on top, every unit's things below each other, also the optional ones.

    ``notice`` is said below the counts where working days were guessed. Equal content gives equal bytes.
    """
    book = Book(as_of)
    sheet = book.sheet(_SHEET)
    for column, (_, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
    banner(sheet, 0, _LAST, f"{plan.year}年政务公开催办表", book.look("title"), 36)
    row = 1
    for line in filter(None, (summary_line(due, as_of), notice)):
        height = height_of([(line, sum(width for _, width in _COLUMNS))])
        banner(sheet, row, _LAST, line, book.look("line"), height)
        row += 1
    for column, (title, _) in enumerate(_COLUMNS):
        sheet.write_string(row, column, title, book.look("header"))
    sheet.set_row(row, 32)
    written = row
    for code, dues in due.items():
        for number, one in enumerate(dues):
            written += 1
            _write_due(
                book, sheet, written, plan.unit_by_code[code].name, one, plan, as_of, first=number == 0
            )
    if written > row:
        sheet.autofilter(row, 0, written, _LAST)
    sheet.freeze_panes(row + 1, 0)
    sheet.hide_gridlines(2)
    print_on_a4(sheet, unit=plan.issuing_body, title=_SHEET, header_rows=(row, row))
    return book.content()


def summary_line(due: Mapping[str, Sequence[Due]], as_of: dt.date) -> str:
    """How many units, how many things of each kind."""
    counts = Counter(one.kind for dues in due.values() for one in dues)
    told = "、".join(f"{kind.zh}{counts[kind]}项" for kind in DueKind if counts[kind])
    return f"截至{in_chinese(as_of)}：{len(due)}家单位，{told or '没有需要提醒的事项'}。"


def _write_due(
    book: Book, sheet: Worksheet, row: int, unit: str, one: Due, plan: Plan, as_of: dt.date, *, first: bool
) -> None:
    top = {"top": 2} if first else {}
    what = "工作台账" if one.kind is DueKind.NOT_REPORTED else ""
    what = f"{what}（{one.what}）" if what else f"{one.number} {one.what}".strip()
    situation = situation_of(one, plan.calendar, as_of)
    if one.kind in _NAMED:
        situation = f"{one.kind.zh}：{situation}"
    reminded = in_chinese(one.reminded_on) if one.reminded_on else ""
    plain, centred = book.look("cell", **top), book.look("centred", **top)
    sheet.write_string(row, 0, literal(unit), plain)
    sheet.write_string(row, 1, literal(what), plain)
    sheet.write_string(row, 2, in_chinese(one.deadline), centred)
    sheet.write_number(row, 3, one.days_left, centred)
    sheet.write_string(row, 4, situation, book.look("cell", bg_color=_FILLS[one.kind], **top))
    sheet.write_string(row, 5, reminded, centred)
    texts = (unit, what, "", "", situation)
    sheet.set_row(row, height_of(zip(texts, (width for _, width in _COLUMNS), strict=False)))
