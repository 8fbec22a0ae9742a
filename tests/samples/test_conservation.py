"""Nothing disappears: a non-empty row of a visible sheet ends as a row, an ignored row, or in a refused file."""

from __future__ import annotations

from collections import Counter

import pytest

from importers.grammar.text import clean_text
from importers.reading import read_workbook
from importers.workbook import Sheet, Workbook
from tests.samples.reading import expectations, files_in, results, source_of

READ = [file for file in files_in() if not expectations()[file].refusal]


def non_empty_rows(sheet: Sheet) -> set[int]:
    """Excel's numbers of the rows that show anything: a value, an error, a formula."""
    shown = {
        number for number, row in enumerate(sheet.rows, start=1) if any(clean_text(value) for value in row)
    }
    return shown | {row + 1 for row, _ in (*sheet.errors, *sheet.uncalculated)}


@pytest.mark.parametrize("file", READ)
def test_every_row_that_says_something_is_accounted_for_once(file: str) -> None:
    expected = expectations()[file]
    workbook = read_workbook(source_of(expected))
    assert isinstance(workbook, Workbook)
    ledger = results(expected.folder)[file].ledger
    rows = {(row.sheet, row.row) for row in ledger.all_rows}
    ignored = Counter((row.sheet, row.row) for row in ledger.all_ignored)
    visible = [sheet for sheet in workbook.sheets if sheet.visible]
    there = {(sheet.name, number) for sheet in visible for number in non_empty_rows(sheet)}
    assert there <= rows | set(ignored), "lost"
    assert not rows & set(ignored), "told twice"
    assert not [place for place, times in ignored.items() if times > 1], "ignored twice"


@pytest.mark.parametrize("file", READ)
def test_no_row_comes_from_nowhere(file: str) -> None:
    expected = expectations()[file]
    workbook = read_workbook(source_of(expected))
    assert isinstance(workbook, Workbook)
    there = {(sheet.name, number) for sheet in workbook.sheets for number in non_empty_rows(sheet)}
    ledger = results(expected.folder)[file].ledger
    told = {(row.sheet, row.row) for row in ledger.all_rows} | {
        (row.sheet, row.row) for row in ledger.all_ignored
    }
    assert told <= there
