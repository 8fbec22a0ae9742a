"""The restore drill: what a backup held comes back, from and to both databases, while others work, or is refused."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import master.backup
from master import Master, MasterError, open_master
from master.backup import backup
from master.backup_file import DATABASE, MANIFEST, BackupRefusal, read_manifest
from master.restoring import Restored, restore
from schemas.plan_files import packaged_workplan
from schemas.plan_folder import put_files, read_files
from tests.master.conftest import fresh_postgresql
from tests.master.ledgers import at, day, ledger, row, send

NOW = dt.datetime(2023, 10, 1, 12)
PACKAGED = read_files(packaged_workplan())
PLAN = PACKAGED | {
    "thresholds.toml": PACKAGED["thresholds.toml"].replace(b"yellow_days = 7", b"yellow_days = 9")
}
DAYS = [day(number) for number in range(1, 29)]
UNITS = ("sifa", "caizheng", "minzheng")


@pytest.fixture
def target(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], str]:
    """An address of nothing yet, in either kind of database."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return str(tmp_path / "别处" / "恢复.db")
        return fresh_postgresql(request.getfixturevalue("postgresql"))

    return make


def work(opened: Master, number: int) -> None:
    """One submission more, on a day of its own, that changes something and holds something back."""
    unit = UNITS[number % 3]
    file = ledger(
        row(unit, percent=float(number)),
        row(unit, "3.4", row=5, merged=number % 2 == 0),
        sender=unit,
        name=f"{unit}第{number}份.xlsx",
    )
    send(opened, file, at(number))


def as_told(opened: Master, days: list[dt.date]) -> list[object]:
    """Everything the master says on these days, and the bytes it keeps."""
    told: list[object] = [opened.rows_as_of(one) for one in days]
    told += [one for unit in UNITS for one in opened.history(unit) if one.received_at.date() <= days[-1]]
    told += [opened.submissions(days[-1]), opened.current_submissions(days[-1])]
    told += [opened.original(one.sha256) for one in opened.submissions(days[-1])]
    return told


@pytest.fixture
def filled(url: str) -> str:
    with open_master(url) as opened:
        for number in range(1, 6):
            work(opened, number)
        opened.undo(2, "李四", "报错了", at(5, 11))
        with opened.workplans.adding() as versions:
            versions.add(PLAN, 2023, by="李四", reason="来函", at=NOW)
    return url


def bring_back(file: Path, url: str, folder: Path, *, replace: bool = False) -> Restored:
    return restore(file, url, folder, NOW, packaged=PACKAGED, replace=replace)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_backed_up_comes_back_whole(
    filled: str, kind: str, target: Callable[[str], str], tmp_path: Path
) -> None:
    manifest = backup(filled, PLAN, tmp_path / "备份.zip", NOW, folder="data")
    elsewhere = target(kind)
    restored = bring_back(tmp_path / "备份.zip", elsewhere, tmp_path / "要点")
    assert (restored.workplan, restored.kept) == (tmp_path / "要点", ())
    assert read_files(tmp_path / "要点") == PLAN
    with open_master(filled) as old, open_master(elsewhere) as new:
        assert as_told(new, DAYS) == as_told(old, DAYS)
        assert new.revision() == old.revision()
        assert new.workplans.list() == old.workplans.list()
        assert new.workplans.content(0) == PLAN
        # Numbers go on after the highest.
        assert send(new, ledger(row("sifa", percent=99.0)), at(20)).id == 6
        new.undo(3, "李四", "又报错了", at(21))
        assert new.jobs.enqueue([("a.xlsx", b"x")], "李四", NOW) == 1
    assert manifest.rows["submissions"] == 5


def test_a_backup_taken_while_an_import_runs_is_of_one_moment(url: str, tmp_path: Path) -> None:
    with open_master(url) as opened:
        work(opened, 1)
        begun = threading.Event()

        def import_more() -> None:
            for number in range(2, 29):
                work(opened, number)
                begun.set()

        importing = threading.Thread(target=import_more)
        importing.start()
        begun.wait(20)
        rows = backup(url, PLAN, tmp_path / "b.zip", NOW).rows
        importing.join()
        bring_back(tmp_path / "b.zip", str(tmp_path / "r" / "x.db"), tmp_path / "r" / "plan")
        with open_master(str(tmp_path / "r" / "x.db")) as new:
            seen = len(new.submissions())
            until = DAYS[:seen]
            assert 2 <= seen <= 28
            assert rows["submissions"] == seen
            assert as_told(new, until) == as_told(opened, until)


def test_the_plan_that_comes_with_the_program_needs_no_folder(filled: str, tmp_path: Path) -> None:
    backup(filled, PACKAGED, tmp_path / "b.zip", NOW, packaged=True)
    restored = bring_back(tmp_path / "b.zip", str(tmp_path / "x.db"), tmp_path / "plan")
    assert restored.workplan is None
    assert not (tmp_path / "plan").exists()
    older = restore(
        tmp_path / "b.zip", str(tmp_path / "y.db"), tmp_path / "y", NOW, packaged=PLAN, replace=False
    )
    assert older.workplan == tmp_path / "y"
    assert read_files(tmp_path / "y") == PACKAGED


def test_a_place_that_is_taken_is_left_alone(filled: str, tmp_path: Path) -> None:
    backup(filled, PLAN, tmp_path / "b.zip", NOW)
    with open_master(filled) as opened:
        work(opened, 7)
        before = as_told(opened, DAYS)
    with pytest.raises(BackupRefusal, match="已经有数据库"):
        bring_back(tmp_path / "b.zip", filled, tmp_path / "plan")
    put_files(tmp_path / "taken", PACKAGED)
    with pytest.raises(BackupRefusal, match="已经有要点数据"):
        bring_back(tmp_path / "b.zip", str(tmp_path / "new.db"), tmp_path / "taken")
    assert not (tmp_path / "new.db").exists()
    with open_master(filled) as opened:
        assert as_told(opened, DAYS) == before


def test_what_is_replaced_when_told_is_put_aside(filled: str, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    backup(filled, PLAN, file, NOW)
    with open_master(filled) as opened:
        before = as_told(opened, DAYS)
        work(opened, 7)
        later = as_told(opened, DAYS)
    put_files(tmp_path / "plan", PACKAGED)
    database, plan = bring_back(file, filled, tmp_path / "plan", replace=True).kept
    with open_master(filled) as opened:
        assert as_told(opened, DAYS) == before
    assert read_files(plan) == PACKAGED
    if database.suffix == ".zip":
        bring_back(database, str(tmp_path / "aside.db"), tmp_path / "aside_plan")
        database = tmp_path / "aside.db"
    with open_master(str(database)) as opened:
        assert as_told(opened, DAYS) == later


def test_a_database_in_use_is_not_replaced(tmp_path: Path) -> None:
    url = str(tmp_path / "x.db")
    with open_master(url) as opened:
        work(opened, 1)
        backup(url, PLAN, tmp_path / "b.zip", NOW)
        opened.revision()
        with pytest.raises(BackupRefusal, match="正在使用"):
            bring_back(tmp_path / "b.zip", url, tmp_path / "plan", replace=True)
        work(opened, 2)


def test_a_broken_database_can_be_replaced(tmp_path: Path) -> None:
    url = str(tmp_path / "x.db")
    with open_master(url) as opened:
        work(opened, 1)
    backup(url, PLAN, tmp_path / "b.zip", NOW)
    Path(url).write_bytes(b"not a database" * 2000)
    assert bring_back(tmp_path / "b.zip", url, tmp_path / "plan", replace=True).kept[0].exists()
    with open_master(url) as opened:
        assert len(opened.submissions()) == 1


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A backup of a small database."""
    with open_master(str(tmp_path / "x.db")) as opened:
        work(opened, 1)
    backup(str(tmp_path / "x.db"), PLAN, tmp_path / "b.zip", NOW)
    return tmp_path / "b.zip"


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def other_plan(entries: dict[str, bytes]) -> None:
    entries["workplan/units.csv"] += b"x"


def other_database(entries: dict[str, bytes]) -> None:
    entries[DATABASE] = entries[DATABASE][:-10] + b"0123456789"


def one_more(entries: dict[str, bytes]) -> None:
    entries["workplan/../../evil.csv"] = b"x"


def other_counts(entries: dict[str, bytes]) -> None:
    said = json.loads(entries[MANIFEST])
    said["rows"]["submissions"] += 1
    entries[MANIFEST] = json.dumps(said).encode()


def newer(entries: dict[str, bytes]) -> None:
    entries[MANIFEST] = json.dumps({"format": 99}).encode()


def no_manifest(entries: dict[str, bytes]) -> None:
    del entries[MANIFEST]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (other_plan, "与清单不符"),
        (other_database, "与清单不符"),
        (one_more, "与清单不符"),
        (other_counts, "行数不同"),
        (newer, "更新版本"),
        (no_manifest, "不是本系统的备份"),
    ],
)
def test_a_backup_that_is_not_as_it_was_is_refused(
    file: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], sentence: str
) -> None:
    rewritten(file, change)
    with pytest.raises(BackupRefusal, match=sentence):
        bring_back(file, str(tmp_path / "new.db"), tmp_path / "plan")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("new")] == []
    assert not (tmp_path / "plan").exists()


@pytest.mark.parametrize("cut", [0, 100, 5000])
def test_half_a_file_is_refused(file: Path, tmp_path: Path, cut: int) -> None:
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(BackupRefusal, match="不是本系统的备份"):
        bring_back(file, str(tmp_path / "new.db"), tmp_path / "plan")


def test_a_backup_never_overwrites_one(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(BackupRefusal, match="已经有这个文件"):
        backup(str(tmp_path / "x.db"), PLAN, file, NOW)
    assert file.read_bytes() == before


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(BackupRefusal, match="没有这个数据库"):
        backup(str(tmp_path / "none.db"), PLAN, tmp_path / "b.zip", NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 KB, where this computer lets us have one."""
    folder = tmp_path / "small"
    folder.mkdir()
    if (
        os.name == "nt"
        or os.geteuid()
        or os.system(f"mount -t tmpfs -o size=400k tmpfs '{folder}' 2>/dev/null")
    ):
        pytest.skip("no small disk can be mounted here")
    yield folder
    os.system(f"umount '{folder}'")


def test_a_disk_that_fills_up_leaves_no_half_file(filled: str, full_disk: Path) -> None:
    with pytest.raises(MasterError, match="没有留下半个文件"):
        backup(filled, {"plan.toml": os.urandom(1 << 20)}, full_disk / "b.zip", NOW)
    assert list(full_disk.iterdir()) == []


@pytest.mark.parametrize("failing", ["write_file", "_copy"])
@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), sqlite3.OperationalError("database or disk is full")]
)
def test_whatever_fails_leaves_no_half_file(
    file: Path, tmp_path: Path, failing: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(master.backup, failing, fail)
    with pytest.raises(MasterError, match="没有留下半个文件"):
        backup(str(tmp_path / "x.db"), PLAN, tmp_path / "out" / "b.zip", NOW)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_backup_is_for_who_made_it(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_backup_says_what_is_in_it(file: Path) -> None:
    manifest = read_manifest(file)
    assert (manifest.when, manifest.dialect, manifest.rows["submissions"]) == (NOW, "sqlite", 1)
    assert set(manifest.files) == {DATABASE, *(f"workplan/{name}" for name in PLAN)}
