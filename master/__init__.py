"""The master table that never forgets: the only place that knows SQL.

Importing this package is cheap; SQLAlchemy is imported when a master is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from master.errors import MasterError, StalePreparationError

if TYPE_CHECKING:
    from master.store import Master

__all__ = ["Master", "MasterError", "StalePreparationError", "open_master"]


def open_master(url: str) -> Master:
    """Open a master, creating or upgrading its tables where needed.

    ``url`` is "sqlite:///path", a plain path, or "postgresql+psycopg://…". MasterError with a Chinese
    sentence when the place is missing, unreadable, not a database, or of a newer version.
    """
    from master.store import open_store

    return open_store(url)


def __getattr__(name: str) -> object:
    if name == "Master":
        from master.store import Master

        return Master
    raise AttributeError(f"module 'master' has no attribute {name!r}")
