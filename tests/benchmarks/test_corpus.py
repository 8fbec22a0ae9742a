"""The generated ledgers: the same every time, of units the plan knows, wrong where they are meant to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.__main__ import sizes_of
from benchmarks.contenders import read, remind
from benchmarks.corpus.folder import Corpus, corpus_of
from benchmarks.corpus.plans import make_plan
from benchmarks.corpus.rows import COLUMNS, ROWS, unit_rows
from benchmarks.corpus.standing import AS_OF, what_would_stand
from benchmarks.measures import REGISTRY
from importers.clean import clean_file, normaliser_for
from importers.clean_ledger import CleanLedger
from importers.reading_child import FileJob
from importers.workbook import Source
from inspections.due import COLUMNS as DUE_COLUMNS
from inspections.due import tasks_due
from schemas.kinds import ledger_kinds
from schemas.plan_files import load_plan, packaged_workplan
from vocabulary.inspection import DueKind

FILES = 3


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus_of(tmp_path_factory.mktemp("corpora"), FILES)


def test_a_corpus_is_made_once_and_is_the_same_every_time(corpus: Corpus, tmp_path: Path) -> None:
    assert corpus_of(corpus.folder.parent, FILES) == corpus
    again = corpus_of(tmp_path, FILES)
    assert [path.read_bytes() for path in sorted(again.ledgers.iterdir())] == [
        path.read_bytes() for path in sorted(corpus.ledgers.iterdir())
    ]


def test_the_columns_are_those_of_the_work_ledger() -> None:
    kind = ledger_kinds()["work_ledger"]
    assert {field.name: field.title for field in kind.fields if field.name != "lead_unit"} == COLUMNS


def test_every_unit_of_a_large_plan_has_its_name_to_itself(tmp_path: Path) -> None:
    plan = make_plan(tmp_path, 6_000)  # a name that two units share would be refused
    assert len(plan.units) == 6_000
    assert len(plan.tasks) == 102


def test_a_ledger_is_read_as_its_own_units(corpus: Corpus) -> None:
    normaliser = normaliser_for(corpus.plan)
    for number, path in enumerate(sorted(corpus.ledgers.iterdir())):
        ledger = clean_file(FileJob(Source(path.name, path.read_bytes())), normaliser)
        assert isinstance(ledger, CleanLedger)
        assert ledger.sender == normaliser.plan.units[number].code
        assert len(ledger.row) == ROWS


def test_the_changed_ledger_differs_in_one_cell(corpus: Corpus) -> None:
    plan = normaliser_for(corpus.plan).plan
    one, other = (unit_rows(plan, plan.units[1], 1, revision) for revision in (0, 1))
    assert [
        (row, name) for row in range(ROWS) for name in COLUMNS if one[row].get(name) != other[row].get(name)
    ] == [(1, "progress")]
    (changed,) = corpus.changed.iterdir()
    assert (corpus.ledgers / changed.name).exists()


def test_the_bare_read_reads_every_row(corpus: Corpus) -> None:
    assert read.run({"ledgers": str(corpus.ledgers)})["rows"] == FILES * (ROWS + 3)


def test_the_measures_have_the_names_the_command_takes() -> None:
    assert list(REGISTRY) == [
        "pipeline",
        "growth",
        "memory",
        "again",
        "change",
        "help",
        "check",
        "corrections",
        "verdicts",
        "remind",
        "overview",
        "clicking",
        "uploading",
    ]


@pytest.mark.parametrize(
    ("text", "quick", "sizes"),
    [(None, False, (60, 600, 6000)), (None, True, (20, 60, 200)), ("600,60", False, (60, 600))],
)
def test_the_sizes_asked_for(text: str | None, quick: bool, sizes: tuple[int, ...]) -> None:
    assert sizes_of(text, quick=quick) == sizes


def test_what_would_stand_is_every_unit_with_every_task_and_has_something_of_each_kind_due() -> None:
    plan = load_plan(packaged_workplan(), validate=False)
    frame = what_would_stand(plan)
    assert list(frame.columns) == list(DUE_COLUMNS)
    assert len(frame) == len(plan.units) * len(plan.tasks)
    assert frame.equals(what_would_stand(plan))
    kinds = {due.kind for due in tasks_due(frame, plan, AS_OF)}
    assert kinds == set(DueKind) - {DueKind.NOT_REPORTED}


def test_reminders_and_group_bys_are_clocked_over_the_same_rows(tmp_path: Path) -> None:
    plan = make_plan(tmp_path / "plan", FILES)
    told = remind.run({"plan": str(tmp_path / "plan"), "repeats": 1})
    assert told["rows"] == len(plan.units) * len(plan.tasks)
    assert 0 < told["texts"] <= len(plan.units) <= told["due"]
    assert min(told["seconds"], told["counts"], told["names"]) > 0
