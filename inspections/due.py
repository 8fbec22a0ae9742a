"""What is late, soon due, promised or unreported on a day, per unit.

GIVENS: a frame of what stands (COLUMNS, one row for every task a unit reports or should report), open problems,
units without papers; the day; the plan with its calendar and lead times.
STEPS: whole columns are compared with the day and with the lead time of each task's kind; only what is due becomes
objects.
RETURNS: for every unit, in plan order, its ``Due`` with the most pressing first.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from inspections.due_frame import COLUMNS, NOT_REPORTED, of_round, promised_day, what_stands
from inspections.scope import scope_of
from master.inspection_records import Reminder
from schemas.plan import LEAD_OF_PROBLEMS, LEAD_OF_REPORTS, Plan, Round
from schemas.working_days import add_working_days, notice_for, working_days_between
from vocabulary.codes import Force, Status, TaskKind
from vocabulary.inspection import DueKind, ProblemState
from vocabulary.undisturbed import undisturbed

__all__ = [
    "APPLIED",
    "COLUMNS",
    "NOT_REPORTED",
    "PROMISED",
    "UNRECTIFIED",
    "UNREPORTED",
    "Due",
    "OpenProblem",
    "by_unit",
    "notice_of",
    "of_round",
    "problems_due",
    "promised_day",
    "reports_due",
    "tasks_due",
    "what_stands",
]

UNREPORTED, PROMISED, APPLIED, UNRECTIFIED = "未报告", "承诺到期", "已申请销号", "整改到期"
"""What ``Due.note`` says."""
_NOTES = ("", UNREPORTED, PROMISED)

_FINISHED = (Status.DONE.value, Status.NOT_APPLICABLE.value)
_UNPENALISED = (Force.ENCOURAGED.value, Force.EXPLORE.value, Force.OPTIONAL.value)
_KINDS = tuple(DueKind)
_RANK = {kind: rank for rank, kind in enumerate(_KINDS)}
_REMEMBERED = dt.timedelta(days=14)
_WAITING = (ProblemState.APPLIED, ProblemState.VERIFYING)


_Array: TypeAlias = npt.NDArray[Any]


class Due(NamedTuple):
    """One thing a unit is reminded of.

    ``subject`` is a task id, a problem number, a round's code or, for a row nobody could tie to a task, its words;
    ``number`` what people call it by ("4.1", "整改2023-001", "" for what has no number). ``days_left`` are working
    days until the deadline, negative past it. ``note`` says more than the kind does (未报告, 承诺到期, 已申请销号).
    ``reminded_on`` is the last earlier day on which the unit was reminded of it.
    """

    unit: str
    kind: DueKind
    subject: str
    task_id: str | None
    number: str
    what: str
    deadline: dt.date
    days_left: int
    note: str = ""
    reminded_on: dt.date | None = None


class OpenProblem(NamedTuple):
    """A 督查问题 that is not closed: its number, unit code, words, deadline in force and state."""

    number: str
    unit: str
    text: str
    due: dt.date
    state: ProblemState


def tasks_due(stands: pd.DataFrame, plan: Plan, as_of: dt.date) -> list[Due]:
    """What of the frame is overdue, promised for a day that has passed, or due within its kind's lead time.

    Nothing encouraged, exploratory or optional is ever overdue; what is kept up (长期坚持) or finished is not due.
    """
    today = np.datetime64(as_of, "D")
    leads = plan.thresholds.lead_days
    furthest = np.datetime64(add_working_days(plan.calendar, as_of, max(leads.values(), default=0)), "D")
    deadline, promised = (stands[name].to_numpy("datetime64[D]") for name in ("deadline", "promised"))
    # Most of a year's rows are due at its end: words are looked at only where the days leave a question.
    near = np.flatnonzero((deadline <= furthest) | (promised < today))
    deadline, promised = deadline[near], promised[near]
    kind, status, force = (_Words.of(stands[name], near) for name in ("kind", "status", "force"))
    open_ = ~status.among(_FINISHED) & ~(status.among([Status.ONGOING]) & kind.among([TaskKind.STANDING]))
    left = _days_left(deadline, plan, as_of)
    past = deadline < today
    soon = ~past & (left <= kind.numbers(leads))
    optional = force.among(_UNPENALISED)
    broken = (promised < today) & ~past & ~status.among([NOT_REPORTED])
    reminded = open_ & ~optional
    kinds = np.select(
        [
            open_ & optional & (past | soon),
            reminded & past & ~status.among([""]),
            reminded & broken,
            reminded & soon,
        ],
        [_RANK[one] for one in (DueKind.OPTIONAL, DueKind.OVERDUE, DueKind.RECHECK, DueKind.DUE_SOON)],
        -1,
    )
    recheck = kinds == _RANK[DueKind.RECHECK]
    days = np.where(recheck, promised, deadline)
    left = np.where(recheck, _days_left(promised, plan, as_of), left)
    notes = np.where(status.among([NOT_REPORTED]), 1, np.where(recheck, 2, 0))
    chosen = np.flatnonzero(kinds >= 0)
    with undisturbed():
        return _told(stands, near[chosen], kinds[chosen], days[chosen], left[chosen], notes[chosen])


class _Words(NamedTuple):
    """A column of few different words as codes: questions are asked of the words, not of every row."""

    codes: _Array
    words: list[str]

    @classmethod
    def of(cls, column: pd.Series[str], places: _Array) -> _Words:
        """Some places of a column."""
        codes, words = pd.factorize(column.take(places))
        return cls(codes, np.asarray(words, dtype=object).tolist())

    def among(self, wanted: Collection[str]) -> _Array:
        """Where the word is one of some."""
        return np.array([word in wanted for word in self.words], dtype=bool)[self.codes]

    def numbers(self, known: Mapping[str, float]) -> _Array:
        """The number known of each word, NaN where none is."""
        return np.array([known.get(word, np.nan) for word in self.words], dtype=float)[self.codes]

    def tolist(self) -> list[str]:
        """The words themselves."""
        return _spelled(self.words, self.codes)


def _days_left(deadline: _Array, plan: Plan, as_of: dt.date) -> _Array:
    """Working days until each deadline, NaN where there is none; each different day is counted once."""
    codes, days = pd.factorize(deadline)
    counted = [
        working_days_between(plan.calendar, as_of, day) for day in days.astype("datetime64[D]").tolist()
    ]
    return np.array([*counted, np.nan], dtype=float)[codes]


def _told(
    stands: pd.DataFrame, places: _Array, kinds: _Array, days: _Array, left: _Array, notes: _Array
) -> list[Due]:
    """The rows at some places as objects; ``kinds`` are ranks, ``notes`` places in ``_NOTES``."""
    unit, task_id, task = (_Words.of(stands[name], places).tolist() for name in ("unit", "task_id", "task"))
    everything_known = all(task_id)
    subject = (
        task_id if everything_known else [one or words for one, words in zip(task_id, task, strict=True)]
    )
    ids = task_id if everything_known else [one or None for one in task_id]
    day_codes, different = pd.factorize(days)
    day = _spelled(different.astype("datetime64[D]").tolist(), day_codes)
    told = zip(
        unit,
        _spelled(_KINDS, kinds),
        subject,
        ids,
        task_id,
        task,
        day,
        left.astype(int).tolist(),
        _spelled(_NOTES, notes),
        repeat(None),
    )
    # Tens of thousands of them: Due(…) would be called from Python for every one.
    return list(map(tuple.__new__, repeat(Due), told))


def _spelled(values: Sequence[Any], codes: _Array) -> list[Any]:
    """The value of each code."""
    known = np.empty(len(values), dtype=object)
    known[:] = values
    spelled: list[Any] = known[codes].tolist()
    return spelled


def problems_due(problems: Iterable[OpenProblem], plan: Plan, as_of: dt.date) -> list[Due]:
    """Rectifications that are soon due, and those to be re-checked: applied for 销号, or past their deadline."""
    lead = plan.thresholds.lead_days.get(LEAD_OF_PROBLEMS, -1)
    found = []
    for number, unit, text, day, state in problems:
        left = working_days_between(plan.calendar, as_of, day)
        if state in _WAITING:
            kind, note = DueKind.RECHECK, APPLIED
        elif state is ProblemState.CLOSED:
            continue
        elif day < as_of:
            kind, note = DueKind.RECHECK, UNRECTIFIED
        elif left <= lead:
            kind, note = DueKind.DUE_SOON, ""
        else:
            continue
        found.append(Due(unit, kind, number, None, f"整改{number}", text, day, left, note))
    return found


def reports_due(
    reported: Collection[str], plan: Plan, as_of: dt.date, chosen: Round | None = None
) -> list[Due]:
    """Units of the round's scope that have sent nothing (``reported`` have) while its day for papers is near or past.

    Without a chosen round it is the last one of this plan whose day has come near.
    """
    lead = plan.thresholds.lead_days.get(LEAD_OF_REPORTS, -1)

    def near(one: Round) -> bool:
        return one.submit_by < as_of or working_days_between(plan.calendar, as_of, one.submit_by) <= lead

    rounds = [one for one in ((chosen,) if chosen else plan.rounds) if one.year == plan.year and near(one)]
    if not rounds:
        return []
    last = max(rounds, key=lambda one: one.submit_by)
    left = working_days_between(plan.calendar, as_of, last.submit_by)
    silent = dict.fromkeys(one.unit for one in scope_of(plan, last) if one.unit not in reported)
    return [
        Due(code, DueKind.NOT_REPORTED, last.code, None, "", last.name, last.submit_by, left)
        for code in silent
    ]


def notice_of(dues: Iterable[Due], plan: Plan, as_of: dt.date) -> str:
    """What must be said of the counts of what is still to come: see ``schemas.working_days.notice_for``; "" where
    all those days are known. How late something is over days nobody entered is told as a guess where it stands
    (已逾期约200个工作日): entering last year's holidays for one old row would mend nothing."""
    furthest = add_working_days(plan.calendar, as_of, max(plan.thresholds.lead_days.values(), default=0))
    return notice_for(
        plan.calendar, as_of, furthest, *{due.deadline for due in dues if due.deadline >= as_of}
    )


@undisturbed()
def by_unit(
    dues: Iterable[Due], plan: Plan, as_of: dt.date, reminders: Sequence[Reminder] = ()
) -> dict[str, tuple[Due, ...]]:
    """The units in plan order with what each is reminded of, a subject once, the most pressing first.

    ``reminders`` are earlier ones; those of the day itself and those longer than two weeks ago do not count.
    """
    said: dict[str, dict[str, dt.date]] = defaultdict(dict)
    for one in sorted(reminders, key=lambda one: one.day):
        if as_of - _REMEMBERED <= one.day < as_of:
            said[one.unit][one.subject] = one.day
    tasks = {task_id: place for place, task_id in enumerate(plan.task_by_id)}
    last = len(tasks)
    gathered: dict[str, list[Due]] = defaultdict(list)
    for due in dues:
        gathered[due.unit].append(due)

    def pressing(due: Due) -> tuple[int, bool, dt.date, int, str]:
        _, kind, subject, task_id, number, _, deadline, _, note, _ = due
        # A rectification has been ordered in writing: it goes before what is only planned.
        rank = _RANK[DueKind.OVERDUE if note == UNRECTIFIED else kind]
        return rank, task_id is not None or not number, deadline, tasks.get(subject, last), subject

    found = {}
    for code in plan.unit_by_code:
        if code in gathered:
            ordered = sorted(gathered[code], key=pressing)
            subjects = [due.subject for due in ordered]
            if len(set(subjects)) < len(subjects):
                ordered = [due for place, due in enumerate(ordered) if due.subject not in subjects[:place]]
            if code in said:
                before = said[code]
                ordered = [due._replace(reminded_on=before.get(due.subject)) for due in ordered]
            found[code] = tuple(ordered)
    return found
