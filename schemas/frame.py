"""The pandera schema of a ledger kind, built from its declaration and its rules.

One frame holds the rows of many ledgers: pandera's cost is per call, not per row. The schema's own
Check objects can be run directly for their masks (``failures``), several times cheaper than lazy
``validate()``, which a property test keeps as the oracle.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from schemas.field import FieldType, LedgerKind
from schemas.rule import Facts, Judge, Rule, catalogue

GIVEN = ("filled", "blank", "absent", "formula_error", "uncalculated", "merged")
"""How a cell came: written, empty, its column missing, an error, a formula without result, under a merge."""

DETAIL_COLUMNS = (
    "plan_kind",
    "plan_deadline",
    "received_on",
    "latest_completion",
    "sender_name",
    "unknown",
    "copied_from",
    "deadline_kind",
)


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


def _check(rule: Rule, judge: Judge, field: str, facts: Facts) -> pa.Check:
    def right(frame: pd.DataFrame) -> Any:
        return ~judge(frame, field, facts).fillna(False).astype(bool)

    # The rules decide about blanks themselves; dropping them first would cost more than all the rules.
    return pa.Check(right, name=f"{rule.code}:{field}", error=rule.title, ignore_na=False)


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
    checks = [
        _check(rule, rule.judge, field, facts)
        for rule in rules_of(kind)
        if rule.judge is not None
        for field in rule.fields(kind)
    ]
    return pa.DataFrameSchema(columns, checks=checks, strict=False, coerce=False, name=kind.code)


def failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> Iterator[tuple[str, str, list[int]]]:
    """Run the schema's checks: (rule code, blamed field, positions of failing rows), in rule order.

    ``frame.attrs["noted"]`` holds the (field, mark) pairs the parser left; checks that look for a mark
    nobody left are passed over.
    """
    noted = frame.attrs["noted"]
    rules = catalogue()
    for check in schema.checks:
        code, _, field = str(check.name).partition(":")
        mark = rules[code].noted
        if mark and (field, mark) not in noted:
            continue
        output = np.asarray(check(frame).check_output)
        if not output.all():
            yield code, field, np.flatnonzero(~output).tolist()
