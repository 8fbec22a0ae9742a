"""未报任务: the tasks no row covers, laid out like the unit's own table, to be filled in here or copied over."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from importers.headings import OUR_HINTS
from importers.locate import MISSING_SHEET
from reports.prefill import column_width, prefilled, template_fields
from reports.sent import SentTable
from reports.sheets import Book, banner, print_on_a4
from reports.text import height_of, literal
from schemas.field import LedgerKind
from schemas.plan import Plan, Task, Unit

_REQUIREMENT_WIDTH = 46
_WIDEST_EMPTY = 22
_FOREIGN_WIDTH = 9
_FILLED_IN = frozenset({"serial", "task_id", "point", "task", "unit", "deadline"})
_HEADER = 2


def write_missing_tasks(
    book: Book,
    sheet: Worksheet,
    plan: Plan,
    unit: Unit,
    tasks: Sequence[Task],
    kind: LedgerKind,
    table: SentTable | None,
) -> None:
    """Write the sheet: the columns of the unit's table, or of the template where there is none."""
    titles, names = _columns(kind, table)
    last = max(titles) + 1
    look, header = book.look("cell", num_format="@"), book.look("header")
    banner(
        sheet,
        0,
        min(last, 9),
        f"{unit.name}还有{len(tasks)}项任务没有报" if tasks else f"{unit.name}没有漏报的任务",
        book.look("title", align="left"),
        36,
    )
    banner(sheet, 1, min(last, 9), _how_to_use(table, bool(tasks)), book.look("line"), 26)
    for column, title in titles.items():
        sheet.set_column(column, column, _width(kind, names.get(column, "")))
        sheet.write_string(_HEADER, column, literal(title), header)
    sheet.set_column(last, last, _REQUIREMENT_WIDTH)
    sheet.write_string(_HEADER, last, OUR_HINTS, header)
    sheet.set_row(_HEADER, 32)
    for number, task in enumerate(tasks, start=1):
        row = prefilled(plan, unit, task, number)
        values = {column: row.get(names.get(column, ""), "") for column in titles}
        for column, value in values.items():
            if isinstance(value, int):
                sheet.write_number(_HEADER + number, column, value, book.look("centred"))
            else:
                sheet.write_string(_HEADER + number, column, value, look)
        sheet.write_string(_HEADER + number, last, task.requirement or task.name, look)
        measured = [(str(value), _width(kind, names.get(column, ""))) for column, value in values.items()]
        sheet.set_row(_HEADER + number, height_of([*measured, (task.requirement, _REQUIREMENT_WIDTH)]))
    sheet.freeze_panes(_HEADER + 1, 0)
    print_on_a4(sheet, unit=unit.name, title=MISSING_SHEET, header_rows=(_HEADER, _HEADER))


def _how_to_use(table: SentTable | None, any_missing: bool) -> str:
    if not any_missing:
        return "应当报送的任务都有了。"
    if table is None:
        return "可以直接填在这里再上传，也可以下载本单位的台账模板填报。没有填的行不读取。"
    name = table.sheet.name or table.kind.title
    return f"这里的列与台账一致：可以直接填在这里，也可以填好后把整行复制到“{name}”表的最后，再一起上传。没有填的行不读取。"


def _width(kind: LedgerKind, name: str) -> float:
    """Columns we can fill in have all the room they need, those still empty enough to write in."""
    if name in _FILLED_IN:
        return column_width(kind[name])
    return min(column_width(kind[name]), _WIDEST_EMPTY) if name else _FOREIGN_WIDTH


def _columns(kind: LedgerKind, table: SentTable | None) -> tuple[dict[int, str], dict[int, str]]:
    """The titles by column, and which of the columns are fields of the kind."""
    if table is None:
        fields = list(enumerate(template_fields(kind)))
        return {at: field.title for at, field in fields}, {at: field.name for at, field in fields}
    names = {column: name for name, column in table.header.columns.items()}
    titles = {column: table.kind[name].title for column, name in names.items()} | table.header.foreign
    return dict(sorted(titles.items())), names
