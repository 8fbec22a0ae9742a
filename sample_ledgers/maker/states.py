"""Where each unit stands with each task, and how that moves from one round to the next."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from sample_ledgers.maker.plan_rows import plan
from sample_ledgers.maker.wording import AUGUST, SEPTEMBER, Wording
from schemas.plan import Task, Unit

STEADY = frozenset({"standing", "zero_tolerance", "service_level"})
DUE_IN_AUGUST = frozenset({"6.7", "16.1", "16.2", "16.4"})
FAST, USUAL, SLOW = 0.85, 0.55, 0.15
"""The share of a unit's unfinished tasks that move within a month."""


@dataclass(frozen=True, slots=True)
class State:
    """One unit's task as it would report it: words of the ledger, percent None where none is given."""

    status: str
    percent: int | None
    progress: str
    evidence: str = ""
    link: str = ""
    completed_on: str = ""
    reason: str = ""


class Course:
    """Draws the states of a unit. ``plain`` units write only what is open: no status column, nothing done."""

    def __init__(self, wording: Wording, unit: Unit, seed: str, *, plain: bool = False) -> None:
        self._wording, self._unit, self._plain = wording, unit, plain
        self._source = random.Random(f"{seed}:{unit.code}")
        self._counts_everything = self._source.random() < 0.5

    def begin(self, task: Task) -> State:
        """The state at the end of August."""
        source = self._source
        reason = self._wording.not_concerned(self._unit, task.id, AUGUST, source)
        if reason and source.random() < 0.4:
            return State("不涉及", None, "", reason=reason)
        if self._plain:
            return self._open("推进中", None, task, AUGUST)
        chance = source.random()
        if str(task.kind) in STEADY:
            if task.id == "9.1" and chance < 0.6:
                return self._done(task, AUGUST)
            if chance < 0.68:
                return self._open("长期坚持", source.choice((50, 60, 65, 70)), task, AUGUST)
            return (
                self._open("推进中", source.randrange(35, 75, 5), task, AUGUST)
                if chance < 0.96
                else self._idle(AUGUST)
            )
        done, begun = (0.6, 0.93) if task.id in DUE_IN_AUGUST else (0.12, 0.75)
        if task.id == "16.1":
            done, begun = 0.85, 0.99
        if chance < done:
            return self._done(task, AUGUST)
        return (
            self._open("推进中", source.randrange(20, 80, 10), task, AUGUST)
            if chance < begun
            else self._idle(AUGUST)
        )

    def move_on(self, task: Task, before: State, pace: float) -> State:
        """The state at the end of September: the same object where nothing moved."""
        source = self._source
        if before.status == "已完成":
            return before
        if before.status == "不涉及":
            if source.random() < 0.08:
                return self._open("推进中", 30, task, SEPTEMBER)
            return before
        if source.random() > pace:
            return before
        if self._plain:
            return self._open("推进中", None, task, SEPTEMBER)
        if before.status == "未启动":
            return self._open("推进中", source.choice((15, 20, 30)), task, SEPTEMBER)
        steady = str(task.kind) in STEADY
        if not steady and source.random() < (0.8 if task.id in DUE_IN_AUGUST else 0.35):
            return self._done(task, SEPTEMBER)
        percent = None if before.percent is None else min(95, before.percent + source.choice((5, 10, 15, 20)))
        return self._open(before.status, percent, task, SEPTEMBER)

    def go_back(self, task: Task, before: State, why: str) -> State:
        """A step backwards, told honestly."""
        percent = None if before.percent is None else max(10, before.percent - 20)
        return replace(before, status="推进中", percent=percent, completed_on="", progress=why)

    def _open(self, status: str, percent: int | None, task: Task, days: tuple[str, ...]) -> State:
        text = self._wording.progress(self._unit, task.id, days, self._source, ongoing=self._plain)
        counted = percent if status == "推进中" or self._counts_everything else None
        return State(status, counted, text, self._wording.proof(task.id, self._source))

    def _done(self, task: Task, days: tuple[str, ...]) -> State:
        text = self._wording.progress(self._unit, task.id, days, self._source)
        day = f"2023年{self._source.choice(days)}"
        proof = self._wording.proof(task.id, self._source)
        number = self._source.randrange(940000, 950000)
        return State("已完成", 100, text, proof, f"https://www.fuliang.gov.cn/zwgk/t{number}.shtml", day)

    def _idle(self, days: tuple[str, ...]) -> State:
        return State("未启动", 0, self._wording.excuse(self._unit, days, self._source))


def tasks_of(unit: Unit, source: random.Random, most: int = 44) -> list[Task]:
    """The tasks a unit reports: what the plan expects of it, less a few it forgets."""
    expected = [plan().task_by_id[task_id] for task_id in plan().expectations[unit.code]]
    forgotten = source.choice((0, 0, 1, 2, 3)) + max(0, len(expected) - most)
    can_forget = [task for task in expected if task.id not in DUE_IN_AUGUST]
    left_out = {task.id for task in source.sample(can_forget, min(forgotten, max(0, len(can_forget) - 9)))}
    return [task for task in expected if task.id not in left_out]
