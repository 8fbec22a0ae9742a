"""屡查未改 and 反弹: what was open last year and still is, and what was put right and came back. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from inspections.look_back import LookBackItem
from inspections.look_back_matches import SURE_TEXT, ItemMatch, similarity
from inspections.standing import Standing
from master.inspection_records import LookBackDecision, Problem
from schemas.plan import Plan
from schemas.records import RowRecord
from vocabulary.codes import ChineseEnum, Status
from vocabulary.inspection import LookBackOutcome, Verdict

LOOK_BACK = "look_back"
"""The ``source`` of problems that a 回头看 found."""

_OPEN_VERDICTS = frozenset({Verdict.BEHIND, Verdict.OVERDUE, Verdict.NOT_REPORTED})
_KEPT_UP = frozenset({Status.DONE, Status.ONGOING, Status.NOT_APPLICABLE})


class Recurrence(ChineseEnum):
    """How something comes back."""

    REPEATED = "repeated", "屡查未改"
    REBOUND = "rebound", "反弹"


class RecurringItem(NamedTuple):
    """Something that came back. ``item`` is last year's item, ``problems`` the numbers of the problems it is
    told from (the older first); ``why`` says in one sentence what was then and what is now."""

    kind: Recurrence
    unit: str
    task_id: str | None
    item: int | None
    problems: tuple[str, ...]
    what: str
    why: str


class ThisYear(NamedTuple):
    """What stands this year: by (unit, task) the unit's row, and the verdict where there is one."""

    rows: Mapping[tuple[str, str], RowRecord]
    verdicts: Mapping[tuple[str, str], Verdict]


def recurring_items(
    plan: Plan,
    round_code: str,
    items: Sequence[tuple[LookBackItem, ItemMatch]],
    decisions: Mapping[int, LookBackDecision],
    this_year: ThisYear,
    problems: Sequence[Standing],
) -> list[RecurringItem]:
    """What is 屡查未改 and what is 反弹, each once.

    屡查未改: an item not done whose task of this year is open at the same unit too; a problem of an earlier 回头看
    that is still open. 反弹: a problem that was closed and found again (reopened, or a newer one of the same unit
    about the same task or in the same words); an item done whose task has a problem of this year.
    ``decisions`` are the round's, by item.
    """
    by_place: dict[tuple[str, str | None], list[Standing]] = defaultdict(list)
    for one in problems:
        by_place[one.problem.unit, one.problem.task_id].append(one)
    found = []
    for item, match in items:
        if match.task_id is None:
            continue
        if _was_done(item, decisions.get(item.item)):
            later = [
                one.problem.number
                for one in by_place[item.unit, match.task_id]
                if one.problem.source != LOOK_BACK and one.problem.found_on.year >= plan.year
            ]
            if later:
                found.append(_rebound_item(item, match.task_id, later))
        elif _was_open(item, decisions.get(item.item)):
            now = _open_now(plan, item.unit, match.task_id, this_year)
            if now:
                found.append(_repeated_item(item, match.task_id, now))
    return [*found, *_open_still(round_code, problems), *_found_again(problems)]


def _was_done(item: LookBackItem, decision: LookBackDecision | None) -> bool:
    return item.done if decision is None else decision.outcome is LookBackOutcome.DONE


def _was_open(item: LookBackItem, decision: LookBackDecision | None) -> bool:
    if decision is not None:
        return decision.outcome is LookBackOutcome.NOT_DONE
    return item.status is not Status.NOT_APPLICABLE


def _open_now(plan: Plan, unit: str, task_id: str, this_year: ThisYear) -> str:
    """Why a unit's task is open this year, "" where it is not. A verdict is worth more than the unit's word; what
    was never expected of the unit is not missing."""
    verdict = this_year.verdicts.get((unit, task_id))
    if verdict is not None:
        return f"核定为“{verdict.zh}”" if verdict in _OPEN_VERDICTS else ""
    row = this_year.rows.get((unit, task_id))
    if row is None:
        return "没有报送" if task_id in plan.expectations.get(unit, ()) else ""
    if row.status in _KEPT_UP:
        return ""
    return f"报“{row.status_text or '（状态空着）'}”"


def _repeated_item(item: LookBackItem, task_id: str, now: str) -> RecurringItem:
    why = f"上年“{item.task}”没有完成，今年{task_id}仍未完成（{now}）"
    return RecurringItem(Recurrence.REPEATED, item.unit, task_id, item.item, (), item.task, why)


def _rebound_item(item: LookBackItem, task_id: str, numbers: Sequence[str]) -> RecurringItem:
    why = f"上年“{item.task}”已完成，今年{task_id}又发现问题{'、'.join(numbers)}"
    return RecurringItem(Recurrence.REBOUND, item.unit, task_id, item.item, tuple(numbers), item.task, why)


def _open_still(round_code: str, problems: Sequence[Standing]) -> list[RecurringItem]:
    return [
        RecurringItem(
            Recurrence.REPEATED,
            one.problem.unit,
            one.problem.task_id,
            None,
            (one.problem.number,),
            one.problem.description,
            f"问题{one.problem.number}是以前回头看交办的，现在还是“{one.state.zh}”",
        )
        for one in problems
        if one.open and one.problem.source == LOOK_BACK and one.problem.round != round_code
    ]


def _found_again(problems: Sequence[Standing]) -> list[RecurringItem]:
    by_unit: dict[str, list[Standing]] = defaultdict(list)
    for one in problems:
        by_unit[one.problem.unit].append(one)
    found = []
    for old in problems:
        problem = old.problem
        again = [one.problem.number for one in by_unit[problem.unit] if _repeats(one.problem, old)]
        if old.open and old.rebounds:
            why = f"问题{problem.number}销号以后重新交办，现在是“{old.state.zh}”"
        elif again:
            why = f"问题{problem.number}{old.closed_at:%Y-%m-%d}已销号，之后又发现问题{'、'.join(again)}"
        else:
            continue
        found.append(
            RecurringItem(
                Recurrence.REBOUND,
                problem.unit,
                problem.task_id,
                None,
                (problem.number, *again),
                problem.description,
                why,
            )
        )
    return found


def _repeats(new: Problem, old: Standing) -> bool:
    """Whether a problem is an old one again: found after its 销号, about the same task or in the same words."""
    before = old.problem
    if new.number == before.number or old.closed_at is None or new.at <= old.closed_at:
        return False
    if new.previous == before.number or (new.task_id is not None and new.task_id == before.task_id):
        return True
    return similarity(new.description, before.description) >= SURE_TEXT
