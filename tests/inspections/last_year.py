"""Rows of last year's list made by hand, as the importers would give them."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from importers.consolidate import TextConsolidator
from inspections.look_back import LOOK_BACK_LEDGER, LookBackItem, look_back_scope
from master import Master
from master.views import MasterRow
from schemas.layout import Layout
from schemas.plan_files import load_plan, packaged_workplan
from schemas.records import CheckedLedger, Delivery, RowRecord

PLAN = load_plan(packaged_workplan(), validate=False)
CODES = {unit.name: unit.code for unit in PLAN.units}
ROUND = PLAN.round_by_code["look_back_2022"]
COLUMNS = Layout({"清单": {"last_number": "A", "task": "B", "unit": "C", "deadline": "D", "status": "E"}})
NO_UNIT_COLUMN = Layout({"清单": {"task": "B", "deadline": "D", "status": "E"}})
CONSOLIDATOR = TextConsolidator()


def row(unit: str = "县司法局", *, body: str | None = None, **fields: Any) -> RowRecord:
    """A row of the list; ``unit`` is an official name ("" for nobody), ``body`` the cell's words."""
    known: dict[str, Any] = {
        "sheet": "清单", "row": 4, "unit": CODES.get(unit, ""), "unit_text": unit if body is None else body,
        "expanded": False, "task_id": None, "point": None, "point_text": "", "task": "规范性文件库初建",
        "supporting_units": (), "deadline": "2022-12-31", "deadline_text": "2022年12月底", "status": "not_started",
        "status_text": "否", "percent": None, "percent_text": "", "progress": "入库一百件", "evidence": None,
        "contact": None, "phone": None, "completed_on": None, "more": {}, "merged": True,
    }  # fmt: skip
    return RowRecord(**(known | fields))


def kept(record: RowRecord, item: int = 1, *, withdrawn: bool = False) -> MasterRow:
    """The row as the master knows it."""
    when = dt.datetime(2023, 8, 20, 9)
    return MasterRow(item, record, 1, 1, "上年清单.xlsx", when, when, withdrawn, item)


def item(number: int = 1, unit: str = "县司法局", **fields: Any) -> LookBackItem:
    """An item in scope."""
    (found,) = look_back_scope(PLAN, ROUND, [kept(row(unit, **fields), number)], (), {1: COLUMNS}).inside
    return found


def ledger(*rows: RowRecord, kind: str = LOOK_BACK_LEDGER, collected: bool = True) -> CheckedLedger:
    """A file with these rows, collected by the office; or, as a work ledger, a unit's own."""
    sha = hashlib.sha256(repr((rows, kind)).encode()).hexdigest()
    sender = "FL-D01" if collected else rows[0].unit
    return CheckedLedger("上年清单.xlsx", sha, 1000, kind, sender, collected, rows, (), (), layout=COLUMNS)


def send(master: Master, file: CheckedLedger, received: dt.datetime = dt.datetime(2023, 8, 20, 9)) -> None:
    """Merge a file as received then."""
    prior = master.prior(file.ledger_kind or "", {one.unit for one in file.rows if one.unit}, received)
    prepared = CONSOLIDATOR.prepare(file, Delivery(received, received, "示例甲"), prior, b"bytes", PLAN.year)
    master.merge(prepared, CONSOLIDATOR)
