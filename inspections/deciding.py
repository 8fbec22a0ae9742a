"""Judging a frozen round and deciding about it: suggestions, and the inspectors' words on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from inspections.in_time import papers_since, units_counted, units_in_time
from inspections.stages import StageError, check_day, require
from inspections.verdict_view import JudgedVerdict, judged_cells
from master import Master
from master.inspection_records import Snapshot, SuggestedVerdict, VerdictDecision
from master.views import MasterRow, SubmissionInfo
from schemas.plan import Plan, Round
from vocabulary.codes import TaskKind
from vocabulary.inspection import ProblemSeverity, RoundKind, Stage, Verdict

if TYPE_CHECKING:
    from inspections.situation import Situation

_DECIDING = (Stage.REVIEWING,)
_EVERYDAY = "work_ledger"
LOOK_BACK = "look_back_ledger"


def ledger_of(chosen: Round) -> str:
    """The ledger kind a round looks at: last year's for a 回头看."""
    return LOOK_BACK if chosen.kind is RoundKind.LOOK_BACK else _EVERYDAY


def suggested(master: Master, plan: Plan, chosen: Round) -> list[SuggestedVerdict]:
    """The suggested verdict of every unit's task in scope, told from the round's snapshot."""
    from inspections.claims import held_rows  # pandas: only where something is judged
    from inspections.reasons import suggest

    snapshot = master.rounds.snapshot(chosen.code)
    if snapshot is None:
        raise StageError("轮次还没有冻结数据，不能审核。请先冻结。")
    counting = counting_submissions(master, snapshot)
    previous = previous_rows(master, chosen, snapshot.rows)
    quoted = {info.id for info in counting} | {row.submission for row in previous}
    return suggest(
        plan,
        chosen,
        snapshot.rows,
        snapshot.as_of,
        previous=previous,
        reported=units_counted(snapshot),
        findings={info.id: master.findings(info.id) for info in counting},
        layouts=master.layouts(quoted),
        held=held_rows(counting, {info.id: master.submitted_rows(info.id) for info in counting}),
        confirmed_events=confirmed_events(master, plan),
    )


def counting_submissions(master: Master, snapshot: Snapshot) -> list[SubmissionInfo]:
    """The submissions a frozen round rests on: those of its rows, and the newest in time of every unit in scope,
    whose held-back rows were reported although they do not count."""
    numbers = {row.submission for row in snapshot.rows}
    for day in sorted(set(snapshot.counted_until.values())):
        numbers |= {
            one.submission
            for one in master.current_submissions(day)
            if snapshot.counted_until.get(one.unit) == day
        }
    return [info for info in master.submissions() if info.id in numbers]


def confirmed_events(master: Master, plan: Plan) -> set[tuple[str, str]]:
    """Unit and task of zero-tolerance tasks of which a grave 督查问题 is on record: red for the year."""
    return {
        (problem.unit, problem.task_id)
        for problem in master.problems.problems()
        if problem.task_id in plan.task_by_id
        and plan.task_by_id[problem.task_id].kind is TaskKind.ZERO_TOLERANCE
        and problem.severity is ProblemSeverity.GRAVE
    }


def previous_rows(master: Master, chosen: Round, rows: Iterable[MasterRow]) -> list[MasterRow]:
    """The same items as they stood before their present version: the day before the present one was received."""
    kind = ledger_of(chosen)
    earliest: dict[dt.date, set[int]] = {}
    for row in rows:
        earliest.setdefault(row.received_at.date() - dt.timedelta(days=1), set()).add(row.item)
    return master.items_as_of(earliest, kind)


def judged(master: Master, chosen: Round, as_of: dt.date | None = None) -> list[JudgedVerdict]:
    """Suggestion and newest decision of every unit's task of a round."""
    return judged_cells(master.rounds.suggestions(chosen.code), master.rounds.decisions(chosen.code, as_of))


def situation_of(master: Master, plan: Plan, chosen: Round, as_of: dt.date) -> Situation:
    """The figures of a round under review or after it, as decided until a day. Raises StageError before."""
    from inspections.situation import situation

    suggestions = master.rounds.suggestions(chosen.code)
    snapshot = master.rounds.snapshot(chosen.code)
    if snapshot is None or not suggestions:
        raise StageError("轮次还没有进入审核，没有情况表。请先冻结、审核。")
    return situation(
        plan,
        chosen,
        suggestions,
        master.rounds.decisions(chosen.code, as_of),
        reported=set(master.reported_units(snapshot.frozen_at.date())),
        in_time=units_in_time(snapshot, papers_since(plan, chosen, master.rounds.moves(chosen.code))),
    )


def decide(
    master: Master,
    plan: Plan,
    chosen: Round,
    unit: str,
    task_id: str,
    verdict: Verdict | None,
    by: str,
    at: dt.datetime,
    *,
    reason: str = "",
    evidence: str = "",
    seen: int | None = None,
) -> VerdictDecision:
    """Accept a suggestion (``verdict`` None) or overrule it with a reason.

    ``seen`` is the decision the inspector had before him; when another was made since, StaleDecisionError tells
    whose. Raises StageError outside 审核 and for a task that is not in scope.
    """
    moves = master.rounds.moves(chosen.code)
    require(moves, _DECIDING, "核定")
    check_day(plan, chosen, at, moves)
    found = next((one for one in judged(master, chosen) if (one.unit, one.task_id) == (unit, task_id)), None)
    if found is None:
        raise StageError(f"任务{task_id}不在这个单位本轮的督查范围内，不能核定。")
    decided = verdict or found.suggested.verdict
    if decided is not found.suggested.verdict and not reason.strip():
        raise StageError(
            f"系统建议“{found.suggested.verdict.zh}”，改定为“{decided.zh}”要写明原因（--reason）。"
        )
    entry = VerdictDecision(
        0, chosen.code, unit, task_id, found.suggested.verdict, decided, reason, evidence, at, by, None
    )
    return master.rounds.decide([entry], seen={(unit, task_id): seen})[0]


def accept_undisputed(
    master: Master, plan: Plan, chosen: Round, by: str, at: dt.datetime
) -> list[VerdictDecision]:
    """Accept every suggestion nobody has decided on, except 待核实: those want a look."""
    moves = master.rounds.moves(chosen.code)
    require(moves, _DECIDING, "核定")
    check_day(plan, chosen, at, moves)
    entries = [
        VerdictDecision(
            0,
            chosen.code,
            one.unit,
            one.task_id,
            one.suggested.verdict,
            one.suggested.verdict,
            "",
            "",
            at,
            by,
            None,
        )
        for one in judged(master, chosen)
        if one.decision is None and one.suggested.verdict is not Verdict.TO_VERIFY
    ]
    return master.rounds.decide(entries, seen={})
