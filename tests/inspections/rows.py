"""Rows of the master as a round sees them, and verdicts on a handful of them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from inspections.reasons import suggest
from master.inspection_records import SuggestedVerdict
from master.views import MasterRow
from schemas.layout import Layout
from schemas.plan import Plan, Round
from schemas.plan_files import load_plan, packaged_workplan
from schemas.records import RowRecord
from vocabulary.inspection import RoundKind

COLUMNS = {
    "task_id": "A", "contact": "B", "deadline": "C", "status": "D", "percent": "E", "progress": "F", "evidence": "G",
    "links": "H", "completed_on": "I", "remark": "J",
}  # fmt: skip
CUT = dt.date(2023, 8, 31)


@cache
def plan() -> Plan:
    """The packaged plan."""
    return load_plan(packaged_workplan(), validate=False)


@cache
def written() -> Round:
    """The 书面督查 of the packaged plan."""
    return next(one for one in plan().rounds if one.kind is RoundKind.WRITTEN)


def code(name: str) -> str:
    """A unit's code by its official name."""
    return next(unit.code for unit in plan().units if unit.name == name)


def record(unit: str, task_id: str | None, **fields: Any) -> RowRecord:
    """A row as a unit wrote it: in progress, with a text of its own, unless told otherwise."""
    known: dict[str, Any] = {
        "sheet": "台账", "row": 4, "unit": code(unit), "unit_text": unit, "expanded": False, "task_id": task_id,
        "point": 4, "point_text": "", "task": "任务", "supporting_units": (), "deadline": None, "deadline_text": "",
        "status": "in_progress", "status_text": "推进中", "percent": None, "percent_text": "",
        "progress": f"{unit}开了调度会", "evidence": None, "contact": None, "phone": None, "completed_on": None,
        "more": {}, "merged": True,
    }  # fmt: skip
    return RowRecord(**(known | fields))


def master_row(
    item: int, one: RowRecord, *, submission: int = 2, received: str = "2023-08-30", withdrawn: bool = False
) -> MasterRow:
    """The row as an item of the master; its file is named after the submission."""
    at = dt.datetime.fromisoformat(f"{received}T09:00")
    name = f"第{submission}份.xlsx"
    return MasterRow(item, one, 1, submission, name, at, at, withdrawn, row_id=submission * 1000 + item)


def earlier(item: int, one: RowRecord) -> MasterRow:
    """The item as it stood in the unit's submission before."""
    return master_row(item, one, submission=1, received="2023-07-10")


def verdict_on(
    unit: str, task_id: str, *rows: MasterRow, as_of: dt.date = CUT, **papers: Any
) -> SuggestedVerdict:
    """What is suggested for one unit's task, on the rows given, with the layouts of both submissions."""
    papers.setdefault("reported", {code(unit)})
    layouts = {number: Layout({"台账": COLUMNS}) for number in (1, 2)}
    found = suggest(plan(), written(), rows, as_of, layouts=layouts, **papers)
    (one,) = (each for each in found if (each.unit, each.task_id) == (code(unit), task_id))
    return one


def codes(one: SuggestedVerdict) -> set[str]:
    """The codes of a suggestion's reasons."""
    return {reason.code for reason in one.reasons}
