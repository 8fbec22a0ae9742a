"""One rule for each kind of task: from what is said of it on a day to a verdict, a light and the reasons.

Rules are plain functions over one ``TaskState``. ``verdict_table`` asks them about every state there is, so that
a column of claims is judged by looking up.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np

from inspections.known_reasons import BITS
from vocabulary.codes import Light, TaskKind
from vocabulary.inspection import Verdict


class Said(IntEnum):
    """What a unit says of a task: nothing at all, nothing of this task, or one of the statuses."""

    SILENT = 0
    NO_ROW = 1
    NO_STATUS = 2
    DONE = 3
    IN_PROGRESS = 4
    NOT_STARTED = 5
    ONGOING = 6
    NOT_APPLICABLE = 7
    UNEXPLAINED = 8
    """不涉及 without a reason, of a task that does not depend on an event."""
    ZERO_REPORT = 9


class When(IntEnum):
    """How the day lies to the effective deadline."""

    AHEAD = 0
    SOON = 1
    PASSED = 2


class TaskState(NamedTuple):
    """All a rule looks at. ``unpenalised`` tasks are encouraged, exploratory or optional; ``year_over``: the
    plan's year has ended; ``triggered``: the task depends on an event; ``event``: a confirmed one of a
    zero-tolerance task."""

    said: Said
    when: When
    unpenalised: bool
    year_over: bool
    triggered: bool
    event: bool


class RuleOutcome(NamedTuple):
    """What a rule says of a state."""

    verdict: Verdict
    light: Light
    reasons: tuple[str, ...]


_NOTHING = frozenset({Said.SILENT, Said.NO_ROW})
_ABSENT = frozenset({Said.NOT_APPLICABLE, Said.ZERO_REPORT})


def by_deadline(state: TaskState) -> RuleOutcome:
    """一次性、清单、活动、闸口: done, or overdue after the earlier of the unit's and the plan's deadline."""
    if state.said is Said.DONE:
        return RuleOutcome(Verdict.COMPLETE, Light.GREEN, ("done",))
    if state.when is When.PASSED:
        return RuleOutcome(Verdict.OVERDUE, Light.RED, ("overdue",))
    return _under_way(state, "in_time")


def standing(state: TaskState) -> RuleOutcome:
    """常态: kept up or lagging until the year ends; complete only then, and never overdue before."""
    if state.said is Said.DONE and not state.year_over:
        return RuleOutcome(Verdict.TO_VERIFY, Light.YELLOW, ("done_early",))
    if state.said in (Said.DONE, Said.ONGOING) and state.year_over:
        return RuleOutcome(Verdict.COMPLETE, Light.GREEN, ("done" if state.said is Said.DONE else "kept_up",))
    if state.said is Said.ONGOING:
        return RuleOutcome(Verdict.ON_TRACK, Light.GREEN, ("kept_up",))
    if state.when is When.PASSED and state.year_over:
        return RuleOutcome(Verdict.OVERDUE, Light.RED, ("overdue",))
    if state.when is When.PASSED:
        return RuleOutcome(Verdict.BEHIND, Light.YELLOW, ("own_date_passed",))
    return _under_way(state, "kept_up")


def service_level(state: TaskState) -> RuleOutcome:
    """时限: every item has its own limit. 已完成 says that what was due is settled; the deadline, where the
    unit set one, counts as for any task, but not against 长期坚持."""
    if state.said is Said.ONGOING:
        return RuleOutcome(Verdict.ON_TRACK, Light.GREEN, ("kept_up",))
    return by_deadline(state)


def zero_tolerance(state: TaskState) -> RuleOutcome:
    """零容忍: nothing may happen all year; complete only when it has ended."""
    if state.said in (Said.DONE, Said.ONGOING):
        verdict = Verdict.COMPLETE if state.year_over else Verdict.ON_TRACK
        return RuleOutcome(verdict, Light.GREEN, ("no_event",))
    return by_deadline(state)


RULES: dict[TaskKind, Callable[[TaskState], RuleOutcome]] = {
    TaskKind.STANDING: standing,
    TaskKind.ONE_OFF: by_deadline,
    TaskKind.SERVICE_LEVEL: service_level,
    TaskKind.ZERO_TOLERANCE: zero_tolerance,
    TaskKind.PUBLISH_LIST: by_deadline,
    TaskKind.EVENT: by_deadline,
    TaskKind.GATE: by_deadline,
}


def judge_state(kind: TaskKind, state: TaskState) -> RuleOutcome:
    """The verdict on a state of a task, before its claim is tested."""
    if state.event and kind is TaskKind.ZERO_TOLERANCE and not state.unpenalised:
        return RuleOutcome(Verdict.BEHIND, Light.RED, ("event_confirmed",))
    if state.unpenalised:
        return _counted_only(kind, state)
    if state.said in _NOTHING:
        return _nothing_said(state)
    if state.said in _ABSENT:
        code = "zero_report" if state.said is Said.ZERO_REPORT else "not_applicable"
        return RuleOutcome(Verdict.NOT_APPLICABLE, Light.GREY, (code,))
    if state.said is Said.UNEXPLAINED:
        return RuleOutcome(Verdict.TO_VERIFY, Light.YELLOW, ("unexplained",))
    if state.said is Said.NO_STATUS:
        late = state.when is When.PASSED
        codes = ("no_status", "overdue") if late else ("no_status",)
        return RuleOutcome(Verdict.TO_VERIFY, Light.YELLOW, codes)
    return RULES[kind](state)


def _nothing_said(state: TaskState) -> RuleOutcome:
    codes = ["silent" if state.said is Said.SILENT else "no_row"]
    if state.triggered and state.said is Said.NO_ROW:
        codes = ["no_event_report"]
    late = state.when is When.PASSED and not state.triggered
    return RuleOutcome(Verdict.NOT_REPORTED, Light.RED if late else Light.YELLOW, tuple(codes))


def _counted_only(kind: TaskKind, state: TaskState) -> RuleOutcome:
    """鼓励、探索、视情: what was done counts; what was not is left out, and nothing is late."""
    if state.said in _NOTHING or state.said in _ABSENT or state.said in (Said.UNEXPLAINED, Said.NOT_STARTED):
        return RuleOutcome(Verdict.NOT_APPLICABLE, Light.GREY, ("unpenalised",))
    if state.said is Said.NO_STATUS:
        return RuleOutcome(Verdict.TO_VERIFY, Light.YELLOW, ("no_status", "unpenalised"))
    if state.said is Said.DONE:
        return RULES[kind](state._replace(when=When.AHEAD))
    return RuleOutcome(Verdict.ON_TRACK, Light.GREEN, ("in_time", "unpenalised"))


def _under_way(state: TaskState, code: str) -> RuleOutcome:
    if state.said is Said.NOT_STARTED:
        return RuleOutcome(Verdict.BEHIND, Light.YELLOW, ("not_started",))
    if state.when is When.SOON:
        return RuleOutcome(Verdict.ON_TRACK, Light.YELLOW, ("due_soon",))
    return RuleOutcome(Verdict.ON_TRACK, Light.GREEN, (code,))


class VerdictTable(NamedTuple):
    """The outcome of every state: arrays of equal length, indexed by ``SHAPE`` in row-major order.

    ``verdict`` and ``light`` hold places in the enumerations, ``reasons`` bit masks.
    """

    verdict: np.ndarray
    light: np.ndarray
    reasons: np.ndarray


KINDS, VERDICTS, LIGHTS = tuple(TaskKind), tuple(Verdict), tuple(Light)
SHAPE = (len(KINDS), len(Said), len(When), 2, 2, 2, 2)
"""Kind, said, when, unpenalised, year_over, triggered, event."""


@cache
def verdict_table() -> VerdictTable:
    """The rules asked about every state there is."""
    flags = tuple(product((False, True), repeat=4))
    outcomes = [
        judge_state(kind, TaskState(said, when, *each))
        for kind, said, when in product(KINDS, Said, When)
        for each in flags
    ]
    return VerdictTable(
        np.array([VERDICTS.index(one.verdict) for one in outcomes], np.int8),
        np.array([LIGHTS.index(one.light) for one in outcomes], np.int8),
        np.array([sum(BITS[code] for code in one.reasons) for one in outcomes], np.uint64),
    )
