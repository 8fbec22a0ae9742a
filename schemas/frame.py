"""The pandera schema of a ledger kind, built from its declaration and its rules.

One frame holds the rows of many ledgers: pandera's cost is per call, not per row. The functions of the
schema's checks can be run directly for their masks (``failures``), many times cheaper than lazy
``validate()``, which a property test keeps as the oracle.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from typing import TypeAlias

import numpy as np
import pandas as pd
import pandera.pandas as pa

from schemas.field import FieldType, LedgerKind
from schemas.masks import Bits
from schemas.rule import Facts, Judge, Rule
from schemas.rules import catalogue

GIVEN = ("filled", "blank", "absent", "formula_error", "uncalculated", "merged")
"""How a cell came: written, empty, its column missing, an error, a formula without result, under a merge."""

_BESIDE = ("plan_deadline", "received_on", "latest_completion", "copied_from")
"""What rules hold the rows against."""
_KINDS_BESIDE = ("plan_kind", "deadline_kind")
_NO_TEXT = {FieldType.PERCENT: "float64", FieldType.STATUS: "category"}
"""The types of fields that are no text in the frame, and of their columns."""

Wrong: TypeAlias = "Callable[[pd.DataFrame], Bits]"
"""A rule asked about one of its fields: which rows are wrong."""


def text_columns(kind: LedgerKind) -> tuple[str, ...]:
    """The frame's text columns for a kind. The words behind what was understood stay with the ledgers."""
    return tuple(field.name for field in kind.fields if field.type not in _NO_TEXT)


def rules_of(kind: LedgerKind) -> tuple[Rule, ...]:
    """The kind's rules in order of usefulness: of two findings at one cell the earlier one stays."""
    return tuple(catalogue()[code] for code in kind.rules)


def _wrong(judge: Judge, field: str, facts: Facts) -> Wrong:
    def wrong(frame: pd.DataFrame) -> Bits:
        mask = judge(frame, field, facts)
        if isinstance(mask, pd.Series):
            # What cannot be compared is not wrong. Where nothing is missing there is nothing to fill in.
            mask = mask if mask.dtype == bool else mask.fillna(False)
            return mask.to_numpy(dtype=bool)
        return mask

    return wrong


def _right(wrong: Wrong) -> Callable[[pd.DataFrame], pd.Series[bool]]:
    """What a check of pandera's does: it tells the rows that are right."""
    return lambda frame: pd.Series(~wrong(frame), index=frame.index)


def frame_schema(kind: LedgerKind, facts: Facts) -> pa.DataFrameSchema:
    """The schema of a frame of typed rows: columns and types from the fields, checks from the rules."""
    columns = {name: pa.Column("str", nullable=True) for name in text_columns(kind)}
    columns |= {name: pa.Column("str") for name in _BESIDE}
    columns |= {name: pa.Column("category") for name in _KINDS_BESIDE}
    columns |= {
        field.name: pa.Column(_NO_TEXT[field.type], nullable=True)
        for field in kind.fields
        if field.type in _NO_TEXT
    }
    columns["first_row"] = pa.Column("int64")
    wrongs = {
        f"{rule.code}:{field}": _wrong(rule.judge, field, facts)
        for rule in rules_of(kind)
        if rule.judge is not None
        for field in rule.fields(kind)
    }
    rules = catalogue()
    checks = [
        # The rules decide about blanks themselves; dropping them first would cost more than all the rules.
        pa.Check(_right(wrong), name=name, error=rules[name.partition(":")[0]].title, ignore_na=False)
        for name, wrong in wrongs.items()
    ]
    return pa.DataFrameSchema(
        columns, checks=checks, strict=False, coerce=False, name=kind.code, metadata={"wrongs": wrongs}
    )


def failures(
    schema: pa.DataFrameSchema, frame: pd.DataFrame, marks: Container[tuple[str, str]] | None = None
) -> Iterator[tuple[str, str, list[int]]]:
    """Run the schema's checks: (rule code, blamed field, positions of failing rows), in rule order.

    ``marks`` are those that the parser left on the frame's rows, (field, mark): checks that look for another one are
    passed over. None asks them all.
    """
    rules = catalogue()
    wrongs: dict[str, Wrong] = (schema.metadata or {})["wrongs"]
    for name, wrong in wrongs.items():
        code, _, field = name.partition(":")
        if marks is not None and (mark := rules[code].noted) and (field, mark) not in marks:
            continue
        # Called by itself: pandera's Check would also copy the failing rows of all columns.
        positions = np.flatnonzero(wrong(frame))
        if len(positions):
            yield code, field, positions.tolist()
