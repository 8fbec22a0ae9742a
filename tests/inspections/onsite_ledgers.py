"""Work ledgers and filled check sheets in a master, and a draw that names their units."""

from __future__ import annotations

import datetime as dt

from importers.consolidate import NOTHING_KNOWN, TextConsolidator
from inspections.onsite import draw_units
from master import Master
from master.inspection_records import Draw
from schemas.layout import Layout
from schemas.records import CheckedLedger, Delivery, RowRecord
from tests.inspections.test_lights import CODES, PLAN, record
from vocabulary.findings import Finding

ROUND = PLAN.round_by_code["onsite_2023"]
JUSTICE = CODES["县司法局"]
AT = dt.datetime(2023, 9, 27, 12)
DAY = AT.date()
LAYOUT = Layout({"现场核查表": {"check_result": "H", "observation": "I"}})


def add(
    master: Master,
    *rows: RowRecord,
    kind: str = "check_sheet",
    at: dt.datetime = dt.datetime(2023, 9, 26, 17),
    name: str = "核查表.xlsx",
    findings: tuple[Finding, ...] = (),
) -> None:
    """Merge rows as a file of their own."""
    file = CheckedLedger(name, f"{name}{at}", 1, kind, JUSTICE, False, rows, findings, (), layout=LAYOUT)
    consolidator = TextConsolidator()
    prior = master.prior(kind, {row.unit for row in rows}, at) if rows else NOTHING_KNOWN
    master.merge(consolidator.prepare(file, Delivery(at, at), prior), consolidator)


def filled(task_id: str | None, result: str, unit: str = "县司法局", row: int = 6, **more: str) -> RowRecord:
    """A row of a check sheet as it was read."""
    said = {
        "check_result": result,
        "inspector": "示例甲",
        "checked_on": "2023-09-26",
    }
    return record(
        unit, task_id, sheet="现场核查表", row=row, status=None, status_text="", more={**said, **more}
    )


def draw(master: Master, *units: str, day: dt.date = dt.date(2023, 9, 20)) -> Draw:
    """A recorded draw of the named units and no others."""
    moment = dt.datetime.combine(day, dt.time(12))
    codes = [CODES[name] for name in units]
    return draw_units(master, PLAN, ROUND, day, "种子", "示例甲", moment, worst=0, drawn=0, added=codes)
