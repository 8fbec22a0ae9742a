"""Our deadlines against those of jionlp, a general time parser of 70 MB that we do not ship."""

import datetime as dt
import time
from typing import Any

import pytest

from importers.grammar.dates import read_deadline

BASE = time.mktime((2023, 1, 1, 0, 0, 0, 0, 0, 0))

MONTHS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
CORPUS = [
    *(form.format(m=month) for month in range(1, 13) for form in (
        "{m}月底", "{m}月底前", "{m}月末", "{m}月上旬", "{m}月中旬", "{m}月下旬", "2023年{m}月", "2023年{m}月底前", "2024年{m}月底",
        "{m}月15日", "2023年{m}月15日前", "2023.{m}.15", "2023-{m}-5", "2023/{m}/28", "23年{m}月", "明年{m}月底", "次年{m}月15日")),
    *(f"{month}月{rest}" for month in MONTHS for rest in ("底", "底前", "十五日", "二十日前", "上旬")),
    *(f"二〇二三年{month}月十五日" for month in MONTHS),
    *(f"{year}{ordinal}季度{end}" for year in ("", "2023年") for ordinal in ("一", "第二", "三", "第四") for end in ("", "末")),
    *(f"{year}{half}半年" for year in ("", "2023年") for half in "上下"),
    "年底", "年底前", "2023年底", "2023年底前", "今年年底", "明年年底", "20230831", "2023年8月31日（周四）",
]  # fmt: skip

# written, what jionlp says, why we say something else
DISAGREEMENTS = [
    ("2023年1月-12月", "2023-01-31", "it reads the start of a range written with a hyphen, a deadline is its end"),
    ("2023.1-12", "2023-01-12", "it reads a month and a day"),
    ("8月份", None, "it does not read 份"),
    ("8月初", "2023-08-05", "it takes the first five days, we take 初 as 上旬, whose end the contract sets"),
    ("Q3", None, "it does not know the English quarter"),
    ("8.31", None, "it does not read a month and day without a year"),
    ("45169", None, "it does not know Excel's serial numbers"),
]  # fmt: skip


@pytest.fixture(scope="module")
def parse_time() -> Any:
    jionlp = pytest.importorskip("jionlp")
    return jionlp.parse_time


def last_day(parse_time: Any, text: str) -> str | None:
    try:
        return str(parse_time(text, time_base=BASE)["time"][1])[:10]
    except (ValueError, KeyError, TypeError):
        return None


def ours(text: str) -> str:
    return str(read_deadline(text, 2023, dt.date(2023, 1, 1)).day)


@pytest.mark.filterwarnings("ignore")
def test_we_agree_with_a_general_time_parser_where_it_can_be_trusted(parse_time: Any) -> None:
    theirs = {text: last_day(parse_time, text) for text in CORPUS}
    assert {text: ours(text) for text in CORPUS} == theirs


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("text", "theirs", "reason"), DISAGREEMENTS)
def test_every_known_disagreement_still_stands(
    parse_time: Any, text: str, theirs: str | None, reason: str
) -> None:
    assert last_day(parse_time, text) == theirs
    assert ours(text) not in (theirs, "None"), reason
