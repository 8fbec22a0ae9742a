"""Records made by hand for the pages of a unit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.figures import work_frame
from inspections.standing import Standing, standing
from master.inspection_records import Problem, ProblemEvent
from master.views import HistoryRow, MasterRow, SubmissionInfo
from schemas.records import RowRecord
from tests.dashboard.seed import JUSTICE, LATE_ROW, PLAN, row
from vocabulary.codes import Outcome, Status
from vocabulary.inspection import ProblemAction, ProblemSeverity, Role

NO_COUNTS = {"new": 0, "changed": 0, "unchanged": 0, "withdrawn": 0, "held": 0}


def submission(number: int, sender: str | None, at: dt.datetime, **more: Any) -> SubmissionInfo:
    """An accepted ledger; anything may be said otherwise."""
    values: dict[str, Any] = {
        "id": number,
        "sha256": f"{number:064x}",
        "file_name": f"台账{number}.xlsx",
        "size": 6000,
        "ledger_kind": "work_ledger",
        "sender": sender,
        "collected": False,
        "series": "work_ledger",
        "received_at": at,
        "imported_at": at,
        "sent_by": "王小明",
        "outcome": Outcome.ACCEPTED,
        "refusal_code": None,
        "refusal_message": None,
        "version": 1,
        "supersedes": None,
        "counts": NO_COUNTS,
        "n_rows": 3,
        "n_findings": 0,
        "plan_year": 2023,
        "undone_at": None,
    }
    return SubmissionInfo(**(values | more))


def problem(number: str, due: dt.date, *, applied: bool = False) -> Standing:
    """Where a problem handed over in September stands in the autumn."""
    at = dt.datetime(2023, 9, 11, 9)
    made = Problem(
        number, "written_2023", JUSTICE, "1.1", "未落实", "", ProblemSeverity.MINOR, "尽快落实", due, at.date(),
        "verdict", (), None, at, "督查科",
    )  # fmt: skip
    moves = [
        ProblemEvent(1, number, ProblemAction.APPLY, Role.UNIT, at, "王小明", "", "照片", None),
    ]
    return standing(made, moves if applied else [], [], dt.date(2023, 12, 1))


def known(number: int, record: RowRecord, **more: Any) -> MasterRow:
    """A row of the master."""
    at = dt.datetime(2023, 8, 28, 9)
    values: dict[str, Any] = {"version": 1, "submission": 3, "file_name": "台账3.xlsx", "received_at": at}
    values |= {"changed_at": at, "withdrawn": False}
    return MasterRow(item=number, record=record, **(values | more))


def seen(number: int, record: RowRecord, version: int | None, submission: int, **more: Any) -> HistoryRow:
    """One appearance of a row."""
    at = dt.datetime(2023, 8, 20 + submission, 9)
    values: dict[str, Any] = {"file_name": f"台账{submission}.xlsx", "received_at": at, "undone_at": None}
    return HistoryRow(number, record, version, submission, **(values | more))


def work() -> pd.DataFrame:
    """The judged rows of 县司法局 on 10 September: one late, one done, one of its own."""
    records = [
        LATE_ROW,
        row(JUSTICE, "1.3", 5, Status.DONE, percent=100.0),
        row(JUSTICE, "3.4", 6, task="自行增加的一项")._replace(task_id=None),
    ]
    rows = [known(number, record) for number, record in enumerate(records, start=1)]
    return work_frame(rows, PLAN, dt.date(2023, 9, 10))
