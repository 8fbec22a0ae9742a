import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.grammar.text import (
    UNSEEN_IN_PRINT,
    clean_long_text,
    clean_text,
    compact_text,
    fold_key,
    is_blank,
    original_text,
)
from importers.workbook import Value

CLEANED: list[tuple[Value, str]] = [
    ("  已完成　", "已完成"),
    ("\ufeff已\u200b完\u200d成\u2060", "已完成"),
    ("已完成\x07", "已完成"),
    ("８月３１日（ＡＢｃ），５０％", "8月31日(ABc),50%"),
    ("《办法》、〔2023〕“三公”。", "《办法》、〔2023〕“三公”。"),
    ("政务\n公开", "政务公开"),
    ("政务\r\n公开", "政务公开"),
    ("政务_x000D_\n公开", "政务公开"),
    ("open\ngovernment", "open government"),
    ("附件\n1", "附件1"),
    ("1、健全机制\n2、开展培训", "1、健全机制2、开展培训"),
    ("甲 \n\n\n 乙", "甲乙"),
    ("县 政府办", "县 政府办"),
    ("张　三", "张 三"),
    ("", ""),
    (12.0, "12"),
    (0.5, "0.5"),
    (0.1 + 0.2, "0.3"),
    (13812345678.0, "13812345678"),
    (0.00001, "0.00001"),
    (float("nan"), ""),
    (float("inf"), ""),
    (10**500, ""),
    (True, "是"),
    (False, "否"),
    (dt.date(2023, 8, 31), "2023-08-31"),
    (dt.datetime(2023, 8, 31), "2023-08-31"),
    (dt.datetime(2023, 8, 31, 9, 30), "2023-08-31 09:30"),
    (dt.time(8, 31), "08:31"),
    (dt.timedelta(hours=30), "1 day, 6:00:00"),
]


@pytest.mark.parametrize(("value", "expected"), CLEANED)
def test_the_text_of_a_cell_is_cleaned(value: Value, expected: str) -> None:
    assert clean_text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("１、健全机制 \r\n\n  2、开展培训\n", "１、健全机制\n2、开展培训"),
        ("已召开会议，\u200b完成部署。　", "已召开会议，完成部署。"),
        ("一段话", "一段话"),
        ("_x000D_\n甲_x000D_\n乙", "甲\n乙"),
        (3.0, "3"),
    ],
)
def test_long_text_keeps_its_paragraphs(value: Value, expected: str) -> None:
    assert clean_long_text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (" ８月底前\u200b ", "８月底前"),
        ("８月\n底", "８月\n底"),
        (45169.0, "45169"),
        (dt.datetime(2023, 8, 31), "2023-08-31"),
        (True, "TRUE"),
        pytest.param("\ud800坏", "坏", id="lone surrogate"),
        ("\u200b\u3000", ""),
    ],
)
def test_the_words_of_the_writer_stay_as_written(value: Value, expected: str) -> None:
    assert original_text(value) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "　",
        "/",
        "\\",
        "-",
        "—",
        "——",
        "－",
        "——／",
        "无",
        "（无）",
        "暂无",
        "N/A",
        "n/a",
        "#N/A",
        "空",
        "NULL",
        "…",
        "。",
    ],
)
def test_marks_for_nothing_are_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "×", "√", "否", "无此项工作", "见附件", "1", "8月", "-5"])
def test_marks_that_say_something_are_not_blank(text: str) -> None:
    assert not is_blank(text)


def test_the_word_for_nothing_is_a_value_where_the_field_says_so() -> None:
    assert not is_blank("无", none_word=False)
    assert is_blank("/", none_word=False)


@pytest.mark.parametrize("text", ["见附件", "详见附件", "见附件1", "（见附件）", "见附表二"])
def test_a_pointer_to_an_attachment_is_blank_only_in_columns_of_people_and_numbers(text: str) -> None:
    assert is_blank(text, attachment=True)
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（一） 责任单位：", "(一)责任单位"),
        ("浮府办发〔2023〕15号", "浮府办发［２０２３］１５号"),
        ("完 成\n时限", "完成时限"),
        ("No.", "ＮＯ"),
        ("①", "1"),
    ],
)
def test_headings_that_look_alike_have_one_key(one: str, other: str) -> None:
    assert fold_key(one) == fold_key(other)


def test_a_compact_text_is_cut_and_has_round_brackets_only() -> None:
    assert compact_text(" 长 期【2023年】\n", 6) == "长期(202"


ANY = st.text(st.characters(codec=None), max_size=60)
NOISE = st.sampled_from(
    [" ", "　", "\n", "\u200b", "\ufeff", "_x000D_", "_", "x000D", "ａ", "（", "1", "县", "\r"]
)


@given(st.one_of(ANY, st.lists(NOISE, max_size=12).map("".join)))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    for clean in (clean_text, clean_long_text, fold_key):
        assert clean(clean(text)) == clean(text)


@given(ANY)
def test_clean_text_is_one_printable_line(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned == cleaned.strip()
    assert "\n" not in cleaned
    cleaned.encode()
    original_text(text).encode()


def test_what_python_prints_and_nobody_sees_is_known_by_name() -> None:
    unseen = {
        one for one in map(chr, range(0x10000)) if one.isprintable() and not clean_long_text(f"a{one}a")[1:-1]
    }
    assert unseen == UNSEEN_IN_PRINT
