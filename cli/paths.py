"""How paths become files: all that a folder holds, and what an archive stands for. What is left out is said."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from cli.errors import UsageError
from cli.output import one_line, say
from importers.reading import LIMITS, expand, is_archive, left_by_systems, too_large
from importers.refusals import refuse
from importers.workbook import Source
from vocabulary.codes import RefusalCode
from vocabulary.findings import Refusal

_LEFT = "系统或程序留下的文件（隐藏文件、~$锁文件、Thumbs.db等）"
_LINKS = "链接（请直接写出它指向的文件）"
_NO_FILES = "管道、设备等"


def ledger_files(paths: list[Path]) -> list[tuple[str, Path]]:
    """The files to read with the names they are reported under.

    Of a folder that is every file, whatever its name: what is no ledger is refused with its reason. Wrong usage:
    a path that is missing, or neither a file nor a folder.
    """
    found: list[tuple[str, Path]] = []
    for path in paths:
        mode = _mode(path)
        if stat.S_ISDIR(mode):
            found += _inside(path)
        elif stat.S_ISREG(mode):
            found.append((path.name, path))
        else:
            raise UsageError(f"“{one_line(str(path))}”既不是文件也不是文件夹，请写台账文件或文件夹的路径")
    if not found:
        raise UsageError("这里没有台账文件（.xlsx、.xls、.et、.csv等）")
    return found


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:
        raise UsageError(f"找不到“{one_line(str(path))}”") from None


def _inside(folder: Path) -> list[tuple[str, Path]]:
    """The files in a folder and the folders within, by their way there."""
    found: list[Path] = []
    left: Counter[str] = Counter()
    for place, folders, names in os.walk(folder, onerror=_not_opened):
        here = Path(place)
        left[_LINKS] += sum((here / name).is_symlink() for name in folders)
        for path in (here / name for name in names):
            if left_by_systems(path.relative_to(folder).as_posix()):
                left[_LEFT] += 1
            elif path.is_symlink():
                # Whoever filled the folder does not choose what else of this computer is read.
                left[_LINKS] += 1
            elif path.is_file():
                found.append(path)
            else:
                left[_NO_FILES] += 1
    _say_left_out(folder.name or str(folder), left)
    return [(path.relative_to(folder).as_posix(), path) for path in sorted(found)]


def _not_opened(error: OSError) -> NoReturn:
    raise UsageError(f"文件夹“{one_line(str(error.filename))}”打不开，请检查权限")


def _say_left_out(where: str, left: Counter[str]) -> None:
    told = "，".join(f"{what}{count}个" for what, count in left.items() if count)
    if told:
        say(f"“{one_line(where)}”里没有读的：{told}。")


def ledger_sources(files: list[tuple[str, Path]], password: str) -> Iterator[Source]:
    """Read one file after the other; an archive stands for what is in it. Never more bytes than may be."""
    for name, path in files:
        try:
            with path.open("rb") as stream:
                content = stream.read(LIMITS.zip_bytes + 1)
        except OSError as error:
            yield Source(name, b"", refusal=_unreadable(error))
            continue
        if len(content) > LIMITS.zip_bytes:
            # What it is cannot be told any more: the directory of a zip is at its end.
            yield Source(name, b"", refusal=too_large())
        elif is_archive(content):
            yield from _unpacked(name, content, password)
        else:
            yield Source(name, content, password)


def _unreadable(error: OSError) -> Refusal:
    why = "没有读取这个文件的权限" if isinstance(error, PermissionError) else "这个文件从磁盘上读不出来"
    return refuse(RefusalCode.UNREADABLE, why, advice="请检查文件和磁盘后重新导入")


def _unpacked(name: str, content: bytes, password: str) -> Iterator[Source]:
    left: list[str] = []
    for inner in expand(name, content, left_out=left):
        if isinstance(inner, Source):
            yield Source(inner.name, inner.content, password)
        else:
            yield Source(inner[0], b"", refusal=inner[1])
    _say_left_out(name, Counter({_LEFT: len(left)}))
