"""Reading what the state is told from: submissions with their times, appearances, identities.

Spoken to the driver directly, like the merge itself: it happens within every merge of a known unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import func, select

from master.statements import Driver, marks
from master.tables import receipts, submissions
from master.timeline import Appearance, Known
from vocabulary.codes import Outcome

T = TypeVar("T")

VALID = (Outcome.ACCEPTED.value, Outcome.NEEDS_CORRECTION.value)
"""Outcomes of submissions whose rows are in the master."""

IN_LIST = 2_000
"""How many values one IN list holds; both databases allow several times as many."""

FIRST_RECEIVED = (
    select(func.min(receipts.c.received_at))
    .where(receipts.c.submission_id == submissions.c.id)
    .correlate(submissions)
    .scalar_subquery()
)
"""The earliest arrival of a submission's bytes: a duplicate that was received earlier dates it back."""

_KNOWN = """
    SELECT s.id, s.series, (SELECT MIN(r.received_at) FROM receipts r WHERE r.submission_id = s.id), u.undone_at
    FROM submissions s LEFT JOIN undoings u ON u.submission_id = s.id
    WHERE s.outcome IN (?, ?) AND s.ledger_kind = ?"""
_COVERING = " AND s.id IN (SELECT c.submission_id FROM coverage c WHERE c.ledger_kind = ?"
_APPEARANCES = """
    SELECT id, unit, item_id, expanded, merged, content_hash, point, status, task_id
    FROM ledger_rows WHERE ledger_kind = ?"""
_IDENTITIES = "SELECT row_id, item_id FROM reassignments WHERE ledger_kind = ?"
_LINKS = """
    SELECT l.from_item, l.to_item, l.linked_at, u.undone_at
    FROM item_links l LEFT JOIN link_undoings u ON u.link_id = l.id ORDER BY l.id"""


def chunks(values: Iterable[T], size: int = IN_LIST) -> Iterator[list[T]]:
    """The values in lists of at most ``size``."""
    iterator = iter(values)
    while chunk := list(islice(iterator, size)):
        yield chunk


def load_known(driver: Driver, kind: str, units: Sequence[str] | None = None) -> dict[int, Known]:
    """Every valid submission of a ledger kind, undone ones included; of some units only if given."""
    if units is None:
        rows = driver.all(_KNOWN, (*VALID, kind))
    else:
        rows = [
            row
            for chunk in chunks(units)
            for row in driver.all(
                f"{_KNOWN}{_COVERING} AND c.unit IN ({marks(chunk)}))", (*VALID, kind, kind, *chunk)
            )
        ]
    return {row[0]: Known(*row[1:]) for row in rows}


def load_appearances(
    driver: Driver,
    kind: str,
    units: Sequence[str] | None = None,
    *,
    linked_by: str | None = None,
) -> list[Appearance]:
    """Every row of a ledger kind, with the identity it has now and the links made until a stamp."""
    return linked(load_unlinked(driver, kind, units), load_links(driver, linked_by))


def load_unlinked(driver: Driver, kind: str, units: Sequence[str] | None = None) -> list[Appearance]:
    """Every row of a ledger kind, with the identity it has now, before any link."""
    rows = [Appearance(*row) for row in _of_units(driver, _APPEARANCES, kind, units)]
    moved = load_identities(driver, kind, units)
    if moved:
        rows = [row._replace(item=moved.get(row.row_id, row.item)) for row in rows]
    return rows


def linked(rows: list[Appearance], links: Mapping[int, int]) -> list[Appearance]:
    """The rows with the items that stand for theirs."""
    return [row._replace(item=links.get(row.item, row.item)) for row in rows] if links else rows


def load_identities(driver: Driver, kind: str, units: Sequence[str] | None) -> dict[int, int]:
    """Rows whose identity was told anew: row id to item, by the newest word."""
    return dict(_of_units(driver, _IDENTITIES, kind, units, " ORDER BY id"))


def load_links(driver: Driver, until: str | None = None) -> dict[int, int]:
    """Items that a person said are the same as another, to the item that stands for them.

    As in force at a stamp; None: now.
    """
    target: dict[int, int] = {}
    for from_item, to_item, linked_at, undone_at in driver.all(_LINKS):
        if undone_at is not None and (until is None or undone_at <= until):
            continue
        if until is not None and linked_at > until:
            continue
        start, end = _end(target, from_item), _end(target, to_item)
        if start != end:
            target[start] = end
    return {item: _end(target, item) for item in target}


def _of_units(
    driver: Driver,
    sql: str,
    kind: str,
    units: Sequence[str] | None,
    tail: str = "",
) -> list[tuple[Any, ...]]:
    if units is None:
        return driver.all(sql + tail, (kind,))
    return [
        row
        for chunk in chunks(units)
        for row in driver.all(f"{sql} AND unit IN ({marks(chunk)}){tail}", (kind, *chunk))
    ]


def _end(target: dict[int, int], item: int) -> int:
    while item in target:
        item = target[item]
    return item
