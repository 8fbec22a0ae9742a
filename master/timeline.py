"""What counted when: the state of items on a day, told from all their appearances. Pure, no SQL.

A unit's own row beats one expanded from a group, whatever their times; among equals the last received
counts, then the last imported. An item is withdrawn when the newest submission of the series its
counting row came from carries other rows of its unit but not this item. A row that is held back
counts as an appearance: the last valid version stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

ROWS_PER_SUBMISSION = 1 << 24
"""A row's id is its submission's id times this plus its place, so that a submission's rows lie together."""


class Appearance(NamedTuple):
    """One row of one submission, as little of it as the state needs."""

    row_id: int
    unit: str
    item: int
    expanded: bool
    merged: bool
    content_hash: int
    point: int | None
    status: str | None
    task_id: str | None


class Known(NamedTuple):
    """A submission that counts: its series, the stamp of its (earliest) arrival, and of its undoing."""

    series: str
    received_at: str
    undone_at: str | None


class ItemState(NamedTuple):
    """An item on a day: the row that counts, how many contents it had, the row that began the present one.

    ``row`` is None while every appearance was held back; ``seen`` is the first row, held back
    or not, in the last submission it appeared in.
    """

    item: int
    row: Appearance | None
    version: int
    since: int
    withdrawn: bool
    seen: Appearance


def submission_of(row_id: int) -> int:
    """The submission a row id belongs to."""
    return row_id // ROWS_PER_SUBMISSION


def known_by(submissions: Mapping[int, Known], cut: str | None) -> dict[int, Known]:
    """The submissions known at a stamp: received until then and not undone by then. None: all not undone."""
    if cut is None:
        return {key: known for key, known in submissions.items() if known.undone_at is None}
    return {
        key: known
        for key, known in submissions.items()
        if known.received_at <= cut and (known.undone_at is None or known.undone_at > cut)
    }


def _submission_of_row(row: Appearance) -> int:
    return row.row_id // ROWS_PER_SUBMISSION


def states(appearances: Iterable[Appearance], known: Mapping[int, Known]) -> list[ItemState]:
    """The state of every item seen in the known submissions, in the order of their first appearance."""
    by_item: dict[int, list[Appearance]] = defaultdict(list)
    newest: dict[tuple[str, str], int] = {}
    standing: dict[tuple[str, str], set[int]] = {}
    for submission, rows in groupby(in_order(appearances, known), key=_submission_of_row):
        series = known[submission].series
        for row in rows:
            by_item[row.item].append(row)
            place = series, row.unit
            if newest.get(place) != submission:
                newest[place] = submission
                standing[place] = set()
            standing[place].add(row.item)

    def stands(row: Appearance) -> bool:
        return row.item in standing[known[submission_of(row.row_id)].series, row.unit]

    return [_state(rows, stands) for rows in by_item.values()]


def in_order(appearances: Iterable[Appearance], known: Mapping[int, Known]) -> list[Appearance]:
    """The appearances in known submissions, first received first; named rows of a file before expanded ones."""
    received = {key: one.received_at for key, one in known.items()}
    # Row ids are unique, so that sorting never compares the rows themselves.
    placed = [
        (received[submission], submission, row.expanded, row.row_id, row)
        for row in appearances
        if (submission := row.row_id // ROWS_PER_SUBMISSION) in received
    ]
    placed.sort()
    return [row[-1] for row in placed]


def _state(rows: Sequence[Appearance], stands: Callable[[Appearance], bool]) -> ItemState:
    last = rows[-1]
    if len(rows) == 1 and last.merged:
        return ItemState(last.item, last, 1, last.row_id, not stands(last), last)
    newest = submission_of(last.row_id)
    seen = next(row for row in rows if submission_of(row.row_id) == newest)
    valid = [row for row in rows if row.merged]
    if not valid:
        return ItemState(last.item, None, 0, 0, not stands(last), seen)
    own = [row for row in valid if not row.expanded]
    counted = valid
    if own and len(own) < len(valid):
        expanded = next(row for row in reversed(valid) if row.expanded)
        counted = valid[: valid.index(own[0])] + own
        if not stands(own[-1]) and stands(expanded):
            # The unit took its own row back while the collective one still asks it of everybody.
            counted.append(expanded)
    version, since = _runs(counted)
    return ItemState(last.item, counted[-1], version, since, not stands(counted[-1]), seen)


def _runs(rows: Sequence[Appearance]) -> tuple[int, int]:
    """How many times the content changed along the rows, and the row id that began the last run."""
    version, since, content = 0, 0, None
    for row in rows:
        if row.content_hash != content:
            version, since, content = version + 1, row.row_id, row.content_hash
    return version, since
