"""Where a database and what belongs to it stand on disk: told from the address alone, nothing is opened."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

_SQLITE = "sqlite:///"
_NAME = re.compile(r"://[^/]*/([^/?]+)")
_DATA = Path("data")


def sqlite_path(url: str) -> Path | None:
    """The file of an SQLite address or plain path; None for a database server."""
    if url.startswith(_SQLITE):
        return Path(unquote(url[len(_SQLITE) :]))
    return None if "://" in url else Path(url)


def own_workplan(url: str) -> Path:
    """The workplan folder that goes with a database: beside its file and named after it.

    A database on a server has it under ``data``, as the file would be by default. The folder need not exist.
    """
    path = sqlite_path(url)
    if path is None:
        name = _NAME.search(url)
        path = _DATA / (unquote(name[1]) if name else "taizhang")
    return path.with_name(f"{path.stem}_workplan")


def workplan_in_force(url: str) -> Path | None:
    """The database's own workplan folder where there is one; None: the packaged plan holds."""
    own = own_workplan(url)
    return own if (own / "plan.toml").is_file() else None
