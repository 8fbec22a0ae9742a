"""A small county in a database: four units over two submission days, with everything a page must show."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from importers.consolidate import TextConsolidator
from master import Master, open_master
from schemas.plan_files import load_plan, packaged_workplan
from schemas.records import CheckedLedger, Delivery, RowRecord
from tests.dashboard.books import HOSTILE
from vocabulary.codes import RefusalCode, Severity, Status
from vocabulary.findings import Finding, Refusal

PLAN = load_plan(packaged_workplan(), validate=False)
FIRST, SECOND = dt.datetime(2023, 8, 28, 9), dt.datetime(2023, 9, 15, 10)
JUSTICE, FINANCE, CIVIL, TOWN = "FL-D02", "FL-D04", "FL-D06", "360222100"
_CONSOLIDATOR = TextConsolidator()


def row(unit: str, task_id: str, number: int, status: Status = Status.IN_PROGRESS, **more: Any) -> RowRecord:
    """A valid row of a unit; anything may be said otherwise."""
    task = PLAN.task_by_id[task_id]
    values: dict[str, Any] = {
        "sheet": "台账",
        "row": number,
        "unit": unit,
        "unit_text": PLAN.unit_by_code[unit].name,
        "expanded": False,
        "task_id": task_id,
        "point": task.point,
        "point_text": str(task.point),
        "task": task.name,
        "supporting_units": (),
        "deadline": "2023-12-31",
        "deadline_text": "12月底",
        "status": status.value,
        "status_text": status.zh,
        "percent": 40.0,
        "percent_text": "40%",
        "progress": "8月18日召开调度会。",
        "evidence": "会议记录",
        "contact": "示例甲",
        "phone": None,
        "completed_on": None,
        "more": {},
        "merged": True,
    }
    return RowRecord(**(values | more))


LATE_ROW = row(JUSTICE, "1.1", 4, deadline="2023-08-31", deadline_text="8月底")
"""A task of 县司法局 that should have been done by the end of August."""


def ledger(unit: str, *rows: RowRecord, name: str, findings: tuple[Finding, ...] = ()) -> CheckedLedger:
    """A unit's own file."""
    sha = hashlib.sha256(repr((unit, rows, name)).encode()).hexdigest()
    return CheckedLedger(name, sha, 6000, "work_ledger", unit, False, rows, findings, ())


def refused(name: str) -> CheckedLedger:
    """A file that could not be read."""
    sha = hashlib.sha256(name.encode()).hexdigest()
    return CheckedLedger(
        name, sha, 3, None, None, False, (), (), (), Refusal(RefusalCode.CORRUPT_FILE, "文件已损坏。")
    )


def finding(cell: str, severity: Severity = Severity.MUST_FIX) -> Finding:
    """Something to correct, told with hostile words."""
    return Finding(
        "台账",
        cell,
        int(cell[1:]),
        "status",
        "bad_status",
        severity,
        HOSTILE,
        f"状态“{HOSTILE}”不在可选范围内。",
        "",
    )


def send(master: Master, file: CheckedLedger, at: dt.datetime) -> None:
    """The file, merged."""
    prior = master.prior("work_ledger", {one.unit for one in file.rows}, at)
    delivery = Delivery(at, at, "督查科")
    master.merge(
        _CONSOLIDATOR.prepare(file, delivery, prior, b"x" + file.sha256.encode(), 2023), _CONSOLIDATOR
    )


def seed(path: Path) -> str:
    """The county's database; its address."""
    with open_master(str(path)) as master:
        send(
            master,
            ledger(
                JUSTICE,
                LATE_ROW,
                row(JUSTICE, "3.4", 5, progress=HOSTILE),
                row(JUSTICE, "1.3", 6),
                name="司法局第一次.xlsx",
            ),
            FIRST,
        )
        send(
            master,
            ledger(
                TOWN,
                row(TOWN, "1.1", 4, Status.ONGOING),
                row(TOWN, "2.1", 5, Status.NOT_APPLICABLE),
                name="浮梁镇.xlsx",
            ),
            FIRST,
        )
        send(
            master,
            ledger(
                JUSTICE,
                LATE_ROW,
                row(
                    JUSTICE,
                    "3.4",
                    5,
                    Status.DONE,
                    percent=100.0,
                    progress=HOSTILE,
                    task=f"法制审核 {HOSTILE}",
                ),
                row(JUSTICE, "8.2", 7, Status.DONE),
                row(JUSTICE, "4.1", 8, merged=False),
                name=f"司法局第二次 {HOSTILE}.xlsx",
                findings=(finding("H8"), finding("K4", Severity.WARNING)),
            ),
            SECOND,
        )
        send(
            master,
            ledger(CIVIL, row(CIVIL, "1.1", 4, Status.NOT_STARTED, phone="13812341234"), name="民政局.xlsx"),
            SECOND,
        )
        send(master, refused("坏.xlsx"), SECOND)
    return str(path)
