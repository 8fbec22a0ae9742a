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
from docs.year_papers import checked, fill_sheets, rectified

SAMPLES = Path(__file__).resolve().parent.parent / "sample_ledgers"
OFFICE, INSPECTOR, VERIFIER = "示例甲", "示例乙", "示例丙"
WRITTEN, ONSITE, LOOK_BACK = "written_2023", "onsite_2023", "look_back_2022"


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

    def play(self) -> list[Step]:
        """The whole year, from the first import in August to the last 销号."""
        for step in STEPS:
            self._typed = []
            day, figures = step(self)
            title = (step.__doc__ or "").strip()
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


def _imported(answer: dict[str, Any]) -> dict[str, int | str]:
    counts = answer["counts"]
    return {
        "文件": counts["files"],
        "已接收": counts["accepted"],
        "需更正": counts["needs_correction"],
        "已拒收": counts["refused"],
        "重复": counts["duplicate"],
    }


def opening(year: Year) -> Played:
    """书面督查开始：准备、通知、报送"""
    day = "2023-08-10"
    answer = year.run("round", "open", WRITTEN, "--as-of", day, "--by", OFFICE)
    return day, {"走过的阶段": len(answer["moves"])}


def first_import(year: Year) -> Played:
    """八月底，各单位的台账到了"""
    day = "2023-08-30"
    answer = year.run(
        "import", SAMPLES / "2023-08", "--received", f"{day}T10:00", "--as-of", day, "--by", OFFICE
    )
    return day, _imported(answer)


def first_reminder(year: Year) -> Played:
    """催报：谁还没有报，哪些就要到期"""
    day = "2023-08-30"
    missing = year.run("missing", "--round", WRITTEN, "--as-of", day)
    reminded = year.run("remind", "--as-of", day, "--round", WRITTEN)
    longest = max(len(one["text"]) for one in reminded["units"])
    return day, {
        "应报": missing["expected"],
        "已报": missing["reported"],
        "提醒的单位": len(reminded["units"]),
        "最长的一条（字）": longest,
    }


def late_papers(year: Year) -> Played:
    """截止日之后到的台账：登记一家照计，其余算逾期报送"""
    day = "2023-09-05"
    refused = year.refused(
        "round",
        "except",
        WRITTEN,
        "--unit",
        "县水利局",
        "--until",
        "2023-09-06",
        "--as-of",
        day,
        "--by",
        OFFICE,
    )
    year.run(
        "round",
        "except",
        WRITTEN,
        "--unit",
        "县水利局",
        "--until",
        "2023-09-06",
        "--as-of",
        day,
        "--by",
        OFFICE,
        "--reason",
        "办公楼停电两天，已电话报告",
    )
    answer = year.run(
        "import", SAMPLES / "2023-09-correction", "--received", f"{day}T10:00", "--as-of", day, "--by", OFFICE
    )
    late = year.run("round", "late", WRITTEN, "--as-of", day)
    return day, {**_imported(answer), "逾期报送": len(late["units"]), "没有写原因时": refused}


def freezing(year: Year) -> Played:
    """冻结，进入审核，系统给出建议"""
    day = "2023-09-07"
    frozen = year.run("round", "freeze", WRITTEN, "--as-of", day, "--by", OFFICE)
    judged = year.run("round", "verdicts", WRITTEN, "--as-of", day, "--by", INSPECTOR)["verdicts"]
    return day, {"冻结的行": frozen["rows"], "核定项": len(judged), **_verdicts(judged, "建议")}


def _verdicts(judged: list[dict[str, Any]], what: str) -> dict[str, int | str]:
    from vocabulary.inspection import Verdict

    return {f"{what}{verdict.zh}": sum(one["verdict"] == verdict for one in judged) for verdict in Verdict}


STEPS: tuple[Callable[[Year], Played], ...] = (opening, first_import, first_reminder, late_papers, freezing)
