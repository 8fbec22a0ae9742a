import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.grammar.percents import read_percent
from importers.workbook import Value

# written, number, note
GENERAL: list[tuple[Value, float | None, str]] = [
    ("80%", 80, ""),
    ("８０％", 80, ""),
    ("80 %", 80, ""),
    ("80﹪", 80, ""),
    (80, 80, ""),
    (80.0, 80, ""),
    ("80", 80, ""),
    ("80.5%", 80.5, ""),
    ("0.85%", 0.85, ""),
    ("1%", 1, ""),
    ("0", 0, ""),
    ("100", 100, ""),
    ("八成", 80, ""),
    ("十成", 100, ""),
    ("百分之八十", 80, ""),
    ("百分之八十点五", 80.5, ""),
    ("百分之百", 100, ""),
    ("百分百", 100, ""),
    ("80%（自评）", 80, ""),
    (-5, -5, ""),
    ("-5%", -5, ""),
    ("120%", 120, ""),
    (1200, 1200, ""),
    (0.8, 80, "fraction"),
    ("0.8", 80, "fraction"),
    (0.57, 57, "fraction"),
    (1, 1, "ambiguous"),
    ("1", 1, "ambiguous"),
    ("1/2", 50, "ratio"),
    ("3/5", 60, "ratio"),
    ("约80%", 80, "approximate"),
    ("80%左右", 80, "approximate"),
    ("80%以上", 80, "approximate"),
    ("九成以上", 90, "approximate"),
    ("八成五", 85, "words"),
    ("完成80%", 80, "extra_words"),
    ("80%完成", 80, "extra_words"),
    ("完成率：80%", 80, "extra_words"),
    ("", None, ""),
    ("/", None, ""),
    ("无", None, ""),
    ("见附件", None, ""),
    ("80-90%", None, "unreadable"),
    ("大部分", None, "unreadable"),
    ("5/0", None, "unreadable"),
    ("80.5.1", None, "unreadable"),
    (dt.date(2023, 3, 5), None, "unreadable"),
    (True, None, "unreadable"),
    (float("nan"), None, "unreadable"),
    (10**400, None, "unreadable"),
]


@pytest.mark.parametrize(("written", "number", "note"), GENERAL)
def test_a_percentage_is_read(written: Value, number: float | None, note: str) -> None:
    read = read_percent(written, percent_format=False)
    assert (read.number, read.note) == (number, note)


@pytest.mark.parametrize(
    ("value", "number"), [(0.8, 80), (1, 100), (0.57, 57), (0, 0), (1.2, 120), ("80%", 80)]
)
def test_a_cell_formatted_as_a_percentage_holds_its_hundredth(value: Value, number: float) -> None:
    assert read_percent(value, percent_format=True) == (number, "", "")


@pytest.mark.parametrize(
    ("written", "suggestion"), [("已完成", "100%"), ("未启动", "0%"), ("过半", "50%"), ("很多", "")]
)
def test_words_for_a_share_get_a_suggestion(written: str, suggestion: str) -> None:
    assert read_percent(written, percent_format=False) == (None, "unreadable", suggestion)


@given(
    st.integers(2, 100), st.sampled_from(["{}", "{}%", " {} ％ ", "{}.0%", "完成{}%", "约{}%", "百分之{}"])
)
def test_every_spelling_of_a_percentage_reads_back_to_it(number: int, form: str) -> None:
    assert read_percent(form.format(number), percent_format=False).number == number
    assert read_percent(number / 100, percent_format=True).number == number
