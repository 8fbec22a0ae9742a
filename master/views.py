"""What comes out of the master: plain tuples for pages, commands and reports.

All times are naive local office times. Units are unit codes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from schemas.records import RowRecord
from vocabulary.codes import Outcome


class MasterRow(NamedTuple):
    """One item as known on a day. ``version`` counts its distinct contents; ``changed_at`` dates the present one;
    ``row_id`` is the row of the ledger that counts."""

    item: int
    record: RowRecord
    version: int
    submission: int
    file_name: str
    received_at: dt.datetime
    changed_at: dt.datetime
    withdrawn: bool
    row_id: int = 0


class HistoryRow(NamedTuple):
    """One appearance of an item. ``version`` is None for rows that never counted: held back or undone."""

    item: int
    record: RowRecord
    version: int | None
    submission: int
    file_name: str
    received_at: dt.datetime
    undone_at: dt.datetime | None


class SubmissionInfo(NamedTuple):
    """One submission as listed. ``received_at`` is the earliest arrival of its bytes."""

    id: int
    sha256: str
    file_name: str
    size: int
    ledger_kind: str | None
    sender: str | None
    collected: bool
    series: str
    received_at: dt.datetime
    imported_at: dt.datetime
    sent_by: str
    outcome: Outcome
    refusal_code: str | None
    refusal_message: str | None
    version: int
    supersedes: int | None
    counts: Mapping[str, int]
    n_rows: int
    n_findings: int
    plan_year: int | None
    undone_at: dt.datetime | None


class Undoing(NamedTuple):
    """A submission that a person took back."""

    at: dt.datetime
    by: str
    reason: str


class Receipt(NamedTuple):
    """One arrival of a file, duplicates included."""

    sha256: str
    file_name: str
    received_at: dt.datetime
    imported_at: dt.datetime
    sent_by: str
    declared_unit: str | None
    outcome: Outcome
    submission: int


class SummaryCount(NamedTuple):
    """Rows that stand, and withdrawn ones, of one unit, point and status."""

    unit: str
    point: int | None
    status: str | None
    rows: int
    withdrawn: int


class OpenDoubt(NamedTuple):
    """A doubtful match nobody has confirmed yet."""

    submission: int
    item: int
    candidate: int
    score: float


class SettledMatch(NamedTuple):
    """A person's word about two items that look alike: ``link`` is its number where they are the same, None where
    they are not."""

    link: int | None
    item: int
    other: int
    by: str
    at: dt.datetime


class UnitSubmission(NamedTuple):
    """The newest submission known on a day that carries a unit's rows, within one series."""

    unit: str
    series: str
    submission: int
    file_name: str
    received_at: dt.datetime
