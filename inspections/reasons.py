"""Suggested verdicts with their reasons: sentences made of a line's facts, and the cells they rest on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from inspections.claim_tests import evidence_after_claim
from inspections.claims import NO_ROW, RoundClaims, claims_of
from inspections.known_reasons import BITS, REASONS, KnownReason
from inspections.lights import effective_deadline, task_of
from inspections.schedule import elapsed_percent
from inspections.scope import scope_of
from inspections.service_rates import asked_rates, rate_claim
from inspections.verdicts import judge_claims, roll_up
from master.inspection_records import Reason, SuggestedVerdict
from master.views import MasterRow
from schemas.layout import NO_LAYOUT, Layout
from schemas.plan import Plan, Round, Task
from schemas.records import STANDING, RowRecord
from vocabulary.codes import Light, Severity, Status
from vocabulary.findings import Finding
from vocabulary.inspection import Verdict

_KNOWN = tuple((BITS[known.code], known) for known in REASONS)
_CELLS_NAMED = 12
"""A verdict names no more cells than that for one reason: a task in forty rows is read in the file."""


def suggest(
    plan: Plan,
    inspection_round: Round,
    rows: Sequence[MasterRow],
    as_of: dt.date,
    *,
    previous: Sequence[MasterRow] = (),
    reported: Collection[str] = (),
    findings: Mapping[int, Sequence[Finding]] | None = None,
    layouts: Mapping[int, Layout] | None = None,
    held: Sequence[MasterRow] = (),
    confirmed_events: Collection[tuple[str, str]] = (),
) -> list[SuggestedVerdict]:
    """One suggestion for every unit's task in the round, in the plan's order of units and tasks.

    ``rows`` are those the round was frozen on, ``previous`` the rows as they stood at the inspection before (empty:
    there was none), ``reported`` the codes of units with a submission that counts, ``findings`` and ``layouts``
    those of the submissions by id, ``held`` see ``claims.held_rows``, ``confirmed_events`` unit and task of
    zero-tolerance tasks that were violated.
    """
    claims = claims_of(
        plan,
        scope_of(plan, inspection_round),
        rows,
        previous=previous,
        reported=reported,
        findings=findings,
        held=held,
        confirmed_events=confirmed_events,
    )
    lines = judge_claims(claims.frame, as_of, plan.thresholds)
    of_cell: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for unit, task_id, reasons, source in zip(
        lines["unit"], lines["task_id"], lines["reasons"].tolist(), lines["source"].tolist(), strict=True
    ):
        of_cell.setdefault((unit, task_id), []).append((reasons, source))
    judged = roll_up(lines)
    teller = _Teller(plan, claims, as_of, layouts or {}, findings or {})
    return [
        SuggestedVerdict(
            unit,
            task_id,
            Verdict(verdict),
            Light(light),
            None if status is np.nan else status,
            row_id or None,
            teller.tell(unit, task_id, of_cell[unit, task_id]),
        )
        for unit, task_id, verdict, light, status, row_id in zip(
            judged["unit"],
            judged["task_id"],
            judged["verdict"],
            judged["light"],
            judged["status"],
            judged["row_id"].tolist(),
            strict=True,
        )
    ]


class _Teller:
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
        self._wrong: dict[tuple[int, str, int], list[Finding]] = defaultdict(list)
        for submission, some in findings.items():
            for finding in some:
                if finding.severity is Severity.MUST_FIX:
                    self._wrong[submission, finding.sheet, finding.row].append(finding)

    def tell(self, unit: str, task_id: str, lines: Sequence[tuple[int, int]]) -> tuple[Reason, ...]:
        """The reasons of all lines in their declared order; equal sentences become one with all the cells."""
        told: dict[tuple[str, str], dict[str, None]] = {}
        task, ordered = self._plan.task_by_id[task_id], sorted(lines, key=lambda line: line[1])
        for bit, known in _KNOWN:
            for mask, source in ordered:
                if mask & bit:
                    row = None if source == NO_ROW else self._claims.rows[source]
                    text = self._sentence(known, task, unit, row)
                    cells = (
                        self._held_cells(unit, task_id) if known.code == "held" else self._cells(known, row)
                    )
                    told.setdefault((known.code, text), {}).update(dict.fromkeys(cells))
        return tuple(Reason(code, text, tuple(cells)[:_CELLS_NAMED]) for (code, text), cells in told.items())

    def _sentence(self, known: KnownReason, task: Task, unit: str, row: MasterRow | None) -> str:
        part = ""
        if row is not None and not known.whole and row.record.task_id not in (None, task.id):
            part = f"{row.record.task_id}："
        if "{" not in known.text:
            return part + known.text
        facts = self._facts_of_task(known, task, unit)
        if row is not None:
            facts |= self._facts_of_row(known, row)
        return part + known.text.format(**facts)

    def _facts_of_task(self, known: KnownReason, task: Task, unit: str) -> dict[str, str]:
        facts = {
            "trigger": task.trigger,
            "force": task.force.zh,
            "parts": "、".join(self._claims.parts.get((unit, task.id), ())),
            "deadline": _in_words(task.deadline),
            "issued": _in_words(self._plan.issued),
        }
        if known.code.startswith("rate_"):
            asked = asked_rates(self._plan, task)
            facts["wanted"] = "、".join(f"{name}{number:g}%" for name, number in asked.items())
        if known.code == "held":
            messages = dict.fromkeys(finding.message for _, finding in self._must_fix(unit, task.id))
            facts["wrong"] = f"（{'；'.join(messages)}）" if messages else ""
        return facts

    def _must_fix(self, unit: str, task_id: str) -> Iterator[tuple[MasterRow, Finding]]:
        for place in self._claims.held.get((unit, task_id), ()):
            row = self._claims.rows[place]
            for finding in self._wrong.get((row.submission, row.record.sheet, row.record.row), ()):
                yield row, finding

    def _held_cells(self, unit: str, task_id: str) -> Iterator[str]:
        for row, finding in self._must_fix(unit, task_id):
            yield f"{row.file_name}·{finding.sheet}·{finding.cell}"

    def _facts_of_row(self, known: KnownReason, row: MasterRow) -> dict[str, str]:
        record = row.record
        facts = _facts_of(record)
        task = task_of(record, self._plan)
        deadline = effective_deadline(record, task)
        facts["deadline"] = _in_words(deadline)
        if known.code == "behind_schedule" and deadline is not None:
            facts["elapsed"] = f"{elapsed_percent(self._plan.issued, deadline, self._as_of):.0f}%"
        if known.code.startswith("rate_") and task is not None:
            facts["rate"] = rate_claim(self._plan, task, record)[1]
        before = self._claims.before.get(row.item) if known.before else None
        if before is not None:
            earlier = _facts_of(before.record) | {"deadline": _own_deadline(before.record)}
            facts |= {f"before_{name}": value for name, value in earlier.items()}
        later = evidence_after_claim(self._plan, row) if known.code == "evidence_later" else None
        if later is not None:
            by_completion = record.completed_on == later[1].isoformat()
            facts["evidence_day"] = _in_words(later[0])
            facts["claim_day"] = ("实际完成日期" if by_completion else "收到台账的日期") + _in_words(later[1])
        return facts

    def _cells(self, known: KnownReason, row: MasterRow | None) -> Iterator[str]:
        if row is None:
            return
        yield from self._cells_of(row, known.fields)
        before = self._claims.before.get(row.item) if known.before else None
        if before is not None:
            yield from self._cells_of(before, known.before)

    def _cells_of(self, row: MasterRow, fields: Iterable[str]) -> Iterator[str]:
        layout = self._layouts.get(row.submission, NO_LAYOUT)
        place = f"{row.file_name}·{row.record.sheet}·"
        cells = [layout.cell(row.record.sheet, row.record.row, field) for field in fields]
        named = [place + cell for cell in cells if cell is not None]
        yield from named
        if fields and not named:  # the file has no such column: the row is what can be pointed at
            yield f"{place}第{row.record.row}行"


def _facts_of(record: RowRecord) -> dict[str, str]:
    percent = "" if record.percent is None else f"{record.percent:g}%"
    return {
        "status": Status(record.status).zh if record.status else "没有写状态",
        "percent": f"（完成率{percent}）" if percent else "",
        "bare_percent": percent,
        "own_deadline": _own_deadline(record),
        "contact": record.contact or "",
        "completed_on": _in_words(
            dt.date.fromisoformat(record.completed_on) if record.completed_on else None
        ),
    }


def _own_deadline(record: RowRecord) -> str:
    if record.deadline in (None, STANDING):
        return "长期" if record.deadline else "没有写"
    return _in_words(dt.date.fromisoformat(str(record.deadline)))


def _in_words(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "没有写"
