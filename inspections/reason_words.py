"""The reasons of a suggested verdict in words: sentences made of a line's facts, and the cells they rest on.

A province's verdicts have half a million reasons of thirty kinds: what is equal for many lines (which reasons a mask
holds, which facts a sentence asks for, in which columns a file keeps its fields) is looked up once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from string import Formatter

from inspections.claim_tests import evidence_after_claim
from inspections.claims import NO_ROW, RoundClaims
from inspections.known_reasons import BITS, REASONS, KnownReason
from inspections.lights import day_of, effective_deadline, task_of
from inspections.schedule import elapsed_percent
from inspections.service_rates import asked_rates, rate_claim
from master.inspection_records import Reason
from master.views import MasterRow
from schemas.layout import NO_LAYOUT, Layout
from schemas.plan import Plan, Task
from schemas.records import STANDING, RowRecord
from vocabulary.codes import Severity, Status
from vocabulary.findings import Finding

_CELLS_NAMED = 12
"""A verdict names no more cells than that for one reason: a task in forty rows is read in the file."""


class ReasonWriter:
    """Turns the reasons of a unit's task into sentences and cells."""

    def __init__(
        self,
        plan: Plan,
        claims: RoundClaims,
        as_of: dt.date,
        layouts: Mapping[int, Layout],
        findings: Mapping[int, Sequence[Finding]],
    ) -> None:
        self._plan = plan
        self._claims = claims
        self._as_of = as_of
        self._layouts = layouts
        self._columns: dict[tuple[int, str, tuple[str, ...]], tuple[str, ...] | None] = {}
        self._wrong: dict[tuple[int, str, int], list[Finding]] = defaultdict(list)
        for submission, some in findings.items():
            for finding in some:
                if finding.severity is Severity.MUST_FIX:
                    self._wrong[submission, finding.sheet, finding.row].append(finding)

    def tell(self, unit: str, task_id: str, lines: Sequence[tuple[int, int]]) -> tuple[Reason, ...]:
        """The reasons of all lines (mask of reasons, place of the row) in their declared order; equal sentences
        become one with all the cells."""
        task = self._plan.task_by_id[task_id]
        if len(lines) == 1:
            ((mask, source),) = lines
            row = None if source == NO_ROW else self._claims.rows[source]
            return tuple([self._reason(known, task, unit, row) for known in _reasons_of(mask)])
        told: dict[tuple[str, str], dict[str, None]] = {}
        masks = [(mask, source) for mask, source in sorted(lines, key=lambda line: line[1])]
        for known in REASONS:
            for mask, source in masks:
                if mask & BITS[known.code]:
                    row = None if source == NO_ROW else self._claims.rows[source]
                    code, text, cells = self._reason(known, task, unit, row)
                    told.setdefault((code, text), {}).update(dict.fromkeys(cells))
        return tuple(Reason(code, text, tuple(cells)[:_CELLS_NAMED]) for (code, text), cells in told.items())

    def _reason(self, known: KnownReason, task: Task, unit: str, row: MasterRow | None) -> Reason:
        cells = self._held_cells(unit, task.id) if known.code == "held" else self._cells(known, row)
        return Reason(known.code, self._sentence(known, task, unit, row), tuple(cells)[:_CELLS_NAMED])

    def _sentence(self, known: KnownReason, task: Task, unit: str, row: MasterRow | None) -> str:
        part = ""
        if row is not None and not known.whole and row.record.task_id not in (None, task.id):
            part = f"{row.record.task_id}："
        names = _facts_asked(known.text)
        if not names:
            return part + known.text
        return part + known.text.format(**{name: self._fact(name, task, unit, row) for name in names})

    def _fact(self, name: str, task: Task, unit: str, row: MasterRow | None) -> str:
        of_task = _OF_TASK.get(name)
        if of_task is not None:
            return of_task(self, task, unit)
        if row is None:  # of a task without a row only the plan's deadline is known
            return _in_words(task.deadline)
        of_row = _OF_ROW.get(name)
        if of_row is not None:
            return of_row(self, row)
        if name.startswith(_BEFORE):
            name, record = name.removeprefix(_BEFORE), self._claims.before[row.item].record
            return _own_deadline(record) if name == "deadline" else _OF_RECORD[name](record)
        return _OF_RECORD[name](row.record)

    def parts(self, task: Task, unit: str) -> str:
        """The sub-items the unit left out."""
        return "、".join(self._claims.parts.get((unit, task.id), ()))

    def issued(self, task: Task, unit: str) -> str:
        """The day the plan was issued."""
        return _in_words(self._plan.issued)

    def wanted(self, task: Task, unit: str) -> str:
        """The rates the task's indicator asks for."""
        return "、".join(f"{name}{number:g}%" for name, number in asked_rates(self._plan, task).items())

    def wrong(self, task: Task, unit: str) -> str:
        """What is wrong in the rows that were held back."""
        messages = dict.fromkeys(finding.message for _, finding in self._must_fix(unit, task.id))
        return f"（{'；'.join(messages)}）" if messages else ""

    def deadline(self, row: MasterRow) -> str:
        """The deadline that counts."""
        return _in_words(effective_deadline(row.record, task_of(row.record, self._plan)))

    def elapsed(self, row: MasterRow) -> str:
        """How much of the time has passed."""
        deadline = effective_deadline(row.record, task_of(row.record, self._plan))
        return f"{elapsed_percent(self._plan.issued, deadline, self._as_of):.0f}%" if deadline else ""

    def rate(self, row: MasterRow) -> str:
        """The rate the row claims."""
        task = task_of(row.record, self._plan)
        return rate_claim(self._plan, task, row.record)[1] if task else ""

    def evidence_day(self, row: MasterRow) -> str:
        """The latest day named in the evidence, where it is later than it should be."""
        later = evidence_after_claim(self._plan, row)
        return _in_words(later[0]) if later else ""

    def claim_day(self, row: MasterRow) -> str:
        """The day the evidence should not have passed, and what it is the day of."""
        later = evidence_after_claim(self._plan, row)
        if later is None:
            return ""
        by_completion = row.record.completed_on == later[1].isoformat()
        return ("实际完成日期" if by_completion else "收到台账的日期") + _in_words(later[1])

    def _must_fix(self, unit: str, task_id: str) -> Iterator[tuple[MasterRow, Finding]]:
        for place in self._claims.held.get((unit, task_id), ()):
            row = self._claims.rows[place]
            for finding in self._wrong.get((row.submission, row.record.sheet, row.record.row), ()):
                yield row, finding

    def _held_cells(self, unit: str, task_id: str) -> Iterable[str]:
        return dict.fromkeys(
            f"{row.file_name}·{finding.sheet}·{finding.cell}"
            for row, finding in self._must_fix(unit, task_id)
        )

    def _cells(self, known: KnownReason, row: MasterRow | None) -> Iterable[str]:
        if row is None:
            return ()
        before = self._claims.before.get(row.item) if known.before else None
        if before is None:
            return self._cells_of(row, known.fields)
        return dict.fromkeys((*self._cells_of(row, known.fields), *self._cells_of(before, known.before)))

    def _cells_of(self, row: MasterRow, fields: tuple[str, ...]) -> list[str]:
        record = row.record
        key = row.submission, record.sheet, fields
        if key not in self._columns:
            self._columns[key] = self._columns_of(*key)
        columns, number, place = self._columns[key], record.row, f"{row.file_name}·{record.sheet}·"
        if columns is None:
            layout = self._layouts[row.submission]
            cells = [layout.cell(record.sheet, number, field) for field in fields]
            named = [place + cell for cell in cells if cell is not None]
        else:
            named = [f"{place}{column}{number}" for column in columns]
        if fields and not named:  # the file has no such column: the row is what can be pointed at
            return [f"{place}第{number}行"]
        return named

    def _columns_of(self, submission: int, sheet: str, fields: tuple[str, ...]) -> tuple[str, ...] | None:
        """The column letters of some fields; None where merged cells make it another question for every row."""
        layout = self._layouts.get(submission, NO_LAYOUT)
        if layout.merged.get(sheet):
            return None
        known = layout.columns.get(sheet, {})
        return tuple(known[field] for field in fields if field in known)


@cache
def _reasons_of(mask: int) -> tuple[KnownReason, ...]:
    """The reasons whose bits a mask has, in their declared order."""
    return tuple(known for known in REASONS if mask & BITS[known.code])


@cache
def _facts_asked(text: str) -> tuple[str, ...]:
    """The facts a sentence asks for."""
    return tuple(name for _, name, _, _ in Formatter().parse(text) if name)


def _own_deadline(record: RowRecord) -> str:
    if record.deadline in (None, STANDING):
        return "长期" if record.deadline else "没有写"
    return _in_words(day_of(str(record.deadline)))


def _in_words(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "没有写"


def _percent(record: RowRecord) -> str:
    return "" if record.percent is None else f"{record.percent:g}%"


def _percent_aside(record: RowRecord) -> str:
    return "" if record.percent is None else f"（完成率{record.percent:g}%）"


def _status(record: RowRecord) -> str:
    return _STATUS_WORDS[record.status] if record.status else "没有写状态"


def _completed_on(record: RowRecord) -> str:
    return _in_words(day_of(record.completed_on) if record.completed_on else None)


_BEFORE = "before_"
_STATUS_WORDS: dict[str, str] = {str(status): status.zh for status in Status}
_OF_TASK: dict[str, Callable[[ReasonWriter, Task, str], str]] = {
    "trigger": lambda writer, task, unit: task.trigger,
    "force": lambda writer, task, unit: task.force.zh,
    "parts": ReasonWriter.parts,
    "issued": ReasonWriter.issued,
    "wanted": ReasonWriter.wanted,
    "wrong": ReasonWriter.wrong,
}
_OF_ROW: dict[str, Callable[[ReasonWriter, MasterRow], str]] = {
    "deadline": ReasonWriter.deadline,
    "elapsed": ReasonWriter.elapsed,
    "rate": ReasonWriter.rate,
    "evidence_day": ReasonWriter.evidence_day,
    "claim_day": ReasonWriter.claim_day,
}
_OF_RECORD: dict[str, Callable[[RowRecord], str]] = {
    "status": _status,
    "percent": _percent_aside,
    "bare_percent": _percent,
    "own_deadline": _own_deadline,
    "contact": lambda record: record.contact or "",
    "completed_on": _completed_on,
}
