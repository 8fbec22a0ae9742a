"""The sample county's inspections of 2023, played through with the commands an office types.

Every step is one or more command lines of `taizhang`, with the figures its JSON answers hold. docs/walkthrough.md
prints them, sample_ledgers/expected/year.csv lists what they must be.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli import main
from sample_ledgers.year import INSPECTOR, LOOK_BACK, OFFICE, ONSITE, SAMPLES, VERIFIER, WRITTEN
from vocabulary.inspection import Verdict

__all__ = ["INSPECTOR", "LOOK_BACK", "OFFICE", "ONSITE", "SAMPLES", "VERIFIER", "WRITTEN"]


@dataclass(frozen=True)
class Step:
    """One day's work: what was typed, and the figures that came of it (name → value)."""

    name: str
    day: str
    commands: tuple[str, ...]
    figures: dict[str, int | str]


@dataclass
class Year:
    """Plays in a folder: the database and every file that leaves or comes back lie there."""

    folder: Path
    steps: list[Step] = field(default_factory=list)
    _typed: list[str] = field(default_factory=list)

    def play(self, story: Sequence[tuple[str, Callable[[Year], Played]]]) -> list[Step]:
        """Every step of a story in its order."""
        for title, step in story:
            self._typed = []
            day, figures = step(self)
            self.steps.append(Step(title, day, tuple(self._typed), figures))
        return self.steps

    def run(self, *words: object, shown: bool = True) -> dict[str, Any]:
        """One command with --json; its answer. What it says to people is left out."""
        argv = [str(word) for word in words]
        if shown:
            self._typed.append(self._line(argv))
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main([*argv, "--json", "--db", str(self.folder / "year.db")])
        if status not in (0, 1) or not out.getvalue():
            raise RuntimeError(f"{' '.join(argv)}: status {status}: {err.getvalue()}")
        answer: dict[str, Any] = json.loads(out.getvalue())
        return answer

    def refused(self, *words: object) -> str:
        """The sentence with which a command is refused."""
        argv = [str(word) for word in words]
        self._typed.append(self._line(argv))
        err = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(err):
            status = main([*argv, "--json", "--db", str(self.folder / "year.db")])
        if status != 1:
            raise RuntimeError(f"{' '.join(argv)}: expected a refusal, got status {status}")
        return err.getvalue().strip().removeprefix("taizhang：")

    def path(self, name: str) -> Path:
        """A place in the year's folder."""
        return self.folder / name

    def _line(self, argv: Sequence[str]) -> str:
        words = (word.replace(f"{SAMPLES}", "sample_ledgers").replace(f"{self.folder}/", "") for word in argv)
        return "taizhang " + " ".join(f'"{word}"' if " " in word else word for word in words)


Played = tuple[str, dict[str, int | str]]
"""What a step gives: its day, and its figures."""


def imported(answer: dict[str, Any]) -> dict[str, int | str]:
    """How the files of an import came out."""
    counts = answer["counts"]
    return {
        "文件": counts["files"],
        "已接收": counts["accepted"],
        "需更正": counts["needs_correction"],
        "已拒收": counts["refused"],
        "重复": counts["duplicate"],
    }


def verdicts_by_word(judged: list[dict[str, Any]], what: str) -> dict[str, int | str]:
    """How many verdicts of each kind there are."""
    return {f"{what}{verdict.zh}": sum(one["verdict"] == verdict for one in judged) for verdict in Verdict}


def problems_on(year: Year, day: str) -> dict[str, int | str]:
    """How many problems there are on a day, and how they stand."""
    found = year.run("problems", "list", "--as-of", day, shown=False)["problems"]
    closed = sum(one["state"] == "closed" for one in found)
    return {
        "问题": len(found),
        "已销号": closed,
        "未销号": len(found) - closed,
        "超期": sum(one["overdue"] for one in found),
    }
