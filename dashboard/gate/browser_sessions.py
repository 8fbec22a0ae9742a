"""Which account a browser tab's Streamlit session belongs to: files may only be uploaded into one's own."""

from __future__ import annotations

import threading
from collections import OrderedDict

_MOST = 10_000


class TabOwners:
    """Streamlit's session id → account. Safe to share between threads; the oldest are forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owners: OrderedDict[str, int] = OrderedDict()

    def note(self, session: str, account: int) -> None:
        """A tab has shown a page to an account."""
        with self._lock:
            self._owners[session] = account
            self._owners.move_to_end(session)
            while len(self._owners) > _MOST:
                self._owners.popitem(last=False)

    def belongs(self, session: str, account: int) -> bool:
        """Whether the tab is this account's."""
        with self._lock:
            return self._owners.get(session) == account


OWNERS = TabOwners()
"""Those of this process: pages and middleware run in the same one."""
