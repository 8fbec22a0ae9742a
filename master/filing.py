"""The files themselves: which submissions there are, what was said about them, their bytes, their arrivals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, exists, select

from master.arrivals import PART
from master.loading import FIRST_RECEIVED, chunks
from master.records import end_of, member, moment
from master.tables import coverage, findings, ignored_rows, originals, receipts, submissions, undoings
from master.views import Receipt, SubmissionInfo, Undoing
from schemas.layout import Layout
from vocabulary.codes import IgnoredReason, Outcome, Severity
from vocabulary.findings import Finding, IgnoredRow


def list_submissions(connection: Connection, as_of: dt.date | None, unit: str | None) -> list[SubmissionInfo]:
    """Submissions received until a day, refused and undone ones included, newest first; a file that brought
    several ledgers is listed once.

    With a unit: those it sent, that were declared as its own, or that carry rows of it.
    """
    columns = submissions.c
    query = select(submissions, FIRST_RECEIVED.label("first"), undoings.c.undone_at).outerjoin(
        undoings, undoings.c.submission_id == columns.id
    )
    query = query.where(~exists().where(receipts.c.submission_id == columns.id, receipts.c.outcome == PART))
    if as_of is not None:
        query = query.where(end_of(as_of) >= FIRST_RECEIVED)
    if unit is not None:
        covered = exists().where(coverage.c.submission_id == columns.id, coverage.c.unit == unit)
        query = query.where((columns.sender == unit) | (columns.declared_unit == unit) | covered)
    found = [
        SubmissionInfo(
            id=row.id,
            sha256=row.sha256,
            file_name=row.file_name,
            size=row.size,
            ledger_kind=row.ledger_kind,
            sender=row.sender,
            collected=bool(row.collected),
            series=row.series,
            received_at=moment(row.first),
            imported_at=moment(row.imported_at),
            sent_by=row.sent_by,
            outcome=member(Outcome, row.outcome),
            refusal_code=row.refusal_code,
            refusal_message=row.refusal_message,
            version=row.version,
            supersedes=row.supersedes,
            n_rows=row.n_rows,
            n_findings=row.n_findings,
            plan_year=row.plan_year,
            counts={
                name: getattr(row, name) for name in ("new", "changed", "unchanged", "withdrawn", "held")
            },
            undone_at=moment(row.undone_at) if row.undone_at else None,
        )
        for row in connection.execute(query)
    ]
    return sorted(found, key=lambda one: (one.received_at, one.id), reverse=True)


def load_layouts(connection: Connection, submission_ids: Iterable[int]) -> dict[int, Layout]:
    """In which cells the fields of submissions stood."""
    columns = submissions.c
    return {
        row.id: Layout.of(row.layout)
        for chunk in chunks(submission_ids)
        for row in connection.execute(select(columns.id, columns.layout).where(columns.id.in_(chunk)))
    }


def list_receipts(connection: Connection, sha256: str | None, as_of: dt.date | None) -> list[Receipt]:
    """Arrivals received until a day, of one file if its hash is given, in the order of import."""
    columns = receipts.c
    query = select(receipts).where(columns.outcome != PART).order_by(columns.id)
    if sha256 is not None:
        query = query.where(columns.sha256 == sha256)
    if as_of is not None:
        query = query.where(columns.received_at <= end_of(as_of))
    return [
        Receipt(
            row.sha256,
            row.file_name,
            moment(row.received_at),
            moment(row.imported_at),
            row.sent_by,
            row.declared_unit,
            member(Outcome, row.outcome),
            row.submission_id,
        )
        for row in connection.execute(query)
    ]


def load_findings(connection: Connection, submission_ids: Sequence[int]) -> list[Finding]:
    """What was said about submissions, in the order it was said."""
    columns = findings.c
    query = (
        select(
            columns.sheet,
            columns.cell,
            columns.excel_row,
            columns.field,
            columns.rule,
            columns.severity,
            columns.found,
            columns.message,
            columns.suggestion,
            columns.trial,
        )
        .where(columns.submission_id.in_(submission_ids))
        .order_by(columns.submission_id, columns.seq)
    )
    return [
        Finding(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            member(Severity, row[5]),
            row[6],
            row[7],
            row[8],
            bool(row[9]),
        )
        for row in connection.execute(query)
    ]


def load_undoings(connection: Connection, submission_ids: Iterable[int]) -> dict[int, Undoing]:
    """Which of some submissions were taken back."""
    return {
        row.submission_id: Undoing(moment(row.undone_at), row.undone_by, row.reason)
        for chunk in chunks(submission_ids)
        for row in connection.execute(select(undoings).where(undoings.c.submission_id.in_(chunk)))
    }


def load_ignored(connection: Connection, submission_ids: Sequence[int]) -> list[IgnoredRow]:
    """The rows of submissions that are not ledger content."""
    columns = ignored_rows.c
    query = (
        select(columns.sheet, columns.excel_row, columns.reason, columns.text)
        .where(columns.submission_id.in_(submission_ids))
        .order_by(columns.submission_id, columns.seq)
    )
    return [
        IgnoredRow(row[0], row[1], member(IgnoredReason, row[2]), row[3]) for row in connection.execute(query)
    ]


def load_original(connection: Connection, sha256: str) -> bytes | None:
    """The bytes as sent, None where they were never kept."""
    content = connection.execute(
        select(originals.c.content).where(originals.c.sha256 == sha256)
    ).scalar_one_or_none()
    return None if content is None else bytes(content)
