"""One typed frame over the records of many ledgers, as schemas.frame declares it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from importers.clean_ledger import CleanLedger
from schemas.field import FieldType, LedgerKind
from schemas.frame import GIVEN, text_columns
from schemas.plan import Plan

_CODES = {how: code for code, how in enumerate(GIVEN)}
_FILLED, _ABSENT = _CODES["filled"], _CODES["absent"]
_HOW_GIVEN = pd.CategoricalDtype(list(GIVEN))
_TEXT = pd.StringDtype(na_value=np.nan)


def build_frame(
    kind: LedgerKind,
    ledgers: Sequence[CleanLedger],
    plan: Plan,
    received: dt.date,
    copied_from: Sequence[str],
) -> pd.DataFrame:
    """The ledgers' records one below the other, index 0…n-1; no cell of it is ever changed again."""
    size = sum(len(ledger.row) for ledger in ledgers)
    columns: dict[str, Any] = {name: _text(_joined(ledgers, name)) for name in text_columns(kind)}
    for field in kind.fields:
        if field.type is FieldType.PERCENT:
            numbers = [np.nan if value is None else value for value in _joined(ledgers, field.name)]
            columns[field.name] = np.array(numbers, dtype="float64")
        if field.type is FieldType.STATUS:
            columns[field.name] = _coded(_joined(ledgers, field.name))
    columns |= _marks(kind, ledgers, size)
    columns |= _from_plan(ledgers, plan)
    latest = received + dt.timedelta(days=int(plan.thresholds.number("future_tolerance_days", 0)))
    columns["received_on"] = _text([received.isoformat()] * size)
    columns["latest_completion"] = _text([latest.isoformat()] * size)
    columns["deadline_kind"] = _coded([kind or "none" for kind in _joined(ledgers, "deadline_kind")])
    columns["first_row"] = _first_rows(ledgers, size)
    columns["copied_from"] = _text(copied_from)
    return pd.DataFrame(columns, copy=False)


def noted(ledgers: Sequence[CleanLedger]) -> set[tuple[str, str]]:
    """(field, mark) of all marks that the parser left on cells of the ledgers: what ``x_given`` and ``x_issue`` hold
    besides the everyday."""
    return {
        (name, mark)
        for ledger in ledgers
        for marks in (ledger.given, ledger.issues)
        for name, of_field in marks.items()
        for mark in set(of_field.values())
    }


def _text(values: Sequence[str | float | None]) -> Any:
    # Through Arrow's own builder: pandas would look at every value first, at twice the cost.
    return pd.array(pa.array(values, pa.large_string()), dtype=_TEXT)


def _coded(values: Sequence[str | float | None]) -> Any:
    """A column of few words, None for no word, as the numbers of its words."""
    words = tuple(dict.fromkeys(value for value in values if value is not None))
    numbers: dict[Any, int] = {word: number for number, word in enumerate(words)} | {None: -1}
    return pd.Categorical.from_codes(
        np.fromiter(map(numbers.__getitem__, values), "int8", len(values)), dtype=_categories(words)
    )


def _joined(ledgers: Sequence[CleanLedger], name: str) -> list[str | float | None]:
    joined: list[str | float | None] = []
    for ledger in ledgers:
        values = ledger.values.get(name)
        joined += values if values is not None else [None] * len(ledger.row)
    return joined


def _from_plan(ledgers: Sequence[CleanLedger], plan: Plan) -> dict[str, Any]:
    """The kind and the deadline of each record's task; a sub-item has its parent's where it has none."""
    kinds: dict[str | float | None, str] = {}
    days: dict[str | float | None, str] = {}
    task_ids = _joined(ledgers, "task_id")
    for task_id in set(task_ids):
        task = plan.task_by_id.get(str(task_id))
        kinds[task_id] = str(plan.whole_of(task).kind) if task else ""
        deadline = (task.deadline or plan.whole_of(task).deadline) if task else None
        days[task_id] = deadline.isoformat() if deadline else ""
    return {
        "plan_kind": _coded([kinds[task_id] for task_id in task_ids]),
        "plan_deadline": _text([days[task_id] for task_id in task_ids]),
    }


def _marks(kind: LedgerKind, ledgers: Sequence[CleanLedger], size: int) -> dict[str, Any]:
    """How each field's cells came, and what could not be understood of them."""
    places = {field.name: place for place, field in enumerate(kind.fields)}
    given = np.full((len(places), size), _FILLED, dtype="int8")
    issues = np.zeros((len(places), size), dtype="int8")
    numbers: list[dict[str, int]] = [{"": 0} for _ in places]
    start = 0
    for ledger in ledgers:
        stop = start + len(ledger.row)
        for name, place in places.items():
            lacking = [name not in layout for layout in ledger.layout]
            if name not in ledger.values or all(lacking):
                given[place, start:stop] = _ABSENT
            elif any(lacking):
                given[place, start:stop][[lacking[sheet] for sheet in ledger.sheet]] = _ABSENT
        # A mark on a field that the kind does not have is about nothing anybody could see.
        for name in ledger.given.keys() & places.keys():
            marks = ledger.given[name]
            given[places[name], [start + record for record in marks]] = [
                _CODES[how] for how in marks.values()
            ]
        for name in ledger.issues.keys() & places.keys():
            known = numbers[places[name]]
            for record, code in ledger.issues[name].items():
                issues[places[name], start + record] = known.setdefault(code, len(known))
        start = stop
    columns: dict[str, Any] = {}
    for name, place in places.items():
        columns[f"{name}_given"] = pd.Categorical.from_codes(given[place], dtype=_HOW_GIVEN)
        columns[f"{name}_issue"] = pd.Categorical.from_codes(
            issues[place], dtype=_categories(tuple(numbers[place]))
        )
    return columns


@lru_cache(maxsize=256)
def _categories(names: tuple[Any, ...]) -> pd.CategoricalDtype:
    """The type of a column of codes. Remembered: to build one takes longer than to fill the column."""
    return pd.CategoricalDtype(pd.Index(names))


def _first_rows(ledgers: Sequence[CleanLedger], size: int) -> Any:
    """For a repeated row the Excel row of the first one, else 0.

    A task told by its number is repeated by the number; one told by its words by the words.
    """
    first = np.zeros(size, dtype="int64")
    start = 0
    for ledger in ledgers:
        seen: dict[tuple[object, ...], tuple[int, int]] = {}
        values = ledger.values
        if len(set(zip(values["unit"], values["task_id"], strict=True))) == len(ledger.row):
            # The everyday ledger: every task once, however it is told.
            start += len(ledger.row)
            continue
        numbered = values.get("task_id_text") or [None] * len(ledger.row)
        keys = zip(
            ledger.sheet, ledger.row, values["unit"], values["task_id"], values["task"], numbered, strict=True
        )
        for record, (sheet, row, unit, task_id, task, number) in enumerate(keys):
            if unit and (task_id or task):
                key = (unit, task_id, None) if number and task_id else (unit, task_id, task)
                place = seen.setdefault(key, (sheet, row))
                if place != (sheet, row):
                    first[start + record] = place[1]
        start += len(ledger.row)
    return first
