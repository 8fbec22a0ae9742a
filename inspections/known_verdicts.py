"""What is known of the units on a day, as an on-site inspection needs it: verdicts, problems, findings.

Verdicts are those of the round before, or what the rows say while no round has judged them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable

from inspections.expectations import reporting
from inspections.lights import judge, task_of
from inspections.sampling import EffectiveVerdict
from master import Master
from master.inspection_records import Problem, ProblemEvent, SuggestedVerdict, VerdictDecision
from schemas.plan import Plan, Round
from schemas.records import RowRecord
from vocabulary.codes import Light, Outcome, Severity, Status
from vocabulary.inspection import ProblemAction, RoundKind, Stage, Verdict

_GRAVEST = (
    Verdict.OVERDUE,
    Verdict.TO_VERIFY,
    Verdict.BEHIND,
    Verdict.ON_TRACK,
    Verdict.COMPLETE,
    Verdict.NOT_APPLICABLE,
)


def effective_verdicts(
    suggestions: Iterable[SuggestedVerdict], decisions: Iterable[VerdictDecision]
) -> list[EffectiveVerdict]:
    """The newest decision of each unit's task, else what was suggested."""
    counts = {(one.unit, one.task_id): one.verdict for one in suggestions}
    counts |= {(one.unit, one.task_id): one.verdict for one in decisions}
    return [(unit, task_id, verdict) for (unit, task_id), verdict in sorted(counts.items())]


def verdicts_of_rows(
    plan: Plan, rows: Iterable[RowRecord], inspection_round: Round | None, as_of: dt.date
) -> list[EffectiveVerdict]:
    """What the rows that stand on a day say, where no round has judged them: expected tasks without a row are 未报."""
    rows = list(rows)
    worst: dict[tuple[str, str], Verdict] = {}
    for row in rows:
        if row.task_id:
            verdict, place = _verdict_of(row, plan, as_of), (row.unit, row.task_id)
            worst[place] = min(worst.get(place, verdict), verdict, key=_GRAVEST.index)
    state = reporting(plan, rows, {row.unit for row in rows}, inspection_round)
    missing = [(one.unit.code, one.task.id, Verdict.NOT_REPORTED) for one in state.missing_tasks]
    return sorted([*((unit, task_id, verdict) for (unit, task_id), verdict in worst.items()), *missing])


def _verdict_of(row: RowRecord, plan: Plan, as_of: dt.date) -> Verdict:
    if row.status is None:
        return Verdict.TO_VERIFY
    if row.status == Status.NOT_APPLICABLE:
        return Verdict.NOT_APPLICABLE
    judged = judge(row, task_of(row, plan), as_of, plan.thresholds, plan.issued)
    if judged.overdue:
        return Verdict.OVERDUE
    if judged.behind:
        return Verdict.BEHIND
    # A standing task is not complete before the year ends, whatever the unit says.
    done = row.status == Status.DONE and judged.light is Light.GREEN
    return Verdict.COMPLETE if done else Verdict.ON_TRACK


def judged_round(master: Master, plan: Plan, inspection_round: Round, as_of: dt.date) -> Round | None:
    """The newest 书面督查 up to this round's cut-off that had gone into review by a day, None where none had."""
    written = [
        one
        for one in plan.rounds
        if one.kind is RoundKind.WRITTEN and one.cut_off <= inspection_round.cut_off
    ]
    newest_first = sorted(written, key=lambda each: each.cut_off, reverse=True)
    return next((one for one in newest_first if _was_judged(master, one, as_of)), None)


def _was_judged(master: Master, inspection_round: Round, as_of: dt.date) -> bool:
    return any(move.stage_to is Stage.REVIEWING for move in master.rounds.moves(inspection_round.code, as_of))


def known_verdicts(
    master: Master, plan: Plan, inspection_round: Round, as_of: dt.date
) -> list[EffectiveVerdict]:
    """The verdicts of the ``judged_round`` before this one, else what the rows say; and over them what was
    suggested in this round itself."""
    before = judged_round(master, plan, inspection_round, as_of)
    known = (
        verdicts_of_rows(plan, standing_rows(master, as_of), None, as_of)
        if before is None
        else effective_verdicts(
            master.rounds.suggestions(before.code), master.rounds.decisions(before.code, as_of)
        )
    )
    if not _was_judged(master, inspection_round, as_of):
        return known
    counts = {(unit, task_id): verdict for unit, task_id, verdict in known}
    counts |= {
        (one.unit, one.task_id): one.verdict for one in master.rounds.suggestions(inspection_round.code)
    }
    return [(unit, task_id, verdict) for (unit, task_id), verdict in sorted(counts.items())]


def problem_counts(
    problems: Iterable[Problem], events: Iterable[ProblemEvent], as_of: dt.date
) -> tuple[Counter[str], Counter[str]]:
    """Problems not closed, per unit: those past their due day, and those still in time."""
    closed: set[str] = set()
    due: dict[str, dt.date] = {}
    for event in events:
        if event.action is ProblemAction.CLOSE:
            closed.add(event.number)
        elif event.action is ProblemAction.REOPEN:
            closed.discard(event.number)
        if event.due is not None:
            due[event.number] = event.due
    past: Counter[str] = Counter()
    in_time: Counter[str] = Counter()
    for problem in problems:
        if problem.number not in closed:
            (past if due.get(problem.number, problem.due) < as_of else in_time)[problem.unit] += 1
    return past, in_time


def must_fix_counts(master: Master, as_of: dt.date) -> Counter[str]:
    """必改 findings in the files that count on a day, per unit whose rows they hold back."""
    wrong = {one.id for one in master.submissions(as_of) if one.outcome is Outcome.NEEDS_CORRECTION}
    covered: dict[int, set[str]] = defaultdict(set)
    for current in master.current_submissions(as_of):
        if current.submission in wrong:
            covered[current.submission].add(current.unit)
    counts: Counter[str] = Counter()
    for submission, units in covered.items():
        owners: dict[tuple[str, int], set[str]] = defaultdict(set)
        for row in master.submitted_rows(submission):
            owners[row.sheet, row.row].add(row.unit)
        for finding in master.findings(submission):
            if finding.severity is Severity.MUST_FIX and not finding.trial:
                # A finding about the table as a whole stands at its header, which is nobody's row.
                counts.update(owners.get((finding.sheet, finding.row), units) & units)
    return counts


def standing_rows(master: Master, as_of: dt.date, unit: str | None = None) -> list[RowRecord]:
    """The rows of the work ledger that stand on a day, those withdrawn left out."""
    return [row.record for row in master.rows_as_of(as_of, unit) if not row.withdrawn]
