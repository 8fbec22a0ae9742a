"""Files as units send them: templates filled in, read and checked, and correction lists made of them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from openpyxl import Workbook as OpenpyxlWorkbook
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from importers.check import Checker
from importers.clean import clean_workbook, normaliser_for
from importers.clean_ledger import CleanLedger
from importers.copies import CopyFinder
from importers.reading import read_comments, read_workbook
from importers.reading_child import FileJob
from importers.workbook import Source, Workbook
from reports.corrections import SentLedger, correction_workbook
from reports.templates import HEADER_ROW, template_workbook
from schemas.field import LedgerKind
from schemas.kinds import ledger_kinds
from schemas.plan import Plan, Unit
from schemas.plan_files import load_plan, packaged_workplan
from schemas.records import CheckedLedger

DAY = dt.date(2023, 8, 30)
RECEIVED = dt.datetime(2023, 8, 25, 9, 30)
GOOD: dict[str, Any] = {
    "责任人": "程示例",
    "联系电话": "0798-2620001",
    "完成状态": "推进中",
    "完成率": 0.6,
    "进展情况": "8月18日召开调度会，印发台账，任务均已明确责任人。",
    "佐证材料": "会议记录",
}


@cache
def plan() -> Plan:
    """The packaged plan."""
    return load_plan(packaged_workplan(), validate=False)


def unit(name: str = "县司法局") -> Unit:
    """A unit of the plan by its official name."""
    return next(unit for unit in plan().units if unit.name == name)


def kind() -> LedgerKind:
    """The work ledger."""
    return ledger_kinds()["work_ledger"]


@cache
def template(name: str = "县司法局") -> bytes:
    """The unit's template."""
    return template_workbook(plan(), unit(name), kind())


@cache
def titles() -> tuple[str, ...]:
    """The column titles of a template: tests name columns by them, for fields come and go."""
    return tuple(columns_of(opened(template())["工作台账"]))


def at(title: str, row: int) -> str:
    """The address of a template's cell by the title of its column."""
    return f"{get_column_letter(titles().index(title) + 1)}{row}"


def beside(row: int) -> str:
    """The address of the cell right of a template's own columns."""
    return f"{get_column_letter(len(titles()) + 1)}{row}"


def opened(content: bytes) -> OpenpyxlWorkbook:
    """A finished file, for looking at its cells and settings."""
    return load_workbook(io.BytesIO(content))


def saved(workbook: OpenpyxlWorkbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def first_sheet(content: bytes) -> Worksheet:
    """The sheet a finished file opens with."""
    return opened(content).worksheets[0]


def one_page_wide(sheet: Worksheet) -> bool:
    """Whether a sheet is printed one page wide and as long as it is; 1 is what an absent width means."""
    fitting, setup = sheet.sheet_properties.pageSetUpPr, sheet.page_setup
    return (
        fitting is not None
        and bool(fitting.fitToPage)
        and setup.fitToWidth in (None, 1)
        and setup.fitToHeight == 0
    )


def columns_of(sheet: Worksheet, header_row: int = HEADER_ROW + 1) -> dict[str, int]:
    """The 1-based column of every heading."""
    headings = enumerate(sheet[header_row], start=1)
    return {str(cell.value): column for column, cell in headings if cell.value}


def filled(content: bytes, changes: Mapping[int, Mapping[str, Any]] | None = None) -> bytes:
    """A template with every task's row filled in well, but for the changes: Excel row → heading → value."""
    workbook = opened(content)
    sheet = workbook["工作台账"]
    columns = columns_of(sheet)
    for row in range(HEADER_ROW + 2, sheet.max_row + 1):
        if sheet.cell(row, columns["任务编号"]).value:
            for title, value in GOOD.items():
                sheet.cell(row, columns[title]).value = value
    for row, values in (changes or {}).items():
        for title, value in values.items():
            sheet.cell(row, columns[title]).value = value
    return saved(workbook)


class Checked(NamedTuple):
    """A file on its way: its bytes as read, as cleaned, as checked."""

    content: bytes
    workbook: Workbook
    clean: CleanLedger
    checked: CheckedLedger


def check(content: bytes, file_name: str = "台账.xlsx") -> Checked:
    """Read, clean and check a file that holds a ledger."""
    workbook = read_workbook(Source(file_name, content))
    assert isinstance(workbook, Workbook), workbook
    cleaned = clean_workbook(
        FileJob(Source(file_name, content)), workbook, normaliser_for(packaged_workplan())
    )
    assert isinstance(cleaned, CleanLedger), cleaned
    checked = Checker(plan(), DAY).check([cleaned], RECEIVED.date(), CopyFinder(0.9))[0]
    return Checked(content, workbook, cleaned, checked)


def sent_of(file: Checked) -> SentLedger:
    """What a correction list is made of."""
    return SentLedger(
        file.checked.file_name,
        RECEIVED,
        file.workbook,
        file.checked.rows,
        None,
        read_comments(Source(file.checked.file_name, file.content)),
    )


def correction(file: Checked, *missing: str, name: str = "县司法局") -> bytes:
    """The correction list of a checked file; ``missing`` are ids of tasks no row covers."""
    tasks = [plan().task_by_id[task_id] for task_id in missing]
    return correction_workbook(plan(), unit(name), sent_of(file), file.checked.findings, tasks, as_of=DAY)
