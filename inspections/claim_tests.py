"""One row's claim put to the test: against the row as it stood before, and against its own words."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from inspections.lights import effective_deadline, task_of
from inspections.service_rates import RateClaim, rate_claim
from inspections.verdicts import NO_DAY
from inspections.wording import latest_day, says_notice_given, says_zero_report
from master.views import MasterRow
from schemas.plan import Plan, Task
from schemas.records import STANDING, RowRecord
from vocabulary.codes import Status

_RANK = {Status.NOT_STARTED: 0, Status.IN_PROGRESS: 1, Status.ONGOING: 1, Status.DONE: 2}


class CheckedClaim(NamedTuple):
    """One line of the claims frame: what is claimed, and which tests raise a doubt.

    Days are ordinals, NO_DAY where there is none; ``percent`` is NaN where none was written. ``deadline`` is the
    earlier of the unit's and the plan's, ``started`` the day the plan was issued. ``reported``: the unit has a valid
    submission; ``present``: it has a row. ``rate`` is a ``RateClaim``.
    """

    triggered: bool
    reported: bool
    present: bool
    year_end: int
    started: int
    deadline: int
    status: str | None = None
    expanded: bool = False
    percent: float = float("nan")
    completed_on: int = NO_DAY
    has_evidence: bool = False
    explained: bool = False
    zero_report: bool = False
    unchanged: bool = False
    copied: bool = False
    moved_deadline: bool = False
    owner_changed: bool = False
    regressed: bool = False
    evidence_later: bool = False
    held: bool = False
    withdrawn: bool = False
    parts_missing: bool = False
    confirmed_event: bool = False
    rate: int = RateClaim.NOT_ASKED


def claim_of_row(plan: Plan, task: Task, row: MasterRow, before: MasterRow | None) -> CheckedClaim:
    """What a row claims of a task. ``before`` is the row as it stood earlier, None where it is new."""
    record = row.record
    deadline = effective_deadline(record, task_of(record, plan) or task)
    remark = record.more.get("remark", "")
    words = " ".join((record.status_text, record.progress or "", remark))
    claim = CheckedClaim(
        triggered=bool(task.trigger),
        reported=True,
        present=True,
        year_end=dt.date(plan.year, 12, 31).toordinal(),
        started=plan.issued.toordinal(),
        deadline=deadline.toordinal() if deadline else NO_DAY,
        status=record.status,
        expanded=record.expanded,
        percent=float("nan") if record.percent is None else record.percent,
        completed_on=dt.date.fromisoformat(record.completed_on).toordinal()
        if record.completed_on
        else NO_DAY,
        has_evidence=bool(record.evidence or record.more.get("links")),
        explained=bool(record.progress or record.evidence or remark),
        zero_report=says_zero_report(task, words),
        rate=rate_claim(plan, task, record)[0],
        evidence_later=record.status == Status.DONE and evidence_after_claim(plan, row) is not None,
    )
    if before is None or _same_appearance(row, before):
        return claim
    return claim._replace(
        unchanged=_unchanged(record, before.record),
        moved_deadline=_put_off(record, before.record),
        owner_changed=_other_owner(record, before.record) and not says_notice_given(words),
        regressed=_went_back(record, before.record),
    )


def claim_of_nothing(plan: Plan, task: Task, *, reported: bool, withdrawn: bool) -> CheckedClaim:
    """The line of a task that no row covers."""
    return CheckedClaim(
        triggered=bool(task.trigger),
        reported=reported,
        present=False,
        year_end=dt.date(plan.year, 12, 31).toordinal(),
        started=plan.issued.toordinal(),
        deadline=task.deadline.toordinal() if task.deadline else NO_DAY,
        withdrawn=withdrawn,
    )


def evidence_after_claim(plan: Plan, row: MasterRow) -> tuple[dt.date, dt.date] | None:
    """The latest day written in evidence or links, and the day it should not have passed: the day of completion
    or, without one, the day the ledger was received. None where it lies not after that."""
    record = row.record
    received = row.received_at.date()
    written = latest_day(" ".join((record.evidence or "", record.more.get("links", ""))), plan.year)
    claimed = dt.date.fromisoformat(record.completed_on) if record.completed_on else received
    limit = min(claimed, received)
    return (written, limit) if written is not None and written > limit else None


def _same_appearance(row: MasterRow, before: MasterRow) -> bool:
    """Whether nothing new was sent: the very same row of the same file."""
    return (row.submission, row.record.sheet, row.record.row) == (
        before.submission,
        before.record.sheet,
        before.record.row,
    )


def _unchanged(now: RowRecord, before: RowRecord) -> bool:
    # What is finished, or does not concern the unit, has nothing new to tell.
    settled = now.status == before.status and now.status in (Status.DONE, Status.NOT_APPLICABLE)
    text = "".join((now.progress or "").split())
    return bool(text) and not settled and text == "".join((before.progress or "").split())


def _put_off(now: RowRecord, before: RowRecord) -> bool:
    if before.deadline in (None, STANDING) or now.deadline is None:
        return False
    return now.deadline == STANDING or now.deadline > str(before.deadline)


def _other_owner(now: RowRecord, before: RowRecord) -> bool:
    mine, theirs = "".join((now.contact or "").split()), "".join((before.contact or "").split())
    return bool(mine and theirs) and mine != theirs


def _went_back(now: RowRecord, before: RowRecord) -> bool:
    if before.status not in _RANK or now.status is None:
        return False
    if now.status == Status.NOT_APPLICABLE:
        return before.status != Status.NOT_STARTED
    fallen = now.percent is not None and before.percent is not None and now.percent < before.percent
    return fallen or _RANK[Status(now.status)] < _RANK[Status(before.status)]
