"""The findings of a batch on their way to the files: one most useful finding at each cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

import pandas as pd

from importers.clean_ledger import CleanLedger, TableFinding
from importers.details import Details, found_in
from importers.record_builder import build_records
from schemas.field import LedgerKind
from schemas.plan import Plan
from schemas.records import CheckedLedger
from schemas.rule import Rule
from schemas.rules import catalogue
from vocabulary.codes import Severity
from vocabulary.findings import Finding

_WEIGHT = {Severity.MUST_FIX: 0, Severity.WARNING: 1, Severity.ADVICE: 2}
_ON_TRIAL = 3


class Board:
    """Collects what is wrong with each of the ledgers of one kind, and which records are held back."""

    def __init__(
        self,
        plan: Plan,
        kind: LedgerKind,
        ledgers: Sequence[CleanLedger],
        frame: pd.DataFrame,
        year: int | None = None,
    ) -> None:
        self._plan, self._kind, self._ledgers = plan, kind, ledgers
        self._details = Details(plan, ledgers, frame, year or plan.year)
        self._order = {code: place for place, code in enumerate(kind.rules)}
        self._best: list[dict[tuple[str, str], tuple[tuple[int, int], Finding]]] = [{} for _ in ledgers]
        self._held: list[set[int]] = [set() for _ in ledgers]
        # Of last year's sheet one thing is to be said; what is wrong in its rows helps nobody.
        self._strangers = {
            (number, wrong.sheet)
            for number, ledger in enumerate(ledgers)
            for wrong in ledger.table_findings
            if wrong.rule == "wrong_template"
        }
        self._starts = list(accumulate((len(ledger.row) for ledger in ledgers), initial=0))

    def severity(self, rule: Rule, field: str) -> Severity:
        """The rule's severity, unless the county's thresholds.toml says otherwise."""
        return self._plan.thresholds.severities.get(rule.code) or rule.severity_of(field)

    def add_table_findings(self) -> None:
        """What the locator saw: missing columns, merged cells, a wrong template."""
        for number, ledger in enumerate(self._ledgers):
            for wrong in ledger.table_findings:
                self._add_table_finding(number, wrong)

    def _add_table_finding(self, number: int, wrong: TableFinding) -> None:
        rule = catalogue()[wrong.rule]
        severity = Severity.MUST_FIX if wrong.must_fix else self.severity(rule, wrong.field)
        finding = self._finding(
            rule, severity, wrong.sheet, wrong.cell, wrong.row, wrong.field, wrong.found, wrong.suggestion,
            {**self._details.always, **wrong.details},
        )  # fmt: skip
        # Several columns may be missing at the one header cell: each is its own finding.
        place = f"{wrong.cell}:{wrong.field}" if wrong.rule == "missing_column" else wrong.cell
        self._keep(number, (wrong.sheet, place), finding, wrong.holds)

    def add(self, rule: Rule, field: str, positions: Sequence[int]) -> None:
        """A rule's failing rows of the frame, at the cell of a blamed field."""
        severity, words = self.severity(rule, field), self._kind[field].text_column
        numbers = [bisect_right(self._starts, position) - 1 for position in positions]
        places = [
            (number, position - self._starts[number])
            for number, position in zip(numbers, positions, strict=True)
        ]
        told = self._details.of(rule.details, positions, places)
        for (number, record), details in zip(places, told, strict=True):
            ledger = self._ledgers[number]
            found = ledger.found.get((record, field)) or found_in(ledger, words, record)
            hint = ledger.hints.get((record, field), "")
            sheet, cell = ledger.sheets[ledger.sheet[record]], ledger.cell(record, field)
            finding = self._finding(
                rule, severity, sheet, cell, ledger.row[record], field, found, hint, details
            )
            self._keep(number, (sheet, cell), finding, (record,))

    def _finding(
        self, rule: Rule, severity: Severity, sheet: str, cell: str, row: int, field: str, found: str,
        suggestion: str, details: Mapping[str, str],
    ) -> Finding:  # fmt: skip
        title = self._kind[field].title if field else ""
        message = rule.message(title, found, suggestion, details)
        trial = rule.code in self._plan.thresholds.trial
        return Finding(sheet, cell, row, field, rule.code, severity, found, message, suggestion, trial)

    def _keep(self, number: int, place: tuple[str, str], finding: Finding, holds: Sequence[int]) -> None:
        if finding.rule in self._plan.thresholds.off:
            return
        if finding.rule != "wrong_template" and (number, finding.sheet) in self._strangers:
            return
        if finding.severity is Severity.MUST_FIX and not finding.trial:
            self._held[number].update(holds)
        weight = _WEIGHT[finding.severity] + (_ON_TRIAL if finding.trial else 0)
        rank = (weight, self._order.get(finding.rule, -1))
        best = self._best[number].get(place)
        if best is None or rank < best[0]:
            self._best[number][place] = (rank, finding)

    def results(self) -> list[CheckedLedger]:
        """The checked ledgers, in the order given; findings from the top left to the bottom right."""
        return [
            CheckedLedger(
                ledger.file_name,
                ledger.sha256,
                ledger.size,
                ledger.kind,
                ledger.sender,
                ledger.collected,
                build_records(ledger, self._held[number]),
                tuple(sorted((finding for _, finding in self._best[number].values()), key=_reading_order)),
                tuple(ledger.ignored),
                hashes=ledger.hashes,
                copy_keys=tuple(ledger.copy_keys),
                layout=ledger.cells(),
            )
            for number, ledger in enumerate(self._ledgers)
        ]


def _reading_order(finding: Finding) -> tuple[str, int, int, str]:
    return finding.sheet, finding.row, len(finding.cell), finding.cell
