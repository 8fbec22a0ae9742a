"""What falls due in the next two weeks: tasks, rectifications, and the days the plan's rounds have fixed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from dashboard.overview.year_line import Milestone
from inspections.due import Due, OpenProblem, problems_due, tasks_due, what_stands
from inspections.standing import Standing
from master.views import MasterRow
from schemas.plan import LEAD_OF_PROBLEMS, Plan
from schemas.working_days import working_days_between
from vocabulary.codes import TaskKind
from vocabulary.inspection import DueKind

FORTNIGHT = dt.timedelta(days=14)


class Coming(NamedTuple):
    """A day with what falls due on it: ``units`` are unit codes, none for a milestone of the year."""

    day: dt.date
    what: str
    task_id: str
    units: tuple[str, ...]


def coming(
    rows: Iterable[MasterRow],
    problems: Iterable[Standing],
    line: Sequence[Milestone],
    plan: Plan,
    as_of: dt.date,
) -> list[Coming]:
    """The next two weeks in the order of days: milestones, then rectifications, then the tasks most units owe."""
    ahead = _two_weeks(plan, as_of)
    last = as_of + FORTNIGHT
    stands = what_stands(rows, plan)
    waiting = [
        OpenProblem(one.problem.number, one.problem.unit, one.problem.description, one.due, one.state)
        for one in problems
        if one.open
    ]
    dues = [
        due
        for due in (*problems_due(waiting, ahead, as_of), *tasks_due(stands, ahead, as_of))
        if due.kind is DueKind.DUE_SOON and as_of <= due.deadline <= last
    ]
    fixed = [Coming(one.day, _milestone(one), "", ()) for one in line if as_of <= one.day <= last]
    return sorted([*fixed, *_gathered(dues, plan)], key=_pressing)


def _milestone(one: Milestone) -> str:
    return one.name if one.kind in one.name else f"{one.name}（{one.kind}）"


def _two_weeks(plan: Plan, as_of: dt.date) -> Plan:
    """The plan with two weeks' notice of everything, in working days as ``inspections.due`` counts them."""
    days = working_days_between(plan.calendar, as_of, as_of + FORTNIGHT)
    leads = dict.fromkeys([*(str(kind) for kind in TaskKind), LEAD_OF_PROBLEMS], days)
    return replace(plan, thresholds=replace(plan.thresholds, lead_days=leads))


def _gathered(dues: Iterable[Due], plan: Plan) -> list[Coming]:
    """One line for a day and task (or all rectifications), with the units it concerns in the plan's order."""
    found: dict[tuple[dt.date, str, str], set[str]] = defaultdict(set)
    numbers: dict[dt.date, int] = defaultdict(int)
    for due in dues:
        if due.task_id is None and due.number:
            numbers[due.deadline] += 1
            found[due.deadline, "", ""].add(due.unit)
        else:
            found[due.deadline, due.task_id or "", due.what].add(due.unit)
    order = {unit.code: place for place, unit in enumerate(plan.units)}
    return [
        Coming(
            day,
            f"{task_id} {what}".strip() if what else f"{numbers[day]} 个督查问题整改到期",
            task_id,
            tuple(sorted(units, key=lambda code: order.get(code, len(order)))),
        )
        for (day, task_id, what), units in found.items()
    ]


def _pressing(one: Coming) -> tuple[dt.date, bool, bool, int, str]:
    return one.day, bool(one.units), bool(one.task_id), -len(one.units), one.what
