"""From clean ledgers to checked ones: one typed frame for many files, every rule judged once.

Runs in the parent process. On the import road pandas and pandera are loaded here and not before.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pandera.pandas import DataFrameSchema

from importers.board import Board
from importers.clean_ledger import CleanLedger
from importers.copies import CopyFinder
from importers.frame_builder import build_frame, noted
from schemas.field import LedgerKind
from schemas.frame import failures, frame_schema
from schemas.kinds import ledger_kinds
from schemas.plan import Plan
from schemas.records import CheckedLedger
from schemas.rule import Facts
from schemas.rules import catalogue


@dataclass(frozen=True)
class Checker:
    """The rules of a plan, as of a day. Built once, used for every batch. ``problems`` are the 督查问题 handed
    over so far: number → unit code."""

    plan: Plan
    as_of: dt.date
    year: int | None = None
    """The year the ledgers speak of, None for the plan's."""
    problems: Mapping[str, str] = field(default_factory=dict)
    _schemas: dict[str, DataFrameSchema] = field(default_factory=dict, init=False, repr=False, compare=False)

    def check(
        self, ledgers: Sequence[CleanLedger], received: dt.date, copies: CopyFinder
    ) -> list[CheckedLedger]:
        """Check ledgers of any kinds, with their parts, in as many passes as there are kinds; results in order.

        ``received`` is the day they reached the office; ``copies`` knows the progress texts of other
        units.
        """
        by_kind: dict[str, list[CleanLedger]] = defaultdict(list)
        for ledger in ledgers:
            for part in (ledger, *ledger.parts):
                by_kind[part.kind].append(part)
        checked = {
            code: iter(self._check_kind(ledger_kinds()[code], group, received, copies))
            for code, group in by_kind.items()
        }
        return [_whole(*(next(checked[part.kind]) for part in (ledger, *ledger.parts))) for ledger in ledgers]

    def facts(self) -> Facts:
        """What rules may know besides the rows."""
        thresholds = self.plan.thresholds
        empty_talk = frozenset(thresholds.phrases.get("empty_talk", ()))
        return Facts(
            self.as_of.isoformat(),
            self.year or self.plan.year,
            thresholds.numbers,
            empty_talk,
            self.problems,
            self.plan.issued.isoformat() if self.year in (None, self.plan.year) else "",
        )

    def _schema(self, kind: LedgerKind) -> DataFrameSchema:
        """Built once: a third of what a small batch costs."""
        if kind.code not in self._schemas:
            self._schemas[kind.code] = frame_schema(kind, self.facts())
        return self._schemas[kind.code]

    def _check_kind(
        self, kind: LedgerKind, ledgers: list[CleanLedger], received: dt.date, copies: CopyFinder
    ) -> list[CheckedLedger]:
        frame = build_frame(kind, ledgers, self.plan, received, copies.find(ledgers, self.plan.unit_names))
        board = Board(self.plan, kind, ledgers, frame, self.year)
        board.add_table_findings()
        for code, name, positions in failures(self._schema(kind), frame, noted(ledgers)):
            board.add(catalogue()[code], name, positions)
        return board.results()


def _whole(first: CheckedLedger, *parts: CheckedLedger) -> CheckedLedger:
    return replace(first, parts=parts) if parts else first
