"""Nothing below cli and dashboard reads the clock: the day is an argument, `as_of`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.project.house import PACKAGES, ROOT, SCREENS, modules

CLOCKLESS = tuple(package for package in PACKAGES if package not in SCREENS)
DAY_READERS = frozenset({"today", "now", "utcnow"})
"""Whatever they are called on: date, datetime, pandas' Timestamp, SQL's func."""
TIME_READERS = frozenset({"time", "time_ns", "localtime", "gmtime", "ctime"})
"""Of the module time; monotonic and perf_counter measure durations and are fine."""


def clock_readings(source: str) -> list[int]:
    """The lines of a module that read the clock."""
    tree = ast.parse(source)
    lines = {node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and reads_clock(node)}
    lines |= {
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and takes_reader(node)
    }
    return sorted(lines)


def reads_clock(call: ast.Call) -> bool:
    """Whether a call is `….today()`, `….now()`, `time.time()` and the like."""
    function = call.func
    if not isinstance(function, ast.Attribute):
        return False
    of_time = isinstance(function.value, ast.Name) and function.value.id == "time"
    return function.attr in DAY_READERS or (of_time and function.attr in TIME_READERS)


def takes_reader(statement: ast.ImportFrom) -> bool:
    """Whether a clock function is imported by its bare name."""
    return statement.module == "time" and any(alias.name in TIME_READERS for alias in statement.names)


@pytest.mark.parametrize("module", modules(CLOCKLESS), ids=str)
def test_a_module_below_the_screens_does_not_read_the_clock(module: Path) -> None:
    lines = clock_readings((ROOT / module).read_text(encoding="utf-8"))
    assert lines == [], f"{module} reads the clock in line {lines}: take `as_of` as an argument"


@pytest.mark.parametrize(
    "source",
    [
        "datetime.date.today()",
        "dt.datetime.now(tz=UTC)",
        "datetime.utcnow()",
        "pd.Timestamp.now()",
        "column(default=func.now())",
        "time.time()",
        "from time import time",
    ],
)
def test_reading_the_clock_is_seen(source: str) -> None:
    assert clock_readings(source) == [1]


@pytest.mark.parametrize("source", ["time.monotonic()", "time.perf_counter()", "days.today", "now(frame)"])
def test_measuring_a_duration_is_not_reading_the_clock(source: str) -> None:
    assert clock_readings(source) == []
