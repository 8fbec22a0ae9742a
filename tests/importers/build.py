"""Ledgers written as rows, without any file: the tests say only what they are about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache

from importers.check import Checker
from importers.clean import clean_workbook, normaliser_for
from importers.clean_ledger import CleanLedger
from importers.copies import CopyFinder
from importers.reading_child import FileJob, RefusedFile
from importers.workbook import Area, Sheet, Source, Value, Workbook
from schemas.plan import Plan
from schemas.plan_files import load_plan, packaged_workplan
from schemas.records import CheckedLedger
from vocabulary.cells import parse_a1

HEADER = (
    "序号", "任务编号", "工作要点", "具体举措", "责任单位", "配合单位", "责任人", "联系电话", "完成时限", "完成状态", "完成率",
    "进展情况", "佐证材料", "公开链接", "实际完成日期", "备注",
)  # fmt: skip
GOOD = {
    "序号": "1", "任务编号": "4.1", "工作要点": "深化政务信息管理", "具体举措": "行政规范性文件清理", "责任单位": "县司法局",
    "责任人": "程示例", "联系电话": "0798-2620001", "完成时限": "2023年12月31日", "完成状态": "推进中", "完成率": "60%",
    "进展情况": "8月10日召开清理部署会，已梳理文件35件。", "佐证材料": "会议记录",
}  # fmt: skip
RECEIVED = dt.date(2023, 8, 30)


@cache
def plan() -> Plan:
    """The packaged plan."""
    return load_plan(packaged_workplan(), validate=False)


def row(**changed: Value) -> list[Value]:
    """A good row of the full header, with some cells changed (by their Chinese title)."""
    return [changed.get(title, GOOD.get(title, "")) for title in HEADER]


def area(name: str) -> Area:
    """A merged range by its Excel name: "A1:B2"."""
    first, _, last = name.partition(":")
    (top, left), (bottom, right) = parse_a1(first), parse_a1(last or first)
    return Area(top, left, bottom, right)


def sheet(rows: Sequence[Sequence[Value]], *merged: str, name: str = "台账", visible: bool = True) -> Sheet:
    """A sheet of rows, made equally long."""
    width = max((len(each) for each in rows), default=0)
    filled = [[*each, *[""] * (width - len(each))] for each in rows]
    return Sheet(name, filled, visible, tuple(area(each) for each in merged))


def ledger(*rows: Sequence[Value], merged: Sequence[str] = ()) -> Sheet:
    """The usual ledger: title, 填报单位 line, the full header in row 3, then the rows from row 4."""
    top = [["2023年政务公开工作台账"], ["填报单位：县司法局　　填报日期：2023年8月28日"], list(HEADER)]
    return sheet([*top, *rows], *merged)


def clean(
    *sheets: Sheet, file_name: str = "台账.xlsx", declared: str | None = None
) -> CleanLedger | RefusedFile:
    """What the reading child makes of the sheets. ``declared`` is a unit's name."""
    normaliser = normaliser_for(packaged_workplan())
    code = normaliser.directory.code(declared) if declared else None
    return clean_workbook(FileJob(Source(file_name, b""), code), Workbook("xlsx", tuple(sheets)), normaliser)


def check(
    *sheets: Sheet, declared: str | None = None, received: dt.date = RECEIVED, county: Plan | None = None
) -> CheckedLedger:
    """One file cleaned and checked."""
    cleaned = clean(*sheets, declared=declared)
    assert isinstance(cleaned, CleanLedger), cleaned
    return Checker(county or plan(), received).check([cleaned], received, CopyFinder(0.9))[0]


def found(checked: CheckedLedger) -> list[tuple[str, str]]:
    """The findings as (cell, rule)."""
    return [(finding.cell, finding.rule) for finding in checked.findings]


def unit_names(checked: CheckedLedger) -> list[str]:
    """The official unit name of every record, "" where nobody could be told."""
    names = plan().unit_names
    return [names.get(record.unit, "") for record in checked.rows]
