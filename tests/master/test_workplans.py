"""The versions of the workplan folder: numbered without gaps, kept to the byte, added by one person at a time."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from master import Master, MasterError
from schemas.plan_files import packaged_workplan
from schemas.plan_folder import digest, read_files

AT = dt.datetime(2023, 9, 1, 10)
FILES = read_files(packaged_workplan())


def variant(number: int) -> dict[str, bytes]:
    text = FILES["thresholds.toml"].replace(b"yellow_days = 7", f"yellow_days = {number}".encode())
    return FILES | {"thresholds.toml": text}


def add(master: Master, number: int, year: int = 2023) -> int:
    with master.workplans.adding() as versions:
        return versions.add(variant(number), year, by="张三", reason=f"改为{number}", at=AT).number


def test_the_first_is_number_nought_and_changed_nothing(master: Master) -> None:
    assert master.workplans.list() == []
    assert add(master, 7) == 0
    assert master.workplans.difference(0) == []


def test_a_version_is_kept_to_the_byte_with_who_when_and_why(master: Master) -> None:
    add(master, 7)
    add(master, 9, year=2024)
    newest, _ = master.workplans.list()
    assert newest == (1, 2024, AT, "张三", "改为9", digest(variant(9)))
    assert master.workplans.content(1) == variant(9)
    [told] = master.workplans.difference(1)
    assert (told.old, told.new) == ("7", "9")
    assert [one.new for one in master.workplans.difference(0, since=1)] == ["7"]


def test_a_version_that_never_was_is_told(master: Master) -> None:
    with pytest.raises(MasterError, match="没有第 3 版"):
        master.workplans.content(3)


def test_what_fails_within_leaves_no_version(master: Master) -> None:
    def add_and_fail() -> None:
        with master.workplans.adding() as versions:
            versions.add(FILES, 2023, by="", reason="x", at=AT)
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        add_and_fail()
    assert master.workplans.list() == []


def test_people_who_add_at_once_wait_for_each_other(master: Master) -> None:
    inside, most = 0, 0
    lock = threading.Lock()

    def work(number: int) -> None:
        nonlocal inside, most
        with master.workplans.adding() as versions:
            with lock:
                inside += 1
                most = max(most, inside)
            versions.add(variant(number), 2023, by="", reason="x", at=AT)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert sorted(one.number for one in master.workplans.list()) == list(range(6))
