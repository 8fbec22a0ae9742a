"""Running a round: the thin part that asks the master, lets the pure parts judge, and records the step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from inspections.deciding import judged, ledger_of, suggested
from inspections.found_problems import problems_from_verdicts
from inspections.problems import hand_over, standings_of
from inspections.scope import scope_of
from inspections.stages import (
    STAGES,
    StageError,
    check_day,
    opening_steps,
    require,
    seen_of,
    stage_of,
    steps_to,
)
from inspections.verdict_view import JudgedVerdict
from master import Master
from master.inspection_records import (
    NewMove,
    NewProblem,
    NewSnapshot,
    Problem,
    RoundMove,
    Snapshot,
    SuggestedVerdict,
)
from schemas.plan import Plan, Round
from schemas.working_days import add_working_days
from vocabulary.inspection import RoundKind, Stage, Verdict

_BEFORE_FREEZE = (Stage.PREPARING, Stage.NOTIFIED, Stage.REPORTING)


def open_round(
    master: Master, plan: Plan, chosen: Round, by: str, at: dt.datetime, reason: str = ""
) -> list[RoundMove]:
    """准备, 通知, 报送: the units may report."""
    moves = master.rounds.moves(chosen.code)
    check_day(plan, chosen, at, moves)
    return master.rounds.move(
        chosen.code, opening_steps(stage_of(moves), reason), by, at, seen=seen_of(moves)
    )


def move_round(
    master: Master, plan: Plan, chosen: Round, goal: Stage, by: str, at: dt.datetime, reason: str = ""
) -> list[RoundMove]:
    """One step on, or with a reason several or back. What a stage brings with it happens in the same
    transaction: 冻结 takes the snapshot, 审核 the suggested verdicts. Raises StageError."""
    moves = master.rounds.moves(chosen.code)
    steps = check_move(master, plan, chosen, moves, goal, at, reason)
    forward = _is_forward(stage_of(moves), goal)
    entered = {step.stage_to for step in steps if not step.skipped}
    snapshot = frozen_rows(master, plan, chosen, at) if forward and Stage.FROZEN in entered else None
    suggestions: Sequence[SuggestedVerdict] = ()
    if forward and Stage.REVIEWING in entered and chosen.kind is not RoundKind.LOOK_BACK:
        suggestions = suggested(master, plan, chosen)
    return master.rounds.move(
        chosen.code, steps, by, at, seen=seen_of(moves), snapshot=snapshot, suggestions=suggestions
    )


def check_move(
    master: Master,
    plan: Plan,
    chosen: Round,
    moves: Sequence[RoundMove],
    goal: Stage,
    at: dt.datetime,
    reason: str = "",
) -> list[NewMove]:
    """The steps ``move_round`` would record. StageError, with what to do instead, where it may not be moved there."""
    check_day(plan, chosen, at, moves)
    steps = steps_to(stage_of(moves), goal, reason)
    forward = _is_forward(stage_of(moves), goal)
    if forward and any(step.skipped and step.stage_to in (Stage.FROZEN, Stage.REVIEWING) for step in steps):
        raise StageError(
            "冻结和审核不能越过：没有冻结数据和核定意见，后面的阶段就没有依据。请先办冻结、审核。"
        )
    if forward and goal is Stage.FROZEN and at.date() < chosen.submit_by:
        raise StageError(f"报送截止日是{chosen.submit_by}，还没有到，不能冻结。")
    if goal is Stage.ARCHIVED:
        _check_finished(master, plan, chosen)
    return steps


def freeze_round(
    master: Master, plan: Plan, chosen: Round, by: str, at: dt.datetime, reason: str = ""
) -> Snapshot:
    """报送 to 冻结, with the rows that count. The deadline must have passed."""
    move_round(master, plan, chosen, Stage.FROZEN, by, at, reason)
    snapshot = master.rounds.snapshot(chosen.code)
    assert snapshot is not None
    return snapshot


def except_unit(
    master: Master,
    plan: Plan,
    chosen: Round,
    unit: str,
    until: dt.date,
    by: str,
    at: dt.datetime,
    reason: str,
) -> None:
    """Let a unit's 逾期报送 count until a day. Only before the round is frozen, and with a reason."""
    moves = master.rounds.moves(chosen.code)
    require(moves, _BEFORE_FREEZE, "登记逾期报送照计")
    check_day(plan, chosen, at, moves)
    if not reason.strip():
        raise StageError("逾期报送照计要写明原因（--reason）。")
    if until < chosen.submit_by:
        raise StageError(f"照计的日期{until}早于报送截止日{chosen.submit_by}，不需要登记。")
    if unit not in {cell.unit for cell in scope_of(plan, chosen)}:
        raise StageError("这个单位不在本轮督查范围内，不需要登记。")
    master.rounds.except_unit(chosen.code, unit, until, by, at, reason)


def counted_until(master: Master, plan: Plan, chosen: Round, at: dt.datetime) -> dict[str, dt.date]:
    """For every unit in scope the last day on which its papers counted, exceptions included."""
    days = {cell.unit: chosen.submit_by for cell in scope_of(plan, chosen)}
    for one in master.rounds.exceptions(chosen.code, at.date()):
        if one.unit in days:
            days[one.unit] = max(chosen.submit_by, one.until)
    return days


def frozen_rows(master: Master, plan: Plan, chosen: Round, at: dt.datetime) -> NewSnapshot:
    """What the round is to be frozen on: the rows known at the deadline, for excepted units at theirs."""
    days = counted_until(master, plan, chosen, at)
    kind = ledger_of(chosen)
    base = master.rows_as_of(chosen.submit_by, kind=kind)
    rows = [row for row in base if days.get(row.record.unit, chosen.submit_by) == chosen.submit_by]
    for unit, day in days.items():
        if day != chosen.submit_by:
            rows += master.rows_as_of(day, unit, kind)
    return NewSnapshot(chosen.cut_off, days, tuple(rows))


class Lateness(NamedTuple):
    """逾期报送 of a round: units with their newest arrival after their day. ``late`` had nothing valid by then;
    ``corrected`` had reported in time and sent something else afterwards, which does not count."""

    late: dict[str, dt.datetime]
    corrected: dict[str, dt.datetime]


def lateness(master: Master, plan: Plan, chosen: Round, as_of: dt.date) -> Lateness:
    """Whose papers came after the unit's day, exceptions included."""
    days = counted_until(master, plan, chosen, dt.datetime.combine(as_of, dt.time(23, 59)))
    kind = ledger_of(chosen)
    newest = master.reported_units(as_of, kind=kind)
    after = {unit: newest[unit] for unit, day in days.items() if unit in newest and newest[unit].date() > day}
    by_day = {day: master.reported_units(day, kind=kind) for day in {days[unit] for unit in after}}
    in_time = {unit for unit in after if unit in by_day[days[unit]]}
    return Lateness(
        {unit: at for unit, at in after.items() if unit not in in_time},
        {unit: at for unit, at in after.items() if unit in in_time},
    )


class Handover(NamedTuple):
    """What 反馈 hands over: the problems, and how many of them rest on a suggestion nobody has decided about."""

    problems: tuple[NewProblem, ...]
    undecided: int


def awaited_feedback(master: Master, plan: Plan, chosen: Round, at: dt.datetime) -> Handover:
    """What ``give_feedback`` would hand over at a moment. StageError while 待核实 is undecided."""
    found = judged(master, chosen)
    check_verified(found)
    new = problems_from_verdicts(
        plan,
        chosen,
        found,
        at.date(),
        due_after=partial(add_working_days, plan.calendar),
        known=master.problems.problems(round_code=chosen.code),
    )
    decided = {(one.unit, one.task_id) for one in found if one.decision is not None}
    return Handover(tuple(new), sum((one.unit, one.task_id) not in decided for one in new))


def give_feedback(
    master: Master, plan: Plan, chosen: Round, by: str, at: dt.datetime, reason: str = ""
) -> tuple[list[RoundMove], list[Problem]]:
    """审核 to 反馈: what is not in order is handed over as 督查问题, each once.

    The problems go first: when the program is killed between the two, the same command again finds them there
    and makes the move. Raises StageError while 待核实 is undecided.
    """
    moves = master.rounds.moves(chosen.code)
    check_day(plan, chosen, at, moves)
    steps_to(stage_of(moves), Stage.FEEDBACK, reason)
    new = awaited_feedback(master, plan, chosen, at).problems
    handed_over = hand_over(master, plan, new, by, at) if new else []
    return move_round(master, plan, chosen, Stage.FEEDBACK, by, at, reason), handed_over


def check_verified(found: Iterable[JudgedVerdict]) -> None:
    """StageError while a 待核实 is undecided: nothing may be fed back that nobody has looked at."""
    undecided = sum(one.verdict is Verdict.TO_VERIFY and one.decision is None for one in found)
    if undecided:
        raise StageError(f"还有{undecided}项“待核实”没有核定，请先逐项核定再反馈。")


def close_round(
    master: Master, plan: Plan, chosen: Round, by: str, at: dt.datetime, reason: str = ""
) -> list[RoundMove]:
    """复核 to 归档. Raises StageError while a 待核实 or a problem of the round is open, whatever the reason."""
    return move_round(master, plan, chosen, Stage.ARCHIVED, by, at, reason)


def _check_finished(master: Master, plan: Plan, chosen: Round) -> None:
    open_verdicts = [one for one in judged(master, chosen) if one.verdict is Verdict.TO_VERIFY]
    if open_verdicts:
        raise StageError(f"还有{len(open_verdicts)}项“待核实”没有定下来，请先核定再归档。")
    left = [one for one in standings_of(master, plan, dt.date.max, round_code=chosen.code) if one.open]
    if left:
        numbers = "、".join(one.problem.number for one in left[:5])
        raise StageError(f"还有{len(left)}个督查问题没有销号（{numbers}等），请先办结再归档。")


def _is_forward(stage: Stage | None, goal: Stage) -> bool:
    return stage is None or STAGES.index(goal) > STAGES.index(stage)
