"""Everything the pages of one unit show, read once per run through the viewer's ``View``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from dashboard import data
from dashboard.data import View
from dashboard.figures import in_force
from dashboard.own.expected import TaskLine, held_rows, task_lines
from dashboard.own.reading import LedgerCall
from dashboard.own.submissions import counting_one
from dashboard.own.summary import WhatNow, what_now
from dashboard.rectification.data import problems
from inspections.standing import Standing
from master.views import SubmissionInfo
from schemas.plan import Plan, Unit
from vocabulary.codes import Severity
from vocabulary.findings import Finding


class UnitLedger(NamedTuple):
    """A unit's side of the year. ``sent`` is newest first, ``counting`` the paper that counts, with its ``findings``."""

    unit: Unit
    rows: pd.DataFrame
    lines: Sequence[TaskLine]
    sent: Sequence[SubmissionInfo]
    counts: frozenset[int]
    counting: SubmissionInfo | None
    findings: Sequence[Finding]
    calls: Sequence[LedgerCall]
    problems: Sequence[Standing]

    @property
    def missing(self) -> int:
        """How many tasks were expected and neither stand nor were sent."""
        return sum(line.missing for line in self.lines)


def gather(view: View, plan: Plan, unit: Unit) -> UnitLedger:
    """What concerns the unit as of the view's day; Forbidden where the view is another unit's."""
    view.demand(unit.code)
    frame = in_force(data.work_frame(view))
    rows = frame[frame["unit"] == unit.code].reset_index(drop=True)
    sent = data.submissions(view, unit.code)
    counting = counting_one(sent, unit.code)
    findings = data.findings(view, counting.id) if counting else []
    held = held_rows(data.submitted_rows(view, unit.code, counting.id), findings) if counting else []
    missing = {one.task.id for one in data.told(view).missing_tasks if one.unit.code == unit.code}
    return UnitLedger(
        unit,
        rows,
        task_lines(plan, unit.code, rows, held, missing, data.verdicts(view, unit.code)),
        sent,
        frozenset(one.submission for one in data.counting(view) if one.unit == unit.code),
        counting,
        findings,
        data.calls(view, unit.code),
        [one for one in problems(view) if one.problem.unit == unit.code],
    )


def now_of(ledger: UnitLedger, view: View, year: int) -> WhatNow:
    """The sentence at the top."""
    must_fix = sum(one.severity is Severity.MUST_FIX for one in ledger.findings)
    return what_now(ledger.calls, ledger.counting, must_fix, ledger.lines, ledger.problems, view.as_of, year)
