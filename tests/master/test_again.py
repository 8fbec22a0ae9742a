"""Many files that came before: noted together, and told exactly as if each had come alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from master import Master, open_master
from master.records import PreparedSubmission, StoredSubmission
from schemas.records import CheckedLedger, Delivery
from tests.master.conftest import fresh_postgresql
from tests.master.ledgers import CONSOLIDATOR, at, day, ledger, prepare, row, send
from tests.master.test_parts import with_answer
from vocabulary.codes import Outcome

Course = Callable[[Master], tuple[list[CheckedLedger], int]]


@pytest.fixture
def other(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Master]:
    """A second empty master, of the same database system as the first."""
    is_postgresql = url.startswith("postgresql")
    address = (
        fresh_postgresql(request.getfixturevalue("postgresql"))
        if is_postgresql
        else f"sqlite:///{tmp_path / 'other.db'}"
    )
    with open_master(address) as opened:
        yield opened


def again(file: CheckedLedger, number: int) -> PreparedSubmission:
    """As the import road makes them: nothing of the file but its name and its bytes' hash."""
    bare = CheckedLedger(f"又{file.file_name}", file.sha256, file.size, None, None, False, (), (), ())
    return PreparedSubmission(bare, Delivery(at(number), at(number)), Outcome.DUPLICATE, None, None, 2023)


def three_units(master: Master) -> list[CheckedLedger]:
    files = [ledger(row(unit=unit)) for unit in ("sifa", "caizheng", "jiaoti")]
    for file in files:
        send(master, file, at(2))
    return files


def known(master: Master) -> tuple[list[CheckedLedger], int]:
    return three_units(master), 3


def one_of_them_twice(master: Master) -> tuple[list[CheckedLedger], int]:
    files = three_units(master)
    return [*files, files[0]], 3


def superseded_since(master: Master) -> tuple[list[CheckedLedger], int]:
    files = three_units(master)
    send(master, ledger(row(percent=50.0), salt="newer"), at(3))
    return files, 4


def received_earlier(master: Master) -> tuple[list[CheckedLedger], int]:
    return three_units(master), 1


def with_a_further_ledger(master: Master) -> tuple[list[CheckedLedger], int]:
    file = with_answer()
    first = prepare(master, dataclasses.replace(file, parts=()), at(2))
    part = prepare(master, file.parts[0], at(2))
    master.merge(dataclasses.replace(first, ledger=file, parts=(part,)), CONSOLIDATOR)
    return [*three_units(master)[1:], file], 3


def imported_again_after_an_undoing(master: Master) -> tuple[list[CheckedLedger], int]:
    files = three_units(master)
    master.undo(master.known_files([files[0].sha256])[files[0].sha256].id, "张三", "试错", at(3))
    send(master, files[0], at(3))
    return files, 4


def noted(master: Master, group: Sequence[PreparedSubmission]) -> list[StoredSubmission]:
    return list(master.merge_many(group, CONSOLIDATOR))


@pytest.mark.parametrize(
    "course",
    [
        known,
        one_of_them_twice,
        superseded_since,
        received_earlier,
        with_a_further_ledger,
        imported_again_after_an_undoing,
    ],
)
def test_together_they_are_told_as_one_by_one(master: Master, other: Master, course: Course) -> None:
    together, alone = master, other
    files, number = course(together)
    course(alone)
    told_together = noted(together, [again(file, number) for file in files])
    told_alone = [stored for file in files for stored in noted(alone, [again(file, number)])]
    assert [one.outcome for one in told_together] == [Outcome.DUPLICATE] * len(files)
    assert told_together == told_alone
    assert together.receipts() == alone.receipts()
    assert together.rows_as_of(day(9)) == alone.rows_as_of(day(9))
    assert (together.revision(), together.summary(day(9))) == (alone.revision(), alone.summary(day(9)))
