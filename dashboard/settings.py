"""Where the dashboard finds its database and its plan, and what time it is at the office."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from master.places import workplan_in_force
from schemas.plan_files import packaged_workplan

DB = "TAIZHANG_DB"
WORKPLAN = "TAIZHANG_WORKPLAN"
DEFAULT_DB = f"data{os.sep}taizhang.db"

_OFFICE_TIME = dt.timezone(dt.timedelta(hours=8))
"""China keeps one time all year; a fixed offset needs no time zone database (Windows has none)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The database's address and the workplan folder that was asked for: they travel to the worker as environment
    variables. Nothing asked for (or the packaged plan): the folder is found anew whenever it is needed."""

    db: str
    asked: Path | None = None

    @classmethod
    def from_environment(cls) -> Settings:
        """What the environment says, or the defaults of the command line."""
        folder = os.environ.get(WORKPLAN)
        return cls(os.environ.get(DB) or DEFAULT_DB, Path(folder) if folder else None)

    def to_environment(self) -> None:
        """Say it to this process and every process it starts."""
        os.environ.update(self.environment)
        if self.asked is None:
            os.environ.pop(WORKPLAN, None)

    @property
    def environment(self) -> dict[str, str]:
        """The same as variables for another process."""
        return {DB: self.db} | ({WORKPLAN: str(self.asked)} if self.asked else {})

    @property
    def workplan(self) -> Path:
        """The folder of the plan in force: the one asked for, else the database's own, else the packaged one."""
        if self.asked is not None and self.asked != packaged_workplan():
            return self.asked
        return workplan_in_force(self.db) or packaged_workplan()


def office_now() -> dt.datetime:
    """The time on the office's clock, without a zone, as the master keeps it."""
    return dt.datetime.now(_OFFICE_TIME).replace(tzinfo=None)
