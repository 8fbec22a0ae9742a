"""A workplan folder is read in one state and changed all together, whoever reads or kills meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas import plan_folder
from schemas.plan_files import load_plan, packaged_workplan
from schemas.plan_folder import JOURNAL, complete, digest, pack, put_files, read_files, state_of, unpack

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put_files(tmp_path / "要 点", read_files(packaged_workplan()))
    return tmp_path / "要 点"


def versions() -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Two plans whose files do not go together: a unit is called otherwise in units.csv and in tasks.csv."""
    old = read_files(packaged_workplan())
    new = {
        name: content.replace("县司法局".encode(), "县公共法律服务局".encode()) + b"\n"
        for name, content in old.items()
    }
    return old, new


def test_what_is_put_is_what_is_read(folder: Path) -> None:
    _, new = versions()
    put_files(folder, new)
    assert read_files(folder) == new
    assert sorted(path.name for path in folder.iterdir()) == sorted(new)


def test_a_file_that_is_not_among_the_new_ones_goes_and_others_of_the_folder_stay(folder: Path) -> None:
    (folder / "说明.docx").write_bytes(b"x")
    files = {name: content for name, content in read_files(folder).items() if name != "calendar.csv"}
    put_files(folder, files)
    assert read_files(folder) == files
    assert (folder / "说明.docx").exists()


def test_every_change_changes_the_state(folder: Path) -> None:
    before = state_of(folder)
    files = read_files(folder)
    put_files(folder, files | {"thresholds.toml": files["thresholds.toml"].replace(b"10", b"11", 1)})
    assert state_of(folder) != before


def test_a_reader_never_sees_some_of_each(folder: Path) -> None:
    old, new = versions()
    known, seen, done = {digest(old), digest(new)}, set[str](), threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(digest(read_files(folder)))
            load_plan(folder, validate=False)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(15):
        put_files(folder, new)
        put_files(folder, old)
    done.set()
    reader.join()
    assert seen <= known


class Killed(BaseException):
    """As if the process had ended here."""


@pytest.mark.parametrize("step", range(9))
def test_a_program_that_dies_midway_leaves_the_old_files_or_the_new(
    folder: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = versions()
    done = 0

    def die_at_some_point(act: Callable[[], object]) -> None:
        nonlocal done
        if done >= step:
            raise Killed
        done += 1
        act()

    monkeypatch.setattr(plan_folder, "_patiently", die_at_some_point)
    with pytest.raises(Killed):
        put_files(folder, new)
    assert read_files(folder) == (new if step else old)
    monkeypatch.undo()
    complete(folder)
    assert not (folder / JOURNAL).exists()
    assert read_files(folder) == (new if step else old)


def test_a_file_that_cannot_be_replaced_lets_the_old_ones_stand(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = versions()
    replace = Path.replace

    def held_open(self: Path, target: Path) -> Path:
        if target.name == "units.csv":
            raise PermissionError(13, "opened by Excel")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held_open)
    monkeypatch.setattr(plan_folder, "_PAUSE", 0)
    with pytest.raises(PermissionError):
        put_files(folder, new)
    monkeypatch.undo()
    assert read_files(folder) == old
    assert not [path.name for path in folder.iterdir() if path.name.endswith(".new")]


def test_a_full_disk_lets_the_old_ones_stand(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = versions()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        put_files(folder, new)
    assert read_files(folder) == old


def test_the_same_files_are_the_same_archive_and_come_out_as_they_went_in() -> None:
    old, new = versions()
    assert pack(old) == pack(dict(reversed(old.items())))
    assert unpack(pack(new)) == new


_WRITER = """
import sys
from pathlib import Path
from schemas.plan_folder import put_files, unpack
folder, old, new = (Path(word) for word in sys.argv[1:])
print("begun", flush=True)
while True:
    put_files(folder, unpack(new.read_bytes()))
    put_files(folder, unpack(old.read_bytes()))
"""


def test_a_killed_program_leaves_a_whole_plan(folder: Path, tmp_path: Path) -> None:
    old, new = versions()
    (tmp_path / "old").write_bytes(pack(old))
    (tmp_path / "new").write_bytes(pack(new))
    for turn in range(12):
        words = [sys.executable, "-c", _WRITER, str(folder), str(tmp_path / "old"), str(tmp_path / "new")]
        with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.013 * turn)
            writer.kill()
        assert digest(read_files(folder)) in (digest(old), digest(new))
        load_plan(folder, validate=False)
    complete(folder)
    assert not (folder / JOURNAL).exists()
    assert digest(read_files(folder)) in (digest(old), digest(new))
