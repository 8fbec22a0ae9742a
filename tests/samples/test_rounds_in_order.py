"""The three rounds, imported in the order they arrived: the plot of the samples as the master tells it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from importers.intake import FileResult
from importers.pipeline import import_files
from master import open_master
from sample_ledgers.maker import story
from sample_ledgers.maker.plan_rows import plan
from tests.samples.reading import expectations, files_in, lines_of, settings, source_of

Told = dict[str, FileResult]
CODES = {unit.name: unit.code for unit in plan().units}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The result of every file of the rounds, imported into a fresh database."""
    database: Path = tmp_path_factory.mktemp("rounds") / "master.db"
    results: Told = {}
    with open_master(f"sqlite:///{database}") as master:
        for folder in story.RECEIVED:
            files = sorted(files_in(folder))
            sources = [source_of(expectations()[file]) for file in files]
            found = import_files(sources, settings(folder, ""), master)
            results.update(zip(files, found, strict=True))
    return results


def file_of(told: Told, folder: str, unit: str) -> FileResult:
    """What became of a unit's file of a round."""
    return next(
        result
        for file, result in told.items()
        if file.startswith(f"{folder}/") and (unit in file or result.ledger.sender == CODES[unit])
    )


def test_every_file_ends_as_declared(told: Told) -> None:
    declared = {line["file"]: line["on_import"] for line in lines_of("expected/outcomes.csv")}
    assert {file: str(result.outcome) for file, result in told.items()} == {
        file: declared[file] for file in told
    }


def test_what_earlier_rounds_hold_adds_no_finding_and_takes_none_away(told: Told) -> None:
    for file, result in told.items():
        if expectations()[file].refusal or str(result.outcome) == "duplicate":
            continue
        found = Counter((f.sheet, f.cell, f.rule, str(f.severity)) for f in result.ledger.all_findings)
        assert found == expectations()[file].findings, file


def test_a_unit_that_sends_the_same_rows_again_changes_nothing(told: Told) -> None:
    stored = file_of(told, story.SEPTEMBER_FOLDER, story.RESUBMITS_UNCHANGED).stored
    assert stored is not None
    assert stored.without_changes


@pytest.mark.parametrize(("unit", "task_id"), story.WITHDRAWS.items())
def test_a_row_left_out_is_withdrawn(told: Told, unit: str, task_id: str) -> None:
    consolidation = file_of(told, story.SEPTEMBER_FOLDER, unit).consolidation
    assert consolidation is not None
    assert [row.seen.task_id for row in consolidation.withdrawn] == [task_id]


def test_two_units_contradict_each_other(told: Told) -> None:
    said = {
        unit: [
            (row.status, row.percent)
            for row in file_of(told, story.AUGUST_FOLDER, unit).ledger.rows
            if row.task_id == story.CONTRADICTION
        ]
        for unit in story.CONTRADICTED
    }
    assert said == {"县发改委": [("ongoing", 85.0)], "县市监局": [("not_started", 0.0)]}


@pytest.mark.parametrize(("unit", "task_id"), story.GO_BACK)
def test_some_tasks_go_back_and_say_why(told: Told, unit: str, task_id: str) -> None:
    rows = file_of(told, story.SEPTEMBER_FOLDER, unit).ledger.rows
    texts = [row.progress for row in rows if row.task_id == task_id]
    assert texts == [story.GO_BACK[unit, task_id]]
