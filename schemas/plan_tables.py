"""The tables of a workplan folder, declared once: for reading cells and for the pandera schemas.

A column says how its text is read and what is expected there. ``parse`` turns rows into values
with the standard library alone, so that child processes start fast; ``validate_plan_tables``
judges the same declarations with pandera, whole columns at once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from schemas.plan_errors import Problem
from vocabulary.codes import ChineseEnum, DeadlineSource, Force, LeadSource, TaskKind, UnitCategory
from vocabulary.inspection import RoundKind

if TYPE_CHECKING:
    import pandera.pandas as pa

Reader = Callable[[str], Any]
# Excel rewrites 2023-08-31 as 2023/8/31 when it saves a CSV.
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MOST_WORKING_DAYS = 250
_BOOLEANS = {"true": True, "是": True, "1": True, "false": False, "否": False, "0": False}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of text. ``line`` is where it begins; ``lines`` where single cells stand, if elsewhere."""

    line: int
    cells: Mapping[str, str]
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, column: str) -> int:
        """The line to name when something is wrong in the column."""
        return self.lines.get(column, self.line)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``read`` raises ValueError for text that is not as ``expected``.

    ``given`` columns must exist in the file, ``filled`` cells must not be blank, and a blank cell
    of any other column stands for ``default``.
    """

    name: str
    read: Reader = str
    expected: str = ""
    default: Any = ""
    given: bool = True
    filled: bool = False
    unique: bool = False


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table of the folder: the file it stands in, the TOML table (if any), its columns."""

    name: str
    file: str
    columns: tuple[Column, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row's values by column. Cells that could not be read are absent; their problem is told."""

    row: Row
    values: Mapping[str, Any]

    def get(self, column: str, default: Any = None) -> Any:
        """The value of a column, or the default where it could not be read."""
        return self.values.get(column, default)


def read_names(text: str) -> tuple[str, ...]:
    """Names separated by ``;`` (half or full width), without repeats."""
    names = [part.strip() for part in text.replace("；", ";").split(";")]
    return tuple(dict.fromkeys(filter(None, names)))


def read_day(text: str) -> dt.date:
    """A calendar day as ISO or as Excel saves it; ValueError when it is none."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return dt.date(int(match[1]), int(match[2]), int(match[3]))


def read_boolean(text: str) -> bool:
    """true, false and what Excel and people make of them; ValueError for anything else."""
    word = text.lower()
    if word not in _BOOLEANS:
        raise ValueError(text)
    return _BOOLEANS[word]


def _read_categories(text: str) -> tuple[UnitCategory, ...]:
    categories = {category.value: category for category in UnitCategory}
    if not set(read_names(text)) <= set(categories):
        raise ValueError(text)
    return tuple(categories[name] for name in read_names(text))


def _read_count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= _MOST_WORKING_DAYS:
        raise ValueError(text)
    return number


def one_of(words: type[ChineseEnum]) -> str:
    """The sentence that lists what a closed set of words allows."""
    return "应为" + "、".join(f"{word.value}（{word.zh}）" for word in words) + "之一"


def _text(name: str, **more: Any) -> Column:
    return Column(name, str, "不能为空", **more)


def _names(name: str, **more: Any) -> Column:
    return Column(name, read_names, "应写名称，多个名称之间用“;”分隔", **{"default": (), **more})


def _number(name: str, **more: Any) -> Column:
    return Column(name, int, "应为整数", **more)


def _day(name: str, **more: Any) -> Column:
    return Column(name, read_day, "应为2023-08-31这样的日期", **{"default": None, **more})


def _boolean(name: str, **more: Any) -> Column:
    return Column(name, read_boolean, "应为true或false", **more)


def _word(name: str, words: type[ChineseEnum], **more: Any) -> Column:
    return Column(name, words, one_of(words), **more)


TASKS = TableSpec(
    "tasks",
    "tasks.csv",
    (
        _text("id", filled=True, unique=True),
        _number("point", filled=True),
        _text("name", filled=True),
        _names("lead", filled=True),
        _names("supporting"),
        _word("kind", TaskKind, filled=True),
        _word("force", Force, default=Force.MUST),
        _text("deadline_text"),
        _day("deadline"),
        _word("deadline_source", DeadlineSource, default=DeadlineSource.INFERRED),
        _text("trigger"),
        _boolean("onsite", default=False),
        _text("indicator"),
        _text("evidence"),
        _names("ledger_kinds"),
        _word("lead_source", LeadSource, default=LeadSource.INFERRED, given=False),
        _text("requirement", given=False),
        _text("place", given=False),
    ),
)
SUB_ITEMS = TableSpec(
    "sub_items",
    "sub_items.csv",
    (
        _text("id", filled=True, unique=True),
        _text("parent", filled=True),
        _text("name", filled=True),
        _names("lead"),
        _word("lead_source", LeadSource, default=None, given=False),
    ),
    optional=True,
)
UNITS = TableSpec(
    "units",
    "units.csv",
    (
        _text("code", filled=True, unique=True),
        _text("name", filled=True, unique=True),
        _text("short_name"),
        _word("category", UnitCategory, filled=True),
        _text("peer_group"),
        _names("aliases"),
        _names("groups"),
        _boolean("inspected", default=True),
        _word("lead_source", LeadSource, default=LeadSource.INFERRED),
    ),
)
CALENDAR = TableSpec(
    "calendar",
    "calendar.csv",
    (
        _day("date", filled=True, unique=True),
        _boolean("working", filled=True),
        _text("note", given=False),
    ),
    optional=True,
)
POINTS = TableSpec(
    "points",
    "plan.toml",
    (
        _number("number", filled=True, unique=True),
        _text("section"),
        _text("title", filled=True),
    ),
)
GROUPS = TableSpec(
    "groups",
    "plan.toml",
    (
        _text("name", filled=True, unique=True),
        _names("aliases"),
        _names("includes"),
        _boolean("open", default=False),
    ),
    optional=True,
)
ROUNDS = TableSpec(
    "rounds",
    "rounds.toml",
    (
        _text("code", filled=True, unique=True),
        _text("name", filled=True),
        _word("kind", RoundKind, filled=True),
        _number("year", default=None),
        _day("cut_off", filled=True),
        _day("submit_by"),
        Column("rectification_days", _read_count, f"应为1至{_MOST_WORKING_DAYS}的整数（工作日）", 10),
        Column(
            "unit_categories",
            _read_categories,
            one_of(UnitCategory),
            (UnitCategory.DEPARTMENT, UnitCategory.TOWNSHIP),
        ),
        _names("units"),
        _names("tasks"),
        _text("note"),
    ),
    optional=True,
)
CSV_TABLES = (TASKS, SUB_ITEMS, UNITS, CALENDAR)
TOML_TABLES = (POINTS, GROUPS, ROUNDS)


def _value(column: Column, text: str) -> Any:
    if text:
        return column.read(text)
    if column.filled:
        raise ValueError(text)
    return column.default


def _readable(column: Column, text: str) -> bool:
    try:
        _value(column, text)
    except ValueError:
        return False
    return True


def parse(spec: TableSpec, rows: Iterable[Row]) -> tuple[list[ParsedRow], list[Problem]]:
    """Rows of text as values, and what could not be read, each at its line and column."""
    parsed, problems = [], []
    for row in rows:
        values: dict[str, Any] = {}
        for column in spec.columns:
            try:
                values[column.name] = _value(column, row.cells.get(column.name, ""))
            except ValueError:
                problems.append(_problem(spec, row, column))
        parsed.append(ParsedRow(row, values))
    return parsed, problems


def _problem(spec: TableSpec, row: Row, column: Column) -> Problem:
    text = row.cells.get(column.name, "")
    expected = column.expected if text else "不能为空"
    return Problem(spec.file, row.line_of(column.name), column.name, text, expected)


def _pandera_column(column: Column) -> pa.Column:
    import pandera.pandas as pa

    return pa.Column(
        str,
        unique=column.unique,
        report_duplicates="exclude_first",
        required=column.given,
        checks=pa.Check(lambda texts: texts.map(lambda text: _readable(column, text)).astype(bool)),
    )


def _comparable(column: Column, text: str) -> str:
    """The text of a cell; where no two may be the same, as one way to write it: 2023/1/1 is 2023-01-01."""
    try:
        return str(column.read(text)) if column.unique else text
    except ValueError:
        return text


def _judge(spec: TableSpec, rows: list[Row]) -> Iterable[Problem]:
    import pandas as pd
    import pandera.pandas as pa

    names = [column.name for column in spec.columns]
    frame = pd.DataFrame(
        [{c.name: _comparable(c, row.cells.get(c.name, "")) for c in spec.columns} for row in rows],
        columns=names,
        index=range(len(rows)),
        dtype="str",
    )
    schema = pa.DataFrameSchema({column.name: _pandera_column(column) for column in spec.columns})
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as wrong:
        columns = {column.name: column for column in spec.columns}
        cases = wrong.failure_cases
        for name, check, index in zip(cases["column"], cases["check"], cases["index"], strict=True):
            row, column = rows[int(index)], columns[name]
            if check == "field_uniqueness":
                yield Problem(
                    spec.file, row.line_of(name), name, row.cells[name], "与前面的一行重复，每行应不相同"
                )
            else:
                yield _problem(spec, row, column)


def validate_plan_tables(tables: Mapping[str, list[Row]]) -> list[Problem]:
    """Judge the tables of a folder (by table name) with pandera, lazily; everything wrong in all of them."""
    specs = {spec.name: spec for spec in (*CSV_TABLES, *TOML_TABLES)}
    return [problem for name, rows in tables.items() if rows for problem in _judge(specs[name], rows)]
