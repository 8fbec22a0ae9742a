"""What goes into an import and what comes out of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from importers.workbook import Source
from master.records import Consolidation, PriorSubmission, StoredSubmission
from schemas.plan import Plan
from schemas.records import CheckedLedger, Delivery
from vocabulary.codes import Outcome


@dataclass(frozen=True)
class ImportSettings:
    """How a batch of files is taken in.

    ``received_at`` is when they reached the office (local time) and what counts; ``imported_at`` is
    now. ``declared_unit`` is the code of the unit that sent them, None when the files tell. ``kind`` is
    the code of the kind all sheets are to be read as, None when their headings tell; ``year`` the year
    the files speak of, None when it is the plan's.
    """

    plan: Plan
    as_of: dt.date
    received_at: dt.datetime
    imported_at: dt.datetime
    sent_by: str = ""
    declared_unit: str | None = None
    kind: str | None = None
    year: int | None = None

    @property
    def judged_on(self) -> dt.date:
        """The day the claims are held against: a file cannot tell what happened after it came, nor after
        the day that is asked about."""
        return min(self.received_at.date(), self.as_of)

    @property
    def delivery(self) -> Delivery:
        """The same as the master keeps it."""
        return Delivery(self.received_at, self.imported_at, self.sent_by, self.declared_unit)


@dataclass(frozen=True)
class FileResult:
    """What became of one file.

    ``stored`` and ``consolidation`` are None for a mere check; a dry run has ``consolidation`` only.
    ``duplicate_of`` names the earlier import of the same bytes. ``parts`` are the same of the file's further
    ledgers, in the order of ``ledger.parts``; empty for a mere check.
    """

    ledger: CheckedLedger
    outcome: Outcome
    stored: StoredSubmission | None = None
    consolidation: Consolidation | None = None
    duplicate_of: PriorSubmission | None = None
    parts: tuple[FileResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way in: its bytes, and the earlier import if there was one. ``sha256`` is "" where nobody asked."""

    source: Source
    sha256: str
    size: int
    earlier: PriorSubmission | None
