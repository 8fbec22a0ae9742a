"""A few pages are computed at a time, in the order of their clicks.

Sixty people who open their page in the same second share one interpreter. Were all computed at once, each would get a
sixtieth of it and all would wait for as long as the last one; in turns half of them wait half as long, and none longer.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 2
_PATIENCE_SECONDS = 3.0


class Turns:
    """So many at a time. Whoever has waited for long begins all the same: a page that hangs must not stop the others."""

    def __init__(self, at_once: int, patience: float) -> None:
        self._free = threading.Semaphore(at_once)
        self._patience = patience

    @contextmanager
    def one(self) -> Iterator[None]:
        """While it lasts, somebody's page is computed."""
        given = self._free.acquire(timeout=self._patience)
        try:
            yield
        finally:
            if given:
                self._free.release()


TURNS = Turns(AT_ONCE, _PATIENCE_SECONDS)
"""Those of this process."""
