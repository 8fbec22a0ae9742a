"""The stages of a round: which step may follow, and in words why another may not. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from master.inspection_records import NewMove, RoundMove
from schemas.plan import Plan, Round
from vocabulary.inspection import Stage

STAGES = tuple(Stage)
_NOT_STARTED = "未开始"


class StageError(Exception):
    """A move that the round's stage does not allow; the text is a Chinese sentence with what to do instead."""


def stage_of(moves: Sequence[RoundMove]) -> Stage | None:
    """Where a round stands after its moves; None before the first."""
    return moves[-1].stage_to if moves else None


def seen_of(moves: Sequence[RoundMove]) -> int | None:
    """The number of the newest move, by which the master notices that somebody else moved the round."""
    return moves[-1].id if moves else None


def steps_to(stage: Stage | None, goal: Stage, reason: str) -> list[NewMove]:
    """The moves that lead from a stage to another.

    One stage on needs no reason. Further on, every stage passed through is recorded as skipped, and back is
    recorded as one step; both need a reason. StageError otherwise.
    """
    here = -1 if stage is None else STAGES.index(stage)
    there = STAGES.index(goal)
    name = stage.zh if stage else _NOT_STARTED
    if there == here:
        raise StageError(f"轮次已经在“{goal.zh}”阶段，不用再办。")
    if there == here + 1:
        return [NewMove(goal, reason)]
    if not reason.strip():
        if there < here:
            raise StageError(f"轮次在“{name}”阶段，退回“{goal.zh}”要写明原因（--reason）。")
        passed = "、".join(step.zh for step in STAGES[here + 1 : there])
        raise StageError(
            f"轮次在“{name}”阶段，到“{goal.zh}”之前还有{passed}；确需越过的，请写明原因（--reason），越过的阶段照样留有记录。"
        )
    if there < here:
        return [NewMove(goal, reason)]
    return [
        *(NewMove(step, reason, skipped=True) for step in STAGES[here + 1 : there]),
        NewMove(goal, reason),
    ]


def opening_steps(stage: Stage | None, reason: str) -> list[NewMove]:
    """The moves of `round open`: 准备, 通知, 报送, those not made yet. StageError when reporting is open or over."""
    begun = 0 if stage is None else STAGES.index(stage) + 1
    steps = [NewMove(step, reason) for step in STAGES[begun : STAGES.index(Stage.REPORTING) + 1]]
    if not steps:
        assert stage is not None
        raise StageError(f"轮次已经在“{stage.zh}”阶段，报送早已开始，不用再开。")
    return steps


def require(moves: Sequence[RoundMove], allowed: Sequence[Stage], what: str) -> None:
    """Refuse what a round's stage does not allow."""
    stage = stage_of(moves)
    if stage not in allowed:
        words = "、".join(step.zh for step in allowed)
        raise StageError(
            f"轮次在“{stage.zh if stage else _NOT_STARTED}”阶段，不能{what}；要在{words}阶段才行。"
        )


def unusable_day(plan: Plan, day: dt.date) -> str | None:
    """Why nothing that sets or counts days can be decided on a day: it lies before the plan, or the county's
    calendar says nothing of it. None where it can."""
    if day < plan.issued:
        return f"{day}早于要点印发日期{plan.issued}，请核对日期。"
    if plan.calendar.exceptions and not plan.calendar.knows(day):
        return f"calendar.csv没有{day}的放假安排，期限算不准；请先补录（网页上在“设置 › 日历”），或用--as-of写明实际办理的日期。"
    return None


def check_day(plan: Plan, chosen: Round, at: dt.datetime, moves: Sequence[RoundMove]) -> None:
    """Refuse a moment before the plan was issued, before the round's last move (a story runs forward), or on a day
    of which the county's calendar says nothing: limits in working days would be guesses."""
    refused = unusable_day(plan, at.date())
    if refused:
        raise StageError(refused)
    if moves and at < moves[-1].at:
        raise StageError(
            f"轮次{chosen.code}在{moves[-1].at:%Y-%m-%d %H:%M}已经有记录，不能再补记更早的{at:%Y-%m-%d %H:%M}。"
        )
