"""The connections of open tabs: they are cut as soon as their session ends, wherever it was ended."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from starlette.concurrency import run_in_threadpool

_LOOK_SECONDS = 5.0
_log = logging.getLogger("taizhang.web")


class OpenTabs:
    """Of one server. ``holds`` tells of a cookie's token whether its session still does; it may be slow."""

    def __init__(self, holds: Callable[[str], bool]) -> None:
        self._holds = holds
        self._ends: dict[str, set[asyncio.Event]] = defaultdict(set)

    @contextmanager
    def opened(self, token: str) -> Iterator[asyncio.Event]:
        """While a connection is open; the event is set when it has to end."""
        end = asyncio.Event()
        self._ends[token].add(end)
        try:
            yield end
        finally:
            self._ends[token].discard(end)
            if not self._ends[token]:
                del self._ends[token]

    def cut(self, token: str) -> None:
        """End a session's connections now."""
        for end in self._ends.get(token, ()):
            end.set()

    async def look(self) -> None:
        """End the connections of sessions that no longer hold."""
        for token in list(self._ends):
            if not await run_in_threadpool(self._holds, token):
                self.cut(token)

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                await self.look()
            except Exception:
                _log.exception("检查登录状态失败")

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """While the server runs."""
        task = asyncio.create_task(self.watch())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
