"""What is wrong in a workplan folder: one problem per cell, said as a sentence an office clerk can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_SHOWN = 40


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong at one place of the folder.

    ``line`` is the 1-based line of the file; a row with line breaks inside quotes counts from its
    first line. ``column`` is the column title or TOML key, "" where the whole file is meant.
    ``found`` is the text that stands there, ``expected`` what should.
    """

    file: str
    line: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}第{self.line}行"
        if self.column:
            place += f"“{self.column}”"
        found = self.found if len(self.found) <= _SHOWN else self.found[:_SHOWN] + "…"
        return f"{place}：现在是“{found}”，{self.expected}。" if found else f"{place}：{self.expected}。"


class WorkplanError(Exception):
    """A folder that cannot be used as a plan; ``problems`` are all of them, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        first: dict[tuple[str, int, str], Problem] = {}
        for problem in problems:
            first.setdefault((problem.file, problem.line, problem.column), problem)
        self.problems = tuple(sorted(first.values()))
        lines = "\n".join(str(problem) for problem in self.problems)
        super().__init__(f"工作要点文件夹有{len(self.problems)}处问题：\n{lines}")
