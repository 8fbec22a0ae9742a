"""A file that brings ledgers of several kinds: stored whole or not at all, told once, undone together."""

from __future__ import annotations

import dataclasses

import pytest

from importers.consolidate import NOTHING_KNOWN
from master import Master
from master.records import PreparedSubmission, StoredSubmission
from schemas.records import CheckedLedger, Delivery
from tests.master.ledgers import CONSOLIDATOR, at, day, ledger, row
from vocabulary.codes import Outcome

ANSWERS = "rectification"


def with_answer(number: str = "2023-001", words: str = "整改中", salt: object = "") -> CheckedLedger:
    first = ledger(row(), salt=(words, salt))
    answer = row(task_id=number, sheet="整改任务", point=None, more={"rectification": words})
    part = dataclasses.replace(first, ledger_kind=ANSWERS, rows=(answer,))
    return dataclasses.replace(first, parts=(part,))


def prepared(master: Master, file: CheckedLedger, number: int) -> PreparedSubmission:
    def one(part: CheckedLedger) -> PreparedSubmission:
        prior = master.prior(part.ledger_kind or "", ["sifa"], at(number))
        return CONSOLIDATOR.prepare(part, Delivery(at(number), at(number)), prior, b"", 2023)

    return dataclasses.replace(one(file), parts=tuple(one(part) for part in file.parts))


def send(master: Master, file: CheckedLedger, number: int) -> StoredSubmission:
    return master.merge(prepared(master, file, number), CONSOLIDATOR)


def told(master: Master, number: int) -> list[str]:
    return [
        one.record.more["rectification"]
        for one in master.rows_as_of(day(number), kind=ANSWERS)
        if not one.withdrawn
    ]


def test_a_part_is_a_submission_of_its_own_series_and_listed_with_its_file(master: Master) -> None:
    stored = send(master, with_answer(), 1)
    assert [part.version for part in stored.parts] == [1]
    assert len(master.rows_as_of(day(1))) == 1
    assert told(master, 1) == ["整改中"]
    assert [one.id for one in master.submissions()] == [stored.id]
    assert len(master.receipts()) == 1
    assert master.parts(stored.id) == [stored.parts[0].id]


def test_a_newer_file_supersedes_part_by_part(master: Master) -> None:
    send(master, with_answer(), 1)
    second = send(master, with_answer(words="已完成"), 3)
    assert second.parts[0].supersedes is not None
    assert dict(second.parts[0].counts)["changed"] == 1
    assert (told(master, 2), told(master, 3)) == (["整改中"], ["已完成"])


def test_the_same_bytes_are_told_by_the_first_ledger_and_store_nothing(master: Master) -> None:
    file = with_answer()
    stored = send(master, file, 1)
    again = send(master, file, 2)
    assert (again.outcome, again.id, again.parts) == (Outcome.DUPLICATE, stored.id, ())
    assert master.known_files([file.sha256])[file.sha256].id == stored.id
    assert [one.outcome for one in master.receipts()] == [Outcome.ACCEPTED, Outcome.DUPLICATE]


def test_bytes_that_came_earlier_than_known_date_all_their_ledgers_back(master: Master) -> None:
    file = with_answer()
    send(master, file, 5)
    assert told(master, 4) == []
    send(master, file, 3)
    assert (told(master, 2), told(master, 3)) == ([], ["整改中"])
    assert len(master.rows_as_of(day(3))) == 1


@pytest.mark.parametrize("named", ["file", "part"])
def test_undoing_takes_back_everything_the_file_brought(master: Master, named: str) -> None:
    file = with_answer()
    send(master, with_answer(words="未开始"), 1)
    stored = send(master, file, 3)
    master.undo(stored.id if named == "file" else stored.parts[0].id, "李四", "报错", at(6))
    assert (told(master, 5), told(master, 6)) == (["整改中"], ["未开始"])
    assert master.known_files([file.sha256]) == {}
    again = send(master, file, 8)
    assert (again.outcome, len(again.parts)) == (Outcome.ACCEPTED, 1)
    assert told(master, 8) == ["整改中"]


def test_what_cannot_be_stored_with_its_part_is_not_stored_at_all(
    master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = prepared(master, with_answer(), 1)
    broken = dataclasses.replace(
        ready.parts[0], ledger=dataclasses.replace(ready.parts[0].ledger, ignored=("no row",))  # type: ignore[arg-type]
    )  # fmt: skip
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the driver says of it
        master.merge(dataclasses.replace(ready, parts=(broken,)))
    assert master.submissions() == []
    assert master.rows_as_of(day(1)) == []


def test_a_stale_part_is_consolidated_again(master: Master) -> None:
    empty = dataclasses.replace(with_answer(), parts=())
    first = CONSOLIDATOR.prepare(empty, Delivery(at(2), at(2)), NOTHING_KNOWN, b"", 2023)
    part = CONSOLIDATOR.prepare(
        with_answer(words="已完成").parts[0], Delivery(at(2), at(2)), NOTHING_KNOWN, None, 2023
    )
    send(master, with_answer(), 1)
    late = with_answer(words="已完成", salt=1)
    first = dataclasses.replace(first, ledger=late, parts=(dataclasses.replace(part, ledger=late.parts[0]),))
    stored = master.merge(first, CONSOLIDATOR)
    assert len(stored.parts) == 1
    assert told(master, 2) == ["已完成"]
    assert len(master.rows_as_of(day(2), kind=ANSWERS)) == 1
