"""From the bytes of a file to a Workbook: the only package that opens spreadsheets.

Archives and comments are loaded when first asked for: a child that only reads starts sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from importers.reading.limits import LIMITS, ReadLimits
from importers.reading.reader import read_workbook

if TYPE_CHECKING:
    from importers.reading.archives import expand, is_archive, left_by_systems, too_large
    from importers.reading.comments import read_comments

__all__ = [
    "LIMITS",
    "ReadLimits",
    "expand",
    "is_archive",
    "left_by_systems",
    "read_comments",
    "read_workbook",
    "too_large",
]

_LATER = {
    "expand": "archives",
    "is_archive": "archives",
    "left_by_systems": "archives",
    "too_large": "archives",
    "read_comments": "comments",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)
