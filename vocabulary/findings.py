"""What is said about a file: a finding at a cell, an ignored row, a refusal of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from vocabulary.codes import IgnoredReason, RefusalCode, Severity


class Finding(NamedTuple):
    """One thing a clerk should look at, at its true cell.

    A named tuple, not a dataclass: a full import makes tens of thousands of them.
    ``row`` is Excel's 1-based row; ``found`` is the cell's own text; ``suggestion`` is a value
    that could be put there, or "" where none can be told. ``trial`` marks a rule running as 试行.
    """

    sheet: str
    cell: str
    row: int
    field: str
    rule: str
    severity: Severity
    found: str
    message: str
    suggestion: str
    trial: bool = False


class IgnoredRow(NamedTuple):
    """A non-empty row that is not ledger content, with the reason and its text (shortened)."""

    sheet: str
    row: int
    reason: IgnoredReason
    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be taken in, with the one sentence that says what to do next."""

    code: RefusalCode
    message: str
