"""Where a command is asked to write: told while the command line is read, before anything is done."""

from __future__ import annotations

import os
from pathlib import Path

from cli.errors import UsageError
from cli.output import one_line


def out_file(text: str) -> str:
    """A file that can be written; wrong usage where its folder is missing, or it is a folder itself."""
    path, shown = Path(text), one_line(text)
    if path.is_dir():
        raise UsageError(f"“{shown}”是目录，--out 要写文件名")
    if not path.parent.is_dir():
        raise UsageError(f"没有“{one_line(str(path.parent))}”这个目录，--out 要写已有目录里的文件名")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise UsageError(f"“{shown}”没有写入的权限，请换一个位置")
    return text


def out_folder(text: str) -> str:
    """A folder that is there or can be made; wrong usage where a file is in its place."""
    path, shown = Path(text), one_line(text)
    there = next(place for place in (path, *path.absolute().parents) if place.exists())
    if not there.is_dir():
        raise UsageError(f"“{one_line(str(there))}”是文件，--out 要写一个目录")
    if not os.access(there, os.W_OK):
        raise UsageError(f"“{shown}”没有写入的权限，请换一个位置")
    return text
