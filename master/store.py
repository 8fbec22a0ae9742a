"""The open master: one object whose methods are everything the other packages may ask of the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from types import TracebackType

from sqlalchemy import Connection, Engine, select

from master import arrivals, corrections, filing, reading, row_columns, summaries
from master.account_store import Accounts
from master.audit_store import AuditLog
from master.decided import count_decided
from master.engine import answering, open_engine, reading_one_state, writing
from master.jobs import Jobs
from master.look_back_store import LookBacks
from master.merging import merge_all
from master.prior import load_prior
from master.problem_store import Problems
from master.records import (
    Consolidator,
    PreparedSubmission,
    Prior,
    PriorSubmission,
    StoredSubmission,
    TriedSubmission,
    stamp,
)
from master.reminder_store import Reminders
from master.round_store import Rounds
from master.statements import Driver
from master.tables import counters
from master.timeline import ROWS_PER_SUBMISSION
from master.views import (
    HistoryRow,
    MasterRow,
    OpenDoubt,
    Receipt,
    SettledMatch,
    SubmissionInfo,
    SummaryCount,
    Undoing,
    UnitSubmission,
)
from master.workplan_store import Workplans
from schemas.layout import Layout
from schemas.records import RowRecord
from vocabulary.findings import Finding, IgnoredRow

WORK_LEDGER = "work_ledger"


class Master:
    """The master table and everything around it. Safe to share between threads; ``close`` it at the end.

    Days are whole: what was received until their end is known. Nothing here reads the clock.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Master:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @contextmanager
    def _driver(self) -> Iterator[Driver]:
        with reading_one_state(self._engine) as connection, Driver(connection) as driver:
            yield driver

    def checkpoint(self) -> None:
        """Have what was merged on disk, not only in the operating system's hands. Call it after a batch.

        With SQLite's synchronous=NORMAL a power cut may take back the last merges until then, never
        half of one. PostgreSQL has already waited for the disk.
        """
        if self._engine.dialect.name == "sqlite":
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                connection.close()

    @cached_property
    def jobs(self) -> Jobs:
        """The queue of import jobs."""
        return Jobs(self._engine)

    @cached_property
    def rounds(self) -> Rounds:
        """The inspection rounds: stages, snapshots, verdicts, draws."""
        return Rounds(self._engine)

    @cached_property
    def problems(self) -> Problems:
        """督查问题 and what was done with them."""
        return Problems(self._engine)

    @cached_property
    def look_backs(self) -> LookBacks:
        """What people said about items of last year's plan."""
        return LookBacks(self._engine)

    @cached_property
    def reminders(self) -> Reminders:
        """What units were reminded of."""
        return Reminders(self._engine)

    @cached_property
    def workplans(self) -> Workplans:
        """The versions of the workplan folder."""
        return Workplans(self._engine)

    @cached_property
    def accounts(self) -> Accounts:
        """Who may sign in, and who has."""
        return Accounts(self._engine)

    @cached_property
    def audit(self) -> AuditLog:
        """Who did what to which."""
        return AuditLog(self._engine)

    # ---- what an import asks and does

    def known_files(self, shas: Iterable[str], kind: str | None = None) -> dict[str, PriorSubmission]:
        """Which of these bytes were imported before, neither refused nor undone; one query per 2,000.

        ``kind`` is the kind they are to be read as: the same bytes read by their headings are another matter.
        """
        with self._driver() as driver:
            return arrivals.prior_submissions(driver, shas, kind)

    def prior(
        self,
        kind: str,
        units: Iterable[str],
        received_at: dt.datetime,
        tried: Sequence[TriedSubmission] = (),
    ) -> Prior:
        """The items of some units as they stood just before a file received then, as if all of ``tried``, of the
        same kind and received at the same time, had been stored in that order."""
        with self._driver() as driver:
            return load_prior(driver, kind, sorted(set(units)), stamp(received_at), tried)

    def alike_texts(self, keys: Iterable[int]) -> list[tuple[int, str, str]]:
        """(copy key, unit, progress text) of known rows with one of these copy keys, oldest first."""
        with self._driver() as driver:
            return row_columns.alike_texts(driver, keys)

    def merge(
        self, prepared: PreparedSubmission, consolidator: Consolidator | None = None
    ) -> StoredSubmission:
        """Store one submission, whole or not at all.

        When the state it was prepared against has changed, the consolidator is asked again, inside the
        transaction; without one StalePreparationError is raised and nothing is stored.
        """
        return self.merge_many([prepared], consolidator)[0]

    def merge_many(
        self,
        prepared: Sequence[PreparedSubmission],
        consolidator: Consolidator | None = None,
    ) -> list[StoredSubmission]:
        """Store submissions one after the other, each whole or not at all; what is returned is committed.

        They may name the same units and come in any order of receipt. Some of them share a commit.
        When one cannot be stored, those before it are stored all the same and MasterError tells how many.
        """
        with (
            answering(self._engine),
            self._engine.connect().execution_options(immediate=True) as connection,
        ):
            return merge_all(connection, prepared, consolidator)

    # ---- what a person decides afterwards

    def undo(self, submission: int, by: str, reason: str, at: dt.datetime) -> int:
        """Let a submission, and all that came in the same file, count no longer from ``at`` on; the new revision.
        MasterError: unknown, refused, undone."""
        with writing(self._engine) as connection:
            return corrections.undo(connection, submission, by, reason, at)

    def confirm_match(self, item: int, same_as: int, by: str, at: dt.datetime) -> int:
        """Say that two items of a unit are the same from ``at`` on; the number of this word."""
        with writing(self._engine) as connection:
            return corrections.confirm_match(connection, item, same_as, by, at)

    def undo_match(self, link: int, by: str, at: dt.datetime) -> None:
        """Take such a word back."""
        with writing(self._engine) as connection:
            corrections.undo_match(connection, link, by, at)

    def dismiss_doubt(self, item: int, candidate: int, by: str, at: dt.datetime) -> None:
        """Say that two items that look alike are not the same; StaleDecisionError when somebody answered already."""
        with writing(self._engine) as connection:
            corrections.dismiss_doubt(connection, item, candidate, by, at)

    def matches(self) -> list[SettledMatch]:
        """What people said about items that look alike, newest first; what was taken back is left out."""
        with reading_one_state(self._engine) as connection:
            return corrections.matches(connection)

    def open_doubts(self) -> list[OpenDoubt]:
        """New items that look like older ones and wait for a person."""
        with reading_one_state(self._engine) as connection:
            return corrections.open_doubts(connection)

    # ---- reading

    def revision(self) -> int:
        """A number that grows with every change of what the master says: the key of every cache."""
        with reading_one_state(self._engine) as connection:
            return int(connection.execute(select(counters.c.revision)).scalar_one())

    def decided(self) -> int:
        """A number that grows with every step of a round, every verdict and every move of a problem, as ``revision``
        does with what is imported."""
        with reading_one_state(self._engine) as connection:
            return count_decided(connection)

    def rows_as_of(self, day: dt.date, unit: str | None = None, kind: str = WORK_LEDGER) -> list[MasterRow]:
        """Every item known at the end of a day, withdrawn ones marked."""
        with self._driver() as driver:
            return reading.rows_as_of(driver, day, unit, kind)

    def items_as_of(
        self, wanted: Mapping[dt.date, Collection[int]], kind: str = WORK_LEDGER
    ) -> list[MasterRow]:
        """Some items, each as known at the end of the day it is asked for; the ledger is read once."""
        with self._driver() as driver:
            return reading.items_as_of(driver, wanted, kind)

    def history(
        self, unit: str | None, task_id: str | None = None, kind: str = WORK_LEDGER
    ) -> list[HistoryRow]:
        """Every appearance of a unit's items (None: of all units), held back and undone ones included."""
        with self._driver() as driver:
            return reading.history(driver, unit, task_id, kind)

    def summary(self, as_of: dt.date, kind: str = WORK_LEDGER) -> list[SummaryCount]:
        """Counts per unit, point and status."""
        with self._driver() as driver:
            return summaries.load_summary(driver, kind, as_of)

    def reported_units(
        self,
        as_of: dt.date,
        since: dt.date | None = None,
        kind: str = WORK_LEDGER,
    ) -> dict[str, dt.datetime]:
        """Units with a valid row of their own received in that time, and their newest arrival."""
        with self._driver() as driver:
            return reading.reported_units(driver, as_of, since, kind)

    def current_submissions(self, as_of: dt.date, kind: str = WORK_LEDGER) -> list[UnitSubmission]:
        """Which submission counts for each unit, per series."""
        with self._driver() as driver:
            return reading.current_submissions(driver, as_of, kind)

    def submissions(self, as_of: dt.date | None = None, unit: str | None = None) -> list[SubmissionInfo]:
        """Submissions received until a day, newest first; refused and undone ones included."""
        with reading_one_state(self._engine) as connection:
            return filing.list_submissions(connection, as_of, unit)

    def receipts(self, sha256: str | None = None, as_of: dt.date | None = None) -> list[Receipt]:
        """Every arrival, duplicates included."""
        with reading_one_state(self._engine) as connection:
            return filing.list_receipts(connection, sha256, as_of)

    def findings(self, submission: int) -> list[Finding]:
        """What was said about a submission and the further ledgers of its file."""
        with reading_one_state(self._engine) as connection:
            return filing.load_findings(connection, _file(connection, submission))

    def submitted_rows(self, submission: int) -> list[RowRecord]:
        """The rows of a submission as it brought them, in its order."""
        first = submission * ROWS_PER_SUBMISSION
        with self._driver() as driver:
            return row_columns.submitted_rows(driver, first, first + ROWS_PER_SUBMISSION)

    def ignored(self, submission: int) -> list[IgnoredRow]:
        """The rows of a submission's file that are not ledger content."""
        with reading_one_state(self._engine) as connection:
            return filing.load_ignored(connection, _file(connection, submission))

    def parts(self, submission: int) -> list[int]:
        """The submissions of the further ledgers of a file, named by its first."""
        with reading_one_state(self._engine) as connection:
            return _file(connection, submission)[1:]

    def undoings(self, submissions: Iterable[int]) -> dict[int, Undoing]:
        """Which of some submissions were taken back, when, by whom and why."""
        with reading_one_state(self._engine) as connection:
            return filing.load_undoings(connection, submissions)

    def layouts(self, submissions: Iterable[int]) -> dict[int, Layout]:
        """In which cells the fields of submissions stood."""
        with reading_one_state(self._engine) as connection:
            return filing.load_layouts(connection, submissions)

    def original(self, sha256: str) -> bytes | None:
        """The bytes as sent, None where they were never kept."""
        with reading_one_state(self._engine) as connection:
            return filing.load_original(connection, sha256)


def open_store(url: str) -> Master:
    """See ``master.open_master``."""
    return Master(open_engine(url))


def _file(connection: Connection, submission: int) -> list[int]:
    with Driver(connection) as driver:
        # A refused file has no other ledgers.
        return [one.id for one in arrivals.file_of(driver, submission)] or [submission]
