"""Who is each row, and what does it change? Pure: rows and the prior state in, a Consolidation out.

GIVENS: a submission's rows; for every item of its units how it was last seen, and what counts.
STEPS: a row with a task id is that unit's item of that task. Where a unit has several rows of one task,
the most similar texts are paired first, then the order decides. A row without a task id is paired with
an item of the same unit and point whose text is similar enough, best first, one to one. Similar but not
enough is doubtful: a new item, and a question to a person.
RETURNS: an item for every row (below zero: new), the change it makes, and what is no longer there.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from master.records import (
    Change,
    Consolidation,
    DoubtfulMatch,
    FieldChange,
    NewItem,
    PreparedSubmission,
    Prior,
    PriorRow,
    SeenRow,
    content_hash,
    series_of,
)
from schemas.records import CONTENT_FIELDS, CheckedLedger, Delivery, RowRecord
from vocabulary.codes import Outcome, Severity

SAME_TEXT = 0.85
"""From this similarity on (0 to 1) two texts without a task id are the same item."""

DOUBTFUL_TEXT = 0.6
"""From this similarity on a person is asked."""


Recognisable = SeenRow | RowRecord
"""What identity can be told from: unit, task id, point, task text, and whether it was expanded."""


class Candidate(NamedTuple):
    """An item a row may turn out to be: its number and key, and how it was last seen."""

    item: int
    task_id: str | None
    ordinal: int
    seen: Recognisable


@dataclasses.dataclass(frozen=True, slots=True)
class TextConsolidator:
    """Consolidation with two thresholds; also what the master asks back while it merges."""

    same: float = SAME_TEXT
    doubtful: float = DOUBTFUL_TEXT

    def prepare(
        self,
        ledger: CheckedLedger,
        delivery: Delivery,
        prior: Prior,
        content: bytes | None = None,
        plan_year: int | None = None,
    ) -> PreparedSubmission:
        """A checked file made ready to merge. A refused one needs no prior state (``NOTHING_KNOWN``)."""
        if ledger.refusal is not None:
            return PreparedSubmission(ledger, delivery, Outcome.REFUSED, None, content, plan_year)
        series = series_of(ledger.ledger_kind or "", ledger.sender, collected=ledger.collected)
        return PreparedSubmission(
            ledger,
            delivery,
            outcome_of(ledger),
            self.match(ledger.rows, prior.rows, series),
            content,
            plan_year,
            prior.latest,
            prior.revision,
        )

    def match(self, rows: Sequence[RowRecord], prior: Sequence[PriorRow], series: str) -> Consolidation:
        """See ``match_items``."""
        return match_items(rows, prior, series, same=self.same, doubtful=self.doubtful)

    def again(self, prepared: PreparedSubmission, prior: Prior) -> PreparedSubmission:
        """The same file against a newer state; items of units the file does not name are ignored."""
        found = self.match(prepared.ledger.rows, prior.rows, prepared.series)
        return dataclasses.replace(
            prepared, consolidation=found, latest=prior.latest, revision=prior.revision
        )

    def identify(self, history: Sequence[Sequence[SeenRow]]) -> list[list[tuple[str | None, int]]]:
        """The identity of every row of one unit's submissions, oldest first, as if imported in that order."""
        candidates: dict[int, Candidate] = {}
        keys: dict[int, tuple[str | None, int]] = {}
        told: list[list[tuple[str | None, int]]] = []
        for rows in history:
            found = _Assignment(self.same, self.doubtful, candidates.values())
            items = found.assign(rows)
            numbers = list(range(len(keys) + 1, len(keys) + 1 + len(found.new_items)))
            for number, new in zip(numbers, found.new_items, strict=True):
                keys[number] = (new.task_id, new.ordinal if new.task_id is not None else number)
            for place, row in sorted(enumerate(rows), key=_named_first):
                item = items[place] if items[place] > 0 else numbers[-items[place] - 1]
                # Taken out and put back, so that the candidates stay in the order they were last seen.
                candidates.pop(item, None)
                task_id, ordinal = keys[item]
                candidates[item] = Candidate(item, task_id, 0 if task_id is None else ordinal, row)
                items[place] = item
            told.append([keys[item] for item in items])
        return told


def _named_first(placed: tuple[int, SeenRow]) -> bool:
    return placed[1].expanded


NOTHING_KNOWN = Prior([], {}, 0)


def outcome_of(ledger: CheckedLedger) -> Outcome:
    """What becomes of a file that was not refused: something must be fixed, or nothing."""
    if any(finding.severity == Severity.MUST_FIX for finding in ledger.findings):
        return Outcome.NEEDS_CORRECTION
    return Outcome.ACCEPTED if all(row.merged for row in ledger.rows) else Outcome.NEEDS_CORRECTION


def match_items(
    rows: Sequence[RowRecord],
    prior: Sequence[PriorRow],
    series: str = "",
    *,
    same: float = SAME_TEXT,
    doubtful: float = DOUBTFUL_TEXT,
) -> Consolidation:
    """Recognise the rows among the prior items of their units and say what they change.

    ``prior`` comes in the order the items were last seen (as the master gives it) and may hold other
    units. ``series`` is the submission's: only items that count through the same series are withdrawn.
    """
    units = {row.unit for row in rows}
    prior = [item for item in prior if item.seen.unit in units]
    found = _Assignment(
        same, doubtful, (Candidate(one.item, one.task_id, one.ordinal, one.seen) for one in prior)
    )
    items = found.assign(rows)
    by_item = {one.item: one for one in prior}
    hashes = tuple(map(content_hash, rows))
    changes: list[Change] = []
    differences: dict[int, tuple[FieldChange, ...]] = {}
    for place, (row, item) in enumerate(zip(rows, items, strict=True)):
        before = by_item.get(item)
        change = _change(row, hashes[place], before)
        changes.append(change)
        if change is Change.CHANGED and before is not None and before.record is not None:
            differences[place] = _differences(before, row)
    seen = set(items)
    withdrawn = tuple(
        one
        for one in prior
        if one.record is not None and not one.withdrawn and one.series == series and one.item not in seen
    )
    counted = Counter(changes)
    counts = {change.value: counted[change] for change in Change} | {"withdrawn": len(withdrawn)}
    return Consolidation(
        tuple(items),
        tuple(found.new_items),
        tuple(changes),
        hashes,
        differences,
        withdrawn,
        tuple(sorted(found.doubtful)),
        counts,
    )


def _change(row: RowRecord, digest: int, before: PriorRow | None) -> Change:
    if not row.merged:
        return Change.HELD
    if before is None or before.record is None:
        return Change.NEW
    if row.expanded and not before.record.expanded and not before.withdrawn:
        return Change.UNCHANGED
    return Change.UNCHANGED if digest == before.content_hash and not before.withdrawn else Change.CHANGED


def _differences(before: PriorRow, row: RowRecord) -> tuple[FieldChange, ...]:
    assert before.record is not None
    changed = [
        FieldChange(name, _as_text(old), _as_text(new))
        for name in CONTENT_FIELDS
        if (old := getattr(before.record, name)) != (new := getattr(row, name))
    ]
    if before.withdrawn:
        changed.append(FieldChange("withdrawn", "true", "false"))
    return tuple(changed)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "；".join(map(str, value))
    if isinstance(value, dict):
        return "；".join(f"{key}：{text}" for key, text in sorted(value.items()))
    return f"{value:g}" if isinstance(value, float) else str(value)


class _Assignment:
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
        for expanded in (False, True):
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
        candidates = sorted(self._by_task.get(key, ()), key=lambda candidate: candidate.ordinal)
        ordinal = len(candidates) and candidates[-1].ordinal + 1
        if len(candidates) == len(places) == 1:
            items[places[0]] = candidates[0].item
            return
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
