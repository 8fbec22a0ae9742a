"""From clean ledgers to checked ones: one typed frame for many files, every rule judged once.

Runs in the parent process. On the import road pandas and pandera are loaded here and not before.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from importers.board import Board
from importers.clean_ledger import CleanLedger
from importers.copies import CopyFinder
from importers.frame_builder import build_frame
from schemas.field import LedgerKind
from schemas.frame import failures, frame_schema
from schemas.kinds import ledger_kinds
from schemas.plan import Plan
from schemas.records import CheckedLedger
from schemas.rule import Facts
from schemas.rules import catalogue


@dataclass(frozen=True)
class Checker:
    """The rules of a plan, as of a day. Built once, used for every batch."""

    plan: Plan
    as_of: dt.date
    year: int | None = None
    """The year the ledgers speak of, None for the plan's."""

    def check(
        self, ledgers: Sequence[CleanLedger], received: dt.date, copies: CopyFinder
    ) -> list[CheckedLedger]:
        """Check ledgers of any kinds in as many passes as there are kinds; results in the given order.

        ``received`` is the day they reached the office; ``copies`` knows the progress texts of other
        units.
        """
        by_kind: dict[str, list[int]] = defaultdict(list)
        for place, ledger in enumerate(ledgers):
            by_kind[ledger.kind].append(place)
        checked: dict[int, CheckedLedger] = {}
        for code, places in by_kind.items():
            group = [ledgers[place] for place in places]
            checked.update(
                zip(places, self._check_kind(ledger_kinds()[code], group, received, copies), strict=True)
            )
        return [checked[place] for place in range(len(ledgers))]

    def facts(self) -> Facts:
        """What rules may know besides the rows."""
        thresholds = self.plan.thresholds
        empty_talk = frozenset(thresholds.phrases.get("empty_talk", ()))
        return Facts(self.as_of.isoformat(), self.year or self.plan.year, thresholds.numbers, empty_talk)

    def _check_kind(
        self, kind: LedgerKind, ledgers: list[CleanLedger], received: dt.date, copies: CopyFinder
    ) -> list[CheckedLedger]:
        names = {code: unit.name for code, unit in self.plan.unit_by_code.items()}
        frame = build_frame(kind, ledgers, self.plan, received, copies.find(ledgers, names))
        board = Board(self.plan, kind, ledgers, frame, self.year)
        board.add_table_findings()
        for code, field, positions in failures(frame_schema(kind, self.facts()), frame):
            board.add(catalogue()[code], field, positions)
        return board.results()
