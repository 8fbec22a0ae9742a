"""The row as it travels from the importers to the master and out again.

The fields a county supervises by are columns of their own; what else a ledger kind declares, and
every column a unit added, stays in ``more`` under its field name or its title.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from schemas.layout import NO_LAYOUT, Layout
from vocabulary.findings import Finding, IgnoredRow, Refusal

STANDING = "standing"
"""What ``RowRecord.deadline`` holds instead of a date for 长期, 每月 and the like."""


class RowRecord(NamedTuple):
    """One unit's row of one ledger, typed, with the unit's own words beside what was understood.

    ``row`` is Excel's 1-based row. ``unit`` and ``supporting_units`` hold unit codes; a row that
    names several units becomes several records with the same sheet and row. ``expanded`` marks a
    record that a collective unit stands for: the unit's own row beats it. ``deadline`` is an ISO
    date, STANDING or None; ``completed_on`` an ISO date or None; ``percent`` 0 to 100 or None.
    ``more`` maps field names and foreign column titles to text. ``merged`` is False for a row held
    back by a 必改 finding.
    """

    sheet: str
    row: int
    unit: str
    unit_text: str
    expanded: bool
    task_id: str | None
    point: int | None
    point_text: str
    task: str
    supporting_units: tuple[str, ...]
    deadline: str | None
    deadline_text: str
    status: str | None
    status_text: str
    percent: float | None
    percent_text: str
    progress: str | None
    evidence: str | None
    contact: str | None
    phone: str | None
    completed_on: str | None
    more: dict[str, str]
    merged: bool


CONTENT_FIELDS = (
    "task_id",
    "point",
    "task",
    "supporting_units",
    "deadline",
    "deadline_text",
    "status",
    "status_text",
    "percent",
    "progress",
    "evidence",
    "contact",
    "phone",
    "completed_on",
    "more",
)
"""What makes two records of the same item the same: a row that only moved is unchanged."""


@dataclass(frozen=True, slots=True)
class CheckedLedger:
    """One file after checking, ready to be merged: rows, findings, ignored rows, or a refusal.

    ``sender`` is the code of the unit that sent it, None for a collected ledger that names none;
    ``collected`` says that its rows belong to several units. ``hashes`` tell of each row's content
    (schemas.content; () where nobody has told yet), ``copy_keys`` run along the rows as well: equal
    keys mark progress texts worth comparing, None a text too short to be a copy. ``layout`` tells the cells.
    ``parts`` are further ledgers of the same file, of other kinds: answers that came along with it.
    """

    file_name: str
    sha256: str
    size: int
    ledger_kind: str | None
    sender: str | None
    collected: bool
    rows: tuple[RowRecord, ...]
    findings: tuple[Finding, ...]
    ignored: tuple[IgnoredRow, ...]
    refusal: Refusal | None = None
    hashes: tuple[int, ...] = ()
    copy_keys: tuple[int | None, ...] = ()
    layout: Layout = NO_LAYOUT
    parts: tuple[CheckedLedger, ...] = ()

    @property
    def whole(self) -> tuple[CheckedLedger, ...]:
        """All ledgers of the file: this one and its parts."""
        return (self, *self.parts)

    @property
    def all_rows(self) -> tuple[RowRecord, ...]:
        """The rows of all ledgers of the file."""
        return tuple(row for ledger in self.whole for row in ledger.rows) if self.parts else self.rows

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """What is wrong in all ledgers of the file."""
        return tuple(one for ledger in self.whole for one in ledger.findings) if self.parts else self.findings

    @property
    def all_ignored(self) -> tuple[IgnoredRow, ...]:
        """What is no data in all ledgers of the file."""
        return tuple(row for ledger in self.whole for row in ledger.ignored) if self.parts else self.ignored


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a file reached the office: when it was received (local time), by whose hand, for whom."""

    received_at: dt.datetime
    imported_at: dt.datetime
    sent_by: str = ""
    declared_unit: str | None = None
