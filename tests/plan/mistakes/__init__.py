"""Mistakes made in a copy of the packaged workplan folder, and what its reading says of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from schemas.plan_files import WorkplanError, load_plan, packaged_workplan

Place = tuple[str, int, str]
"""(file, line, column or key)"""


class Wrong(NamedTuple):
    """One mistake made in a copy of the packaged folder, and where it has to be found.

    ``told`` are words that have to stand in the message, where it says what was probably meant.
    """

    mistake: str
    file: str
    old: str
    new: str
    places: set[Place]
    told: str = ""


def each(cases: Sequence[Wrong]) -> pytest.MarkDecorator:
    """The test runs once with each ``case``, under the name of its mistake."""
    return pytest.mark.parametrize("case", cases, ids=[case.mistake for case in cases])


def told(cases: Sequence[Wrong]) -> list[Wrong]:
    """Those whose message says what was probably meant."""
    return [case for case in cases if case.told]


def line_of(file: str, start: str) -> int:
    """The line of the packaged file that begins with this."""
    lines = (packaged_workplan() / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def task(task_id: str) -> int:
    return line_of("tasks.csv", f"{task_id},")


def unit(unit_code: str) -> int:
    return line_of("units.csv", f"{unit_code},")


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def make_wrong(folder: Path, case: Wrong) -> None:
    change(folder, case.file, case.old, case.new)


def problems_of(folder: Path, *, validate: bool = True) -> set[Place]:
    """Where the folder is wrong. It is a failure if nobody says so."""
    with pytest.raises(WorkplanError) as caught:
        load_plan(folder, validate=validate)
    return {(problem.file, problem.line, problem.column) for problem in caught.value.problems}
