"""The pandera schema of a ledger kind, built from its declaration and its rules.

One frame holds the rows of many ledgers: pandera's cost is per call, not per row. The functions of the
schema's checks can be run directly for their masks (``failures``), many times cheaper than lazy
``validate()``, which a property test keeps as the oracle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pandera.pandas as pa

from schemas.field import FieldType, LedgerKind
from schemas.rule import Facts, Judge, Rule
from schemas.rules import catalogue

GIVEN = ("filled", "blank", "absent", "formula_error", "uncalculated", "merged")
"""How a cell came: written, empty, its column missing, an error, a formula without result, under a merge."""

DETAIL_COLUMNS = (
    "plan_kind",
    "plan_deadline",
    "plan_limit",
    "received_on",
    "latest_completion",
    "sender_name",
    "unknown",
    "copied_from",
    "deadline_kind",
)


Right: TypeAlias = "Callable[[pd.DataFrame], pd.Series[bool]]"
"""What a check does: which rows are right."""


def text_columns(kind: LedgerKind) -> tuple[str, ...]:
    """The frame's text columns for a kind: each field's value and, for typed ones, its words."""
    names = dict.fromkeys(
        name
        for field in kind.fields
        if field.type is not FieldType.PERCENT
        for name in (field.name, field.text_column)
    )
    names.update(dict.fromkeys(field.text_column for field in kind.fields))
    return tuple(names)


def rules_of(kind: LedgerKind) -> tuple[Rule, ...]:
    """The kind's rules in order of usefulness: of two findings at one cell the earlier one stays."""
    return tuple(catalogue()[code] for code in kind.rules)


def _right(judge: Judge, field: str, facts: Facts) -> Right:
    def right(frame: pd.DataFrame) -> Any:
        wrong = judge(frame, field, facts)
        # Where nothing is missing there is nothing to fill in: most rules look at columns that are complete.
        return ~(wrong if wrong.dtype == bool else wrong.fillna(False).astype(bool))

    return right


def frame_schema(kind: LedgerKind, facts: Facts) -> pa.DataFrameSchema:
    """The schema of a frame of typed rows: columns and types from the fields, checks from the rules."""
    columns = {name: pa.Column("str", nullable=True) for name in text_columns(kind)}
    columns |= {name: pa.Column("str") for name in DETAIL_COLUMNS}
    columns |= {
        field.name: pa.Column("float64", nullable=True)
        for field in kind.fields
        if field.type is FieldType.PERCENT
    }
    columns["first_row"] = pa.Column("int64")
    rights = {
        f"{rule.code}:{field}": _right(rule.judge, field, facts)
        for rule in rules_of(kind)
        if rule.judge is not None
        for field in rule.fields(kind)
    }
    rules = catalogue()
    checks = [
        # The rules decide about blanks themselves; dropping them first would cost more than all the rules.
        pa.Check(right, name=name, error=rules[name.partition(":")[0]].title, ignore_na=False)
        for name, right in rights.items()
    ]
    return pa.DataFrameSchema(
        columns, checks=checks, strict=False, coerce=False, name=kind.code, metadata={"rights": rights}
    )


def failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> Iterator[tuple[str, str, list[int]]]:
    """Run the schema's checks: (rule code, blamed field, positions of failing rows), in rule order.

    Checks that look for a mark the parser left nowhere in the frame are passed over.
    """
    rules = catalogue()
    rights: dict[str, Right] = (schema.metadata or {})["rights"]
    for name, right in rights.items():
        code, _, field = name.partition(":")
        mark = rules[code].noted
        if mark and not _is_noted(frame, field, mark):
            continue
        # Called by itself: pandera's Check would also copy the failing rows of all columns.
        output = right(frame).to_numpy(dtype=bool)
        if not output.all():
            yield code, field, np.flatnonzero(~output).tolist()


def _is_noted(frame: pd.DataFrame, field: str, mark: str) -> bool:
    """Whether the parser left a mark on a field. Read off the categories' own numbers: no column is compared."""
    if mark in GIVEN:
        return bool((frame[f"{field}_given"].array.codes == GIVEN.index(mark)).any())
    return mark in frame[f"{field}_issue"].array.categories
