import pytest

from importers.grammar.numerals import read_numeral, with_arabic_dates
from importers.grammar.tasks import split_task_ids

IDS = frozenset({"36", "37", "42", "43", "1.2", "1.3", "1.10", "7.1", "7.1a"})


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("1.2", ["1.2"]),
        ("１．２", ["1.2"]),
        ("36,37", ["36", "37"]),
        ("1.2、1.3", ["1.2", "1.3"]),
        ("1.2；\n1.3", ["1.2", "1.3"]),
        ("7.1A", ["7.1a"]),
        ("任务1.2（牵头）", ["1.2"]),
        ("36-37", ["36", "37"]),
        ("1.2—1.3", ["1.2", "1.3"]),
        ("4243", ["42", "43"]),
        ("1.21.3", ["1.2", "1.3"]),
        ("9.9", ["9.9"]),
        ("1.2、1.2", ["1.2"]),
        ("一.2", ["1.2"]),
        ("七．1a、一.三", ["7.1a"]),
        ("（十三）", []),
        ("", []),
    ],
)
def test_task_numbers_come_apart(text: str, ids: list[str]) -> None:
    assert split_task_ids(text, IDS) == ids


def test_lost_separators_are_left_alone_when_they_could_stand_in_two_places() -> None:
    assert split_task_ids("4243") == ["4243"]
    assert split_task_ids("111", frozenset({"1", "11"})) == ["111"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("三十一", 31), ("二十", 20), ("廿一", 21), ("一百零二", 102), ("二〇二三", 2023), ("贰零贰叁", 2023), ("13", 13), ("零", 0),
     ("", None), ("十十", None), ("百", None), ("张三", None), ("１３", None)],
)  # fmt: skip
def test_numerals_are_read(text: str, number: int | None) -> None:
    assert read_numeral(text) == number


@pytest.mark.parametrize(
    ("text", "arabic"),
    [
        ("二〇二三年八月三十一日", "2023年8月31日"),
        ("八月底", "8月底"),
        ("第三季度", "第3季度"),
        ("五个工作日", "5个工作日"),
        ("统一要求", "统一要求"),
    ],
)
def test_only_the_numerals_of_dates_become_digits(text: str, arabic: str) -> None:
    assert with_arabic_dates(text) == arabic
