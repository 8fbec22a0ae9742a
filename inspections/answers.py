"""What units answered in 整改任务 sheets, read back from the master as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from inspections.standing import ProblemAnswer
from master import Master
from master.records import end_of, stamp
from master.views import HistoryRow
from schemas.plan import Plan

KIND = "rectification"
_YES = "是"


def answers_of(master: Master, plan: Plan, units: Iterable[str], as_of: dt.date) -> list[ProblemAnswer]:
    """Every answer of some units that counts at the end of a day, first received first.

    Rows held back never count, those of an undone file no longer from then on. That a later list does not
    repeat an answer takes nothing back.
    """
    found = [
        (row.received_at, row.submission, row.record.row, row)
        for unit in units
        for row in master.history(unit, kind=KIND)
        if row.record.merged and _counts(row, as_of)
    ]
    return [_answer(row, plan) for *_, row in sorted(found, key=lambda one: one[:3])]


def _counts(row: HistoryRow, as_of: dt.date) -> bool:
    end = end_of(as_of)
    undone = row.undone_at is not None and stamp(row.undone_at) <= end
    return stamp(row.received_at) <= end and not undone


def _answer(row: HistoryRow, plan: Plan) -> ProblemAnswer:
    record = row.record
    more = record.more
    unit = plan.unit_by_code.get(record.unit)
    words = (
        more.get("rectification", ""),
        more.get("measures", ""),
        record.evidence or "",
        record.completed_on or "",
        more.get("apply", ""),
        more.get("remark", ""),
    )
    return ProblemAnswer(
        record.task_id or "",
        row.received_at,
        record.contact or (unit.name if unit else record.unit),
        words[0],
        words[1],
        words[2],
        words[4] == _YES,
        f"{row.file_name}·{record.sheet}·第{record.row}行",
        words,
    )
