"""One row's way through the program, step by step: the values printed in docs/journey.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cli.output import finding_fields, ignored_fields, row_fields
from cli.tables import master_fields
from dashboard.figures import late_rows, work_frame
from importers.check import Checker
from importers.clean import clean_file, normaliser_for
from importers.clean_ledger import CleanLedger
from importers.columns import read_columns
from importers.consolidate import TextConsolidator
from importers.copies import CopyFinder
from importers.frame_builder import build_frame
from importers.header import find_header
from importers.intake import ImportSettings
from importers.locate import LedgerTable, locate
from importers.pipeline import check_files
from importers.reading import read_workbook
from importers.reading_child import FileJob
from importers.workbook import Sheet, Source, Workbook
from master import open_master
from master.records import PreparedSubmission
from reports.corrections import SentLedger, correction_workbook
from schemas.field import LedgerKind
from schemas.frame import failures, frame_schema
from schemas.kinds import ledger_kinds
from schemas.plan import Plan
from schemas.plan_files import load_plan, packaged_workplan
from schemas.records import CheckedLedger, Delivery
from schemas.rules import catalogue

FILE_NAME = "附件1：县司法局8月台账（最终版）.xlsx"
SHEET = "台账"
RECEIVED = dt.datetime(2023, 8, 28, 10, 30)
AS_OF = dt.date(2023, 9, 15)
HEADINGS = ("序号", "重点任务", "具体要求", "责任部门", "联系人", "联系电话", "完成时间", "完成情况", "进度", "推进落实情况",
            "备查资料", "股室意见")  # fmt: skip
ROW = (1.0, "（六）规范公众参与", "8月“政府开放月”\u200b活动", "司法局", "程示例", 13800001234.0, "１２月底前", "正在推进", 0.8,
       "8月18日拟定开放日方案，9月组织群众代表走进公共法律服务中心。", "开放日方案", "已阅")  # fmt: skip
DATA_ROW = 3
"""The row's 0-based place in the sheet: Excel's row 4."""


def steps() -> dict[str, Any]:
    """Every step's name with what stands there, as plain values that JSON can hold."""
    plan = load_plan(packaged_workplan())
    kind = ledger_kinds()["work_ledger"]
    source = Source(FILE_NAME, workbook_bytes(plan))
    workbook = read_workbook(source)
    assert isinstance(workbook, Workbook)
    table = _located(workbook.sheets[0], kind)
    clean = clean_file(FileJob(source), normaliser_for(packaged_workplan()))
    assert isinstance(clean, CleanLedger)
    checker = Checker(plan, RECEIVED.date())
    (checked,) = checker.check([clean], RECEIVED.date(), CopyFinder(0.9))
    return {
        "sheet": _sheet(workbook.sheets[0]),
        "table": _table(table),
        "cells": _cells(table),
        "clean": _clean(clean),
        "frame": _frame(kind, clean, plan),
        "masks": _masks(kind, clean, plan, checker),
        "findings": [finding_fields(finding) for finding in checked.findings],
        "record": {"record": checked.rows[0]._asdict()},
        **_stored(source, checked, plan),
        "correction_list": _correction_list(workbook, checked, plan),
        "json": _report(source, plan),
    }


def workbook_bytes(plan: Plan) -> bytes:
    """The ledger as the unit sent it."""
    import xlsxwriter

    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": dt.datetime(2023, 8, 28)})
        sheet = book.add_worksheet(SHEET)
        sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, f"{plan.title.removesuffix('要点')}台账")
        sheet.write(1, 0, "填报单位：县司法局（盖章）")
        sheet.write_row(2, 0, HEADINGS)
        sheet.write_row(DATA_ROW, 0, ROW)
        sheet.write_number(DATA_ROW, HEADINGS.index("进度"), 0.8, book.add_format({"num_format": "0%"}))
        sheet.write(DATA_ROW + 1, 0, "填表人：程示例")
    return stream.getvalue()


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "rows": {"1": sheet.rows[0][:2], "2": sheet.rows[1][:2], "4": sheet.rows[DATA_ROW]},
        "merged": [list(area) for area in sheet.merged],
        "percents": [list(place) for place in sheet.percents],
    }


def _located(sheet: Sheet, kind: LedgerKind) -> LedgerTable:
    header = find_header(sheet, kind)
    assert header is not None
    return locate(sheet, header, kind, frozenset())


def _table(table: LedgerTable) -> dict[str, Any]:
    header = table.header
    return {
        "header": {"top": header.top, "bottom": header.bottom, "columns": header.columns,
                   "foreign": {str(at): title for at, title in header.foreign.items()}},
        "rows": table.rows,
        "ignored": [ignored_fields(row) for row in table.ignored],
    }  # fmt: skip


def _cells(table: LedgerTable) -> dict[str, Any]:
    parsed = read_columns(table, normaliser_for(packaged_workplan()).parser)
    shown = ("phone", "deadline", "status", "percent")
    return {name: parsed[name].cells[0]._asdict() for name in shown}


def _clean(ledger: CleanLedger) -> dict[str, Any]:
    shown = ("unit", "unit_text", "task_id", "point", "task", "deadline", "deadline_text", "deadline_kind",
             "status", "status_text", "percent")  # fmt: skip
    return {
        "sender": ledger.sender,
        "sheets": ledger.sheets,
        "row": ledger.row,
        "values": {name: ledger.values[name] for name in shown},
        "more": ledger.more,
        "issues": ledger.issues,
        "cell of the deadline": ledger.cell(0, "deadline"),
    }


def _frame(kind: LedgerKind, ledger: CleanLedger, plan: Plan) -> dict[str, Any]:
    frame = build_frame(kind, [ledger], plan, RECEIVED.date(), [""])
    shown = ("unit", "task_id", "deadline", "deadline_kind", "deadline_given", "deadline_issue", "links_given",
             "status", "percent", "plan_kind", "plan_deadline", "received_on", "first_row", "copied_from")  # fmt: skip
    first = frame[list(shown)].iloc[0]
    return {name: first[name] for name in shown}


def _masks(kind: LedgerKind, ledger: CleanLedger, plan: Plan, checker: Checker) -> list[dict[str, Any]]:
    frame = build_frame(kind, [ledger], plan, RECEIVED.date(), [""])
    schema = frame_schema(kind, checker.facts())
    return [
        {"rule": code, "field": field, "rows": rows, "severity": catalogue()[code].severity_of(field)}
        for code, field, rows in failures(schema, frame)
    ]


def _stored(source: Source, checked: CheckedLedger, plan: Plan) -> dict[str, Any]:
    """Consolidation and merge into an empty master; what it says afterwards."""
    with TemporaryDirectory() as folder, open_master(str(Path(folder) / "journey.db")) as master:
        units = {row.unit for row in checked.rows}
        prior = master.prior("work_ledger", units, RECEIVED)
        prepared = TextConsolidator().prepare(
            checked, Delivery(RECEIVED, RECEIVED, "王样本"), prior, source.content, plan.year
        )
        stored = master.merge(prepared, TextConsolidator())
        (row,) = master.rows_as_of(AS_OF)
        late = late_rows(work_frame([row], plan, AS_OF)).iloc[0]
        line = (
            "unit_name",
            "task",
            "light",
            "reason",
            "days_late",
            "deadline",
            "deadline_text",
            "sheet",
            "row",
        )
        fields = master_fields(row, plan, AS_OF)
        return {
            "consolidation": _prepared(prepared),
            "stored": {"id": stored.id, "outcome": stored.outcome, "version": stored.version,
                       "supersedes": stored.supersedes, "counts": dict(stored.counts)},
            "master_row": {name: fields[name] for name in (
                "unit", "task_id", "deadline", "effective_deadline", "status", "percent", "light", "overdue", "version",
                "submission", "file", "sheet", "row", "changed_at", "withdrawn")},
            "dashboard": {name: late[name] for name in line},
        }  # fmt: skip


def _prepared(prepared: PreparedSubmission) -> dict[str, Any]:
    found = prepared.consolidation
    assert found is not None
    return {
        "outcome": prepared.outcome,
        "series": prepared.series,
        "items": found.items,
        "new_items": [item._asdict() for item in found.new_items],
        "changes": found.changes,
        "withdrawn": found.withdrawn,
        "counts": dict(found.counts),
    }


def _correction_list(workbook: Workbook, checked: CheckedLedger, plan: Plan) -> dict[str, Any]:
    """The list read back as any file is read: our own reader sees what a clerk sees."""
    unit = plan.unit_by_code[checked.rows[0].unit]
    sent = SentLedger(FILE_NAME, RECEIVED, workbook, checked.rows)
    content = correction_workbook(plan, unit, sent, checked.findings, (), as_of=RECEIVED.date())
    again = read_workbook(Source("更正清单.xlsx", content))
    assert isinstance(again, Workbook)
    first = again.sheets[0]
    heading = next(row for row, cells in enumerate(first.rows) if cells[0] == "序号")
    (ledger,) = check_files([Source("更正清单.xlsx", content)], _settings(plan))
    return {
        "sheets": [sheet.name for sheet in again.sheets if sheet.visible],
        "problem list": dict(zip(map(str, first.rows[heading]), first.rows[heading + 1], strict=True)),
        "sent back unchanged it gives": [finding.rule for finding in ledger.ledger.findings],
    }


def _report(source: Source, plan: Plan) -> dict[str, Any]:
    """What `taizhang check --json` prints for the file, without what other steps already show."""
    (result,) = islice(check_files([source], _settings(plan)), 1)
    row = row_fields(result.ledger.rows[0], plan)
    shown = ("sheet", "row", "task_id", "point", "task", "unit", "deadline", "deadline_text", "status", "percent",
             "phone", "more", "merged")  # fmt: skip
    return {"file": result.ledger.file_name, "unit": plan.unit_by_code[result.ledger.sender or ""].name, "outcome": result.outcome,
            "rows": [{name: row[name] for name in shown}]}  # fmt: skip


def _settings(plan: Plan) -> ImportSettings:
    return ImportSettings(plan, RECEIVED.date(), RECEIVED, RECEIVED)


def plain(value: Any) -> Any:
    """A value as JSON can hold it: days as text, tuples as lists, numpy numbers as numbers."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, frozenset)):
        return [plain(inner) for inner in value]
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
