"""What every unit claims of every task in a round, as one frame: a line for each row, one where there is none."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from inspections.claim_tests import CheckedClaim, MarkedClaim, claim_of_nothing, claim_of_row
from inspections.scope import Expectation
from inspections.verdicts import FORCE_TYPE, KIND_TYPE, STATUS_TYPE
from master.views import MasterRow, SubmissionInfo
from schemas.plan import Plan, Task
from schemas.records import RowRecord
from vocabulary.findings import Finding

NO_ROW = -1
"""The ``source`` of a line without a row."""

_TYPES = {"percent": np.float32, "deadline": np.int32, "completed_on": np.int32, "rate": np.int8}


class RoundClaims(NamedTuple):
    """The claims of a round's scope.

    ``frame`` has the fields of ``CheckedClaim`` as columns and, before them, ``unit``, ``task_id``,
    ``peer_group``, ``kind``, ``force``, ``triggered`` (the task depends on an event), ``year_end`` and ``started``
    (the day the plan was issued); behind them ``row_id``, ``item`` and ``source``, the place of the
    line's row in ``rows`` or NO_ROW. ``before`` holds the rows as they stood earlier, by item; ``parts`` the
    sub-items a unit left out and ``held`` the places in ``rows`` of those held back, by unit and task.
    """

    frame: pd.DataFrame
    rows: Sequence[MasterRow]
    before: Mapping[int, MasterRow]
    parts: Mapping[tuple[str, str], tuple[str, ...]]
    held: Mapping[tuple[str, str], tuple[int, ...]]


def claims_of(
    plan: Plan,
    scope: Sequence[Expectation],
    rows: Sequence[MasterRow],
    *,
    previous: Iterable[MasterRow] = (),
    reported: Collection[str] = (),
    findings: Mapping[int, Sequence[Finding]] | None = None,
    held: Sequence[MasterRow] = (),
    confirmed_events: Collection[tuple[str, str]] = (),
) -> RoundClaims:
    """The claims of a scope, from the rows that count.

    ``previous`` are the rows as they stood before, ``reported`` the codes of units with a valid submission,
    ``findings`` by submission, ``held`` see ``held_rows``, ``confirmed_events`` unit and task of zero-tolerance
    tasks where one was confirmed. A row of a sub-item is a line of its task, and so is every row where a unit
    wrote several: ``verdicts.roll_up`` makes one verdict of them. A unit's own row beats one expanded from a
    group; a withdrawn row claims nothing.
    """
    gatherer = _Gatherer(plan, (*rows, *held), len(rows))
    gatherer.before = {row.item: row for row in previous if not row.withdrawn}
    gatherer.copied = _copied(findings or {})
    gatherer.sending |= frozenset(reported)
    gatherer.events = frozenset(confirmed_events)
    for one in scope:
        gatherer.add(one)
    return gatherer.claims()


def held_rows(
    submissions: Iterable[SubmissionInfo], submitted: Mapping[int, Sequence[RowRecord]]
) -> tuple[MasterRow, ...]:
    """The rows of some submissions that were held back, in the shape of rows that count.

    ``submitted`` holds all their rows by submission. Such a row has no item to be compared by.
    """
    return tuple(
        MasterRow(-1, record, 0, info.id, info.file_name, info.received_at, info.received_at, withdrawn=False)
        for info in submissions
        for record in submitted.get(info.id, ())
        if not record.merged
    )


class _Gatherer:
    """Collects the lines of a frame, one expectation after the other. Rows from ``counting`` on are held ones."""

    def __init__(self, plan: Plan, rows: Sequence[MasterRow], counting: int) -> None:
        self._plan, self._rows, self._counting = plan, rows, counting
        self._by_unit = _rows_by_task(plan, rows)
        self._sub_items = _sub_items(plan)
        self._keys: list[tuple[Expectation, int]] = []
        self._lines: list[CheckedClaim] = []
        self._parts: dict[tuple[str, str], tuple[str, ...]] = {}
        self._held: dict[tuple[str, str], tuple[int, ...]] = {}
        self.before: Mapping[int, MasterRow] = {}
        self.copied: frozenset[tuple[int, str, int]] = frozenset()
        self.sending = frozenset(row.record.unit for row in rows if not row.withdrawn)
        self.events: frozenset[tuple[str, str]] = frozenset()

    def add(self, one: Expectation) -> None:
        """The lines of one unit's task: of the rows that cover it, else of held ones, else of nothing."""
        task, rows = self._plan.task_by_id[one.task_id], self._rows
        found = self._rows_of(task, one.unit)
        live = _that_count([place for place in found if not rows[place].withdrawn], rows)
        event = (one.unit, one.task_id) in self.events
        if not live:
            sent = one.unit in self.sending
            nothing = claim_of_nothing(task, reported=sent, withdrawn=bool(found), confirmed_event=event)
            self._add(one, NO_ROW, nothing)
            return
        sub_items = self._sub_items.get(task.id, ())
        missing = (
            _left_out(sub_items, one.unit, task, {rows[place].record.task_id for place in live})
            if sub_items
            else ()
        )
        if missing:
            self._parts[one.unit, one.task_id] = missing
        held = tuple(place for place in live if place >= self._counting)
        if held:
            self._held[one.unit, one.task_id] = held
        for place in [place for place in live if place < self._counting] or live:
            row = rows[place]
            copied = (row.submission, row.record.sheet, row.record.row) in self.copied
            marks = MarkedClaim(copied, bool(held), bool(missing), event)
            self._add(one, place, claim_of_row(self._plan, task, row, self.before.get(row.item), marks))

    def _rows_of(self, task: Task, unit: str) -> list[int]:
        """The rows that cover a task: its own and its sub-items'; for a lone sub-item also those of its task."""
        by_task = self._by_unit[unit]
        own = by_task.get(task.id)
        if own or not task.parent:
            return own or []
        above = by_task.get(task.parent, [])
        return [place for place in above if self._rows[place].record.task_id == task.parent]

    def _add(self, one: Expectation, source: int, claim: CheckedClaim) -> None:
        self._keys.append((one, source))
        self._lines.append(claim)

    def claims(self) -> RoundClaims:
        """Everything gathered."""
        frame = _frame(self._plan, self._keys, self._lines, self._rows)
        return RoundClaims(frame, self._rows, self.before, self._parts, self._held)


def _copied(findings: Mapping[int, Sequence[Finding]]) -> frozenset[tuple[int, str, int]]:
    return frozenset(
        (submission, finding.sheet, finding.row)
        for submission, some in findings.items()
        for finding in some
        if finding.rule == "copied_text"
    )


def _rows_by_task(plan: Plan, rows: Sequence[MasterRow]) -> dict[str, dict[str, list[int]]]:
    """By unit and task id the places of its rows; a sub-item's row stands under its task as well."""
    found: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for place, row in enumerate(rows):
        task = plan.task_by_id.get(row.record.task_id or "")
        if task is not None:
            of_unit = found[row.record.unit]
            of_unit.setdefault(task.id, []).append(place)
            if task.parent:
                of_unit.setdefault(task.parent, []).append(place)
    return found


def _that_count(places: list[int], rows: Sequence[MasterRow]) -> list[int]:
    """The unit's own rows, where it wrote any beside those expanded from a group."""
    return [place for place in places if not rows[place].record.expanded] or places


def _sub_items(plan: Plan) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """By task its sub-items, each with the units that lead it (none: whoever leads the task)."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for item in plan.sub_items:
        found[item.parent].append((item.id, frozenset(plan.members(item.lead))))
    return found


def _left_out(
    sub_items: Sequence[tuple[str, frozenset[str]]], unit: str, task: Task, reported: Collection[str | None]
) -> tuple[str, ...]:
    """Sub-items of the unit that it left out although it reports the task by sub-items."""
    if not reported or task.id in reported:
        return ()
    return tuple(name for name, leads in sub_items if name not in reported and (not leads or unit in leads))


def _frame(
    plan: Plan,
    keys: Sequence[tuple[Expectation, int]],
    lines: Sequence[CheckedClaim],
    rows: Sequence[MasterRow],
) -> pd.DataFrame:
    groups = {unit.code: unit.peer_group for unit in plan.units}
    group_names = pd.Index(list(dict.fromkeys(groups.values())))
    sources = [source for _, source in keys]
    unit = _places([one.unit for one, _ in keys], list(groups))
    task = _places([one.task_id for one, _ in keys], list(plan.task_by_id))
    tasks = tuple(plan.task_by_id.values())
    columns: dict[str, object] = {
        "unit": pd.Categorical.from_codes(unit, pd.Index(list(groups))),
        "task_id": pd.Categorical.from_codes(task, pd.Index(list(plan.task_by_id))),
        "peer_group": pd.Categorical.from_codes(
            _places(list(groups.values()), group_names)[unit], group_names
        ),
        "kind": _words([one.kind for one in tasks], task, KIND_TYPE),
        "force": _words([one.force for one in tasks], task, FORCE_TYPE),
        "triggered": np.array([bool(one.trigger) for one in tasks])[task],
        "year_end": np.full(len(keys), dt.date(plan.year, 12, 31).toordinal(), np.int32),
        "started": np.full(len(keys), plan.issued.toordinal(), np.int32),
    }
    values = zip(*lines, strict=True) if lines else ((),) * len(CheckedClaim._fields)
    for name, column in zip(CheckedClaim._fields, values, strict=True):
        columns[name] = (
            pd.Categorical(list(column), dtype=STATUS_TYPE)
            if name == "status"
            else np.array(column, _TYPES.get(name, np.bool_))
        )
    columns["row_id"] = np.array([rows[at].row_id if at >= 0 else 0 for at in sources], np.int64)
    columns["item"] = np.array([rows[at].item if at >= 0 else 0 for at in sources], np.int64)
    columns["source"] = np.array(sources, np.int64)
    return pd.DataFrame(columns)


def _places(words: Iterable[str], known: Iterable[str]) -> np.ndarray:
    """The place of each word among the known ones."""
    place = {word: number for number, word in enumerate(known)}
    return np.array([place[word] for word in words], np.int32)


def _words(of_task: Sequence[str], task: np.ndarray, kind: pd.CategoricalDtype) -> pd.Categorical:
    """A word that every task has, for each line."""
    return pd.Categorical.from_codes(_places(of_task, list(kind.categories))[task], dtype=kind)
