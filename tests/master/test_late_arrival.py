"""Files that are imported later than newer ones: the master is as if they had come in order."""

from __future__ import annotations

import itertools

import pytest

from master import Master
from tests.master.ledgers import at, day, ledger, row, send

REWORDED = [
    (row(task_id=None, task="建立政策解读台账并按月更新", percent=10.0), 1),
    (row(task_id=None, task="建立政策解读台账，并按月更新", percent=20.0), 3),
    (row(task_id=None, task="建立政策解读的台账，并按月更新。", percent=30.0), 5),
]
REPEATED = [
    (("举办培训会", 10.0), ("发放宣传册", 20.0)),
    (("发放宣传册", 25.0), ("举办培训会", 15.0)),
    (("发放宣传册", 30.0),),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_reworded_row_without_a_task_id_stays_one_item(master: Master, order: tuple[int, ...]) -> None:
    for place in order:
        one, number = REWORDED[place]
        send(master, ledger(one), at(number))
    assert [(one.version, one.record.percent, one.withdrawn) for one in master.rows_as_of(day(9))] == [
        (3, 30.0, False)
    ]
    assert [one.version for one in master.history("sifa")] == [1, 2, 3]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_two_rows_of_one_task_are_told_apart_by_their_text(master: Master, order: tuple[int, ...]) -> None:
    for place in order:
        rows = [row(task=task, percent=percent) for task, percent in REPEATED[place]]
        send(master, ledger(*rows), at(1 + place))
    assert sorted((one.record.task, one.version, one.withdrawn) for one in master.rows_as_of(day(9))) == [
        ("举办培训会", 2, True),
        ("发放宣传册", 3, False),
    ]
