"""Merging one submission: everything it brings, in one transaction, or nothing.

The counters row is read under a lock first, so that submissions are merged one after the other
whatever the number of processes, and what was prepared against an older state is noticed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from master import arrivals, identity
from master.counters import NO_COUNTS, Counters, read_counters, write_counters
from master.duplicates import duplicate
from master.errors import StalePreparationError
from master.prior import load_prior
from master.records import (
    Consolidator,
    PreparedSubmission,
    StoredSubmission,
    stamp,
)
from master.row_columns import ROW_COLUMNS, as_columns
from master.statements import Driver, insert_sql
from master.summaries import NO_POINT, NO_STATUS, insert_counts, refresh
from master.tables import coverage, doubtful_matches, findings, ignored_rows, items, ledger_rows, originals
from master.timeline import ROWS_PER_SUBMISSION

_ORIGINAL = insert_sql(originals, ("sha256", "size", "content"), or_ignore=True)
_COVERAGE = insert_sql(coverage, ("submission_id", "unit", "ledger_kind", "received_at", "n_rows", "n_valid"))
_ITEM = insert_sql(items, ("id", "ledger_kind", "unit", "task_id", "ordinal"))
_ROW = insert_sql(ledger_rows, ROW_COLUMNS)
_FINDING = insert_sql(findings)
_IGNORED = insert_sql(ignored_rows)
_DOUBTFUL = insert_sql(doubtful_matches)


def merge_one(
    driver: Driver,
    prepared: PreparedSubmission,
    consolidator: Consolidator | None,
) -> StoredSubmission:
    """Store one file's submission, and those of its parts, in the open transaction of the connection."""
    counters = read_counters(driver)
    earlier = arrivals.same_bytes(driver, prepared.ledger.sha256, prepared.ledger.ledger_kind)
    if earlier is not None:
        return duplicate(driver, counters, prepared, earlier, consolidator)
    if prepared.consolidation is None:
        return _refused(driver, counters, prepared)
    stored = _counted(driver, counters, prepared, consolidator)
    if not prepared.parts:
        return stored
    parts = [
        _counted(driver, read_counters(driver), part, consolidator, is_part=True) for part in prepared.parts
    ]
    return stored._replace(revision=parts[-1].revision, parts=tuple(parts))


def _counted(
    driver: Driver,
    counters: Counters,
    prepared: PreparedSubmission,
    consolidator: Consolidator | None,
    *,
    is_part: bool = False,
) -> StoredSubmission:
    """Store one ledger that has rows to count."""
    kind = prepared.ledger.ledger_kind or ""
    # Rows of which nobody can say whose they are belong to no unit's story.
    units = Counter(row.unit for row in prepared.ledger.rows if row.unit)
    standing, stale = _standing(driver, counters, prepared, kind, units)
    if stale:
        prepared = _again(driver, prepared, consolidator, kind, list(units))
    return _merged(driver, counters, prepared, consolidator, standing, units, is_part=is_part)


def _standing(
    driver: Driver,
    counters: Counters,
    prepared: PreparedSubmission,
    kind: str,
    units: Mapping[str, int],
) -> tuple[identity.Standing, bool]:
    received, fresh, late = stamp(prepared.delivery.received_at), True, False
    stale = counters.rethought > prepared.revision
    for unit in units:
        ((last, newest),) = driver.all(
            "SELECT MAX(submission_id), MAX(received_at) FROM coverage WHERE unit = ? AND ledger_kind = ?",
            (unit, kind),
        )
        if last is not None:
            fresh, late = False, late or newest > received
        stale = stale or (last or 0) != prepared.latest.get(unit, 0)
    return identity.Standing(fresh, late), stale and not fresh


def _again(
    driver: Driver,
    prepared: PreparedSubmission,
    consolidator: Consolidator | None,
    kind: str,
    units: list[str],
) -> PreparedSubmission:
    if consolidator is None:
        raise StalePreparationError("这些单位的数据刚刚有了更新，请重新比对后再入库。")
    prior = load_prior(driver, kind, units, stamp(prepared.delivery.received_at))
    return consolidator.again(prepared, prior)


def _merged(
    driver: Driver,
    counters: Counters,
    prepared: PreparedSubmission,
    consolidator: Consolidator | None,
    standing: identity.Standing,
    units: Mapping[str, int],
    *,
    is_part: bool,
) -> StoredSubmission:
    found = prepared.consolidation
    assert found is not None
    ledger, submission, kind = prepared.ledger, counters.submission + 1, prepared.ledger.ledger_kind or ""
    if len(ledger.rows) >= ROWS_PER_SUBMISSION:
        raise ValueError("a submission holds fewer than 2**24 rows")
    version, supersedes = arrivals.place_in_series(driver, prepared)
    arrivals.insert_submission(
        driver, submission, prepared, version, supersedes, found.counts, is_part=is_part
    )
    _insert_original(driver, prepared)
    placed = identity.place(driver, prepared, found, counters.item, standing, consolidator)
    driver.insert(_ITEM, [(item, kind, *new) for item, new in placed.created])
    first = submission * ROWS_PER_SUBMISSION
    copy_keys = ledger.copy_keys or (None,) * len(ledger.rows)
    driver.insert(
        _ROW,
        as_columns(first, submission, placed.items, kind, found.hashes, ledger.rows, copy_keys),
    )
    identity.insert_reassignments(driver, placed.reassigned, kind, submission)
    _insert_remarks(driver, submission, prepared, units, kind)
    doubtful = tuple(
        (placed.items[row], candidate, score)
        for row, candidate, score in found.doubtful
        if placed.items[row] != candidate
    )
    driver.insert(_DOUBTFUL, [(submission, *doubt) for doubt in doubtful])
    _refresh_summaries(driver, prepared, placed.items, standing, kind, list(units))
    after = Counters(
        counters.revision + 1,
        submission,
        placed.last_item,
        counters.rethought,
        max(counters.newest, stamp(prepared.delivery.received_at)),
    )
    write_counters(driver, after)
    return StoredSubmission(
        submission,
        prepared.outcome,
        version,
        supersedes,
        dict(found.counts),
        after.revision,
        doubtful=doubtful,
        late=standing.late,
        consolidation=found,
    )


def _insert_original(driver: Driver, prepared: PreparedSubmission) -> None:
    if prepared.content is not None:
        driver.run(_ORIGINAL, (prepared.ledger.sha256, len(prepared.content), prepared.content))


def _insert_remarks(
    driver: Driver,
    submission: int,
    prepared: PreparedSubmission,
    units: Mapping[str, int],
    kind: str,
) -> None:
    ledger, received = prepared.ledger, stamp(prepared.delivery.received_at)
    valid = Counter(row.unit for row in ledger.rows if row.merged and not row.expanded)
    driver.insert(
        _COVERAGE, [(submission, unit, kind, received, n, valid[unit]) for unit, n in units.items()]
    )
    if ledger.findings:
        driver.insert(
            _FINDING, [(submission, seq, *_plain(finding)) for seq, finding in enumerate(ledger.findings)]
        )
    if ledger.ignored:
        driver.insert(_IGNORED, [(submission, seq, *_plain(row)) for seq, row in enumerate(ledger.ignored)])


def _plain(values: tuple[Any, ...]) -> list[Any]:
    """Enumeration members as their text: psycopg looks at the exact type."""
    return [str(value) if isinstance(value, str) else value for value in values]


def _refresh_summaries(
    driver: Driver,
    prepared: PreparedSubmission,
    item_ids: tuple[int, ...],
    standing: identity.Standing,
    kind: str,
    units: list[str],
) -> None:
    rows = prepared.ledger.rows
    if not standing.fresh or len(set(item_ids)) < len(rows):
        refresh(driver, kind, units)
        return
    # Nothing was known of these units: what stands is what this submission says.
    counted = Counter(
        (row.unit, row.point or NO_POINT, row.status or NO_STATUS) for row in rows if row.merged
    )
    insert_counts(driver, kind, [(*place, n, 0) for place, n in counted.items()])


def _refused(driver: Driver, counters: Counters, prepared: PreparedSubmission) -> StoredSubmission:
    submission = counters.submission + 1
    arrivals.insert_submission(driver, submission, prepared, 0, None, NO_COUNTS)
    _insert_original(driver, prepared)
    write_counters(driver, counters._replace(revision=counters.revision + 1, submission=submission))
    return StoredSubmission(submission, prepared.outcome, 0, None, dict(NO_COUNTS), counters.revision + 1)
