"""What a unit may know of what the master holds: its own, and of other people's files only that they were there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, TypeVar

from inspections.in_time import papers_since
from inspections.scope import scope_of
from inspections.stages import STAGES, stage_of
from inspections.verdict_view import JudgedVerdict, judged_cells
from master import Master
from master.views import HistoryRow, MasterRow, SubmissionInfo
from schemas.kinds import ledger_kinds
from schemas.plan import Plan, Round
from vocabulary.codes import Outcome
from vocabulary.inspection import RoundKind, Stage

OFFICE_FILE = "县政府办汇总"
"""What a file that carries a unit's rows besides others' is called before that unit."""

_FED_BACK = STAGES.index(Stage.FEEDBACK)
_FROZEN = STAGES.index(Stage.FROZEN)

R = TypeVar("R", MasterRow, HistoryRow)


class ToldVerdict(NamedTuple):
    """A verdict that was fed back, and in which round."""

    round: Round
    judged: JudgedVerdict


class LedgerCall(NamedTuple):
    """A round that waits, or waited, for a unit's papers.

    ``until`` is the unit's own last day (an exception may be later than the round's); ``since`` the day from when on
    papers are about this one. ``closed``: the round is frozen, later papers no longer count.
    """

    round: Round
    since: dt.date
    until: dt.date
    closed: bool


def is_own(info: SubmissionInfo, unit: str) -> bool:
    """Whether a submission is a unit's own file, all of it its own to see. A refused file has no sender: it is found
    among a unit's submissions only because the unit sent it."""
    return not info.collected and (info.sender == unit or (info.sender is None and _refused(info)))


def _refused(info: SubmissionInfo) -> bool:
    return info.outcome is Outcome.REFUSED


def as_unit_sees(found: Iterable[SubmissionInfo], unit: str) -> list[SubmissionInfo]:
    """A unit's submissions; of a collected ledger name, hash and counts are gone. What the office writes about units
    (现场核查表) is no submission of theirs."""
    kinds = ledger_kinds()
    told = []
    for one in found:
        kind = kinds.get(one.ledger_kind or "")
        if is_own(one, unit):
            told.append(one)
        elif kind is None or not kind.by_office:
            told.append(
                one._replace(
                    file_name=OFFICE_FILE,
                    sha256="",
                    size=0,
                    sender=None,
                    collected=True,
                    sent_by="",
                    counts={},
                    n_rows=0,
                    n_findings=0,
                )
            )
    return told


def without_foreign_names(rows: Sequence[R], own: Collection[int]) -> list[R]:
    """A unit's rows; those that came in a file of somebody else do not tell its name."""
    return [row if row.submission in own else row._replace(file_name=OFFICE_FILE) for row in rows]


def told_verdicts(master: Master, plan: Plan, unit: str, as_of: dt.date) -> dict[str, ToldVerdict]:
    """What was fed back about a unit's tasks until the day. Before 反馈 nothing is told; later rounds overrule."""
    told: dict[str, ToldVerdict] = {}
    fed = []
    for one in plan.rounds:
        moves = master.rounds.moves(one.code, as_of)
        stage = stage_of(moves)
        if one.year == plan.year and stage is not None and STAGES.index(stage) >= _FED_BACK:
            fed.append((max(move.at for move in moves if move.stage_to is Stage.FEEDBACK), one))
    for _, one in sorted(fed, key=lambda pair: pair[0]):
        suggested = master.rounds.suggestions(one.code, unit)
        decided = master.rounds.decisions(one.code, as_of, unit)
        told |= {judged.task_id: ToldVerdict(one, judged) for judged in judged_cells(suggested, decided)}
    return told


def ledger_calls(master: Master, plan: Plan, unit: str, as_of: dt.date) -> list[LedgerCall]:
    """The rounds on this year's plan that judge a unit's tasks, in the order of their last days."""
    calls: list[LedgerCall] = []
    for one in sorted(plan.rounds, key=lambda each: each.submit_by):
        if (
            one.kind is RoundKind.LOOK_BACK
            or one.year != plan.year
            or all(place.unit != unit for place in scope_of(plan, one))
        ):
            continue
        excused = [each.until for each in master.rounds.exceptions(one.code, as_of) if each.unit == unit]
        moves = master.rounds.moves(one.code, as_of)
        stage, since = stage_of(moves), papers_since(plan, one, moves) or plan.issued
        closed = stage is not None and STAGES.index(stage) >= _FROZEN
        calls.append(LedgerCall(one, since, excused[-1] if excused else one.submit_by, closed))
    return calls
