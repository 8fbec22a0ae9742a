"""One row's claim put to the test: against the row as it stood before, and against its own words."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from inspections.lights import day_of, effective_deadline, task_of
from inspections.service_rates import RateClaim, rate_claim
from inspections.verdicts import NO_DAY
from inspections.wording import latest_day, says_notice_given, says_zero_report
from master.views import MasterRow
from schemas.plan import Plan, Task
from schemas.records import STANDING, RowRecord
from vocabulary.codes import Status, TaskKind

_NO_PERCENT = float("nan")
_NOTHING_BEFORE = (False, False, False, False)
_RANK: dict[str, int] = {Status.NOT_STARTED: 0, Status.IN_PROGRESS: 1, Status.ONGOING: 1, Status.DONE: 2}


class CheckedClaim(NamedTuple):
    """One line of the claims frame: what is claimed, and which tests raise a doubt.

    Days are ordinals, NO_DAY where there is none; ``percent`` is NaN where none was written. ``deadline`` is the
    earlier of the unit's and the plan's. ``reported``: the unit has a valid submission; ``present``: it has a row.
    ``rate`` is a ``RateClaim``.
    """

    reported: bool
    present: bool
    deadline: int
    status: str | None = None
    expanded: bool = False
    percent: float = float("nan")
    completed_on: int = NO_DAY
    has_evidence: bool = False
    explained: bool = False
    zero_report: bool = False
    evidence_later: bool = False
    rate: int = RateClaim.NOT_ASKED
    unchanged: bool = False
    moved_deadline: bool = False
    owner_changed: bool = False
    regressed: bool = False
    copied: bool = False
    held: bool = False
    parts_missing: bool = False
    confirmed_event: bool = False
    withdrawn: bool = False


class MarkedClaim(NamedTuple):
    """What is known of a row from elsewhere than its own words: see the fields of ``CheckedClaim``."""

    copied: bool = False
    held: bool = False
    parts_missing: bool = False
    confirmed_event: bool = False


UNMARKED = MarkedClaim()


def claim_of_row(
    plan: Plan, task: Task, row: MasterRow, before: MasterRow | None, marks: MarkedClaim = UNMARKED
) -> CheckedClaim:
    """What a row claims of a task. ``before`` is the row as it stood earlier, None where it is new."""
    record = row.record
    deadline = effective_deadline(record, task_of(record, plan) or task)
    remark = record.more.get("remark", "")
    # By place: for a province's claims the names would cost more than the claims.
    return CheckedClaim(
        True,
        True,
        deadline.toordinal() if deadline else NO_DAY,
        record.status,
        record.expanded,
        _NO_PERCENT if record.percent is None else record.percent,
        day_of(record.completed_on).toordinal() if record.completed_on else NO_DAY,
        bool(record.evidence or record.more.get("links")),
        bool(record.progress or record.evidence or remark),
        bool(task.trigger) and says_zero_report(task, _words(record)),
        record.status == Status.DONE and evidence_after_claim(plan, row) is not None,
        rate_claim(plan, task, record)[0] if task.kind is TaskKind.SERVICE_LEVEL else RateClaim.NOT_ASKED,
        *(
            _NOTHING_BEFORE
            if before is None or _same_appearance(row, before)
            else _against(record, before.record)
        ),
        *marks,
    )


def claim_of_nothing(task: Task, *, reported: bool, withdrawn: bool, confirmed_event: bool) -> CheckedClaim:
    """The line of a task that no row covers."""
    return CheckedClaim(
        reported=reported,
        present=False,
        deadline=task.deadline.toordinal() if task.deadline else NO_DAY,
        withdrawn=withdrawn,
        confirmed_event=confirmed_event,
    )


def _words(record: RowRecord) -> str:
    return " ".join((record.status_text, record.progress or "", record.more.get("remark", "")))


def _against(now: RowRecord, before: RowRecord) -> tuple[bool, bool, bool, bool]:
    """``unchanged``, ``moved_deadline``, ``owner_changed``, ``regressed``."""
    return (
        _unchanged(now, before),
        _put_off(now, before),
        _other_owner(now, before) and not says_notice_given(_words(now)),
        _went_back(now, before),
    )


def evidence_after_claim(plan: Plan, row: MasterRow) -> tuple[dt.date, dt.date] | None:
    """The latest day written in evidence or links, and the day it should not have passed: the day of completion
    or, without one, the day the ledger was received. None where it lies not after that."""
    record = row.record
    received = row.received_at.date()
    written = latest_day(" ".join((record.evidence or "", record.more.get("links", ""))), plan.year)
    claimed = day_of(record.completed_on) if record.completed_on else received
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
    return fallen or _RANK[now.status] < _RANK[before.status]
