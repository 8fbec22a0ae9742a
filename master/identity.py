"""Giving rows their items while a submission is merged.

Usually consolidation has said it all. Two things it cannot know: an item that exists but does not
count now (its submission was undone), and what a file that arrives late changes for the newer ones.
In the second case the unit's whole history is recognised anew, in the order of receipt, so that the
master is the same whatever the order of import.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from master.loading import chunks, load_identities, load_known
from master.prior import seen_row
from master.records import Consolidation, Consolidator, NewItem, PreparedSubmission, SeenRow, stamp
from master.statements import Driver, insert_sql, marks
from master.tables import items, reassignments
from master.timeline import ROWS_PER_SUBMISSION, known_by, submission_of

_REASSIGNMENT = insert_sql(reassignments, ("row_id", "item_id", "unit", "ledger_kind", "cause"))
_ITEM = insert_sql(items, ("id", "ledger_kind", "unit", "task_id", "ordinal"))
_ITEMS_OF_UNIT = (
    "SELECT id, task_id, ordinal FROM items WHERE unit = ? AND ledger_kind = ? AND task_id IS NOT NULL"
)

_SEEN_ROWS = "SELECT id, item_id, unit, task_id, point, task, expanded FROM ledger_rows WHERE ledger_kind = ?"

Key = tuple[str | None, int]


class Standing(NamedTuple):
    """Where the units of a submission stand: whether any was seen before, and whether any has newer rows."""

    fresh: bool
    late: bool


class Reassignment(NamedTuple):
    """A stored row that turns out to be another item's."""

    row_id: int
    item: int
    unit: str


class Placed(NamedTuple):
    """The items of a submission's rows, those to be created, stored rows that move, the last number given out."""

    items: tuple[int, ...]
    created: list[tuple[int, NewItem]]
    reassigned: list[Reassignment]
    last_item: int


class _Seen(NamedTuple):
    """A row in a unit's history; ``item`` is None for a row that is being merged."""

    received_at: str
    row_id: int
    item: int | None
    row: SeenRow


def place(
    driver: Driver,
    prepared: PreparedSubmission,
    found: Consolidation,
    last_item: int,
    standing: Standing,
    consolidator: Consolidator | None,
) -> Placed:
    """The items of the rows that are being merged."""
    kind, rows = prepared.ledger.ledger_kind or "", prepared.ledger.rows
    if standing.late and consolidator is not None:
        received = stamp(prepared.delivery.received_at)
        units = sorted({row.unit for row in rows})
        after_all = (max(known_ids) + 1) if (known_ids := load_known(driver, kind, units)) else 1
        new = [
            _Seen(received, after_all * ROWS_PER_SUBMISSION + place, None, seen_row(row))
            for place, row in enumerate(rows)
        ]
        history = [*_history(driver, kind, units), *new]
        if not _is_plain(history):
            told, placed = _tell(driver, kind, history, last_item, consolidator)
            return placed._replace(items=tuple(told[seen.row_id] for seen in new))
    return _as_consolidated(driver, kind, found, last_item, fresh=standing.fresh)


def identify_again(
    driver: Driver,
    kind: str,
    units: Sequence[str],
    cause: int,
    last_item: int,
    consolidator: Consolidator | None,
) -> int:
    """Recognise the units' stored rows anew after a submission was dated back; the last item number."""
    history = _history(driver, kind, units)
    if consolidator is None or _is_plain(history):
        return last_item
    _, placed = _tell(driver, kind, history, last_item, consolidator)
    driver.insert(_ITEM, [(item, kind, *new) for item, new in placed.created])
    insert_reassignments(driver, placed.reassigned, kind, cause)
    return placed.last_item


def insert_reassignments(driver: Driver, moved: Iterable[Reassignment], kind: str, cause: int) -> None:
    """Write down which stored rows changed their item, and the submission that made it so."""
    driver.insert(_REASSIGNMENT, [(row_id, item, unit, kind, cause) for row_id, item, unit in moved])


def _as_consolidated(
    driver: Driver, kind: str, found: Consolidation, last_item: int, *, fresh: bool
) -> Placed:
    created: list[tuple[int, NewItem]] = []
    number: list[int] = []
    existing: dict[str, dict[Key, int]] = {}
    for new in found.new_items:
        item = None
        # Rows of nobody known are no unit's, so that nothing says whether some came before.
        if new.task_id is not None and not (fresh and new.unit):
            if new.unit not in existing:
                existing[new.unit] = _keyed_items(driver, kind, new.unit)
            item = existing[new.unit].get((new.task_id, new.ordinal))
        if item is None:
            last_item += 1
            item = last_item
            created.append((item, new))
        number.append(item)
    return Placed(
        tuple(item if item > 0 else number[-item - 1] for item in found.items), created, [], last_item
    )


def _tell(
    driver: Driver,
    kind: str,
    history: list[_Seen],
    last_item: int,
    consolidator: Consolidator,
) -> tuple[dict[int, int], Placed]:
    told: dict[int, int] = {}
    created: list[tuple[int, NewItem]] = []
    history.sort(key=lambda seen: (seen.row.unit, seen.received_at, seen.row_id))
    for unit, of_unit in groupby(history, key=lambda seen: seen.row.unit):
        rows = list(of_unit)
        batches = [list(batch) for _, batch in groupby(rows, key=lambda seen: submission_of(seen.row_id))]
        tokens = consolidator.identify([[seen.row for seen in batch] for batch in batches])
        keys = [key for batch in tokens for key in batch]
        item_of = _kept_items(rows, keys, _keyed_items(driver, kind, unit))
        for seen, key in zip(rows, keys, strict=True):
            if key not in item_of:
                last_item += 1
                item_of[key] = last_item
                created.append((last_item, NewItem(unit, key[0], key[1] if key[0] else 0)))
            told[seen.row_id] = item_of[key]
    moved = [
        Reassignment(seen.row_id, told[seen.row_id], seen.row.unit)
        for seen in history
        if seen.item is not None and seen.item != told[seen.row_id]
    ]
    return told, Placed((), created, moved, last_item)


def _kept_items(rows: Sequence[_Seen], keys: Sequence[Key], keyed: dict[Key, int]) -> dict[Key, int]:
    """The items that exist already for the told identities: as few stored rows as possible move."""
    item_of = dict(keyed)
    used = set(keyed.values())
    for seen, key in zip(rows, keys, strict=True):
        if key[0] is None and key not in item_of and seen.item is not None and seen.item not in used:
            item_of[key] = seen.item
            used.add(seen.item)
    return item_of


def _keyed_items(driver: Driver, kind: str, unit: str) -> dict[Key, int]:
    return {(task_id, ordinal): item for item, task_id, ordinal in driver.all(_ITEMS_OF_UNIT, (unit, kind))}


def _history(driver: Driver, kind: str, units: Sequence[str]) -> list[_Seen]:
    known = known_by(load_known(driver, kind, units), None)
    moved = load_identities(driver, kind, units)
    rows = [
        row
        for chunk in chunks(units)
        for row in driver.all(f"{_SEEN_ROWS} AND unit IN ({marks(chunk)})", (kind, *chunk))
    ]
    return [
        _Seen(known[submission_of(row[0])].received_at, row[0], moved.get(row[0], row[1]), SeenRow(*row[2:]))
        for row in rows
        if submission_of(row[0]) in known
    ]


def _is_plain(history: Iterable[_Seen]) -> bool:
    """Whether every row has a task id of its own in its submission, so that identity needs no text."""
    counts = Counter(
        (submission_of(seen.row_id), seen.row.unit, seen.row.task_id, seen.row.expanded) for seen in history
    )
    return all(key[2] is not None and n == 1 for key, n in counts.items())
