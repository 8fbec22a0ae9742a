import datetime as dt

import pytest

from importers.grammar.dates import completion_in_text, read_day
from importers.workbook import Value


@pytest.mark.parametrize(
    ("written", "day", "note"),
    [
        ("6月15日", dt.date(2023, 6, 15), ""),
        (45092, dt.date(2023, 6, 15), ""),
        ("2023.6.15", dt.date(2023, 6, 15), ""),
        ("6月", dt.date(2023, 6, 30), "imprecise"),
        ("6月底", dt.date(2023, 6, 30), "imprecise"),
        ("6月1日-15日", dt.date(2023, 6, 15), "imprecise"),
        ("6月15日已公开", dt.date(2023, 6, 15), ""),
        ("", None, ""),
        ("/", None, ""),
        ("长期", None, "unreadable"),
        ("6月31日", None, "unreadable"),
        ("2023年8月3O日", None, "unreadable"),
        ("2023年8月__日", None, "unreadable"),
        ("2023年  月  日", None, ""),
        ("Dec-23", dt.date(2023, 12, 31), "imprecise"),
        ("已完成（8月20日）", dt.date(2023, 8, 20), ""),
    ],
)
def test_a_day_is_one_day(written: Value, day: dt.date | None, note: str) -> None:
    read = read_day(written, 2023)
    assert (read.day, read.note) == (day, note)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("已于6月15日完成整改", dt.date(2023, 6, 15)),
        ("2023年6月15日发布", dt.date(2023, 6, 15)),
        ("2023.6.15完成", dt.date(2023, 6, 15)),
        ("六月十五日在县政府网站公开", dt.date(2023, 6, 15)),
        ("2月24日公开2023年部门预算，8月25日公开2022年部门决算", dt.date(2023, 8, 25)),
        ("按要求于6月15日开展应急演练并公开", dt.date(2023, 6, 15)),
        ("拟于6月15日完成", None),
        ("计划6月15日公开", None),
        ("6月15日前完成", None),
        ("6月15日将完成", None),
        ("已于6月完成", None),
        ("6月31日完成", None),
        ("6月1O日完成", None),
        ("得分6.15，完成较好", None),
        ("", None),
    ],
)
def test_the_day_of_completion_is_told_only_by_what_is_done(text: str, day: dt.date | None) -> None:
    assert completion_in_text(text, 2023) == day
