"""From a backup back to a database and a workplan folder: checked whole before anything is put in place."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.exc import DBAPIError

from master.backup import backup, look_at
from master.backup_file import BackupManifest, BackupRefusal, read_manifest, take_out
from master.engine import connect, explained, open_engine
from master.errors import MasterError
from master.places import sqlite_path
from master.table_copy import copy_all, is_used, row_counts
from schemas.plan_folder import put_files, read_files

_TAKEN_OUT = ".restoring"


class Restored(NamedTuple):
    """What was put where. ``kept`` are the places to which what stood there before was put aside."""

    manifest: BackupManifest
    database: str
    workplan: Path | None
    kept: tuple[Path, ...]


def restore(
    file: Path,
    url: str,
    folder: Path,
    at: dt.datetime,
    *,
    packaged: Mapping[str, bytes],
    replace: bool = False,
) -> Restored:
    """Put a backup's database at ``url`` and its workplan at ``folder``.

    BackupRefusal for a file that is no whole backup, and for places that are taken unless ``replace``: what stands
    there is then put aside, not lost. ``packaged`` is the program's own plan: one that is equal needs no folder.
    """
    manifest = read_manifest(file)
    path = sqlite_path(url)
    _refuse_taken(url, path, folder, replace=replace)
    beside = path if path is not None else file
    beside.parent.mkdir(parents=True, exist_ok=True)
    taken = beside.with_name(beside.name + _TAKEN_OUT)
    _remove(taken)
    try:
        files = take_out(file, manifest, taken)
        _check(taken, manifest, file)
        kept = _place(taken, path, url, file, folder, at, replace=replace)
    except OSError as error:
        raise MasterError(
            f"恢复没有做成（{error.strerror or error}），原来的数据没有动。请检查磁盘空间和写权限后重试。"
        ) from error
    finally:
        _remove(taken)
    aside, placed = _place_workplan(
        files, folder, at, needed=not manifest.packaged or files != dict(packaged)
    )
    return Restored(manifest, url, folder if placed else None, (*kept, *aside))


def _refuse_taken(url: str, path: Path | None, folder: Path, *, replace: bool) -> None:
    if replace:
        return
    if path is not None:
        taken = path.exists()
    else:
        engine = connect(url)
        with explained(engine, url):
            taken = is_used(engine)
        engine.dispose()
    if taken:
        raise BackupRefusal(
            "要恢复到的地方已经有数据库，没有恢复。请另写一个 --db；确定要换掉它，请加 --replace（原来的会另存一份）。"
        )
    if (folder / "plan.toml").exists():
        raise BackupRefusal(
            f"{folder} 已经有要点数据，没有恢复。请另写一个 --workplan；确定要换掉它，请加 --replace（原来的会另存一份）。"
        )


def _check(database: Path, manifest: BackupManifest, file: Path) -> None:
    schema, rows = look_at(database)
    if schema != manifest.schema or rows != dict(manifest.rows):
        raise BackupRefusal(f"“{file.name}”里的数据库与清单不符（表或行数不同），没有恢复。")
    # An older schema is brought up to date here, where a failure costs nothing.
    open_engine(str(database)).dispose()
    look_at(database)


def _place(
    taken: Path, path: Path | None, url: str, file: Path, folder: Path, at: dt.datetime, *, replace: bool
) -> tuple[Path, ...]:
    if path is None:
        return _into_server(taken, url, file, folder, at, replace=replace)
    kept = _put_aside(path, at) if path.exists() else ()
    with taken.open("rb+") as stream:
        os.fsync(stream.fileno())
    try:
        taken.replace(path)
    except OSError:
        for aside in kept:
            aside.replace(path)
        raise
    open_engine(url).dispose()
    return kept


def _into_server(
    taken: Path, url: str, file: Path, folder: Path, at: dt.datetime, *, replace: bool
) -> tuple[Path, ...]:
    target, source = connect(url), open_engine(str(taken))
    try:
        with explained(target, url):
            used = is_used(target)
        kept = file.with_name(f"{file.stem}_之前_{at:%Y%m%d-%H%M%S}.zip")
        if used:
            backup(url, read_files(folder), kept, at, folder=str(folder))
        with explained(target, url):
            copy_all(source, target, replace=replace and used)
            with source.connect() as old, target.connect() as new:
                if row_counts(old) != row_counts(new):
                    raise MasterError("恢复后行数不符，请检查数据库服务后重试。")
    except DBAPIError as error:
        raise MasterError("恢复没有做成：数据库服务没有接受，原来的数据没有动。") from error
    finally:
        source.dispose()
        target.dispose()
    return (kept,) if used else ()


def _put_aside(path: Path, at: dt.datetime) -> tuple[Path, ...]:
    """The old database under another name, its journals with it; BackupRefusal while somebody has it open."""
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path, timeout=1)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise BackupRefusal(
                    "数据库正在使用，没有恢复。请先停止页面服务和正在运行的命令，再恢复。"
                ) from error
    aside = path.with_name(f"{path.name}.{at:%Y%m%d-%H%M%S}.old")
    for ending in ("-wal", "-shm"):
        journal = path.with_name(path.name + ending)
        if journal.exists():
            journal.replace(aside.with_name(aside.name + ending))
    path.replace(aside)
    return (aside,)


def _place_workplan(
    files: Mapping[str, bytes], folder: Path, at: dt.datetime, *, needed: bool
) -> tuple[tuple[Path, ...], bool]:
    now = read_files(folder)
    if not needed and not now:
        return (), False
    if now == files:
        return (), True
    aside: tuple[Path, ...] = ()
    try:
        if now:
            aside = (folder.with_name(f"{folder.name}.{at:%Y%m%d-%H%M%S}.old"),)
            put_files(aside[0], now)
        put_files(folder, files)
    except OSError as error:
        raise MasterError(
            f"数据库已经恢复，要点数据没有写进 {folder}（{error.strerror or error}）。"
            "请检查磁盘空间和写权限，再恢复一次，或把备份里的workplan文件夹放到那里。"
        ) from error
    return aside, True


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)
