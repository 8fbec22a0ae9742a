"""The state some units were in just before a moment: what a new submission is compared with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from master.loading import chunks, load_appearances, load_known
from master.records import Prior, PriorRow, SeenRow, TriedSubmission
from master.row_columns import load_records
from master.statements import Driver, marks
from master.timeline import (
    ROWS_PER_SUBMISSION,
    Appearance,
    ItemState,
    Known,
    in_order,
    known_by,
    states,
    submission_of,
)
from schemas.records import RowRecord

_AFTER_ALL = 1 << 36
"""Above the number of any submission that is stored: what is only tried comes last."""

_LATEST = "SELECT unit, MAX(submission_id) FROM coverage WHERE ledger_kind = ?"


def latest_submissions(driver: Driver, kind: str, units: Iterable[str]) -> dict[str, int]:
    """For each unit that has any: the last submission imported that carries its rows."""
    return {
        unit: last
        for chunk in chunks(units)
        for unit, last in driver.all(f"{_LATEST} AND unit IN ({marks(chunk)}) GROUP BY unit", (kind, *chunk))
    }


def load_prior(
    driver: Driver,
    kind: str,
    units: Sequence[str],
    received_at: str,
    tried: Sequence[TriedSubmission] = (),
) -> Prior:
    """The items of the units as they stood when something received at that stamp arrives.

    Submissions that were undone meanwhile are left out, also when they were undone after the stamp:
    the new file is to be compared with what is held to be true. ``tried`` are taken to have arrived at the stamp.
    """
    ((revision,),) = driver.all("SELECT revision FROM counters")
    latest = latest_submissions(driver, kind, units)
    if not latest and not tried:
        return Prior([], {}, revision)
    there = sorted(latest)
    known = {
        key: submission
        for key, submission in known_by(load_known(driver, kind, there), None).items()
        if submission.received_at <= received_at
    }
    as_if = {_AFTER_ALL + place: one for place, one in enumerate(tried)}
    known |= {submission: Known(one.series, received_at, None) for submission, one in as_if.items()}
    appearances = [*load_appearances(driver, kind, there), *_appearances(as_if, units)]
    found = states(appearances, known)
    # Ties between equally similar texts are decided by where an item was last seen.
    rank = {row.row_id: place for place, row in enumerate(in_order((one.seen for one in found), known))}
    found.sort(key=lambda state: rank[state.seen.row_id])
    wanted = {row.row_id for state in found for row in (state.row, state.seen) if row}
    records = {
        row_id: as_if[submission_of(row_id)].rows[row_id % ROWS_PER_SUBMISSION]
        for row_id in wanted
        if row_id >= _AFTER_ALL * ROWS_PER_SUBMISSION
    }
    records |= load_records(driver, wanted - records.keys())
    keys = {item: key for one in tried for item, key in one.keys.items()}
    keys |= _item_keys(driver, {state.item for state in found} - keys.keys())
    rows = [
        _prior_row(
            state,
            records,
            keys[state.item],
            known[submission_of(state.row.row_id)].series if state.row else "",
        )
        for state in found
    ]
    return Prior(rows, latest, revision)


def _appearances(as_if: Mapping[int, TriedSubmission], units: Collection[str]) -> Iterator[Appearance]:
    for submission, one in as_if.items():
        for place, (row, item, digest) in enumerate(zip(one.rows, one.items, one.hashes, strict=True)):
            if row.unit in units:
                row_id = submission * ROWS_PER_SUBMISSION + place
                yield Appearance(row_id, row.unit, item, row.expanded, row.merged, digest, row.point,
                                 row.status, row.task_id)  # fmt: skip


def _prior_row(
    state: ItemState,
    records: dict[int, RowRecord],
    key: tuple[str | None, int],
    series: str,
) -> PriorRow:
    seen, row = records[state.seen.row_id], state.row
    return PriorRow(
        item=state.item,
        task_id=key[0],
        ordinal=key[1],
        seen=seen_row(seen),
        record=records[row.row_id] if row else None,
        content_hash=row.content_hash if row else 0,
        series=series,
        withdrawn=state.withdrawn,
    )


def seen_row(record: RowRecord) -> SeenRow:
    """What identity is told from, of a record."""
    return SeenRow(record.unit, record.task_id, record.point, record.task, record.expanded)


def _item_keys(driver: Driver, ids: Iterable[int]) -> dict[int, tuple[str | None, int]]:
    return {
        item: (task_id, ordinal)
        for chunk in chunks(ids)
        for item, task_id, ordinal in driver.all(
            f"SELECT id, task_id, ordinal FROM items WHERE id IN ({marks(chunk)})", chunk
        )
    }
