"""What a tab hears when its session ends while it is open."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.gate.cut_line import CutLine

SAID: Message = {"type": "websocket.receive", "bytes": b"said"}
TOLD: Message = {"type": "websocket.send", "bytes": b"told"}
CLOSE: Message = {"type": "websocket.close", "code": 1000}
HUNG_UP: Message = {"type": "websocket.disconnect", "code": 4401}


class Line:
    """Both ends of a connection: what the server hears through it, what the tab hears."""

    def __init__(self, *, gone: bool = False) -> None:
        self.said: asyncio.Queue[Message] = asyncio.Queue()
        self.end = asyncio.Event()
        self.heard: list[Message] = []
        self._gone = gone
        self.cut = CutLine(self.said.get, self._hear, self.end)

    async def _hear(self, message: Message) -> None:
        if self._gone:
            raise OSError
        self.heard.append(message)


def test_what_both_say_passes_while_the_session_holds() -> None:
    async def play() -> None:
        line = Line()
        line.said.put_nowait(SAID)
        assert await line.cut.receive() == SAID
        await line.cut.send(TOLD)
        assert line.heard == [TOLD]

    asyncio.run(play())


def test_the_last_word_is_that_a_run_is_under_way_so_that_the_tab_asks_again() -> None:
    async def play() -> None:
        line = Line()
        waiting = asyncio.create_task(line.cut.receive())
        await asyncio.sleep(0)
        line.end.set()
        assert await waiting == HUNG_UP
        await line.cut.send(TOLD)
        await line.cut.send(CLOSE)
        word, closed = line.heard
        assert ForwardMsg.FromString(word["bytes"]).session_status_changed.script_is_running
        assert closed == CLOSE

    asyncio.run(play())


@pytest.mark.parametrize("over", [False, True], ids=["in time", "at the moment of the cut"])
def test_what_the_server_already_has_is_heard(over: bool) -> None:
    async def play() -> None:
        line = Line()
        line.said.put_nowait(SAID)
        if over:
            line.end.set()
        assert await line.cut.receive() == SAID

    asyncio.run(play())


def test_a_tab_that_is_gone_already_is_no_error() -> None:
    async def play() -> None:
        line = Line(gone=True)
        line.end.set()
        assert await line.cut.receive() == HUNG_UP

    asyncio.run(play())
