"""Whatever a cell holds, every reader answers, at once."""

import datetime as dt
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.grammar.dates import completion_in_text, read_day, read_deadline
from importers.grammar.links import host_of, read_links
from importers.grammar.names import split_list, split_names
from importers.grammar.percents import read_percent
from importers.grammar.phones import read_phone
from importers.grammar.statuses import looks_like_status, read_status
from importers.grammar.tasks import split_task_ids
from importers.grammar.text import (
    clean_long_text,
    clean_text,
    compact_text,
    fold_key,
    is_blank,
    original_text,
)
from importers.workbook import Value

KNOWN = frozenset({"县发展和改革委员会", "县司法局", "县民政局"})
IDS = frozenset({"1", "11", "111", "1.1"})
OF_VALUES: list[Callable[[Value], object]] = [
    clean_text,
    clean_long_text,
    original_text,
    lambda value: read_deadline(value, 2023, dt.date(2023, 8, 2)),
    lambda value: read_day(value, 2023),
    lambda value: read_percent(value, percent_format=False),
    lambda value: read_percent(value, percent_format=True),
    read_status,
    read_phone,
]
OF_TEXTS: list[Callable[[str], object]] = [
    *OF_VALUES,
    compact_text,
    fold_key,
    is_blank,
    looks_like_status,
    read_links,
    host_of,
    split_list,
    lambda text: split_names(text, KNOWN),
    lambda text: split_task_ids(text, IDS),
    lambda text: completion_in_text(text, 2023),
]

values = st.one_of(
    st.floats(),
    st.integers(),
    st.integers(-(10**400), 10**400),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
PIECES = """
    2023 年 8 月 31 日 . - / 至 ~ 底 前 季度 半年 长期 每 （ ） ( ) % 成 百分之 已 未 完成 √ □ ☑ 、 ，
    1.38E+10 http:// www. a.cn @ 和 县司法局 起 Q3 \ue000 \ue001 ² ١ ０
"""
texts = st.one_of(
    st.text(st.characters(codec=None), max_size=80),
    st.lists(st.sampled_from([*PIECES.split(), " ", "\n"]), max_size=16).map("".join),
)


@given(values)
def test_every_value_is_read(value: Value) -> None:
    for read in OF_VALUES:
        read(value)


@given(texts)
def test_every_text_is_read(text: str) -> None:
    for read in OF_TEXTS:
        read(text)


HOSTILE = """
    a 1 和 ( ) 、 一 8月 8. 2023- http:// www. 已 未 √ / % \u0315\u0300 县司法局 县司法局和 _x000D_ 按 □ 。 1- a. 每
    ﷺ ，不 百分之 张 [ \u200b 起 ~
"""


@pytest.mark.parametrize("piece", [*HOSTILE.split(), " ", "\n", "A\n", "张 ", "领导 ", "1, "])
def test_a_full_cell_of_anything_is_read_at_once(piece: str) -> None:
    text = (piece * 32_767)[:32_760] + "完成"
    started = time.process_time()
    for read in OF_TEXTS:
        read(text)
        read(text[:190])
    assert time.process_time() - started < 2
