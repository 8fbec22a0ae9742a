import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.grammar.phones import read_phone
from importers.workbook import Value

CALLABLE: list[tuple[Value, str, str]] = [
    (13812345678.0, "13812345678", ""),
    (13812345678, "13812345678", ""),
    ("13812345678", "13812345678", ""),
    ("13812345678.0", "13812345678", ""),
    ("1.3812345678E+10", "13812345678", ""),
    ("138 1234 5678", "13812345678", ""),
    ("138-1234-5678", "13812345678", ""),
    ("１３８１２３４５６７８", "13812345678", ""),
    ("+86 138-1234-5678", "13812345678", ""),
    ("8613812345678", "13812345678", ""),
    ("0798-2629970", "0798-2629970", ""),
    ("0798—2629970", "0798-2629970", ""),
    ("07982629970", "07982629970", ""),
    ("(0798)2629970", "0798-2629970", ""),
    ("（0798）2629970", "0798-2629970", ""),
    ("0798-2629970转801", "0798-2629970转801", ""),
    ("0798-2629970-801", "0798-2629970转801", ""),
    ("400-123-4567", "400-123-4567", ""),
    ("12345", "12345", ""),
    ("2629970", "2629970", "local"),
    (2629970.0, "2629970", "local"),
    ("13812345678、13912345678", "13812345678、13912345678", "several"),
    ("13812345678 13912345678", "13812345678、13912345678", "several"),
    ("0798-2629970/13812345678", "0798-2629970、13812345678", "several"),
    ("13812345678\n13912345678", "13812345678、13912345678", "several"),
    ("手机：13812345678", "13812345678", "words"),
    ("张三13812345678", "13812345678", "words"),
    ("", "", ""),
    ("/", "", ""),
    ("见附件", "", ""),
]


@pytest.mark.parametrize(("written", "text", "note"), CALLABLE)
def test_a_number_that_can_be_called_comes_out_clean(written: Value, text: str, note: str) -> None:
    assert read_phone(written) == (text, True, "", note)


@pytest.mark.parametrize(
    ("written", "note", "suggestion"),
    [
        ("1.38E+10", "digits_lost", ""),
        ("1.381234567E+10", "digits_lost", ""),
        ("7.982629970E+09", "zero_lost", "0798-2629970"),
        ("12812345678", "wrong_length", ""),
        (12812345678.0, "wrong_length", ""),
        (7982629970.0, "zero_lost", "0798-2629970"),
        ("1381234567813912345678", "run_together", "13812345678、13912345678"),
        ("138****0000", "masked", ""),
        ("1381234567", "wrong_length", ""),
        ("138123456789", "wrong_length", ""),
        ("20230831", "wrong_length", ""),
        ("13812345678、1381234567", "wrong_length", ""),
        (13812345678.5, "unreadable", ""),
        ("张三", "unreadable", ""),
        (True, "unreadable", ""),
        ("1" * 500, "unreadable", ""),
    ],
)
def test_a_number_that_cannot_be_called_says_why(written: Value, note: str, suggestion: str) -> None:
    read = read_phone(written)
    assert (read.ok, read.note, read.suggestion) == (False, note, suggestion)


@given(st.integers(13000000000, 19999999999), st.sampled_from([float, int, str, "{} ".format, "０{}".format]))
def test_a_mobile_number_survives_every_way_a_sheet_can_hold_it(number: int, held: object) -> None:
    assert callable(held)
    value = held(number)
    if not str(value).startswith("０"):
        assert read_phone(value).text == str(number)
        assert read_phone(read_phone(value).text) == read_phone(value)
