"""Making the samples again gives the committed ones: the same values in the same cells, the same tables."""

from __future__ import annotations

from functools import cache

import pytest

from importers.reading import read_workbook
from importers.workbook import Source, Workbook
from sample_ledgers.maker.everything import all_samples, rounds_csv
from sample_ledgers.maker.expected import Sample, findings_csv, outcomes_csv
from sample_ledgers.maker.look_back import look_back_csv
from sample_ledgers.maker.messy_formats import OFFICE_FILES, table
from sample_ledgers.maker.model import Book
from sample_ledgers.maker.write_xlsx import xlsx
from tests.samples.reading import SAMPLES, files_in


@cache
def made() -> dict[str, Sample]:
    """Every sample made anew, by path; those of LibreOffice without bytes."""
    return {sample.path: sample for sample in all_samples()}


def seen(name: str, content: bytes, password: str) -> object:
    """What a reader sees in a file: its sheets, or why there are none."""
    read = read_workbook(Source(name, content, password))
    return read.sheets if isinstance(read, Workbook) else read.code


@pytest.mark.parametrize("file", sorted(set(files_in()) - {f"messy/{name}" for name in OFFICE_FILES}))
def test_a_sample_made_again_holds_the_same(file: str) -> None:
    sample, committed = made()[file], (SAMPLES / file).read_bytes()
    if sample.content == committed:
        return
    # What ends its reader may only be read in a child process: those bytes have to be the same.
    assert sample.refusal != "unreadable"
    assert seen(file, committed, sample.password) == seen(file, sample.content, sample.password)


@pytest.mark.parametrize("name", OFFICE_FILES)
def test_a_converted_file_holds_what_it_was_made_from(name: str) -> None:
    original = read_workbook(Source("table.xlsx", xlsx(Book([table().page]))))
    converted = read_workbook(Source(name, (SAMPLES / "messy" / name).read_bytes()))
    assert isinstance(original, Workbook)
    assert isinstance(converted, Workbook)
    assert converted.sheets[0].rows == original.sheets[0].rows


def test_the_tables_are_those_of_the_maker() -> None:
    samples = list(made().values())
    written = {name: (SAMPLES / "expected" / name).read_text(encoding="utf-8")
               for name in ("findings.csv", "outcomes.csv", "look_back.csv")}  # fmt: skip
    assert written == {
        "findings.csv": findings_csv(samples),
        "outcomes.csv": outcomes_csv(samples),
        "look_back.csv": look_back_csv(),
    }
    assert (SAMPLES / "rounds.csv").read_text(encoding="utf-8") == rounds_csv()
