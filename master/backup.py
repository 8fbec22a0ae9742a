"""A backup of everything in one file, taken while others work; the file appears whole or not at all.

Whatever the database is, the backup holds it as SQLite: SQLite's own by its online copy, PostgreSQL's table by
table out of one state. So a backup can be opened anywhere, and moves a county from one to the other.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from master.backup_file import BackupManifest, BackupRefusal, write_file
from master.engine import connect, explained, open_engine, revision_of
from master.errors import MasterError
from master.places import sqlite_path
from master.table_copy import copy_all, is_used, row_counts

_COPYING = ".copying"
_WRITING = ".writing"
_ONLY_OWNER = 0o600
"""Ledgers hold telephone numbers: a backup is for who made it."""


def backup(
    url: str,
    workplan: Mapping[str, bytes],
    out: Path,
    at: dt.datetime,
    *,
    folder: str = "",
    packaged: bool = False,
) -> BackupManifest:
    """Write database and workplan folder to ``out``; what is in it.

    BackupRefusal when ``out`` is there or there is no database; MasterError when it cannot be written. No half
    file is left then.
    """
    if out.exists():
        raise BackupRefusal(f"已经有这个文件：{out}。备份不覆盖旧的，请换一个文件名。")
    copied, written = out.with_name(out.name + _COPYING), out.with_name(out.name + _WRITING)
    with _told_when_full(out), _gone_afterwards(copied, written):
        out.parent.mkdir(parents=True, exist_ok=True)
        for path in (copied, written):
            path.unlink(missing_ok=True)
            path.touch(mode=_ONLY_OWNER)
        dialect = _copy(url, copied)
        schema, rows = look_at(copied)
        told = {
            "made_at": at.isoformat(timespec="seconds"),
            "schema": schema,
            "dialect": dialect,
            "rows": rows,
            "packaged": packaged,
            "workplan": folder,
        }
        manifest = write_file(written, copied, workplan, told)
        with written.open("rb+") as stream:
            os.fsync(stream.fileno())
        written.replace(out)
    return manifest


def look_at(database: Path) -> tuple[str, dict[str, int]]:
    """Schema and row counts of an SQLite file that is sound; MasterError for one that is not."""
    with closing(sqlite3.connect(database)) as connection:
        try:
            [found] = connection.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            raise MasterError(f"数据库检查没有通过（{error}），可能已经损坏。") from error
    if found != "ok":
        raise MasterError(f"数据库检查没有通过（{found}），可能已经损坏。")
    engine = connect(str(database))
    with explained(engine, str(database)), engine.connect() as opened:
        schema, rows = revision_of(opened), row_counts(opened)
    engine.dispose()
    _alone(database)
    if schema is None:
        raise BackupRefusal("里面没有台账数据库的表。")
    return schema, rows


def _copy(url: str, target: Path) -> str:
    path = sqlite_path(url)
    if path is not None:
        if not path.is_file():
            raise BackupRefusal(f"没有这个数据库：{path}。")
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copied:
            # In one step: readers and writers go on, and the copy is of one moment.
            source.backup(copied)
        _alone(target)
        return "sqlite"
    engine = connect(url)
    with explained(engine, url):
        used = is_used(engine)
    engine.dispose()
    if not used:
        raise BackupRefusal("这个数据库里还没有台账的表，没有可备份的内容。")
    source_engine, copy_engine = open_engine(url), connect(str(target))
    try:
        copy_all(source_engine, copy_engine)
    finally:
        source_engine.dispose()
        copy_engine.dispose()
    _alone(target)
    return source_engine.dialect.name


def _alone(database: Path) -> None:
    """Have everything in the one file: a copy travels without its journals."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def _gone_afterwards(*paths: Path) -> Iterator[None]:
    try:
        yield
    finally:
        for path in paths:
            for ending in ("", "-wal", "-shm", "-journal"):
                with suppress(OSError):
                    path.with_name(path.name + ending).unlink(missing_ok=True)


@contextmanager
def _told_when_full(out: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error, DBAPIError) as error:
        raise MasterError(
            f"备份没有写成：{out}（{_why(error)}）。没有留下半个文件，数据库没有受影响。请检查磁盘空间和写权限后重试。"
        ) from error


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    said = str(error.orig if isinstance(error, DBAPIError) else error)
    return "磁盘已满" if "full" in said else said
