"""Database and plan for what answers outside the pages: opened at first need, shared by all requests."""

from __future__ import annotations

import threading
from pathlib import Path

from dashboard.settings import Settings
from master import Master, open_master
from schemas.plan import Plan
from schemas.plan_files import plan_in_use
from schemas.plan_folder import State, state_of


class Sources:
    """Safe to share between threads. The plan is read again when a file of its folder has changed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._master: Master | None = None
        self._plan: tuple[tuple[Path, State], Plan] | None = None

    @property
    def master(self) -> Master:
        """The open database; MasterError when it cannot be opened."""
        with self._lock:
            if self._master is None:
                self._master = open_master(self._settings.db)
            return self._master

    @property
    def plan(self) -> Plan:
        """The plan in force."""
        folder = self._settings.workplan
        key = (folder, state_of(folder))
        with self._lock:
            if self._plan is None or self._plan[0] != key:
                self._plan = key, plan_in_use(folder)
            return self._plan[1]

    @property
    def workplan(self) -> Path:
        """The folder of the plan in force."""
        return self._settings.workplan

    def close(self) -> None:
        """Give the connections back."""
        with self._lock:
            if self._master is not None:
                self._master.close()
                self._master = None
