"""The connection of a tab that is cut off when its session ends, without losing what was just sent through it.

A tab that connects anew asks for a run of its page only if it takes one to be under way. What it sent in the moment it
was cut off never arrived; its fields would show that text, and the page would not have heard of it. So the last thing
it is told is that a run is under way.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.types import Message, Receive, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.SessionStatus_pb2 import SessionStatus

UNDER_WAY = ForwardMsg(session_status_changed=SessionStatus(script_is_running=True)).SerializeToString()


class CutLine:
    """Of one connection, which holds until ``end`` is set."""

    def __init__(self, receive: Receive, send: Send, end: asyncio.Event) -> None:
        self._receive, self._send, self._end = receive, send, end
        self._cut = False

    async def receive(self) -> Message:
        """What the tab says; when the connection is to end, that the tab has hung up."""
        said = asyncio.ensure_future(self._receive())
        ended = asyncio.ensure_future(self._end.wait())
        try:
            await asyncio.wait({said, ended}, return_when=asyncio.FIRST_COMPLETED)
            if said.done():
                return said.result()
            self._cut = True
            with suppress(OSError):  # it has just been closed from the other side
                await self._send({"type": "websocket.send", "bytes": UNDER_WAY})
            return {"type": "websocket.disconnect", "code": 4401}
        finally:
            said.cancel()
            ended.cancel()

    async def send(self, message: Message) -> None:
        """Tell the tab something; after the last word only that the connection is closed."""
        if not self._cut or message["type"] == "websocket.close":
            await self._send(message)
