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
from collections.abc import Mapping, Sequence

from importers.pairing import Assignment, Candidate, all_new
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
    series_of,
)
from schemas.content import content_hashes
from schemas.field_words import as_text
from schemas.records import CONTENT_FIELDS, CheckedLedger, Delivery, RowRecord
from vocabulary.codes import Outcome, Severity

SAME_TEXT = 0.85
"""From this similarity on (0 to 1) two texts without a task id are the same item."""

DOUBTFUL_TEXT = 0.6
"""From this similarity on a person is asked."""


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
        """A checked file made ready to merge.

        ``prior`` may be that of a whole batch. A refused file needs none (``NOTHING_KNOWN``).
        """
        if ledger.refusal is not None:
            return PreparedSubmission(ledger, delivery, Outcome.REFUSED, None, content, plan_year)
        prior = prior.of(row.unit for row in ledger.rows)
        series = series_of(ledger.ledger_kind or "", ledger.sender, collected=ledger.collected)
        return PreparedSubmission(
            ledger,
            delivery,
            outcome_of(ledger),
            self.match(ledger, prior.rows, series),
            content,
            plan_year,
            prior.latest,
            prior.revision,
        )

    def match(self, ledger: CheckedLedger, prior: Sequence[PriorRow], series: str) -> Consolidation:
        """See ``match_items``."""
        return match_items(
            ledger.rows, prior, series, hashes=ledger.hashes, same=self.same, doubtful=self.doubtful
        )

    def again(self, prepared: PreparedSubmission, prior: Prior) -> PreparedSubmission:
        """The same file against a newer state; items of units the file does not name are ignored."""
        found = self.match(prepared.ledger, prior.rows, prepared.series)
        return dataclasses.replace(
            prepared, consolidation=found, latest=prior.latest, revision=prior.revision
        )

    def identify(self, history: Sequence[Sequence[SeenRow]]) -> list[list[tuple[str | None, int]]]:
        """The identity of every row of one unit's submissions, oldest first, as if imported in that order."""
        candidates: dict[int, Candidate] = {}
        keys: dict[int, tuple[str | None, int]] = {}
        told: list[list[tuple[str | None, int]]] = []
        for rows in history:
            found = Assignment(self.same, self.doubtful, candidates.values())
            items = found.assign(rows)
            numbers = list(range(len(keys) + 1, len(keys) + 1 + len(found.new_items)))
            for number, new in zip(numbers, found.new_items, strict=True):
                keys[number] = (new.task_id, new.ordinal if new.task_id is not None else number)
            seen: dict[int, Candidate] = {}
            for place, row in sorted(enumerate(rows), key=_named_first):
                item = items[place] = items[place] if items[place] > 0 else numbers[-items[place] - 1]
                task_id, ordinal = keys[item]
                seen.setdefault(item, Candidate(item, task_id, 0 if task_id is None else ordinal, row))
            # Candidates stand in the order they were last seen, as the master's prior rows do.
            candidates = {item: one for item, one in candidates.items() if item not in seen} | seen
            told.append([keys[item] for item in items])
        return told


def _named_first(placed: tuple[int, SeenRow]) -> bool:
    return placed[1].expanded


NOTHING_KNOWN = Prior([], {}, 0)


def outcome_of(ledger: CheckedLedger) -> Outcome:
    """What becomes of a file that was not refused: something must be fixed, or nothing."""
    if any(finding.severity == Severity.MUST_FIX and not finding.trial for finding in ledger.all_findings):
        return Outcome.NEEDS_CORRECTION
    return Outcome.ACCEPTED if all(row.merged for row in ledger.all_rows) else Outcome.NEEDS_CORRECTION


def match_items(
    rows: Sequence[RowRecord],
    prior: Sequence[PriorRow],
    series: str = "",
    *,
    hashes: tuple[int, ...] = (),
    same: float = SAME_TEXT,
    doubtful: float = DOUBTFUL_TEXT,
) -> Consolidation:
    """Recognise the rows among the prior items of their units and say what they change.

    ``prior`` comes in the order the items were last seen (as the master gives it) and may hold other
    units. ``series`` is the submission's: only items that count through the same series are withdrawn.
    ``hashes`` run along the rows where they are known already.
    """
    units = {row.unit for row in rows}
    prior = [item for item in prior if item.seen.unit in units]
    items, new_items, doubts = _recognised(rows, prior, same, doubtful)
    by_item = {one.item: one for one in prior}
    hashes = hashes or content_hashes(rows)
    befores = list(map(by_item.get, items))
    changes = list(map(_change, rows, hashes, befores))
    differences = {
        place: _differences(before, row)
        for place, (row, change, before) in enumerate(zip(rows, changes, befores, strict=True))
        if change is Change.CHANGED and before is not None and before.record is not None
    }
    seen = set(items)
    withdrawn = tuple(
        one
        for one in prior
        if one.record is not None and not one.withdrawn and one.series == series and one.item not in seen
    )
    counts = {change.value: changes.count(change) for change in Change} | {"withdrawn": len(withdrawn)}
    return Consolidation(
        tuple(items),
        tuple(new_items),
        tuple(changes),
        hashes,
        differences,
        withdrawn,
        tuple(sorted(doubts)),
        counts,
    )


def _recognised(
    rows: Sequence[RowRecord], prior: Sequence[PriorRow], same: float, doubtful: float
) -> tuple[list[int], list[NewItem], list[DoubtfulMatch]]:
    """The item of every row, the items to be created, and the doubts."""
    if not prior and (new_items := all_new(rows)) is not None:
        return list(range(-1, -len(rows) - 1, -1)), new_items, []
    candidates = (Candidate(one.item, one.task_id, one.ordinal, one.seen) for one in prior)
    found = Assignment(same, doubtful, candidates)
    return found.assign(rows), found.new_items, found.doubtful


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
        FieldChange(name, as_text(old), as_text(new))
        for name in CONTENT_FIELDS
        if name != "more" and (old := getattr(before.record, name)) != (new := getattr(row, name))
    ]
    if before.record.more != row.more:
        changed += _more_differences(before.record.more, row.more)
    if before.withdrawn:
        changed.append(FieldChange("withdrawn", "true", "false"))
    return tuple(changed)


def _more_differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[FieldChange]:
    """The further columns one by one, under their own names."""
    return [
        FieldChange(key, old.get(key, ""), new.get(key, ""))
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    ]
