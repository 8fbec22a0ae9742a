"""Pairing a submission's rows with items: by task id, else by the likeness of their texts. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from master.records import DoubtfulMatch, NewItem, SeenRow
from schemas.records import RowRecord

Recognisable = SeenRow | RowRecord
"""What identity can be told from: unit, task id, point, task text, and whether it was expanded."""


class Candidate(NamedTuple):
    """An item a row may turn out to be: its number and key, and how it was last seen."""

    item: int
    task_id: str | None
    ordinal: int
    seen: Recognisable


def all_new(rows: Sequence[Recognisable]) -> list[NewItem] | None:
    """The items of rows that nothing is known to compare with: one for each, in their order.

    None unless every row has a task of its own; then Assignment has to tell them apart.
    """
    keys = {(row.unit, row.task_id) for row in rows if row.task_id is not None}
    if len(keys) < len(rows) or len({row.expanded for row in rows}) > 1:
        return None
    return [NewItem(row.unit, row.task_id, 0) for row in rows]


class Assignment:
    """One submission's rows being paired with items. Named rows first, then those expanded from groups:
    a named row and an expanded one of the same task are the same item."""

    def __init__(self, same: float, doubtful_from: float, candidates: Iterable[Candidate]) -> None:
        self._same, self._doubtful_from = same, doubtful_from
        self._by_task: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
        self._by_point: dict[tuple[str, int | None], list[Candidate]] = defaultdict(list)
        self.new_items: list[NewItem] = []
        self.doubtful: list[DoubtfulMatch] = []
        for candidate in candidates:
            self._add(candidate)

    def assign(self, rows: Sequence[Recognisable]) -> list[int]:
        """The item of every row; below zero: new_items[-item - 1]."""
        items = [0] * len(rows)
        for expanded in sorted({row.expanded for row in rows}):
            by_task: dict[tuple[str, str], list[int]] = defaultdict(list)
            by_point: dict[tuple[str, int | None], list[int]] = defaultdict(list)
            for place, row in enumerate(rows):
                if row.expanded == expanded:
                    if row.task_id is not None:
                        by_task[row.unit, row.task_id].append(place)
                    else:
                        by_point[row.unit, row.point].append(place)
            for key, places in by_task.items():
                self._assign_task(rows, key, places, items)
            if by_point:
                taken = {items[place] for place, row in enumerate(rows) if row.expanded == expanded}
                for point_key, places in by_point.items():
                    self._assign_text(rows, point_key, places, items, taken)
        return items

    def _assign_task(
        self,
        rows: Sequence[Recognisable],
        key: tuple[str, str],
        places: list[int],
        items: list[int],
    ) -> None:
        candidates = self._by_task.get(key, [])
        if len(places) == 1 and len(candidates) < 2:
            items[places[0]] = candidates[0].item if candidates else self._new(rows[places[0]], 0)
            return
        candidates = sorted(candidates, key=lambda candidate: candidate.ordinal)
        ordinal = candidates[-1].ordinal + 1 if candidates else 0
        left, free = _take_equal(rows, places, candidates, items)
        for place in _take_best(_pairs(rows, left, free, 0.0), left, items):
            items[place] = self._new(rows[place], ordinal)
            ordinal += 1

    def _assign_text(
        self,
        rows: Sequence[Recognisable],
        key: tuple[str, int | None],
        places: list[int],
        items: list[int],
        taken: set[int],
    ) -> None:
        candidates = [one for one in self._by_point.get(key, ()) if one.item not in taken]
        left, free = _take_equal(rows, places, candidates, items)
        pairs = _pairs(rows, left, free, self._doubtful_from)
        left = _take_best([pair for pair in pairs if pair[0] >= self._same], left, items)
        recognised = {items[place] for place in places}
        for place in left:
            items[place] = self._new(rows[place], 0)
            doubt = next(
                (
                    (score, one.item)
                    for score, of, one in pairs
                    if of == place and one.item not in recognised and one.item > 0
                ),
                None,
            )
            if doubt is not None:
                self.doubtful.append(DoubtfulMatch(place, doubt[1], doubt[0]))

    def _new(self, row: Recognisable, ordinal: int) -> int:
        self.new_items.append(NewItem(row.unit, row.task_id, ordinal))
        item = -len(self.new_items)
        self._add(Candidate(item, row.task_id, ordinal, row))
        return item

    def _add(self, candidate: Candidate) -> None:
        seen = candidate.seen
        if candidate.task_id is not None:
            self._by_task[seen.unit, candidate.task_id].append(candidate)
        self._by_point[seen.unit, seen.point].append(candidate)


def _pairs(
    rows: Sequence[Recognisable],
    places: Sequence[int],
    candidates: Sequence[Candidate],
    at_least: float,
) -> list[tuple[float, int, Candidate]]:
    """Every row with every candidate that is similar enough, best first; ties in the order given."""
    texts = [candidate.seen.task for candidate in candidates]
    pairs = [
        (score / 100, place, index)
        for place in places
        for _, score, index in extract(
            rows[place].task, texts, scorer=ratio, limit=None, score_cutoff=at_least * 100
        )
    ]
    pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    return [(score, place, candidates[index]) for score, place, index in pairs]


def _take_equal(
    rows: Sequence[Recognisable],
    places: Iterable[int],
    candidates: Sequence[Candidate],
    items: list[int],
) -> tuple[list[int], list[Candidate]]:
    """Pair equal texts, which are the best pairs anyway, without comparing everything with everything."""
    by_text: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_text[candidate.seen.task].append(candidate)
    left = []
    for place in places:
        equal = by_text[rows[place].task]
        if equal:
            items[place] = equal.pop(0).item
        else:
            left.append(place)
    rest = {candidate.item for same in by_text.values() for candidate in same}
    return left, [candidate for candidate in candidates if candidate.item in rest]


def _take_best(
    pairs: Iterable[tuple[float, int, Candidate]],
    places: Sequence[int],
    items: list[int],
) -> list[int]:
    """Pair best first, one to one; the places that are left."""
    taken: set[int] = set()
    done: set[int] = set()
    for _, place, candidate in pairs:
        if place not in done and candidate.item not in taken:
            items[place] = candidate.item
            done.add(place)
            taken.add(candidate.item)
    return [place for place in places if place not in done]
