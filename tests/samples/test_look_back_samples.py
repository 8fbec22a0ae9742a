"""Last year's ledgers on the road of the 回头看: each gives exactly what was declared where it was made."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from importers.intake import FileResult, ImportSettings
from importers.pipeline import import_files
from inspections.look_back import LOOK_BACK_LEDGER
from inspections.looking_back import LookBack, look_back_of
from master import open_master
from sample_ledgers.maker.plan_rows import plan
from tests.samples.reading import expectations, files_in, lines_of, source_of

RECEIVED = dt.datetime(2023, 8, 25, 9)
ROUND = plan().round_by_code["look_back_2022"]
OUTSIDE = ("no_body", "open_body", "no_deadline", "no_day", "not_in_round", "held")
MATCHES = ("matched", "doubtful", "none")
Loaded = dict[str, tuple[FileResult, LookBack]]
DECLARED = {line["file"]: line for line in lines_of("expected/look_back.csv")}
SETTINGS = ImportSettings(plan(), RECEIVED.date(), RECEIVED, RECEIVED, kind=LOOK_BACK_LEDGER, year=ROUND.year)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Every file of last year, loaded alone into a master of its own."""
    found = {}
    for number, file in enumerate(files_in("2022")):
        database: Path = tmp_path_factory.mktemp("look_back") / f"{number}.db"
        with open_master(f"sqlite:///{database}") as master:
            (result,) = import_files([source_of(expectations()[file])], SETTINGS, master)
            found[file] = (result, look_back_of(master, plan(), ROUND, RECEIVED.date()))
    return found


def test_the_table_names_every_file_of_last_year() -> None:
    assert set(DECLARED) == set(files_in("2022"))


@pytest.mark.parametrize("file", DECLARED)
def test_a_file_of_last_year_is_taken_in_with_its_findings_and_no_others(file: str, loaded: Loaded) -> None:
    result, _ = loaded[file]
    found = [f"{finding.cell}:{finding.rule}" for finding in result.ledger.findings]
    assert found == DECLARED[file]["findings"].split()
    assert str(result.outcome) == "accepted"
    assert result.ledger.ledger_kind == LOOK_BACK_LEDGER


@pytest.mark.parametrize("file", DECLARED)
def test_its_rows_are_in_scope_or_outside_with_the_declared_reasons(file: str, loaded: Loaded) -> None:
    result, state = loaded[file]
    declared = {name: int(DECLARED[file][name]) for name in ("rows", "in_scope", *OUTSIDE)}
    reasons = Counter(str(one.reason) for one in state.scope.outside)
    assert {
        "rows": len(result.ledger.rows),
        "in_scope": len(state.items),
        **{name: reasons[name] for name in OUTSIDE},
    } == declared
    assert declared["rows"] == declared["in_scope"] + sum(declared[name] for name in OUTSIDE)


@pytest.mark.parametrize("file", DECLARED)
def test_its_items_are_matched_as_declared(file: str, loaded: Loaded) -> None:
    _, state = loaded[file]
    found = Counter(str(one.match.state) for one in state.items)
    assert {name: found[name] for name in MATCHES} == {name: int(DECLARED[file][name]) for name in MATCHES}
