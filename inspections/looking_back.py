"""Running a 回头看: everything about a round in one piece, and what the office decides about its items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from inspections.look_back import (
    LookBackItem,
    LookBackScope,
    SuggestedOutcome,
    lacking,
    suggest,
)
from inspections.look_back_asking import listed_scope, this_year
from inspections.look_back_matches import ItemMatch, match_items, standing_words
from inspections.problems import ProblemError, prepared, standing_of, standings_of
from inspections.recurrences import LOOK_BACK, RecurringItem, recurring_items
from inspections.stages import unusable_day
from master import Master
from master.inspection_records import TAKEN_BACK, LookBackDecision, NewProblem, Problem
from master.look_back_store import NOTHING_BROUGHT, BroughtProblem
from schemas.plan import Plan, Round
from vocabulary.inspection import LookBackOutcome, ProblemAction, ProblemSeverity, RoundKind, Stage

_REQUIREMENT = "按新的时限完成，报送完成情况和佐证材料。"


class LookBackError(Exception):
    """A decision that may not be made; the text is one Chinese sentence with what to do instead."""


class CheckedItem(NamedTuple):
    """An item in scope with everything known about it. ``decision`` is the newest one, None where none was made;
    ``problem`` the number of the problem that was handed over for it."""

    item: LookBackItem
    suggested: SuggestedOutcome
    match: ItemMatch
    decision: LookBackDecision | None
    problem: str | None


class LookBack(NamedTuple):
    """A whole 回头看 as known on a day."""

    round: Round
    as_of: dt.date
    items: tuple[CheckedItem, ...]
    scope: LookBackScope
    recurring: tuple[RecurringItem, ...]

    def item(self, number: int) -> CheckedItem | None:
        """An item in scope by its number in the master."""
        return next((one for one in self.items if one.item.item == number), None)


def look_back_of(master: Master, plan: Plan, inspection_round: Round, as_of: dt.date) -> LookBack:
    """Everything about a 回头看 as known at the end of a day. LookBackError: the round is of another kind."""
    problems = standings_of(master, plan, as_of)
    scope = listed_scope(master, plan, inspection_round, as_of)
    handed = [one.problem for one in problems]
    items = _checked(master, plan, inspection_round, scope.inside, as_of, handed)
    recurring = recurring_items(
        plan,
        inspection_round.code,
        [(one.item, one.match) for one in items],
        {one.item.item: one.decision for one in items if one.decision},
        this_year(master, plan, as_of),
        problems,
    )
    return LookBack(inspection_round, as_of, items, scope, tuple(recurring))


def checked_item(
    master: Master, plan: Plan, inspection_round: Round, item: int, as_of: dt.date
) -> CheckedItem | None:
    """One item in scope with everything known about it at the end of a day; None where it is not in scope."""
    scope = listed_scope(master, plan, inspection_round, as_of)
    return next(iter(_checked_one(master, plan, inspection_round, scope, item, as_of)), None)


def _checked_one(
    master: Master, plan: Plan, inspection_round: Round, scope: LookBackScope, item: int, as_of: dt.date
) -> tuple[CheckedItem, ...]:
    inside = [one for one in scope.inside if one.item == item]
    problems = master.problems.problems(as_of, round_code=inspection_round.code)
    return _checked(master, plan, inspection_round, inside, as_of, problems)


def _checked(
    master: Master,
    plan: Plan,
    inspection_round: Round,
    inside: Sequence[LookBackItem],
    as_of: dt.date,
    problems: Sequence[Problem],
) -> tuple[CheckedItem, ...]:
    """Items in scope with what was said about them until the end of a day."""
    code = _look_back_code(inspection_round)
    matches = match_items(inside, plan, master.look_backs.matches(code, as_of))
    decisions = {one.item: one for one in master.look_backs.outcomes(code, as_of)}
    handed = {
        place: one.number
        for one in problems
        if one.round == code and one.source == LOOK_BACK
        for place in one.cells[:1]
    }
    return tuple(
        CheckedItem(item, suggest(item), match, decisions.get(item.item), handed.get(_mark(item.item)))
        for item, match in zip(inside, matches, strict=True)
    )


def decide(
    master: Master,
    plan: Plan,
    inspection_round: Round,
    item: int,
    outcome: LookBackOutcome,
    *,
    evidence: str = "",
    reason: str = "",
    new_deadline: dt.date | None = None,
    owner: str | None = None,
    by: str,
    at: dt.datetime,
    seen: int | None,
) -> LookBackDecision:
    """Say what became of an item; the decision as recorded.

    已完成 needs evidence; 未完成 its reason, a new deadline (a working day after ``at``) and the ``owner``'s unit
    code, and is handed over as a problem, once: deciding so again with another deadline gives the problem 延期, and
    one that was closed meanwhile is handed over anew. 情况变化 needs a reason. All of it is one transaction. ``seen``
    is the decision the caller knew (None: none). LookBackError: something is missing, the item is not in scope, the
    round is archived. StaleDecisionError: somebody decided meanwhile. Nothing is changed then.
    """
    checked = _changeable(master, plan, inspection_round, item, by, at)
    decision = LookBackDecision(
        0, inspection_round.code, item, outcome, evidence.strip(), reason.strip(), new_deadline, owner, at,
        by.strip(), None,
    )  # fmt: skip
    wrong = lacking(plan, decision, at.date())
    if wrong:
        raise LookBackError(f"回头看事项{item}{wrong}。")
    known = checked.decision.id if checked.decision else None
    brings = _brought(master, plan, checked, decision) if known == seen else NOTHING_BROUGHT
    return master.look_backs.decide(decision, seen=seen, brings=brings)


def _brought(master: Master, plan: Plan, checked: CheckedItem, decision: LookBackDecision) -> BroughtProblem:
    """What a decision brings: the item's problem, or the move that lets its deadline agree with the decision's."""
    if decision.outcome is not LookBackOutcome.NOT_DONE:
        return NOTHING_BROUGHT
    if checked.problem is None:
        return BroughtProblem(_problem(checked, decision, decision.at.date()), plan.year)
    number, due = checked.problem, decision.new_deadline
    assert due is not None
    now = standing_of(master, plan, number, decision.at.date())
    if now.problem.unit != decision.owner:
        name = plan.unit_by_code[now.problem.unit].name
        raise LookBackError(
            f"回头看事项{decision.item}已作为问题{number}交办给{name}，责任单位不能再改；"
            "请按原责任单位定，或者另行交办。"
        )
    if now.open and now.due == due:
        return NOTHING_BROUGHT
    action = ProblemAction.EXTEND if now.open else ProblemAction.REOPEN
    note = f"回头看事项{decision.item}再次定为未完成：{decision.reason}"
    try:
        now, event = prepared(master, plan, number, action, decision.by, decision.at, note=note, due=due)
    except ProblemError as error:
        raise LookBackError(str(error)) from None
    return BroughtProblem(event=event, seen=now.newest, answered=now.answered)


def hand_over(
    master: Master, plan: Plan, inspection_round: Round, *, by: str, at: dt.datetime
) -> list[Problem]:
    """Hand over as a problem every item decided 未完成 that was not handed over yet; those handed over now.

    Decisions bring their problems with them; a database of an earlier version may hold some without.
    """
    scope = listed_scope(master, plan, inspection_round, at.date())
    problems = master.problems.problems(at.date(), round_code=inspection_round.code)
    items = _checked(master, plan, inspection_round, scope.inside, at.date(), problems)
    found = [
        _problem(one, one.decision, at.date())
        for one in items
        if one.problem is None and one.decision and one.decision.outcome is LookBackOutcome.NOT_DONE
    ]
    return master.problems.add(found, plan.year, by, at) if found else []


def match(
    master: Master, plan: Plan, inspection_round: Round, item: int, task_id: str | None, *, reason: str = "",
    by: str, at: dt.datetime,
) -> ItemMatch:  # fmt: skip
    """Say which task carries an item on (None: none does); the match as it then stands."""
    _changeable(master, plan, inspection_round, item, by, at)
    if task_id is not None and task_id not in plan.task_by_id:
        raise LookBackError(f"今年的要点中没有任务“{task_id}”，请写任务库中的编号；没有任务接续的写--none。")
    master.look_backs.match(inspection_round.code, item, task_id, by.strip(), at, reason.strip())
    return _match_now(master, plan, inspection_round, item, at)


def unmatch(
    master: Master,
    plan: Plan,
    inspection_round: Round,
    item: int,
    *,
    reason: str = "",
    by: str,
    at: dt.datetime,
) -> ItemMatch:
    """Undo an item's match; the match as it then stands.

    A person's word is taken back, and what held before it holds again. A match the program found is undone by
    the word that no task carries the item on. LookBackError where there is nothing to undo.
    """
    checked = _changeable(master, plan, inspection_round, item, by, at)
    code = inspection_round.code
    if item in standing_words(master.look_backs.matches(code, at.date())):
        word: str | None = TAKEN_BACK
    elif checked.match.task_id is not None:
        word = None
    else:
        raise LookBackError(f"回头看事项{item}现在没有对应任何任务，没有什么可以撤回。")
    master.look_backs.match(code, item, word, by.strip(), at, reason.strip())
    return _match_now(master, plan, inspection_round, item, at)


def keep_open(master: Master, inspection_round: Round) -> None:
    """LookBackError where a round takes nothing any more: it is archived, or no 回头看 at all."""
    moves = master.rounds.moves(_look_back_code(inspection_round))
    if moves and moves[-1].stage_to is Stage.ARCHIVED:
        raise LookBackError(f"“{inspection_round.name}”已经归档，不能再改。")


def _look_back_code(inspection_round: Round) -> str:
    if inspection_round.kind is not RoundKind.LOOK_BACK:
        raise LookBackError(
            f"轮次{inspection_round.code}是{inspection_round.kind.zh}，不是回头看；请写rounds.toml中kind为look_back的轮次。"
        )
    return inspection_round.code


def _changeable(
    master: Master, plan: Plan, inspection_round: Round, item: int, by: str, at: dt.datetime
) -> CheckedItem:
    """The item, where somebody may decide about it now."""
    if not by.strip():
        raise LookBackError("请写明经办人姓名（--by）。")
    refused = unusable_day(plan, at.date())
    if refused:
        raise LookBackError(refused)
    keep_open(master, inspection_round)
    scope = listed_scope(master, plan, inspection_round, at.date())
    for checked in _checked_one(master, plan, inspection_round, scope, item, at.date()):
        return checked
    outside = next((one for one in scope.outside if one.item == item), None)
    if outside is not None:
        raise LookBackError(f"事项{item}不在核查范围内（{outside.reason.zh}：{outside.why}）。")
    raise LookBackError(f"没有编号为{item}的回头看事项，请用taizhang look-back items查看编号。")


def _problem(checked: CheckedItem, decision: LookBackDecision, day: dt.date) -> NewProblem:
    item = checked.item
    assert decision.new_deadline is not None
    assert decision.owner is not None
    number = f"{item.last_number} " if item.last_number else ""
    return NewProblem(
        decision.round,
        decision.owner,
        checked.match.task_id,
        f"上年任务“{number}{item.task}”（时限{item.deadline_text or item.deadline}）没有完成：{decision.reason.rstrip('。')}。",
        decision.evidence or item.progress,
        ProblemSeverity.SERIOUS,
        _REQUIREMENT,
        decision.new_deadline,
        day,
        LOOK_BACK,
        (_mark(item.item), *item.cells),
    )


def _mark(item: int) -> str:
    """How a problem names the item it was handed over for: the first of its cells."""
    return f"回头看事项{item}"


def _match_now(master: Master, plan: Plan, inspection_round: Round, item: int, at: dt.datetime) -> ItemMatch:
    checked = checked_item(master, plan, inspection_round, item, at.date())
    assert checked is not None  # it was in scope a moment ago
    return checked.match
