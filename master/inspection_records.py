"""What inspections put into the master and read back: plain tuples, importable without SQLAlchemy.

Times are naive local office times, units are unit codes, tasks are the plan's ids.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from master.views import MasterRow
from vocabulary.codes import Light
from vocabulary.inspection import LookBackOutcome, ProblemAction, ProblemSeverity, Role, Stage, Verdict


class RoundMove(NamedTuple):
    """One step of a round. ``stage_from`` is None for its first; ``skipped`` marks a stage only passed through."""

    id: int
    round: str
    stage_from: Stage | None
    stage_to: Stage
    at: dt.datetime
    by: str
    reason: str
    skipped: bool


class RoundMark(NamedTuple):
    """How far a round's records go: the number of its newest move, decision, draw and exception, 0 where there is
    none. It changes with everything that is recorded about the round."""

    move: int
    decision: int
    draw: int
    exception: int


class NewMove(NamedTuple):
    """A step to be recorded."""

    stage_to: Stage
    reason: str = ""
    skipped: bool = False


class RoundException(NamedTuple):
    """逾期报送照计: what a unit sends until the end of ``until`` counts for the round."""

    id: int
    round: str
    unit: str
    until: dt.date
    at: dt.datetime
    by: str
    reason: str


class NewSnapshot(NamedTuple):
    """What a round is to be frozen on: the rows that count, and until when each unit's papers did."""

    as_of: dt.date
    counted_until: Mapping[str, dt.date]
    rows: tuple[MasterRow, ...]


class Snapshot(NamedTuple):
    """What a round was frozen on, told anew from the facts.

    ``document`` are the canonical bytes (UTF-8 JSON), ``digest`` their SHA-256 as recorded when the round was
    frozen. ``rows`` are as they stood then.
    """

    round: str
    as_of: dt.date
    frozen_at: dt.datetime
    frozen_by: str
    counted_until: Mapping[str, dt.date]
    rows: tuple[MasterRow, ...]
    document: bytes
    digest: str


class Reason(NamedTuple):
    """Why a verdict was suggested: a code, the sentence, the cells it rests on ("文件·表·E7")."""

    code: str
    text: str
    cells: tuple[str, ...] = ()


class SuggestedVerdict(NamedTuple):
    """What the program suggests for one unit's task. ``claimed`` is the unit's own status, None where it said
    nothing; ``row_id`` the row it was told from."""

    unit: str
    task_id: str
    verdict: Verdict
    light: Light
    claimed: str | None
    row_id: int | None
    reasons: tuple[Reason, ...]


class VerdictDecision(NamedTuple):
    """What an inspector decided. ``replaces`` is the decision that counted until then."""

    id: int
    round: str
    unit: str
    task_id: str
    suggested: Verdict
    verdict: Verdict
    reason: str
    evidence: str
    at: dt.datetime
    by: str
    replaces: int | None


class Draw(NamedTuple):
    """A draw for an on-site inspection, with everything needed to replay it."""

    id: int
    round: str
    seed: str
    at: dt.datetime
    by: str
    settings: Mapping[str, object]
    result: Mapping[str, object]


class NewProblem(NamedTuple):
    """A 督查问题 to be handed over. ``source`` is verdict, check_sheet, look_back or office; ``cells`` where it
    was seen; ``previous`` the number of the problem it repeats."""

    round: str
    unit: str
    task_id: str | None
    description: str
    evidence: str
    severity: ProblemSeverity
    requirement: str
    due: dt.date
    found_on: dt.date
    source: str
    cells: tuple[str, ...] = ()
    previous: str | None = None


class Problem(NamedTuple):
    """A 督查问题 as it was handed over; where it stands follows from its events. ``number`` is "2023-001"."""

    number: str
    round: str
    unit: str
    task_id: str | None
    description: str
    evidence: str
    severity: ProblemSeverity
    requirement: str
    due: dt.date
    found_on: dt.date
    source: str
    cells: tuple[str, ...]
    previous: str | None
    at: dt.datetime
    by: str


class ProblemEvent(NamedTuple):
    """One thing done with a problem. ``due`` is the new deadline of an EXTEND or a RETURN."""

    id: int
    number: str
    action: ProblemAction
    role: Role
    at: dt.datetime
    by: str
    note: str
    evidence: str
    due: dt.date | None


TAKEN_BACK = ""
"""The ``task_id`` of a word that takes back the newest one still standing about an item."""


class LookBackMatch(NamedTuple):
    """A person's word which task of this year carries on an item of last year; ``task_id`` None: none does,
    TAKEN_BACK: the word before no longer holds."""

    id: int
    round: str
    item: int
    task_id: str | None
    at: dt.datetime
    by: str
    reason: str


class LookBackDecision(NamedTuple):
    """What the office found about an item of last year. ``owner`` is a unit code."""

    id: int
    round: str
    item: int
    outcome: LookBackOutcome
    evidence: str
    reason: str
    new_deadline: dt.date | None
    owner: str | None
    at: dt.datetime
    by: str
    replaces: int | None


class Reminder(NamedTuple):
    """One thing a unit was reminded of on a day. ``subject`` is a task id, a problem number or ""."""

    day: dt.date
    unit: str
    kind: str
    subject: str
    text: str
    at: dt.datetime
