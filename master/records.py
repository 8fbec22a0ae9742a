"""What goes into the master and what comes out of it: plain tuples, importable without SQLAlchemy.

All times are naive local office times. Units are unit codes.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar

from schemas.records import CheckedLedger, Delivery, RowRecord
from vocabulary.codes import Outcome

E = TypeVar("E", bound=StrEnum)


class Change(StrEnum):
    """What a submitted row does to its item in the master."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    HELD = "held"


class FieldChange(NamedTuple):
    """One field of a row that differs from what the master held, as text."""

    field: str
    old: str
    new: str


class NewItem(NamedTuple):
    """An item to be created. ``ordinal`` tells rows of one unit and task apart, from 0."""

    unit: str
    task_id: str | None
    ordinal: int


class SeenRow(NamedTuple):
    """What identity is told from: the last time an item was seen, or a row that is to be recognised."""

    unit: str
    task_id: str | None
    point: int | None
    task: str
    expanded: bool


class PriorRow(NamedTuple):
    """An item as it stood before a submission.

    ``task_id`` and ``ordinal`` are the item's own key; ``seen`` is its last appearance, held back
    or not; ``record`` the valid row that counts, None where every row so far was held back;
    ``series`` where that row came from.
    """

    item: int
    task_id: str | None
    ordinal: int
    seen: SeenRow
    record: RowRecord | None
    content_hash: int
    series: str
    withdrawn: bool


@dataclass(frozen=True)
class Prior:
    """The state some units were in. ``latest`` names each unit's last submission, ``revision`` the master's."""

    rows: Sequence[PriorRow]
    latest: Mapping[str, int]
    revision: int

    @cached_property
    def _by_unit(self) -> dict[str, list[PriorRow]]:
        found: dict[str, list[PriorRow]] = defaultdict(list)
        for row in self.rows:
            found[row.seen.unit].append(row)
        return found

    def of(self, units: Iterable[str]) -> Prior:
        """The part that concerns some of the units: a whole batch is asked for at once, then divided."""
        wanted = sorted(set(units))
        rows = [row for unit in wanted for row in self._by_unit.get(unit, ())]
        return Prior(rows, {unit: self.latest[unit] for unit in wanted if unit in self.latest}, self.revision)


class TriedSubmission(NamedTuple):
    """A submission that is not stored but taken into account: what the next file of a dry run is compared with.

    ``items`` and ``hashes`` run along the rows; ``keys`` are those of the items the master does not have.
    """

    series: str
    rows: Sequence[RowRecord]
    items: Sequence[int]
    hashes: Sequence[int]
    keys: Mapping[int, tuple[str | None, int]]


class DoubtfulMatch(NamedTuple):
    """Row number ``row`` of the submission became a new item but looks like ``candidate`` (score 0 to 1)."""

    row: int
    candidate: int
    score: float


@dataclass(frozen=True, slots=True)
class Consolidation:
    """Who each row is and what it changes; the sequences run along the submission's rows.

    An item below zero is new: -1 stands for ``new_items[0]``, -2 for ``new_items[1]``. Two rows share
    an item only where one names the unit and the other is expanded from a group.
    """

    items: tuple[int, ...]
    new_items: tuple[NewItem, ...]
    changes: tuple[Change, ...]
    hashes: tuple[int, ...]
    differences: Mapping[int, tuple[FieldChange, ...]]
    withdrawn: tuple[PriorRow, ...]
    doubtful: tuple[DoubtfulMatch, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PreparedSubmission:
    """A checked file, how it came, and what consolidation against ``prior`` found (None when refused).

    ``content`` are the file's bytes, None where they must not be kept. ``parts`` are the file's further ledgers,
    of other kinds: stored with it or not at all.
    """

    ledger: CheckedLedger
    delivery: Delivery
    outcome: Outcome
    consolidation: Consolidation | None
    content: bytes | None = None
    plan_year: int | None = None
    latest: Mapping[str, int] = field(default_factory=dict)
    revision: int = 0
    parts: tuple[PreparedSubmission, ...] = ()

    @property
    def series(self) -> str:
        """The series of the file, see ``series_of``."""
        return series_of(self.ledger.ledger_kind or "", self.ledger.sender, collected=self.ledger.collected)


class Consolidator(Protocol):
    """What the master asks back while it merges, inside the transaction (importers.consolidate has it)."""

    def again(self, prepared: PreparedSubmission, prior: Prior) -> PreparedSubmission:
        """The same file, consolidated against a newer state."""

    def identify(self, history: Sequence[Sequence[SeenRow]]) -> list[list[tuple[str | None, int]]]:
        """The identity of every row of one unit's submissions, oldest first.

        Rows of one item share a token: (task id, ordinal), or (None, number) told by the text.
        """


class PriorSubmission(NamedTuple):
    """An earlier import of the same bytes; ``counts`` says whether it is still its series' newest."""

    id: int
    sha256: str
    file_name: str
    received_at: dt.datetime
    imported_at: dt.datetime
    version: int
    counts: bool


class StoredSubmission(NamedTuple):
    """What merging one file did. For a duplicate ``id`` is the earlier submission, named in ``earlier``.

    ``doubtful`` lists (item, candidate, score) for a person to confirm; ``late`` says that a newer
    submission of one of its units was already there; ``parts`` are the file's further ledgers, stored with it;
    ``consolidation`` is what was found when it was stored, None where nothing was compared.
    """

    id: int
    outcome: Outcome
    version: int
    supersedes: int | None
    counts: Mapping[str, int]
    revision: int
    earlier: PriorSubmission | None = None
    doubtful: tuple[tuple[int, int, float], ...] = ()
    late: bool = False
    parts: tuple[StoredSubmission, ...] = ()
    consolidation: Consolidation | None = None

    @property
    def without_changes(self) -> bool:
        """Whether it is a resubmission that says what the master already knew."""
        counts = self.counts
        return (
            self.supersedes is not None
            and counts["unchanged"] > 0
            and not (counts["new"] or counts["changed"] or counts["withdrawn"] or counts["held"])
        )


def series_of(ledger_kind: str, sender: str | None, *, collected: bool) -> str:
    """The series of a file: a newer submission of the same series supersedes the older.

    A unit's own ledgers, the ledgers it collects from others, and collected ledgers nobody signed
    are series of their own, so that a partial collection never withdraws what units sent themselves.
    """
    own = sender is not None and not collected
    return f"{ledger_kind}/{sender or ''}" + ("" if own else "/collected")


def member(kind: type[E], value: str) -> E:
    """The member of an enumeration that a stored code stands for; KeyError when there is none."""
    found: E = kind._value2member_map_[value]  # type: ignore[assignment]
    return found


def stamp(moment: dt.datetime) -> str:
    """A naive local time as the database keeps it; ValueError when it carries a time zone."""
    if moment.tzinfo is not None:
        raise ValueError("times in the master are local office times without a time zone")
    return moment.isoformat(timespec="microseconds")


def moment(text: str) -> dt.datetime:
    """The time behind ``stamp``."""
    return dt.datetime.fromisoformat(text)


def end_of(day: dt.date) -> str:
    """The stamp of the last moment of a day."""
    return f"{day.isoformat()}T23:59:59.999999"
