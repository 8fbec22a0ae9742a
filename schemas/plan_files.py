"""A workplan folder as a Plan, or everything that is wrong in it with file, line and column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas import plan_checks as checks
from schemas import plan_groups as grouping
from schemas import plan_settings as settings
from schemas import plan_tables as tables
from schemas.plan import Calendar, Group, Plan, Point, Round, Task, Thresholds, Unit
from schemas.plan_errors import Problem, WorkplanError
from schemas.plan_folder import FolderFiles
from schemas.plan_source import Settings, Source, read_folder, read_source
from schemas.plan_spelling import name_key
from schemas.plan_tables import ParsedRow, read_day
from schemas.plan_thresholds import threshold_faults
from vocabulary.codes import Severity, UnitCategory

__all__ = ["Problem", "WorkplanError", "load_plan", "packaged_workplan", "plan_in_use", "plan_of"]

_PEER_GROUPS = {UnitCategory.TOWNSHIP: "乡镇"}
_OTHER_PEERS = "其他"


def packaged_workplan() -> Path:
    """The workplan folder that comes with the program: Fuliang's plan of 2023."""
    return Path(__file__).resolve().parent.parent / "workplans" / "2023"


def load_plan(folder: Path, *, validate: bool = True) -> Plan:
    """The plan of a workplan folder (contract, section "Workplan folder").

    ``plan.toml``, ``tasks.csv`` and ``units.csv`` are needed, the other files are optional.
    With ``validate`` the tables are also judged by pandera; without it (child processes, whose
    parent has validated the folder) no pandas is imported and the plan is there in milliseconds.
    Raises WorkplanError with every problem of the folder that was found.
    """
    return _plan_of(read_folder(folder), validate=validate)


def plan_in_use(folder: Path) -> Plan:
    """The plan of the folder the program works with, judged in full unless it is ours, which the tests judge."""
    return load_plan(folder, validate=folder != packaged_workplan())


def plan_of(files: Mapping[str, bytes]) -> Plan:
    """The plan that these files would be, judged in full; WorkplanError as ``load_plan`` raises it."""
    return _plan_of(read_source(FolderFiles(dict(files), frozenset())), validate=True)


def _plan_of(source: Source, *, validate: bool) -> Plan:
    judged = tables.validate_plan_tables(source.tables) if validate else []
    draft, unread = _draft(source)
    faults = (*judged, *unread, *_disagreements(draft, source))
    problems = (
        *source.problems,
        *(fault for fault in faults if (fault.file, fault.line) not in source.shifted),
    )
    if problems:
        raise WorkplanError(problems)
    return _build(draft)


@dataclass(frozen=True)
class _Draft:
    """The folder's rows as values, before anybody knows whether they agree."""

    rows: Mapping[str, list[ParsedRow]]
    plan: Settings
    thresholds: Settings
    members: Mapping[str, tuple[str, ...]]

    @property
    def group_names(self) -> dict[str, str]:
        """Canonical group names by every spelling."""
        names = {name: name for name in self.members}
        for group in self.rows["groups"]:
            names |= dict.fromkeys((group.get("name", ""), *group.get("aliases", ())), group.get("name", ""))
        return names

    @property
    def issued(self) -> dt.date | None:
        """The day the plan was issued, None where it cannot be read."""
        return self._day(next((key for key in settings.ISSUED_KEYS if key in self.plan.data), ""))

    @property
    def calendar_until(self) -> dt.date | None:
        """Until when calendar.csv is complete; None where the folder does not say or it cannot be read."""
        return self._day(settings.CALENDAR_UNTIL)

    def _day(self, key: str) -> dt.date | None:
        try:
            return read_day(str(self.plan.data.get(key, ""))[:10])
        except ValueError:
            return None


def _draft(source: Source) -> tuple[_Draft, list[Problem]]:
    rows: dict[str, list[ParsedRow]] = {}
    problems: list[Problem] = []
    for spec in (*tables.CSV_TABLES, *tables.TOML_TABLES):
        rows[spec.name], unread = tables.parse(spec, source.tables.get(spec.name, []))
        problems += unread
    draft = _Draft(rows, source.settings["plan.toml"], source.settings["thresholds.toml"], {})
    return _Draft(rows, draft.plan, draft.thresholds, _members(draft)), problems


def _members(draft: _Draft) -> dict[str, tuple[str, ...]]:
    canonical = draft.group_names
    members: dict[str, tuple[str, ...]] = {}
    for unit in draft.rows["units"]:
        for name in unit.get("groups", ()):
            group = canonical.get(name, name)
            members[group] = (*members.get(group, ()), unit.get("code", ""))
    return members


def _disagreements(draft: _Draft, source: Source) -> Iterator[Problem]:
    rows = draft.rows
    if draft.plan.data or not any(problem.file == draft.plan.file for problem in source.problems):
        yield from settings.head_faults(draft.plan, draft.issued)
    # A year or a day of issue that is wrong itself says nothing about other days.
    year = settings.year_of(draft.plan)
    issued = None if draft.issued and settings.is_out_of_time(draft.issued, year) else draft.issued
    for spec in tables.TOML_TABLES:
        yield from settings.unknown_row_keys(spec, rows[spec.name], source.settings[spec.file])
    yield from settings.unknown_tables(source.settings[tables.ROUNDS.file], (tables.ROUNDS.name,))
    yield from checks.misplaced_tasks(tables.TASKS, rows["tasks"], rows["points"], issued)
    yield from checks.misnumbered_tasks(tables.TASKS, rows["tasks"], rows["points"])
    yield from checks.misspelt_codes(tables.TASKS, rows["tasks"])
    for spec, days in (
        (tables.TASKS, ("deadline",)),
        (tables.ROUNDS, checks.ROUND_DAYS),
        (tables.CALENDAR, ("date",)),
    ):
        yield from checks.distant_days(spec, rows[spec.name], days, year)
    yield from settings.calendar_faults(draft.plan, rows["calendar"], draft.calendar_until)
    yield from threshold_faults(draft.thresholds)
    if "tasks" in source.tables:
        task_ids = {row.get("id") for row in (*rows["tasks"], *rows["sub_items"])}
        yield from checks.orphans(tables.SUB_ITEMS, rows["sub_items"], rows["tasks"])
        names = {name for unit in rows["units"] for name in _unit_names(unit)}
        yield from checks.round_faults(tables.ROUNDS, rows["rounds"], task_ids, names, issued)
        yield from checks.uncounted_days(tables.ROUNDS, rows["rounds"], rows["calendar"])
        yield from checks.inspected_years(tables.ROUNDS, rows["rounds"], year)
    if "units" in source.tables and draft.plan.data:
        groups = draft.group_names
        yield from grouping.group_faults(tables.GROUPS, rows["groups"], draft.members)
        mentioned = {
            name
            for spec in ("tasks", "sub_items", "groups")
            for column in ("lead", "supporting", "includes")
            for row in rows[spec]
            for name in row.get(column, ())
        }
        yield from grouping.misspelt_groups(tables.UNITS, rows["units"], rows["groups"], mentioned)
        yield from checks.shared_names(tables.UNITS, rows["units"], {name_key(name): name for name in groups})
        known = {name for unit in rows["units"] for name in _unit_names(unit)} | set(groups)
        for spec in (tables.TASKS, tables.SUB_ITEMS):
            yield from checks.unknown_names(spec, rows[spec.name], known, guess_open=not rows["groups"])
        yield from checks.misspelt_names(tables.TASKS, rows["tasks"], known)


def _unit_names(unit: ParsedRow) -> tuple[str, ...]:
    names = (unit.get("name", ""), unit.get("short_name", ""), *unit.get("aliases", ()))
    return tuple(name for name in names if name)


def _build(draft: _Draft) -> Plan:
    rows, data = draft.rows, draft.plan.data
    issued = draft.issued
    assert issued is not None  # a folder without it has been refused
    guess_open = not rows["groups"]
    tasks = tuple(_task(row) for row in rows["tasks"])
    by_id = {task.id: task for task in tasks}
    return Plan(
        year=data["year"],
        title=data["title"],
        document_number=data["document_number"],
        issued=issued,
        issuing_body=data["issuing_body"],
        points=tuple(Point(**row.values) for row in rows["points"]),
        tasks=tasks,
        sub_items=tuple(_sub_item(row, by_id[row.values["parent"]]) for row in rows["sub_items"]),
        units=tuple(_unit(row) for row in rows["units"]),
        groups=(*_groups(draft), *(_guessed_groups(draft, tasks) if guess_open else ())),
        rounds=tuple(_round(row, data["year"], rows["units"]) for row in rows["rounds"]),
        thresholds=_thresholds(draft.thresholds.data),
        calendar=_calendar(rows["calendar"], draft.calendar_until),
        checklists={name: tuple(items) for name, items in data.get("checklists", {}).items()},
        region=data.get("region", {}),
    )


def _task(row: ParsedRow) -> Task:
    return Task(**row.values)


def _sub_item(row: ParsedRow, parent: Task) -> Task:
    values = row.values
    return Task(
        id=values["id"],
        point=parent.point,
        name=values["name"],
        parent=parent.id,
        lead=values["lead"] or parent.lead,
        lead_source=values["lead_source"] or parent.lead_source,
        supporting=parent.supporting,
        kind=parent.kind,
        force=parent.force,
        deadline_text=parent.deadline_text,
        deadline=parent.deadline,
        deadline_source=parent.deadline_source,
        trigger=parent.trigger,
        onsite=parent.onsite,
        ledger_kinds=parent.ledger_kinds,
        place=parent.place,
    )


def _unit(row: ParsedRow) -> Unit:
    values = dict(row.values)
    values["short_name"] = values["short_name"] or values["name"]
    values["peer_group"] = values["peer_group"] or _PEER_GROUPS.get(values["category"], _OTHER_PEERS)
    return Unit(**values)


def _groups(draft: _Draft) -> Iterator[Group]:
    declared = {row.values["name"] for row in draft.rows["groups"]}
    for row in draft.rows["groups"]:
        codes = grouping.members_of(row.values["name"], draft.rows["groups"], draft.members)
        yield Group(row.values["name"], row.values["aliases"], codes, row.values["open"])
    for name, members in draft.members.items():
        if name not in declared:
            yield Group(name, (), members)


def _guessed_groups(draft: _Draft, tasks: tuple[Task, ...]) -> Iterator[Group]:
    known = {name for unit in draft.rows["units"] for name in _unit_names(unit)} | set(draft.members)
    leads = dict.fromkeys(name for task in tasks for name in task.lead if name not in known)
    yield from (Group(name, (), (), open=True) for name in leads)


def _round(row: ParsedRow, year: int, units: list[ParsedRow]) -> Round:
    values = dict(row.values)
    values["submit_by"] = values["submit_by"] or values["cut_off"]
    values["year"] = values["year"] or year
    codes = {name: unit.values["code"] for unit in units for name in _unit_names(unit)}
    values["units"] = tuple(dict.fromkeys(codes[name] for name in values["units"]))
    return Round(**values)


def _thresholds(data: Mapping[str, Any]) -> Thresholds:
    severities = {severity.value: severity for severity in Severity}
    return Thresholds(
        numbers=dict(data.get("numbers", {})),
        severities={code: severities[word] for code, word in data.get("severities", {}).items()},
        trial=frozenset(data.get("trial", ())),
        off=frozenset(data.get("off", ())),
        url_domains=tuple(data.get("url_domains", ())),
        phrases={name: tuple(words) for name, words in data.get("phrases", {}).items()},
        lights=dict(data.get("lights", {})),
        lead_days=dict(data.get("lead_days", {})),
        scores=dict(data.get("scores", {})),
    )


def _calendar(rows: list[ParsedRow], until: dt.date | None) -> Calendar:
    exceptions = {row.values["date"]: row.values["working"] for row in rows}
    notes = {row.values["date"]: row.values["note"] for row in rows if row.values["note"]}
    return Calendar(exceptions, notes, frozenset(day.year for day in exceptions), until)
