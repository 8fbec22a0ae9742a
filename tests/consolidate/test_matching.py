"""Who a row is, and what it changes: tables of cases, no database."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.consolidate import TextConsolidator, match_items, outcome_of
from master.records import Change, NewItem, PriorRow, SeenRow, series_of
from schemas.content import content_hash
from schemas.records import CONTENT_FIELDS, CheckedLedger, RowRecord
from tests.master.ledgers import ledger, must_fix, row
from vocabulary.codes import Outcome

SERIES = "work_ledger/sifa"


def prior(
    item: int,
    record: RowRecord,
    *,
    ordinal: int = 0,
    held: bool = False,
    withdrawn: bool = False,
    series: str = SERIES,
) -> PriorRow:
    seen = SeenRow(record.unit, record.task_id, record.point, record.task, record.expanded)
    return PriorRow(
        item,
        record.task_id,
        ordinal,
        seen,
        None if held else record,
        0 if held else content_hash(record),
        "" if held else series,
        withdrawn,
    )


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (row(), Change.UNCHANGED),
        (row(row=77, sheet="Sheet9", unit_text="司法局", percent_text="百分之四十"), Change.UNCHANGED),
        (row(percent=41.0), Change.CHANGED),
        (row(percent=40), Change.UNCHANGED),
        (row(more={"备注": "x"}), Change.CHANGED),
        (row(progress=None), Change.CHANGED),
        (row(merged=False, percent=41.0), Change.HELD),
        (row(expanded=True, percent=41.0), Change.UNCHANGED),
        (row(task_id="9.9"), Change.NEW),
    ],
)
def test_what_a_row_does_to_its_item(now: RowRecord, change: Change) -> None:
    assert match_items([now], [prior(5, row())], SERIES).changes == (change,)


@pytest.mark.parametrize(
    ("before", "change"),
    [
        (prior(5, row(), held=True), Change.NEW),
        (prior(5, row(), withdrawn=True), Change.CHANGED),
        (prior(5, row(unit="caizheng")), Change.NEW),
    ],
)
def test_what_the_item_was_before_decides_too(before: PriorRow, change: Change) -> None:
    assert match_items([row()], [before], SERIES).changes == (change,)


@pytest.mark.parametrize(
    ("task", "items", "doubtful"),
    [
        ("建立政策解读台账并按月更新", (5,), ()),
        ("建立政策解读台账，并按月更新", (5,), ()),
        ("建立解读材料台账，按季度更新", (-1,), (5,)),
        ("开展业务培训", (-1,), ()),
    ],
)
def test_without_a_task_id_the_text_tells(
    task: str, items: tuple[int, ...], doubtful: tuple[int, ...]
) -> None:
    found = match_items(
        [row(task_id=None, task=task)],
        [prior(5, row(task_id=None, task="建立政策解读台账并按月更新"))],
        SERIES,
    )
    assert found.items == items
    assert tuple(doubt.candidate for doubt in found.doubtful) == doubtful


def test_the_point_must_be_the_same() -> None:
    found = match_items([row(task_id=None, point=3)], [prior(5, row(task_id=None, point=4))], SERIES)
    assert found.items == (-1,)


def test_best_pairs_are_made_first() -> None:
    before = [
        prior(1, row(task_id=None, task="更新政务公开目录一次")),
        prior(2, row(task_id=None, task="更新政务公开目录两次")),
    ]
    rows = [row(task_id=None, task="更新政务公开目录两次。"), row(task_id=None, task="更新政务公开目录一次")]
    assert match_items(rows, before, SERIES).items == (2, 1)


def test_a_row_that_lost_its_task_id_is_recognised_by_its_text() -> None:
    assert match_items([row(task_id=None)], [prior(5, row())], SERIES).items == (5,)


def test_repeats_of_a_task_are_told_apart_by_text_then_by_order() -> None:
    before = [prior(1, row(task="举办培训会")), prior(2, row(task="发放宣传册"), ordinal=1)]
    rows = [row(task="发放宣传册五百份"), row(task="完全不同"), row(task="又一件事")]
    found = match_items(rows, before, SERIES)
    assert found.items == (2, 1, -1)
    assert found.new_items == (NewItem("sifa", "10.5", 2),)


def test_only_items_that_count_through_the_same_series_are_withdrawn() -> None:
    before = [
        prior(1, row()),
        prior(2, row(task_id="1.1")),
        prior(3, row(task_id="1.2"), series="work_ledger//collected"),
        prior(4, row(task_id="1.3"), withdrawn=True),
        prior(5, row(task_id="1.4"), held=True),
        prior(6, row("caizheng")),
    ]
    found = match_items([row()], before, SERIES)
    assert [one.item for one in found.withdrawn] == [2]
    assert found.counts == {"new": 0, "changed": 0, "unchanged": 1, "held": 0, "withdrawn": 1}


def test_differences_are_told_in_text() -> None:
    before = prior(1, row(percent=40.0, supporting_units=("a", "b"), more={"备注": "甲"}, evidence=None))
    found = match_items(
        [row(percent=62.5, supporting_units=("a",), more={"备注": "乙"}, evidence="附件")], [before], SERIES
    )
    assert found.differences[0] == (
        ("supporting_units", "a；b", "a"),
        ("percent", "40", "62.5"),
        ("evidence", "", "附件"),
        ("备注", "甲", "乙"),
    )


@pytest.mark.parametrize(
    ("file", "outcome"),
    [
        (ledger(row()), Outcome.ACCEPTED),
        (ledger(row(merged=False)), Outcome.NEEDS_CORRECTION),
        (ledger(row(), findings=(must_fix(),)), Outcome.NEEDS_CORRECTION),
    ],
)
def test_what_becomes_of_a_file(file: CheckedLedger, outcome: Outcome) -> None:
    assert outcome_of(file) is outcome


@pytest.mark.parametrize(
    ("sender", "collected", "series"),
    [
        ("sifa", False, "k/sifa"),
        ("sifa", True, "k/sifa/collected"),
        (None, True, "k//collected"),
        (None, False, "k//collected"),
    ],
)
def test_the_series_of_a_file(sender: str | None, collected: bool, series: str) -> None:
    assert series_of("k", sender, collected=collected) == series


@pytest.mark.parametrize("field", CONTENT_FIELDS)
def test_every_content_field_counts_for_being_the_same(field: str) -> None:
    other: Any = {"point": 3, "percent": 1.0, "supporting_units": ("a",), "more": {"备注": "x"}}.get(
        field, "其他"
    )
    assert content_hash(row(**{field: other})) != content_hash(row())


texts = st.sampled_from(["建立台账", "建立台账。", "开展培训", "开展培训会", ""])
some_rows = st.lists(
    st.builds(
        lambda task, task_id, expanded: row(task=task, task_id=task_id, expanded=expanded),
        texts,
        st.sampled_from([None, "1.1", "1.2"]),
        st.booleans(),
    ),
    max_size=6,
)


@given(some_rows, some_rows)
def test_no_two_rows_are_the_same_item_unless_one_is_expanded(
    before: list[RowRecord], now: list[RowRecord]
) -> None:
    (first, second) = TextConsolidator().identify(
        [[_seen(one) for one in before], [_seen(one) for one in now]]
    )
    for rows, keys in ((before, first), (now, second)):
        kinds = [(key, one.expanded) for key, one in zip(keys, rows, strict=True)]
        assert len(kinds) == len(set(kinds))
    assert all(key[0] == one.task_id for key, one in zip(second, now, strict=True) if one.task_id is not None)


@given(some_rows)
def test_the_same_file_again_is_recognised_row_by_row(rows: list[RowRecord]) -> None:
    rows = [one._replace(expanded=False) for one in rows]
    (first, second) = TextConsolidator().identify([[_seen(one) for one in rows]] * 2)
    assert first == second


def _seen(one: RowRecord) -> SeenRow:
    return SeenRow(one.unit, one.task_id, one.point, one.task, one.expanded)
