"""What people who only look are shown while ledgers come in by the dozen: a new state now and then, not one a file.

Each file that is merged makes a new revision of the master, and with it all figures of the county anew. Twenty leaders
at the charts would compute them six hundred times while six hundred ledgers come in.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

EVERY_SECONDS = 10.0


class SteadyRevisions:
    """The revision shown of each database. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._shown: dict[str, tuple[int, float]] = {}

    def shown(self, db: str, newest: int) -> int:
        """The newest revision, unless another has been shown for less than ten seconds."""
        now = self._clock()
        with self._lock:
            known = self._shown.get(db)
            if known is None or (known[0] != newest and now - known[1] >= EVERY_SECONDS):
                known = self._shown[db] = (newest, now)
            return known[0]


REVISIONS = SteadyRevisions()
"""Those of this process."""
