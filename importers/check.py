"""From clean ledgers to checked ones: one typed frame for many files, every rule judged once.

Runs in the parent process. pandas and pandera are imported here, and only here on the import road.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pandera.pandas as pa

from importers.clean_ledger import CleanLedger
from importers.copies import CopyIndex
from importers.record_builder import build_records
from schemas.field import FieldType, LedgerKind
from schemas.frame import GIVEN, failures, frame_schema, rules_of, text_columns
from schemas.kinds import ledger_kinds
from schemas.plan import Plan
from schemas.records import CheckedLedger
from schemas.rule import Facts, Rule, catalogue
from vocabulary.codes import Severity
from vocabulary.findings import Finding

_WEIGHT = {Severity.MUST_FIX: 0, Severity.WARNING: 1, Severity.ADVICE: 2}


@dataclass(frozen=True)
class Checker:
    """The rules of a plan, as of a day. Built once, used for every batch."""

    plan: Plan
    as_of: str

    def check(self, ledgers: Sequence[CleanLedger], received_on: str, copies: CopyIndex) -> list[CheckedLedger]:
        """Check ledgers of any kinds in as few passes as there are kinds; results in the given order.

        ``received_on`` is the ISO day they reached the office; ``copies`` knows the progress texts of
        other units and learns those of these.
        """
        by_kind: dict[str, list[CleanLedger]] = defaultdict(list)
        for ledger in ledgers:
            by_kind[ledger.kind].append(ledger)
        checked: dict[int, CheckedLedger] = {}
        for code, group in by_kind.items():
            for ledger, result in zip(group, self._check_kind(ledger_kinds()[code], group, received_on, copies),
                                      strict=True):
                checked[id(ledger)] = result
        return [checked[id(ledger)] for ledger in ledgers]

    def facts(self) -> Facts:
        """What rules may know besides the rows."""
        thresholds = self.plan.thresholds
        return Facts(self.as_of, self.plan.year, thresholds.numbers, thresholds.url_domains,
                     frozenset(thresholds.phrases.get("empty_talk", ())))

    def severity(self, rule: Rule, field: str) -> Severity:
        """The rule's severity, unless the county's thresholds say otherwise."""
        return self.plan.thresholds.severities.get(rule.code) or rule.severity_of(field)

    def _check_kind(self, kind: LedgerKind, ledgers: list[CleanLedger], received_on: str,
                    copies: CopyIndex) -> list[CheckedLedger]:
        frame = build_frame(kind, ledgers, self.plan, received_on, copies)
        schema = frame_schema(kind, self.facts())
        board = _Board(self, kind, ledgers, frame)
        board.add_table_findings()
        for code, field, positions in failures(schema, frame):
            board.add(catalogue()[code], field, positions)
        return board.results()


def build_frame(kind: LedgerKind, ledgers: Sequence[CleanLedger], plan: Plan, received_on: str,
                copies: CopyIndex) -> pd.DataFrame:
    """One frame over all records of the ledgers, typed as schemas.frame declares, index 0…n-1."""
    size = sum(len(ledger.row) for ledger in ledgers)
    columns: dict[str, object] = {}
    for name in text_columns(kind):
        columns[name] = pd.array(_joined(ledgers, name), dtype="str")
    for field in kind.fields:
        if field.type is FieldType.PERCENT:
            columns[field.name] = np.array(
                [np.nan if value is None else value for value in _joined(ledgers, field.name)], dtype="float64")
        columns[f"{field.name}_given"] = _given(ledgers, field.name, size)
        columns[f"{field.name}_issue"] = _issues(ledgers, field.name, size)
    columns["deadline_kind"] = pd.array(_joined(ledgers, "deadline_kind"), dtype="str")
    task_ids = _joined(ledgers, "task_id")
    kinds = {task_id: str(task.kind) for task_id, task in plan.task_by_id.items()}
    days = {task_id: task.deadline.isoformat() for task_id, task in plan.task_by_id.items() if task.deadline}
    columns["plan_kind"] = pd.array([kinds.get(task_id, "") for task_id in task_ids], dtype="str")  # type: ignore[call-overload]
    columns["plan_deadline"] = pd.array([days.get(task_id, "") for task_id in task_ids], dtype="str")  # type: ignore[call-overload]
    columns["received_on"] = pd.array([received_on] * size, dtype="str")
    names = {code: unit.name for code, unit in plan.unit_by_code.items()}
    columns["sender_name"] = pd.array([names.get(ledger.sender or "", "") for ledger in ledgers
                                       for _ in ledger.row], dtype="str")
    columns["unknown"] = pd.array(_sparse(ledgers, [ledger.unknown for ledger in ledgers], size), dtype="str")
    columns["first_row"] = _first_rows(ledgers, size)
    columns["copied_from"] = pd.array(copies.find(ledgers, names), dtype="str")
    return pd.DataFrame(columns)


def _joined(ledgers: Sequence[CleanLedger], name: str) -> list[str | float | None]:
    joined: list[str | float | None] = []
    for ledger in ledgers:
        values = ledger.values.get(name)
        joined += values if values is not None else [None] * len(ledger.row)
    return joined


def _sparse(ledgers: Sequence[CleanLedger], marks: Sequence[dict[int, str]], size: int) -> list[str]:
    values = [""] * size
    start = 0
    for ledger, marked in zip(ledgers, marks, strict=True):
        for record, value in marked.items():
            values[start + record] = value
        start += len(ledger.row)
    return values


def _given(ledgers: Sequence[CleanLedger], name: str, size: int) -> pd.Categorical:
    codes = np.zeros(size, dtype="int8")
    start = 0
    for ledger in ledgers:
        for record, how in ledger.given.get(name, {}).items():
            codes[start + record] = GIVEN.index(how)
        start += len(ledger.row)
    return pd.Categorical.from_codes(codes, categories=list(GIVEN))


def _issues(ledgers: Sequence[CleanLedger], name: str, size: int) -> pd.Categorical:
    words = [""]
    numbers = {"": 0}
    codes = np.zeros(size, dtype="int8")
    start = 0
    for ledger in ledgers:
        for record, code in ledger.issues.get(name, {}).items():
            if code not in numbers:
                numbers[code] = len(words)
                words.append(code)
            codes[start + record] = numbers[code]
        start += len(ledger.row)
    return pd.Categorical.from_codes(codes, categories=words)


def _first_rows(ledgers: Sequence[CleanLedger], size: int) -> np.ndarray:
    """For a repeated row the Excel row of the first one, else 0."""
    first = np.zeros(size, dtype="int64")
    start = 0
    for ledger in ledgers:
        seen: dict[tuple[object, ...], tuple[int, int]] = {}
        values = ledger.values
        identities = zip(ledger.sheet, ledger.row, values["unit"], values["task_id"], values["task"],
                         values.get("task_id_text") or values["task"], strict=True)
        for record, (sheet, row, unit, task_id, task, written) in enumerate(identities):
            if not unit or not (task_id or task):
                continue
            # A task told by its words may rightly stand in several rows; one told by its number may not.
            key = (unit, task_id, None if written and task_id and written != task else task)
            place = seen.setdefault(key, (sheet, row))
            if place != (sheet, row):
                first[start + record] = place[1]
        start += len(ledger.row)
    return first


class _Board:
    """Collects findings, keeping the one most useful at each cell."""

    def __init__(self, checker: Checker, kind: LedgerKind, ledgers: list[CleanLedger], frame: pd.DataFrame) -> None:
        self._checker, self._kind, self._ledgers, self._frame = checker, kind, ledgers, frame
        self._order = {rule.code: place for place, rule in enumerate(rules_of(kind))}
        self._cells: list[dict[tuple[str, str], tuple[tuple[int, int], Finding]]] = [{} for _ in ledgers]
        self._held: list[set[int]] = [set() for _ in ledgers]
        self._file_of: list[int] = []
        self._starts: list[int] = []
        start = 0
        for number, ledger in enumerate(ledgers):
            self._starts.append(start)
            self._file_of += [number] * len(ledger.row)
            start += len(ledger.row)

    def add_table_findings(self) -> None:
        for number, ledger in enumerate(self._ledgers):
            for wrong in ledger.table_findings:
                rule = catalogue()[wrong.rule]
                severity = self._checker.severity(rule, wrong.field)
                if wrong.must_fix is not None:
                    severity = Severity.MUST_FIX if wrong.must_fix else severity
                finding = self._finding(rule, severity, wrong.sheet, wrong.cell, wrong.row, wrong.field,
                                        wrong.found, wrong.suggestion, wrong.details)
                place = (wrong.sheet, f"{wrong.cell}:{wrong.field}" if rule.code == "missing_column" else wrong.cell)
                self._keep(number, place, finding)
                if severity is Severity.MUST_FIX and not finding.trial:
                    self._held[number].update(wrong.holds)

    def add(self, rule: Rule, field: str, positions: list[int]) -> None:
        severity = self._checker.severity(rule, field)
        column = self._kind[field].text_column
        details = {name: self._frame[name].iloc[positions].tolist() for name in rule.details if name in self._frame}
        found = self._frame[column].iloc[positions].tolist()
        for place, position in enumerate(positions):
            number = self._file_of[position]
            ledger = self._ledgers[number]
            record = position - self._starts[number]
            text = found[place] if isinstance(found[place], str) else ""
            known = {name: _shown(values[place]) for name, values in details.items()}
            finding = self._finding(rule, severity, ledger.sheets[ledger.sheet[record]],
                                    ledger.cell(record, field), ledger.row[record], field, text,
                                    ledger.hints.get((record, field), ""), known)
            self._keep(number, (finding.sheet, finding.cell), finding)
            if severity is Severity.MUST_FIX and not finding.trial:
                self._held[number].add(record)

    def _finding(self, rule: Rule, severity: Severity, sheet: str, cell: str, row: int, field: str,
                 found: str, suggestion: str, details: dict[str, str]) -> Finding:
        title = self._kind[field].title if field else ""
        known = {"title": title, "found": found, "year": str(self._checker.plan.year), **details}
        said = f"您填的是“{found[:60]}”，" if found and "{found}" not in rule.expected else ""
        question = f"是否为“{suggestion}”？" if suggestion and rule.code != "missing_column" else ""
        message = f"{title and f'【{title}】'}{said}{_fill(rule.expected, known)}。{question}{_fill(rule.advice, known)}。"
        return Finding(sheet, cell, row, field, rule.code, severity, found, message, suggestion,
                       rule.code in self._checker.plan.thresholds.trial)

    def _keep(self, number: int, place: tuple[str, str], finding: Finding) -> None:
        rank = (_WEIGHT[finding.severity] + (3 if finding.trial else 0), self._order.get(finding.rule, -1))
        known = self._cells[number].get(place)
        if known is None or rank < known[0]:
            self._cells[number][place] = (rank, finding)

    def results(self) -> list[CheckedLedger]:
        return [
            CheckedLedger(
                ledger.file_name, ledger.sha256, ledger.size, ledger.kind, ledger.sender, ledger.collected,
                build_records(ledger, self._held[number]),
                tuple(sorted((finding for _, finding in self._cells[number].values()),
                             key=lambda f: (f.sheet, f.row, len(f.cell), f.cell))),
                tuple(ledger.ignored))
            for number, ledger in enumerate(self._ledgers)]


def _fill(template: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        template = template.replace("{" + name + "}", value)
    return template


def _shown(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None or value != value else str(value)


__all__ = ["Checker", "build_frame", "pa"]
