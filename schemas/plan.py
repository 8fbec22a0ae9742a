"""The plan as data: points, tasks, units, groups, rounds, thresholds, calendar.

Plain tuples and frozen dataclasses, importable without pandas; ``schemas.plan_files`` fills them from a
workplan folder and says file, line and column of whatever is wrong there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from vocabulary.codes import DeadlineSource, Force, LeadSource, Severity, TaskKind, UnitCategory
from vocabulary.inspection import RoundKind


class Point(NamedTuple):
    """一个要点: its number in the plan, the section it stands in, its title without numbering."""

    number: int
    section: str
    title: str


class Unit(NamedTuple):
    """One reporting unit. ``code`` is stable across years; ``name`` is the official name."""

    code: str
    name: str
    short_name: str
    category: UnitCategory
    peer_group: str
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    inspected: bool = True
    lead_source: LeadSource = LeadSource.INFERRED


class Task(NamedTuple):
    """One task ("10.5") or sub-item ("10.5c", ``parent`` is then "10.5") of the plan.

    ``lead`` and ``supporting`` are names as the plan folder writes them: units or groups.
    ``requirement`` is our wording; ``place`` says where in the plan it stands ("13.S1").
    ``deadline`` is the last day it may be finished, None for per-item limits.
    """

    id: str
    point: int
    name: str
    lead: tuple[str, ...]
    supporting: tuple[str, ...] = ()
    kind: TaskKind = TaskKind.STANDING
    force: Force = Force.MUST
    deadline_text: str = ""
    deadline: dt.date | None = None
    deadline_source: DeadlineSource = DeadlineSource.INFERRED
    lead_source: LeadSource = LeadSource.INFERRED
    trigger: str = ""
    onsite: bool = False
    indicator: str = ""
    evidence: str = ""
    ledger_kinds: tuple[str, ...] = ()
    requirement: str = ""
    place: str = ""
    parent: str = ""


class Group(NamedTuple):
    """A collective unit (各乡镇, 县直各部门). An ``open`` one (相关单位) needs a person to resolve it."""

    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    open: bool = False


class Round(NamedTuple):
    """督查轮次: what is asked of whom until when. Working days are counted by the calendar.

    ``year`` is the plan that is inspected: last year's for a 回头看. ``units`` narrows the scope to some units
    (codes), ``tasks`` to some tasks; empty means all. ``submit_by`` is the last day on which papers are in time,
    ``cut_off`` the day as of which they are judged.
    """

    code: str
    name: str
    kind: RoundKind
    cut_off: dt.date
    submit_by: dt.date
    rectification_days: int
    unit_categories: tuple[UnitCategory, ...]
    tasks: tuple[str, ...] = ()
    note: str = ""
    year: int = 0
    units: tuple[str, ...] = ()


LEAD_OF_PROBLEMS, LEAD_OF_REPORTS = "problem", "report"
"""The keys of [lead_days] that are no task kind: rectifications that fall due, papers a round waits for."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Local practice: numbers the rules use, severities that differ from the catalogue, rules on trial or off.

    ``lead_days`` says, per task kind (and "problem", "report"), how many working days ahead the office reminds;
    ``scores`` gives each verdict its points, and is empty while scoring is off.
    """

    numbers: Mapping[str, float] = field(default_factory=dict)
    severities: Mapping[str, Severity] = field(default_factory=dict)
    trial: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    url_domains: tuple[str, ...] = ()
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lights: Mapping[str, str] = field(default_factory=dict)
    lead_days: Mapping[str, int] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)

    def number(self, name: str, default: float) -> float:
        """A named number, or the default where the county has not set one."""
        return self.numbers.get(name, default)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days whose working state differs from the weekday rule; ``years`` are those published.

    ``until`` is the last day until which a partly entered year is complete; None: its years are whole.
    """

    exceptions: Mapping[dt.date, bool] = field(default_factory=dict)
    notes: Mapping[dt.date, str] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    until: dt.date | None = None

    def is_working(self, day: dt.date) -> bool:
        """Whether people work that day; Monday to Friday where the calendar says nothing."""
        return self.exceptions.get(day, day.weekday() < 5)

    def knows(self, day: dt.date) -> bool:
        """Whether the arrangement of that day is published and entered; else Monday to Friday is only a guess."""
        return day.year in self.years and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Plan:
    """A whole workplan folder. ``checklists`` holds lists the office fills (三点, 五统一)."""

    year: int
    title: str
    document_number: str
    issued: dt.date
    issuing_body: str
    points: tuple[Point, ...]
    tasks: tuple[Task, ...]
    sub_items: tuple[Task, ...]
    units: tuple[Unit, ...]
    groups: tuple[Group, ...]
    rounds: tuple[Round, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    calendar: Calendar = field(default_factory=Calendar)
    checklists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    region: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def round_by_code(self) -> dict[str, Round]:
        """Rounds by code."""
        return {one.code: one for one in self.rounds}

    @cached_property
    def task_by_id(self) -> dict[str, Task]:
        """Tasks and sub-items by id."""
        return {task.id: task for task in (*self.tasks, *self.sub_items)}

    def whole_of(self, task: Task) -> Task:
        """The task that a sub-item is part of; of a task itself."""
        return self.task_by_id.get(task.parent, task)

    @cached_property
    def unit_by_code(self) -> dict[str, Unit]:
        """Units by code."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """Official names of units by code."""
        return {unit.code: unit.name for unit in self.units}

    @cached_property
    def group_by_name(self) -> dict[str, Group]:
        """Groups by name and by every alias."""
        return {name: group for group in self.groups for name in (group.name, *group.aliases)}

    @cached_property
    def _unit_code_by_name(self) -> dict[str, str]:
        return {
            name: unit.code for unit in self.units for name in (unit.name, unit.short_name, *unit.aliases)
        }

    def members(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Unit codes that names of units or groups stand for, in plan order, without repeats."""
        codes: dict[str, None] = {}
        for name in names:
            group = self.group_by_name.get(name)
            if group is not None:
                codes.update(dict.fromkeys(group.members))
            elif name in self._unit_code_by_name:
                codes[self._unit_code_by_name[name]] = None
        return tuple(codes)

    @cached_property
    def expectations(self) -> dict[str, tuple[str, ...]]:
        """The matrix unit × task: for each unit code, the ids of tasks (or sub-items) expected of it."""
        expected: dict[str, list[str]] = {unit.code: [] for unit in self.units}
        for task in self.tasks:
            for code in self.members(task.lead):
                expected[code].append(task.id)
        for item in self.sub_items:
            # A unit that leads nothing but a part (县图书馆 2.3b) is expected to report that part.
            for code in self.members(item.lead):
                if item.parent not in expected[code]:
                    expected[code].append(item.id)
        return {code: tuple(ids) for code, ids in expected.items()}
