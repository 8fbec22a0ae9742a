"""A column read at once means what its cells mean one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.cells import PROSE, Parser
from importers.copies import bare_text, keys_of
from importers.normalise import Normaliser
from importers.parsed import Column, Parsed
from importers.workbook import Value
from schemas.kinds import ledger_kinds
from tests.importers.build import plan

WORK = ledger_kinds()["work_ledger"]
NORMALISER = Normaliser.of(plan())
PARAGRAPH = "8月18日召开调度会，印发台账，12项任务均已明确责任人，逐项核对并在办公室备查留痕。"
LINK = "https://www.fuliang.gov.cn/xzf/zfxxgk/12345.shtml"
CELLS: tuple[Value, ...] = (
    "", "/", "无", "见附件", "已完成", "推进中 60%", PARAGRAPH, f" {PARAGRAPH} ", f"{PARAGRAPH}\n{PARAGRAPH}",
    f"{PARAGRAPH}_x000D_{PARAGRAPH}", " " * (PROSE + 5), "—" * (PROSE + 5), f"（一）{PARAGRAPH}", LINK, f"{LINK} ",
    "https://www.example.com/a.html", "13800000000", "0798-2620000", 13800000000.0, 1.0, True, 0.8, "80%", "2023.8.31",
    "人手紧张。", "人手紧张。 ", " 人手紧张", "暂 无", "没有", "没有问题", "附件", "A / B", "人_手", "人\u200b手", "人\n手",
    f"{PARAGRAPH}✔\ufe0f", "人手\u3164紧张",
)  # fmt: skip
WORDS = st.text("暂无空没缺见详附件内容人手好的NA1 /—。_\u3000\u200b\n", max_size=PROSE + 8)


@pytest.mark.parametrize("name", [field.name for field in WORK.fields])
@given(values=st.lists(st.sampled_from(CELLS) | WORDS, max_size=12))
def test_a_column_means_what_its_cells_mean_alone(name: str, values: list[Value]) -> None:
    parser = NORMALISER.parser(WORK[name])
    alone = [parser.parse(value) for value in values]
    assert parser.parse_all(values).cells == alone
    assert list(zip(*parser.parse_all(values).apart, strict=True)) == [tuple(cell) for cell in alone]


@pytest.mark.parametrize(
    ("cell", "value", "blank"),
    [
        (" " * (PROSE + 5), None, True),
        (f"{PARAGRAPH}  ", PARAGRAPH, False),
        (f"{PARAGRAPH}_x000D_{PARAGRAPH}", f"{PARAGRAPH}\n{PARAGRAPH}", False),
        ("—" * (PROSE + 5), None, True),
        (f"{PARAGRAPH}✔\ufe0f", f"{PARAGRAPH}✔", False),
    ],
    ids=["spaces", "spaces behind", "a break in words", "a long dash", "a tick from a phone"],
)
def test_a_long_cell_is_looked_at_like_a_short_one(cell: str, value: str | None, blank: bool) -> None:
    [parsed] = NORMALISER.parser(WORK["progress"]).parse_all([cell]).cells
    assert (parsed.value, parsed.blank) == (value, blank)


def test_replaced_cells_show_in_both_forms() -> None:
    column = Column.plain(["甲", None, "丙"], {1: Parsed(None, "/", blank=True)})
    column.replace({2: Parsed("丁", "丁 ", hint="丙")})
    assert column.apart.texts == ("甲", "/", "丁 ")
    assert column.apart.blanks == (False, True, False)
    assert [cell.value for cell in column.cells] == ["甲", None, "丁"]


def test_a_column_without_rows_has_no_cells() -> None:
    for column in (
        Column([]),
        Column.plain([], {}),
        Parser(lambda value: Parsed(None, str(value))).parse_all([]),
    ):
        assert column.cells == []
        assert not any(column.apart)


@given(st.lists(st.text("甲乙丙丁戊己庚辛ab1２，。 _①²\U00020000\ud800", max_size=60), max_size=8))
def test_a_text_has_one_key_whatever_stands_beside_it(texts: list[str]) -> None:
    together = keys_of(texts)
    assert together == [keys_of([text])[0] for text in texts]
    assert all(
        (key is None) == (len(bare_text(text)) < 16) for key, text in zip(together, texts, strict=True)
    )


def test_a_key_is_that_of_the_last_letters() -> None:
    end = "会议研究了公开指南的修订和目录的更新工作"
    one, other, short = keys_of([f"8月1日{end}。", f"上月，{end}（12）", "已落实"])
    assert one == other
    assert one is not None
    assert short is None
