"""A round's way through its stages as steps to look at, and what may be done next or why not. Pure but for the asking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from dashboard.rounds.acting import refusal
from inspections import running
from inspections.deciding import judged
from inspections.stages import STAGES, StageError, check_day, stage_of
from master import Master
from master.inspection_records import RoundMove
from schemas.plan import Plan, Round
from vocabulary.inspection import RoundKind, Stage

DOING = {
    Stage.PREPARING: "开始准备",
    Stage.NOTIFIED: "发出通知",
    Stage.REPORTING: "开始报送",
    Stage.FROZEN: "冻结数据",
    Stage.REVIEWING: "进入审核",
    Stage.FEEDBACK: "反馈并交办问题",
    Stage.RECTIFYING: "进入整改",
    Stage.RECHECKING: "进入复核",
    Stage.ARCHIVED: "归档",
}
"""What is done to bring a round into a stage."""
_BRINGS = {
    Stage.PREPARING: "",
    Stage.NOTIFIED: "",
    Stage.REPORTING: "各单位从现在起报送台账。",
    Stage.FROZEN: "冻结以后收到的台账不再影响本轮；截止日以前收到的和经登记照计的计入。",
    Stage.REVIEWING: "系统按冻结的数据给出每项的建议结论，由经办逐项核定。",
    Stage.FEEDBACK: "结论为滞后、逾期、未报的（没有核定的按系统建议）和核定为待核实的，各交办一个督查问题，不重复交办。",
    Stage.RECTIFYING: "各单位按问题清单整改，到“整改”页办理。",
    Stage.RECHECKING: "对整改情况逐项复核。",
    Stage.ARCHIVED: "归档以后本轮不再办理；确需再办的，要写明原因退回。",
}


class RoundStep(NamedTuple):
    """One stage on the way: "past", "here", "skipped" or "ahead"; the newest move into it."""

    stage: Stage
    state: str
    move: RoundMove | None


class NextStep(NamedTuple):
    """What can be done with a round now. ``why_not`` is the sentence why the button is off, "" where it is on."""

    goal: Stage
    words: str
    brings: str
    why_not: str


def steps_of(moves: Sequence[RoundMove]) -> tuple[RoundStep, ...]:
    """Every stage in its order; what lies behind the present one counts, what was taken back does not."""
    stage = stage_of(moves)
    here = -1 if stage is None else STAGES.index(stage)
    newest = {move.stage_to: move for move in moves}
    found = []
    for place, one in enumerate(STAGES):
        move = newest.get(one) if place <= here else None
        state = "here" if place == here else "ahead" if place > here else "past"
        if move is not None and move.skipped and state == "past":
            state = "skipped"
        found.append(RoundStep(one, state, move))
    return tuple(found)


def next_step(
    master: Master, plan: Plan, chosen: Round, moves: Sequence[RoundMove], at: dt.datetime
) -> NextStep | None:
    """The step that follows, None when the round is archived."""
    stage = stage_of(moves)
    place = 0 if stage is None else STAGES.index(stage) + 1
    if place == len(STAGES):
        return None
    goal = STAGES[place]
    brings = _BRINGS[goal]
    if chosen.kind is RoundKind.LOOK_BACK:
        brings = _of_look_back(goal, brings)
    why_not = refusal(partial(_check, master, plan, chosen, moves, goal, at))
    return NextStep(goal, _words(goal, chosen), brings, why_not)


def _check(
    master: Master, plan: Plan, chosen: Round, moves: Sequence[RoundMove], goal: Stage, at: dt.datetime
) -> None:
    running.check_move(master, plan, chosen, moves, goal, at)
    if goal is Stage.FEEDBACK and chosen.kind is not RoundKind.LOOK_BACK:
        running.check_verified(judged(master, chosen))


def _words(goal: Stage, chosen: Round) -> str:
    if goal is Stage.FEEDBACK and chosen.kind is RoundKind.LOOK_BACK:
        return "反馈"
    return DOING[goal]


def _of_look_back(goal: Stage, brings: str) -> str:
    if goal is Stage.REVIEWING:
        return "逐项核对上年清单，在“回头看”中定结果。"
    if goal is Stage.FEEDBACK:
        return "定为未完成的事项已随核定交办为督查问题。"
    return brings


def other_goals(moves: Sequence[RoundMove]) -> tuple[Stage, ...]:
    """The stages that can only be reached with a reason: those behind, and those beyond the next."""
    stage = stage_of(moves)
    here = -1 if stage is None else STAGES.index(stage)
    return tuple(one for place, one in enumerate(STAGES) if place not in (here, here + 1))


def deadline_words(chosen: Round, moves: Sequence[RoundMove], today: dt.date) -> list[str]:
    """The days that matter for a round, and how far off they are while they still do."""
    told = [f"报送截止日 {chosen.submit_by}", f"数据截止日 {chosen.cut_off}"]
    stage = stage_of(moves)
    if stage is None or STAGES.index(stage) < STAGES.index(Stage.FROZEN):
        left = (chosen.submit_by - today).days
        told[0] += (
            f"（还有 {left} 天）" if left > 0 else "（就是今天）" if left == 0 else f"（已过 {-left} 天）"
        )
    told.append(f"整改期限 {chosen.rectification_days} 个工作日")
    return told


def lateness_words(late: int, corrected: int, excused: int) -> str:
    """How many reported late; those who only corrected late are no such units."""
    more = f"；另有 {corrected} 家按时报过、过期又报了更正" if corrected else ""
    return f"逾期报送（逾期 {late} 家，照计 {excused} 家{more}）"


def frozen_on(moves: Sequence[RoundMove]) -> dt.date | None:
    """The day a round was frozen; what arrives afterwards is no lateness of this round any more."""
    return next(
        (step.move.at.date() for step in steps_of(moves) if step.stage is Stage.FROZEN and step.move), None
    )


def check_open(plan: Plan, chosen: Round, moves: Sequence[RoundMove], at: dt.datetime) -> None:
    """StageError where a round is archived, or nothing can be recorded at the moment."""
    if stage_of(moves) is Stage.ARCHIVED:
        raise StageError(f"“{chosen.name}”已经归档，不能再改。")
    check_day(plan, chosen, at, moves)
