"""What must agree between the files of a workplan folder: names, numbers and days."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from schemas.plan_errors import Problem
from schemas.plan_spelling import asked, is_misspelt, looks_like_digits, name_key, shape_of
from schemas.plan_tables import ParsedRow, TableSpec
from vocabulary.inspection import RoundKind

Rows = Sequence[ParsedRow]
ROUND_DAYS = ("cut_off", "submit_by")
_OPEN = re.compile(r"各?(?:相关|有关|责任).*(?:单位|部门|机关)|各.{2,}(?:单位|机关)")
_NUMBERED = re.compile(r"(\d+)\D")
_MOST_YEARS = 5
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


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
                meant = asked(name, known)
                expected = f"units.csv中没有这个单位，plan.toml中也没有这个集合单位{meant}{hint}"
                yield problem(spec, row, "lead", name, expected)


def misspelt_names(spec: TableSpec, rows: Rows, known: Collection[str]) -> Iterator[Problem]:
    """Supporting bodies that are a unit's or a group's name mistyped; others may stand outside the list of units."""
    for row in rows:
        for name in row.get("supporting", ()):
            if name not in known and (meant := next((one for one in known if is_misspelt(name, one)), "")):
                expected = f"units.csv中没有这个单位，是不是“{meant}”；确是另一个单位的，请补进units.csv"
                yield problem(spec, row, "supporting", name, expected)


def misspelt_codes(spec: TableSpec, tasks: Rows) -> Iterator[Problem]:
    """Ledger codes with a letter for a digit (L0l), of which the other spelling stands elsewhere in the plan.

    No list says which codes there are.
    """
    counts = Counter(code for task in tasks for code in task.get("ledger_kinds", ()))
    shapes = Counter(map(shape_of, counts))
    usual: dict[str, str] = {}
    for code in sorted(counts, key=lambda code: (-shapes[shape_of(code)], -counts[code])):
        usual.setdefault(looks_like_digits(code), code)
    for task in tasks:
        for code in task.get("ledger_kinds", ()):
            if (meant := usual[looks_like_digits(code)]) != code:
                yield problem(spec, task, "ledger_kinds", code, f"别处写的是“{meant}”，请统一写法")


def misnumbered_tasks(spec: TableSpec, tasks: Rows, points: Rows) -> Iterator[Problem]:
    """Tasks whose id begins with another point than theirs, in a plan that numbers its tasks by point."""
    known = {point.get("number") for point in points}
    begun = [
        (task, int(match[1]))
        for task in tasks
        if task.get("point") in known and (match := _NUMBERED.match(task.get("id", "")))
    ]
    odd = [task for task, number in begun if number != task.get("point")]
    if 2 * len(odd) < len(begun):
        for task in odd:
            expected = f"任务编号是“{task.get('id')}”，与要点序号对不上，请核对这两处"
            yield problem(spec, task, "point", task.get("point"), expected)


def distant_days(spec: TableSpec, rows: Rows, columns: Sequence[str], year: int | None) -> Iterator[Problem]:
    """Days so long after the plan's year that the year must be mistyped. Earlier days are judged by the day of issue."""
    for row in rows:
        for column in columns:
            day = row.get(column)
            if day and year is not None and day.year > year + _MOST_YEARS:
                yield problem(
                    spec, row, column, day, f"比要点的年度{year}晚了{day.year - year}年，请核对年份"
                )


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
        elif item.get("id", "").rstrip(_LETTERS) in ids - {item.get("parent"), item.get("id")}:
            expected = f"子项编号是“{item.get('id')}”，与所属任务对不上，请核对这两处"
            yield problem(spec, item, "parent", item.get("parent"), expected)
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
                yield problem(spec, row, "units", unit, f"units.csv中没有这个单位{asked(unit, unit_names)}")
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
    years = years_of(calendar)
    for row in rounds:
        for column in ROUND_DAYS:
            day = row.get(column)
            if years and day and day.year not in years:
                expected = f"calendar.csv中没有{day.year}年的放假安排，公布后请补录，再定这一天"
                yield problem(spec, row, column, day, expected)


def inspected_years(spec: TableSpec, rounds: Rows, year: int | None) -> Iterator[Problem]:
    """Rounds whose plan is not the one their kind inspects: 回头看 an earlier year's, all others this year's."""
    for row in rounds:
        inspected, kind = row.get("year"), row.get("kind")
        if inspected is None or kind is None or year is None:
            continue
        if not 2000 <= inspected <= 2100:
            yield problem(spec, row, "year", inspected, "应为四位数的年份")
        elif kind is RoundKind.LOOK_BACK and inspected >= year:
            yield problem(spec, row, "year", inspected, f"回头看督查以前年度的要点，应早于{year}")
        elif kind is not RoundKind.LOOK_BACK and inspected != year:
            yield problem(
                spec, row, "year", inspected, f"{kind.zh}督查本年度的要点，应为{year}，或删去这一行"
            )


def years_of(calendar: Rows) -> set[int]:
    """The years of which calendar.csv has a day."""
    return {row.get("date").year for row in calendar if row.get("date")}
