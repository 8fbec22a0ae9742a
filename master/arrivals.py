"""Files as they arrive: receipts, submissions and their place in a series, bytes seen before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from master.loading import VALID, chunks
from master.records import PreparedSubmission, PriorSubmission, moment, stamp
from master.statements import Driver, insert_sql, marks
from master.tables import receipts, submissions
from schemas.kinds import ledger_kinds

_SUBMISSION = insert_sql(submissions)
_RECEIPT = insert_sql(
    receipts,
    (
        "sha256",
        "file_name",
        "received_at",
        "imported_at",
        "sent_by",
        "declared_unit",
        "outcome",
        "submission_id",
    ),
)
_SAME_BYTES = """
    SELECT s.id, (SELECT MIN(r.received_at) FROM receipts r WHERE r.submission_id = s.id), s.ledger_kind
    FROM submissions s LEFT JOIN undoings u ON u.submission_id = s.id
    WHERE s.sha256 = ? AND s.outcome IN (?, ?) AND u.submission_id IS NULL"""
_OF_SAME_BYTES = """
    SELECT s.id, (SELECT MIN(r.received_at) FROM receipts r WHERE r.submission_id = s.id), s.ledger_kind,
        EXISTS (SELECT 1 FROM receipts r WHERE r.submission_id = s.id AND r.outcome = ?)
    FROM submissions s JOIN submissions one ON one.sha256 = s.sha256
    WHERE one.id = ? AND s.outcome IN (?, ?) ORDER BY s.id"""
_SERIES = """
    SELECT s.id, s.version, s.received_at, u.submission_id
    FROM submissions s LEFT JOIN undoings u ON u.submission_id = s.id
    WHERE s.series = ? AND s.outcome IN (?, ?)"""


_COUNTING = """
    SELECT s.id, s.sha256, s.file_name, (SELECT MIN(r.received_at) FROM receipts r WHERE r.submission_id = s.id),
        s.imported_at, s.version, s.series
    FROM submissions s LEFT JOIN undoings u ON u.submission_id = s.id
    WHERE s.outcome IN (?, ?) AND u.submission_id IS NULL"""


PART = "part"
"""What a receipt says instead of an outcome when it is that of a further ledger of a file: the arrival is
listed with the file's first ledger, whose submission comes just before."""


class Earlier(NamedTuple):
    """A submission of the same bytes that counts: its id, the stamp of its earliest arrival, its kind."""

    id: int
    received_at: str
    ledger_kind: str


def same_bytes(driver: Driver, sha256: str, kind: str | None) -> Earlier | None:
    """The submission that brought these bytes, unless it was refused or undone."""
    where, codes = _read_alike(kind)
    found = driver.all(f"{_SAME_BYTES}{where} ORDER BY s.id LIMIT 1", (sha256, *VALID, *codes))
    return Earlier(*found[0]) if found else None


def file_of(driver: Driver, submission: int) -> list[Earlier]:
    """All submissions that were stored with one, itself included: a file's first ledger, then its parts."""
    files: list[list[Earlier]] = []
    for key, received_at, kind, is_part in driver.all(_OF_SAME_BYTES, (PART, submission, *VALID)):
        if not is_part:
            files.append([])
        files[-1].append(Earlier(key, received_at, kind))
    return next((file for file in files if any(one.id == submission for one in file)), [])


def parts_of(driver: Driver, submission: int) -> list[Earlier]:
    """The further ledgers of the file whose first ledger a submission is."""
    return file_of(driver, submission)[1:]


def _read_alike(kind: str | None) -> tuple[str, tuple[str, ...]]:
    """Bytes that were read as a kind somebody asked for are not what their own headings say they are: last
    year's ledger, refused among this year's, is still to be loaded for a 回头看."""
    asked = tuple(sorted(code for code, one in ledger_kinds().items() if one.asked_only))
    if kind in asked:
        return " AND s.ledger_kind = ?", (kind or "",)
    return f" AND s.ledger_kind NOT IN ({marks(asked)})", asked


def units_of(driver: Driver, submission: int) -> list[str]:
    """The units whose rows a submission carries."""
    return [
        unit for (unit,) in driver.all("SELECT unit FROM coverage WHERE submission_id = ?", (submission,))
    ]


def place_in_series(driver: Driver, prepared: PreparedSubmission) -> tuple[int, int | None]:
    """The next version of the series, and the submission this one supersedes.

    Versions count imports, undone ones included, so that a number is never given twice.
    """
    received = stamp(prepared.delivery.received_at)
    others = driver.all(_SERIES, (prepared.series, *VALID))
    version = 1 + max((version for _, version, _, _ in others), default=0)
    before = [(at, key) for key, _, at, undone in others if undone is None and at <= received]
    return version, max(before)[1] if before else None


def insert_submission(
    driver: Driver,
    submission: int,
    prepared: PreparedSubmission,
    version: int,
    supersedes: int | None,
    counts: Mapping[str, int],
    *,
    is_part: bool = False,
) -> None:
    """Write the submission and the receipt of its arrival."""
    ledger, delivery, refusal = prepared.ledger, prepared.delivery, prepared.ledger.refusal
    driver.run(
        _SUBMISSION,
        (
            submission,
            ledger.sha256,
            ledger.file_name,
            ledger.size,
            ledger.ledger_kind,
            ledger.sender,
            ledger.collected,
            prepared.series,
            stamp(delivery.received_at),
            stamp(delivery.imported_at),
            delivery.sent_by,
            delivery.declared_unit,
            str(prepared.outcome),
            str(refusal.code) if refusal else None,
            refusal.message if refusal else None,
            version,
            supersedes,
            counts["new"],
            counts["changed"],
            counts["unchanged"],
            counts["withdrawn"],
            counts["held"],
            len(ledger.rows),
            len(ledger.findings),
            prepared.plan_year,
            ledger.layout.text() if ledger.layout.columns else None,
        ),
    )
    insert_receipt(driver, prepared, submission, PART if is_part else prepared.outcome)


def insert_receipt(driver: Driver, prepared: PreparedSubmission, submission: int, outcome: str) -> None:
    """Note one arrival."""
    driver.run(_RECEIPT, _receipt(prepared, submission, outcome))


def insert_receipts(driver: Driver, arrived: Iterable[tuple[PreparedSubmission, int]], outcome: str) -> None:
    """Note many arrivals, each with the submission its bytes stand in."""
    driver.insert(_RECEIPT, [_receipt(prepared, submission, outcome) for prepared, submission in arrived])


def _receipt(prepared: PreparedSubmission, submission: int, outcome: str) -> tuple[object, ...]:
    ledger, delivery = prepared.ledger, prepared.delivery
    return (
        ledger.sha256,
        ledger.file_name,
        stamp(delivery.received_at),
        stamp(delivery.imported_at),
        delivery.sent_by,
        delivery.declared_unit,
        str(outcome),
        submission,
    )


def stored_once(driver: Driver, shas: Iterable[str]) -> bool:
    """Whether none of the bytes stands in several submissions: further ledgers of a file, or an import undone."""
    return not any(
        driver.all(
            f"SELECT 1 FROM submissions WHERE sha256 IN ({marks(chunk)}) GROUP BY sha256 HAVING COUNT(*) > 1",
            chunk,
        )
        for chunk in chunks(shas)
    )


def prior_submissions(driver: Driver, shas: Iterable[str], kind: str | None) -> dict[str, PriorSubmission]:
    """Which of the bytes were imported before as such a kind, neither refused nor undone."""
    where, codes = _read_alike(kind)
    rows = [
        row
        for chunk in chunks(shas)
        for row in driver.all(
            f"{_COUNTING} AND s.sha256 IN ({marks(chunk)}){where} ORDER BY s.id", (*VALID, *chunk, *codes)
        )
    ]
    newest: dict[str, tuple[str, int]] = {}
    for chunk in chunks({row[-1] for row in rows}):
        for row in driver.all(f"{_COUNTING} AND s.series IN ({marks(chunk)})", (*VALID, *chunk)):
            newest[row[-1]] = max(newest.get(row[-1], ("", 0)), (row[3], row[0]))
    # Of a file's ledgers the first speaks for it.
    return {
        sha256: PriorSubmission(
            key, sha256, name, moment(first), moment(imported), version, counts=newest[series][1] == key
        )
        for key, sha256, name, first, imported, version, series in reversed(rows)
    }
