"""What must agree between the files of a workplan folder: names, numbers, days, and thresholds."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from schemas.field import TABLE_RULES
from schemas.kinds import ledger_kinds
from schemas.plan import LEAD_OF_PROBLEMS, LEAD_OF_REPORTS
from schemas.plan_errors import Problem
from schemas.plan_source import Settings
from schemas.plan_tables import ParsedRow, TableSpec, one_of
from vocabulary.codes import Light, Severity, TaskKind
from vocabulary.inspection import RoundKind, Verdict

Rows = Sequence[ParsedRow]
ISSUED_KEYS = ("issued", "issued_date")
CALENDAR_UNTIL = "calendar_until"
ROUND_DAYS = ("cut_off", "submit_by")
INDISPENSABLE = frozenset(
    {
        "unknown_unit",
        "row_for_other_unit",
        "missing_required",
        "missing_column",
        "merged_cell_conflict",
        "wrong_template",
        "tables_side_by_side",
    }
)
"""Rules without which rows of nobody, or of somebody else, would reach the master, or rows would be left out
unsaid: they cannot be off."""
_OPEN = re.compile(r"各?(?:相关|有关|责任).*(?:单位|部门|机关)|各.{2,}(?:单位|机关)")
_WORDS_EXPECTED = "应为一组带引号的文字"
_RULE_EXPECTED = "没有这条规则，规则代号见docs/rules.md"
_THRESHOLDS = (
    "trial",
    "off",
    "url_domains",
    "numbers",
    "severities",
    "phrases",
    "lights",
    "lead_days",
    "scores",
)
_MOST_DAYS = 366


def name_key(name: str) -> str:
    """What two spellings of one name share: width and white space do not make another unit."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def looks_open(name: str) -> bool:
    """Whether a collective word (相关单位, 各承办单位) names nobody in particular.

    Only asked where a folder declares no groups of its own.
    """
    return _OPEN.fullmatch(name) is not None


def problem(spec: TableSpec, row: ParsedRow, column: str, found: object, expected: str) -> Problem:
    """A problem at one column of a row."""
    return Problem(spec.file, row.row.line_of(column), column, str(found), expected)


def unknown_names(
    spec: TableSpec, rows: Rows, known: Collection[str], *, guess_open: bool
) -> Iterator[Problem]:
    """Leads that are neither a unit nor a group. Supporting bodies may stand outside the list of units."""
    for row in rows:
        for name in row.get("lead", ()):
            if name not in known and not (guess_open and looks_open(name)):
                hint = "；多个名称之间用“;”分隔" if re.search("[、，,]", name) else ""
                expected = f"units.csv中没有这个单位，plan.toml中也没有这个集合单位{hint}"
                yield problem(spec, row, "lead", name, expected)


def misplaced_tasks(spec: TableSpec, tasks: Rows, points: Rows, issued: dt.date | None) -> Iterator[Problem]:
    """Tasks of a point that does not exist, and deadlines before the plan was issued."""
    numbers = sorted(point.get("number") for point in points if point.get("number") is not None)
    for task in tasks:
        point, deadline = task.get("point"), task.get("deadline")
        if numbers and point is not None and point not in numbers:
            yield problem(spec, task, "point", point, f"plan.toml中的要点序号是{numbers[0]}至{numbers[-1]}")
        if deadline and issued and deadline < issued:
            yield problem(spec, task, "deadline", deadline, f"时限早于印发日期{issued}")


def orphans(spec: TableSpec, sub_items: Rows, tasks: Rows) -> Iterator[Problem]:
    """Sub-items of a task that does not exist, or with the id of a task."""
    ids = {task.get("id") for task in tasks}
    for item in sub_items:
        if item.get("parent", "") and item.get("parent") not in ids:
            yield problem(spec, item, "parent", item.get("parent"), "tasks.csv中没有这个任务编号")
        if item.get("id", "") and item.get("id") in ids:
            yield problem(spec, item, "id", item.get("id"), "与tasks.csv中的任务编号重复")


def shared_names(spec: TableSpec, units: Rows, groups: Mapping[str, str]) -> Iterator[Problem]:
    """Names that two units claim, or a unit and a group: a ledger could mean either."""
    owners: dict[str, ParsedRow] = {}
    for column in ("name", "short_name", "aliases"):
        for unit in units:
            value = unit.get(column, ())
            for name in (value,) if isinstance(value, str) else value:
                owner = owners.setdefault(name_key(name), unit) if name else unit
                if owner is not unit:
                    other = owner.get("name", owner.row.cells.get("code", ""))
                    expected = f"已经是“{other}”（第{owner.row.line}行）的名称，一个名称只能属于一个单位"
                    yield problem(spec, unit, column, name, expected)
                elif name_key(name) in groups and name:
                    yield problem(spec, unit, column, name, "与plan.toml中的集合单位同名")


def group_faults(spec: TableSpec, groups: Rows, members: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Groups that share a name, include an unknown one, or have nobody in them although not open."""
    owners: dict[str, ParsedRow] = {}
    names = {group.get("name") for group in groups} | set(members)
    for group in groups:
        for column, name in (
            ("name", group.get("name", "")),
            *(("aliases", a) for a in group.get("aliases", ())),
        ):
            if owners.setdefault(name_key(name), group) is not group:
                yield problem(spec, group, column, name, "已是另一个集合单位的名称")
        for name in group.get("includes", ()):
            if name not in names:
                yield problem(spec, group, "includes", name, "没有这个集合单位")
        has_members = bool(members.get(group.get("name", ""), ())) or bool(group.get("includes", ()))
        if group.get("open") and has_members:
            yield problem(spec, group, "open", "true", "这个集合单位已有成员，不能再标为open")
        if not group.get("open") and not has_members:
            expected = "units.csv的groups列中没有一个单位写它；成员说不准的请加open = true"
            yield problem(spec, group, "name", group.get("name"), expected)


def round_faults(
    spec: TableSpec,
    rounds: Rows,
    task_ids: Collection[str],
    unit_names: Collection[str],
    issued: dt.date | None,
) -> Iterator[Problem]:
    """Rounds about unknown tasks or units, with papers due after the cut, or before the plan was issued."""
    for row in rounds:
        for unit in row.get("units", ()):
            if unit_names and unit not in unit_names:
                yield problem(spec, row, "units", unit, "units.csv中没有这个单位")
        for column in ROUND_DAYS:
            day = row.get(column)
            if day and issued and day < issued:
                yield problem(spec, row, column, day, f"早于要点的印发日期{issued}")
        for task in row.get("tasks", ()):
            if task_ids and task not in task_ids:
                yield problem(spec, row, "tasks", task, "tasks.csv中没有这个任务编号")
        cut_off, submit_by = row.get("cut_off"), row.get("submit_by")
        if cut_off and submit_by and submit_by > cut_off:
            yield problem(spec, row, "submit_by", submit_by, f"报送日期不能晚于截止日{cut_off}")


def uncounted_days(spec: TableSpec, rounds: Rows, calendar: Rows) -> Iterator[Problem]:
    """Rounds in a year that calendar.csv does not have: nobody could count their working days.

    A folder without a calendar counts Monday to Friday everywhere, and says so where it counts.
    """
    years = _years(calendar)
    for row in rounds:
        for column in ROUND_DAYS:
            day = row.get(column)
            if years and day and day.year not in years:
                expected = f"calendar.csv中没有{day.year}年的放假安排，公布后请补录，再定这一天"
                yield problem(spec, row, column, day, expected)


def inspected_years(spec: TableSpec, rounds: Rows, year: object) -> Iterator[Problem]:
    """Rounds whose plan is not the one their kind inspects: 回头看 an earlier year's, all others this year's."""
    for row in rounds:
        inspected, kind = row.get("year"), row.get("kind")
        if inspected is None or kind is None or not isinstance(year, int):
            continue
        if not 2000 <= inspected <= 2100:
            yield problem(spec, row, "year", inspected, "应为四位数的年份")
        elif kind is RoundKind.LOOK_BACK and inspected >= year:
            yield problem(spec, row, "year", inspected, f"回头看督查以前年度的要点，应早于{year}")
        elif kind is not RoundKind.LOOK_BACK and inspected != year:
            yield problem(
                spec, row, "year", inspected, f"{kind.zh}督查本年度的要点，应为{year}，或删去这一行"
            )


def head_faults(settings: Settings, issued: dt.date | None) -> Iterator[Problem]:
    """What is missing or of the wrong kind at the head of plan.toml."""
    data = settings.data
    year = data.get("year")
    if not isinstance(year, int) or not 2000 <= year <= 2100:
        yield Problem(
            settings.file, settings.line("year"), "year", str(data.get("year", "")), "应为四位数的年份"
        )
    if issued is None:
        key = next((key for key in ISSUED_KEYS if key in data), ISSUED_KEYS[0])
        yield Problem(
            settings.file, settings.line(key), key, str(data.get(key, "")), "应为2023-08-02这样的日期"
        )
    for key in ("title", "document_number", "issuing_body"):
        if not isinstance(data.get(key), str):
            yield Problem(settings.file, settings.line(key), key, str(data.get(key, "")), "应为带引号的文字")
    if not data.get("points"):
        yield Problem(settings.file, settings.line("points"), "points", "", "至少要有一个[[points]]")
    for table, keys in (("checklists", None), ("region", ("prefixes",))):
        yield from _list_faults(settings, table, keys)


def calendar_faults(settings: Settings, calendar: Rows, until: dt.date | None) -> Iterator[Problem]:
    """A day until which calendar.csv is said to be complete that is no day, or lies in a year it does not have."""
    if CALENDAR_UNTIL not in settings.data:
        return
    if until is None:
        expected = "应为2024-04-07这样的日期，或删去这一行"
    elif until.year not in _years(calendar):
        expected = f"calendar.csv中没有{until.year}年的日期"
    else:
        return
    line, found = settings.line(CALENDAR_UNTIL), str(settings.data[CALENDAR_UNTIL])
    yield Problem(settings.file, line, CALENDAR_UNTIL, found, expected)


def _years(calendar: Rows) -> set[int]:
    return {row.get("date").year for row in calendar if row.get("date")}


def _list_faults(settings: Settings, table: str, keys: Collection[str] | None) -> Iterator[Problem]:
    section = settings.data.get(table, {})
    if not isinstance(section, dict):
        yield Problem(settings.file, settings.line(table), table, str(section), f"应写成[{table}]的形式")
        return
    for key, value in section.items():
        if (keys is None or key in keys) and not is_words(value):
            yield Problem(settings.file, settings.line(key, table), key, str(value), _WORDS_EXPECTED)


def threshold_faults(settings: Settings) -> Iterator[Problem]:
    """Keys nobody reads, and values that are not of the kind their table holds."""
    for key in settings.data:
        if key not in _THRESHOLDS:
            yield Problem(
                settings.file,
                settings.line("", key) if isinstance(settings.data[key], dict) else settings.line(key),
                key,
                "",
                "没有这一项，可用的有" + "、".join(_THRESHOLDS),
            )
    for key in ("trial", "off", "url_domains"):
        value = settings.data.get(key, [])
        if not is_words(value):
            yield Problem(settings.file, settings.line(key), key, str(value), _WORDS_EXPECTED)
        elif key in ("trial", "off") and (odd := [code for code in value if code not in known_rules()]):
            yield Problem(settings.file, settings.line(key), key, odd[0], _RULE_EXPECTED)
        elif key == "off" and (needed := [code for code in value if code in INDISPENSABLE]):
            yield Problem(
                settings.file,
                settings.line(key),
                key,
                needed[0],
                "这条规则管一行归哪个单位、是哪一项，不能停用",
            )
    yield from _section_faults(settings)


def known_rules() -> frozenset[str]:
    """The codes of all rules, told from the ledger kinds so that no pandas is needed."""
    return frozenset(code for kind in ledger_kinds().values() for code in kind.rules) | TABLE_RULES


def _section_faults(settings: Settings) -> Iterator[Problem]:
    for table, expected in (
        ("numbers", "应为数字"),
        ("severities", one_of(Severity)),
        ("phrases", _WORDS_EXPECTED),
        ("lights", "应为带引号的文字"),
        ("lead_days", f"应为0至{_MOST_DAYS}的整数（工作日）"),
        ("scores", "应为数字"),
    ):
        section = settings.data.get(table, {})
        if not isinstance(section, dict):
            yield Problem(settings.file, settings.line(table), table, str(section), f"应写成[{table}]的形式")
            continue
        for key, value in section.items():
            line = settings.line(key, table)
            if not _fits(table, value):
                yield Problem(settings.file, line, key, str(value), expected)
            elif table == "lights" and key not in list(Light):
                yield Problem(settings.file, line, key, key, one_of(Light))
            elif table == "severities" and key not in known_rules():
                yield Problem(settings.file, line, key, key, _RULE_EXPECTED)
            elif table == "scores" and key not in list(Verdict):
                yield Problem(settings.file, line, key, key, one_of(Verdict))
            elif table == "lead_days" and key not in (*TaskKind, LEAD_OF_PROBLEMS, LEAD_OF_REPORTS):
                expected = (
                    f"{one_of(TaskKind)}，或{LEAD_OF_PROBLEMS}（整改任务）、{LEAD_OF_REPORTS}（报送台账）"
                )
                yield Problem(settings.file, line, key, key, expected)


def _fits(table: str, value: Any) -> bool:
    if table in ("numbers", "scores"):
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if table == "lead_days":
        return type(value) is int and 0 <= value <= _MOST_DAYS
    if table == "severities":
        return value in list(Severity)
    return is_words(value) if table == "phrases" else isinstance(value, str)


def is_words(value: Any) -> bool:
    """Whether a TOML value is a list of texts."""
    return isinstance(value, list) and all(isinstance(word, str) for word in value)
