"""Whatever a unit writes into a cell comes out as that text: never a formula, a link, a broken file."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from importers.workbook import Sheet, Value, Workbook
from reports.corrections import SentLedger, correction_workbook
from reports.master_export import write_xlsx
from reports.text import CUT_NOTICE, MOST_CHARACTERS, literal
from tests.reports.build import DAY, RECEIVED, opened, plan, unit
from vocabulary.codes import Severity
from vocabulary.findings import Finding

HEADER: list[Value] = ["序号", "具体举措", "责任单位", "完成时限", "完成状态", "进展情况"]
ALARMING = [
    "=1+1", "=HYPERLINK(\"http://evil/\",\"x\")", "+1", "-1", "@SUM(A1)", "{=1}", "http://evil.example/", "mailto:a@b",
    "internal:Sheet1!A1", "external:c:\\x.xlsx", "file://x", "![p](http://evil/x.png)", "<b>x</b>", "a&b\"'<>", "'00123",
    "007", "1e5", "2023-8-1", "TRUE", "#REF!", "_x0041_", "a\x01b", "a\tb", "a\nb", " 前后空格 ", "😀", "\ufffe",
    "<r><t>x</t></r>", "<r></t></r>",
]  # fmt: skip
anything = st.one_of(st.sampled_from(ALARMING), st.text(max_size=40))


def corrected(text: str, message: str) -> bytes:
    rows: list[list[Value]] = [HEADER, [1.0, text, "县司法局", "年底", "推进中", text]]
    found = Finding("台账", "B2", 2, "task", "x", Severity.MUST_FIX, text, message, text)
    sent = SentLedger(f"{text}.xlsx", RECEIVED, Workbook("xlsx", (Sheet("台账", rows),)))
    return correction_workbook(plan(), unit(), sent, [found], [], as_of=DAY)


def expected(text: str) -> str:
    """What an xlsx can carry of a text: no lone surrogates, and the two that are no characters escaped.

    A text that looks like XlsxWriter's own XML gets a space at its end.
    """
    text += " " if text.startswith("<r>") and text.endswith("</r>") else ""
    return re.sub("[\ud800-\udfff]", "", text).replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_")


def read(content: bytes, sheet: int) -> list[list[Any]]:
    """The rows of a sheet, by a reader that is neither XlsxWriter's nor ours."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return workbook.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


@pytest.mark.parametrize("text", ALARMING)
def test_an_alarming_text_is_written_literally(text: str) -> None:
    assert read(corrected(text, text), 1)[1][1] == expected(text)
    assert read(write_xlsx([["列"], [text]]), 0)[1][0] == expected(text)


@settings(max_examples=60)
@given(anything, anything)
def test_any_text_in_any_cell_is_written_literally(text: str, message: str) -> None:
    content = corrected(text, message)
    ledger = read(content, 1)
    assert ledger[1][1] == ledger[1][5] == expected(text)
    problem = next(row for row in read(content, 0) if row[0] == 1.0)
    assert problem[3] == problem[4] == expected(text)
    assert problem[2] == expected(message)


@settings(max_examples=60)
@given(st.lists(anything, min_size=1, max_size=4))
def test_any_text_in_the_master_export_is_written_literally(texts: list[str]) -> None:
    titles = [f"列{number}" for number in range(len(texts))]
    row = read(write_xlsx([titles, texts]), 0)[1:]
    given_back = [*row[0], *[""] * (len(texts) - len(row[0]))] if row else [""] * len(texts)
    assert given_back == [expected(text) for text in texts]


def test_no_sheet_of_a_list_holds_a_formula_or_an_outside_link() -> None:
    for text in ALARMING:
        book = opened(corrected(text, text))
        for sheet in book:
            for row in sheet.iter_rows():
                assert all(cell.data_type != "f" for cell in row)
                assert all(cell.hyperlink is None or cell.hyperlink.target is None for cell in row)


def test_text_beyond_the_limit_of_a_cell_is_cut_and_says_so() -> None:
    book = opened(corrected("长" * 40_000, "请改。"))
    text = book["台账"]["F2"].value
    assert len(text) == MOST_CHARACTERS
    assert text.endswith(CUT_NOTICE)


def test_characters_outside_the_basic_plane_count_twice() -> None:
    assert literal("😀" * 16_383) == "😀" * 16_383
    cut = literal("😀" * 16_384)
    assert len(cut.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
    assert cut.endswith(CUT_NOTICE)


def test_a_moment_with_a_zone_or_a_fraction_is_no_obstacle() -> None:
    rows: list[list[Value]] = [
        HEADER,
        [1, "甲", "县司法局", dt.datetime(2023, 8, 1, 9, 30, tzinfo=dt.UTC), float("nan"), True],
    ]
    sent = SentLedger("a.xlsx", RECEIVED, Workbook("xlsx", (Sheet("台账", rows),)))
    sheet = opened(correction_workbook(plan(), unit(), sent, [], [], as_of=DAY))["台账"]
    assert sheet["D2"].value == dt.datetime(2023, 8, 1, 9, 30)
    assert sheet["E2"].value is None
    assert sheet["F2"].value is True
