"""The committed sample files, the tables of what they must give, and the importer run over them once."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sample_ledgers
from importers.intake import FileResult, ImportSettings
from importers.pipeline import check_files
from importers.workbook import Source
from sample_ledgers.maker.everything import FIRST_RECEIVED, FOLDERS
from sample_ledgers.maker.plan_rows import plan

SAMPLES = Path(sample_ledgers.__file__).parent
Place = tuple[str, str, str, str]
"""(sheet, cell, rule, severity)"""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One line of outcomes.csv with the findings that belong to it."""

    file: str
    outcome: str
    refusal: str
    rows: int
    ignored: int
    password: str
    declared_unit: str
    findings: Counter[Place]

    @property
    def folder(self) -> str:
        """The folder of the file."""
        return self.file.partition("/")[0]


def lines_of(name: str) -> list[dict[str, str]]:
    """The lines of a table by column."""
    with (SAMPLES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def expectations() -> dict[str, Expectation]:
    """What every file must give, by file."""
    findings: dict[str, Counter[Place]] = defaultdict(Counter)
    for line in lines_of("expected/findings.csv"):
        findings[line["file"]][line["sheet"], line["cell"], line["rule"], line["severity"]] += 1
    return {
        line["file"]: Expectation(
            line["file"], line["outcome"], line["refusal"], int(line["rows"]), int(line["ignored"]),
            line["password"], line["declared_unit"], findings[line["file"]],
        )
        for line in lines_of("expected/outcomes.csv")
    }  # fmt: skip


def received(folder: str) -> dt.datetime:
    """When the files of a folder reached the office."""
    times = {
        line["folder"]: dt.datetime.fromisoformat(line["received_at"]) for line in lines_of("rounds.csv")
    }
    return times.get(folder, FIRST_RECEIVED)


def settings(folder: str, unit_name: str) -> ImportSettings:
    """How a folder's files are checked: as of the day they arrived, from the sender somebody names."""
    when = received(folder)
    code = next((unit.code for unit in plan().units if unit.name == unit_name), None)
    return ImportSettings(plan(), when.date(), when, when, declared_unit=code)


@cache
def results(folder: str) -> dict[str, FileResult]:
    """The importer's word on every file of a folder, files of one declared sender together."""
    groups: dict[str, list[Expectation]] = defaultdict(list)
    for expected in expectations().values():
        if expected.folder == folder:
            groups[expected.declared_unit].append(expected)
    checked: dict[str, FileResult] = {}
    for unit_name, group in groups.items():
        sources = [source_of(expected) for expected in group]
        found = check_files(sources, settings(folder, unit_name))
        checked.update((expected.file, result) for expected, result in zip(group, found, strict=True))
    return checked


def source_of(expected: Expectation) -> Source:
    """A committed file with its password, if it has one."""
    return Source(expected.file, (SAMPLES / expected.file).read_bytes(), expected.password)


def files_in(*folders: str) -> list[str]:
    """The sample files of some folders, of all where none is named."""
    return [file for file, expected in expectations().items() if expected.folder in (folders or FOLDERS)]
