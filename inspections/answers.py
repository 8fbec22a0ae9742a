"""What units answered in 整改任务 sheets, read back from the master as of a day."""

from __future__ import annotations

import datetime as dt

from inspections.standing import ProblemAnswer
from master import Master
from master.views import HistoryRow
from schemas.plan import Plan

KIND = "rectification"
_YES = "是"


def answers_of(master: Master, plan: Plan, unit: str | None, as_of: dt.date) -> list[ProblemAnswer]:
    """Every answer of a unit (None: of all units) known at the end of a day, first received first.

    Those of an undone file are left out from then on. That a later list does not repeat an answer takes
    nothing back.
    """
    found = [
        (row.received_at, row.submission, row.record.row, row)
        for row in master.history(unit, kind=KIND)
        if _counts(row, as_of)
    ]
    return [_answer(row, plan) for *_, row in sorted(found, key=lambda one: one[:3])]


def _counts(row: HistoryRow, as_of: dt.date) -> bool:
    undone = row.undone_at is not None and row.undone_at.date() <= as_of
    return row.received_at.date() <= as_of and not undone


def _answer(row: HistoryRow, plan: Plan) -> ProblemAnswer:
    record = row.record
    more = record.more
    unit = plan.unit_by_code.get(record.unit)
    return ProblemAnswer(
        record.task_id or "",
        row.received_at,
        record.contact or (unit.short_name if unit else record.unit),
        more.get("rectification", ""),
        more.get("measures", ""),
        record.evidence or "",
        more.get("apply", "") == _YES,
        record.completed_on or "",
        record.contact or "",
        record.phone or "",
        more.get("remark", ""),
        row.file_name,
        record.sheet,
        record.row,
        row.submission,
        held=not record.merged,
    )
