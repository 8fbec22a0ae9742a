"""What may be done with a 督查问题 from a page: the moves, the fields each needs, and the one call that makes one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from dashboard.access import Deed, doing_each
from dashboard.settings import office_now
from dashboard.text import on_screen
from inspections.problems import act_on_each, allowed
from inspections.standing import SLIPS, Standing
from master import Master
from schemas.plan import Plan
from vocabulary.access import Action
from vocabulary.inspection import ProblemAction, Role

OFFICE_MOVES = (
    ProblemAction.VERIFY,
    ProblemAction.CLOSE,
    ProblemAction.RETURN,
    *SLIPS,
    ProblemAction.EXTEND,
    ProblemAction.REOPEN,
)
UNIT_MOVES = (ProblemAction.START, ProblemAction.APPLY)
TOGETHER = (
    ProblemAction.VERIFY,
    ProblemAction.CLOSE,
    ProblemAction.RETURN,
    *SLIPS,
    ProblemAction.EXTEND,
)
"""What may be done with several problems at once: what is said of one may be said of each of them."""


class Fields(NamedTuple):
    """What is written with a move: the words above each field, "" where there is no such field."""

    note: str
    evidence: str = ""
    due: str = ""


FIELDS = {
    ProblemAction.VERIFY: Fields("核查时看到了什么（必填）", "核查取得的佐证（可不填）"),
    ProblemAction.CLOSE: Fields("销号意见（可不填）"),
    ProblemAction.RETURN: Fields("退回的原因（必填）", due="新的期限（不改就空着）"),
    ProblemAction.EXTEND: Fields("延期的原因（必填）", due="新的期限（必填）"),
    ProblemAction.REMIND: Fields("说明（可不填）"),
    ProblemAction.SUPERVISE: Fields("说明（可不填）"),
    ProblemAction.CRITICISE: Fields("说明（可不填）"),
    ProblemAction.REOPEN: Fields("反弹的情况（必填）", due="新的期限（不改就空着）"),
    ProblemAction.START: Fields("打算怎样整改（可不填）"),
    ProblemAction.APPLY: Fields("整改措施和情况", "整改佐证（必填）：文件名、文号或网址"),
}


class Asked(NamedTuple):
    """What somebody wants to do, and what they wrote with it."""

    action: ProblemAction
    note: str = ""
    evidence: str = ""
    due: dt.date | None = None


def role_of(action: ProblemAction) -> Role:
    """Whose move it is."""
    return Role.UNIT if action in UNIT_MOVES else Role.OFFICE


def possible(one: Standing, moves: Sequence[ProblemAction]) -> list[ProblemAction]:
    """The moves that the problem's state allows."""
    return [action for action in moves if allowed(one, action, role_of(action)) is None]


def refusals(one: Standing, moves: Sequence[ProblemAction]) -> list[tuple[ProblemAction, str]]:
    """The other moves, each with the sentence why not and what to do instead."""
    found = ((action, allowed(one, action, role_of(action))) for action in moves)
    return [(action, on_screen(why)) for action, why in found if why is not None]


def make(master: Master, plan: Plan, shown: Sequence[Standing], asked: Asked) -> dict[str, str]:
    """Make a move with problems as they were seen, in one call, in the name of whoever is looking.

    The numbers of those it was not made with, each with the sentence why: nothing is changed of them.
    MasterError or Forbidden: nothing is changed of any.
    """
    permission = Action.ANSWER_PROBLEM if asked.action in UNIT_MOVES else Action.RULE_PROBLEM
    deeds = {
        one.problem.number: Deed(f"{asked.action.zh}督查问题{one.problem.number}", one.problem.unit)
        for one in shown
    }
    with doing_each(permission, deeds) as (who, refused):
        refused |= {one.problem.number: why for one in shown if (why := _unproved(one, asked))}
        refused |= act_on_each(
            master,
            plan,
            {one.problem.number: one.seen for one in shown if one.problem.number not in refused},
            asked.action,
            role_of(asked.action),
            who.person,
            office_now(),
            note=asked.note,
            evidence=asked.evidence,
            due=asked.due,
        )
    return refused


def _unproved(one: Standing, asked: Asked) -> str:
    if asked.action is not ProblemAction.APPLY or asked.evidence.strip() or one.evidence:
        return ""
    return (
        f"申请销号要写明佐证：文件名、文号或网址。没有佐证的问题不能销号，问题{one.problem.number}没有改动。"
    )
