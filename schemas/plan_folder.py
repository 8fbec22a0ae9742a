"""The files of a workplan folder as bytes: read in one state, put in place all together or not at all.

A program may load the plan at any moment. The folder is therefore changed through a journal: the new files
stand beside the old ones in one archive first, which counts for every reader from the instant it has its
name; then they are laid out one by one, and the archive goes. Whatever ends the program in between, readers
find the old files or the new ones, never some of each. ``os.replace`` is all it needs, on Windows too.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

FILES = (
    "plan.toml",
    "tasks.csv",
    "sub_items.csv",
    "units.csv",
    "rounds.toml",
    "thresholds.toml",
    "calendar.csv",
)
"""Every file a workplan folder may hold. Others may lie there too; they are left alone."""

JOURNAL = ".change.zip"
_NEW = ".new"
_TRIES = 20
_PAUSE = 0.05
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive: the same files are the same bytes."""

State = tuple[tuple[str, int, int, int], ...]


class FolderFiles(NamedTuple):
    """What stands in a folder: the files, and those that are there and cannot be read."""

    files: dict[str, bytes]
    unreadable: frozenset[str]


def state_of(folder: Path) -> State:
    """What changes whenever a file of the folder does: the key of every cache of a plan."""
    found = []
    for name in (*FILES, JOURNAL):
        with contextlib.suppress(OSError):
            told = (folder / name).stat()
            found.append((name, told.st_mtime_ns, told.st_size, told.st_ino))
    return tuple(found)


def look_into(folder: Path) -> FolderFiles:
    """The folder's files in one state, also while somebody changes them."""
    for _ in range(_TRIES):
        before = state_of(folder)
        found = _read(folder)
        if state_of(folder) == before:
            break
        time.sleep(_PAUSE)
    return found


def read_files(folder: Path) -> dict[str, bytes]:
    """The folder's files by name; what cannot be read is left out."""
    return look_into(folder).files


def put_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make these the folder's files, all or none; files of the plan that are not among them go.

    OSError when they cannot be put in place (disk full, opened elsewhere): the old ones stand then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = read_files(folder)
    journal = folder / JOURNAL
    try:
        # Room for everything is found before anything counts.
        for name, content in files.items():
            _write(folder / (name + _NEW), content)
        _write(folder / (JOURNAL + _NEW), pack(files))
        _patiently(lambda: (folder / (JOURNAL + _NEW)).replace(journal))
        try:
            _lay_out(folder, files)
        except OSError:
            _lay_out(folder, before)
            raise
        finally:
            _patiently(lambda: journal.unlink(missing_ok=True))
    finally:
        for name in (*FILES, JOURNAL):
            with contextlib.suppress(OSError):
                (folder / (name + _NEW)).unlink(missing_ok=True)


def complete(folder: Path) -> None:
    """Lay out what a program that was killed had put into the journal. Harmless where there is none."""
    journal = folder / JOURNAL
    files = _journalled(folder)
    if files is not None:
        for name, content in files.items():
            _write(folder / (name + _NEW), content)
        _lay_out(folder, files)
        _patiently(lambda: journal.unlink(missing_ok=True))


def digest(files: Mapping[str, bytes]) -> str:
    """One name for these files: equal where they are equal to the byte."""
    told = hashlib.sha256()
    for name in sorted(files):
        told.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return told.hexdigest()


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files in one .zip; the same files give the same bytes."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return stream.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """The files of such a .zip."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name in FILES}


def _read(folder: Path) -> FolderFiles:
    files = _journalled(folder)
    if files is not None:
        return FolderFiles(files, frozenset())
    files, unreadable = {}, set()
    for name in FILES:
        path = folder / name
        try:
            files[name] = path.read_bytes()
        except OSError:
            if path.exists():
                unreadable.add(name)
    return FolderFiles(files, frozenset(unreadable))


def _journalled(folder: Path) -> dict[str, bytes] | None:
    try:
        return unpack((folder / JOURNAL).read_bytes())
    except (OSError, zipfile.BadZipFile):
        return None


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    for name in FILES:
        path = folder / name
        if name not in files:
            _patiently(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]
        elif not path.exists() or path.read_bytes() != files[name]:
            new = folder / (name + _NEW)
            if not new.exists() or new.read_bytes() != files[name]:
                _write(new, files[name])
            _patiently(lambda new=new, path=path: new.replace(path))  # type: ignore[misc]


def _patiently(act: Callable[[], object]) -> None:
    """On Windows a file that somebody reads this instant can be neither replaced nor removed."""
    for left in range(_TRIES - 1, -1, -1):
        try:
            act()
            return
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE)
