"""Every sample gives exactly the findings declared where its mistakes were made: not one more, not one less."""

from __future__ import annotations

from collections import Counter

import pytest

from schemas.rules import catalogue
from tests.samples.reading import SAMPLES, Expectation, expectations, files_in, lines_of, results
from vocabulary.codes import RefusalCode

LAST_YEAR = "2022"


def expected_of(file: str) -> Expectation:
    return expectations()[file]


@pytest.mark.parametrize("file", files_in())
def test_a_sample_gives_its_findings_and_no_others(file: str) -> None:
    expected = expected_of(file)
    findings = results(expected.folder)[file].ledger.all_findings
    found = Counter((f.sheet, f.cell, f.rule, str(f.severity)) for f in findings)
    assert (found - expected.findings, expected.findings - found) == (Counter(), Counter()), (
        "(too many, too few)"
    )


@pytest.mark.parametrize("file", files_in())
def test_a_sample_is_accepted_sent_back_or_refused_as_declared(file: str) -> None:
    expected = expected_of(file)
    result = results(expected.folder)[file]
    refusal = result.ledger.refusal
    assert str(result.outcome) == expected.outcome
    assert (str(refusal.code) if refusal else "") == expected.refusal


@pytest.mark.parametrize("file", files_in())
def test_a_sample_has_as_many_rows_and_ignored_rows_as_declared(file: str) -> None:
    expected = expected_of(file)
    ledger = results(expected.folder)[file].ledger
    assert (len(ledger.all_rows), len(ledger.all_ignored)) == (expected.rows, expected.ignored)


@pytest.mark.parametrize("file", files_in(LAST_YEAR))
def test_last_years_ledger_changes_nothing_in_this_years_master(file: str) -> None:
    assert not any(row.merged for row in results(LAST_YEAR)[file].ledger.rows)


def test_every_rule_is_broken_by_a_file_of_its_name() -> None:
    broken = {line["rule"] for line in lines_of("expected/findings.csv")
              if line["file"].removeprefix("wrong/").startswith(line["rule"])}  # fmt: skip
    assert broken == set(catalogue())


def test_every_refusal_has_a_file_of_its_name() -> None:
    refused = {line["refusal"] for line in lines_of("expected/outcomes.csv")
               if line["refusal"] and line["file"].startswith(f"wrong/{line['refusal']}")}  # fmt: skip
    assert refused == {str(code) for code in RefusalCode}


def test_the_tables_and_the_folders_name_the_same_files() -> None:
    there = {str(path.relative_to(SAMPLES)) for file in {f.partition("/")[0] for f in files_in()}
             for path in (SAMPLES / file).iterdir()}  # fmt: skip
    assert there == set(expectations())


def test_messy_samples_are_all_taken_in() -> None:
    assert {expected_of(file).outcome for file in files_in("messy")} == {"accepted"}
