"""Checked ledgers made by hand, as the importers would give them."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from importers.consolidate import TextConsolidator
from master import Master
from master.records import PreparedSubmission, StoredSubmission
from schemas.records import CheckedLedger, Delivery, RowRecord
from vocabulary.codes import RefusalCode, Severity
from vocabulary.findings import Finding, IgnoredRow, Refusal

CONSOLIDATOR = TextConsolidator()
KIND = "work_ledger"


def day(number: int, month: int = 9) -> dt.date:
    """A day of 2023."""
    return dt.date(2023, month, number)


def at(number: int, hour: int = 10, month: int = 9) -> dt.datetime:
    """An hour of a day of 2023."""
    return dt.datetime(2023, month, number, hour)


def row(unit: str = "sifa", task_id: str | None = "10.5", **more: Any) -> RowRecord:
    """A valid row; anything may be said otherwise."""
    values: dict[str, Any] = {
        "sheet": "台账",
        "row": 4,
        "unit": unit,
        "unit_text": unit,
        "expanded": False,
        "task_id": task_id,
        "point": 10,
        "point_text": "10",
        "task": "集中公开行政规范性文件",
        "supporting_units": (),
        "deadline": "2023-12-31",
        "deadline_text": "12月底",
        "status": "in_progress",
        "status_text": "推进中",
        "percent": 40.0,
        "percent_text": "40%",
        "progress": "已梳理",
        "evidence": None,
        "contact": "张三",
        "phone": "13800000000",
        "completed_on": None,
        "more": {},
        "merged": True,
    }
    return RowRecord(**(values | more))


def ledger(
    *rows: RowRecord,
    sender: str | None = "sifa",
    name: str = "台账.xlsx",
    collected: bool = False,
    findings: tuple[Finding, ...] = (),
    ignored: tuple[IgnoredRow, ...] = (),
    salt: object = "",
) -> CheckedLedger:
    """A file with these rows; ``salt`` makes other bytes of the same content."""
    sha = hashlib.sha256(repr((rows, sender, collected, salt)).encode()).hexdigest()
    return CheckedLedger(name, sha, 1000, KIND, sender, collected, rows, findings, ignored)


def refused(name: str = "坏.xlsx") -> CheckedLedger:
    """A file that could not be read."""
    return CheckedLedger(
        name,
        hashlib.sha256(name.encode()).hexdigest(),
        3,
        None,
        None,
        False,
        (),
        (),
        (),
        Refusal(RefusalCode.CORRUPT_FILE, "文件已损坏，请重新导出后再报。"),
    )


def must_fix(cell: str = "H4") -> Finding:
    """A finding that holds a row back."""
    return Finding("台账", cell, 4, "status", "bad_status", Severity.MUST_FIX, "差不多", "状态无法识别。", "")


def prepare(master: Master, file: CheckedLedger, received: dt.datetime) -> PreparedSubmission:
    """The file compared with the master as it is."""
    delivery = Delivery(received, dt.datetime(2023, 12, 1), "督查科")
    prior = master.prior(KIND, {one.unit for one in file.rows}, received)
    return CONSOLIDATOR.prepare(file, delivery, prior, b"bytes of " + file.sha256.encode(), 2023)


def send(master: Master, file: CheckedLedger, received: dt.datetime) -> StoredSubmission:
    """The file merged."""
    return master.merge(prepare(master, file, received), CONSOLIDATOR)
