"""One open tab, without a browser: Streamlit's messages over a WebSocket, as its page sends and receives them.

Clocked is what the server makes people wait for: from the click until the last message of the run has arrived and
was parsed. Drawing it is the browser's time and is not in it.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from dashboard.gate.guard import COOKIE

_OFFICE_OFFSET = -480


class Answered(NamedTuple):
    """One run of a page: how long it took, its size, and what it said went wrong ("" for nothing)."""

    seconds: float
    size: int
    wrong: str


@dataclass
class Tab:
    """A connection with what a browser remembers of the page: its widgets, its address, which page it is."""

    socket: ClientConnection
    pages: dict[str, str] = field(default_factory=dict)
    page: str = ""
    query: str = ""
    session: str = ""
    widgets: dict[str, Element] = field(default_factory=dict)
    values: dict[str, WidgetState] = field(default_factory=dict)

    async def run(self) -> Answered:
        """Have the page run as it stands, as any click does; the values of widgets that are gone are forgotten."""
        message = BackMsg()
        state: ClientState = message.rerun_script
        state.query_string, state.page_script_hash = self.query, self.page
        state.context_info.timezone, state.context_info.timezone_offset = "Asia/Shanghai", _OFFICE_OFFSET
        state.context_info.locale = "zh-CN"
        state.widget_states.widgets.extend(self.values.values())
        began = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        size, wrong = await self._answer()
        self.values = {key: one for key, one in self.values.items() if key in self.widgets}
        return Answered(time.perf_counter() - began, size, wrong)

    async def open(self, page: str, query: str = "") -> Answered:
        """Go to another page by the menu."""
        self.page, self.query, self.values = self.pages[page], query, {}
        return await self.run()

    def choose(self, group: ButtonGroup, option: str) -> None:
        """Another option of a segmented control, for the next run."""
        state = WidgetState(id=group.id)
        state.string_array_value.data.append(option)
        self.values[state.id] = state

    async def ask(self, message: BackMsg, kind: str) -> ForwardMsg:
        """Something between runs, and its answer."""
        await self.socket.send(message.SerializeToString())
        while True:
            told: ForwardMsg = ForwardMsg.FromString(await self._bytes())
            if told.WhichOneof("type") == kind:
                return told

    async def _answer(self) -> tuple[int, str]:
        """Take in everything until the run is through; runs that only lead to another one do not count."""
        size, wrong = 0, ""
        self.widgets = {}
        while True:
            raw = await self._bytes()
            size += len(raw)
            message = ForwardMsg.FromString(raw)
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return size, wrong
            elif kind == "new_session":
                self.session = message.new_session.initialize.session_id
            elif kind == "navigation":
                self._note_pages(message.navigation)
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                wrong = self._note_element(message.delta.new_element) or wrong

    async def _bytes(self) -> bytes:
        raw = await self.socket.recv()
        assert isinstance(raw, bytes)
        return raw

    def _note_pages(self, navigation: Any) -> None:
        self.pages = {one.url_pathname: one.page_script_hash for one in navigation.app_pages}
        self.page = navigation.page_script_hash

    def _note_element(self, element: Element) -> str:
        kind = element.WhichOneof("type") or ""
        part = getattr(element, kind, None)
        if kind == "exception":
            return f"{part.type}: {part.message}"  # type: ignore[union-attr]
        if kind == "alert" and part.format == part.ERROR:  # type: ignore[union-attr]
            return str(part.body)  # type: ignore[union-attr]
        key = getattr(part, "id", "")
        if key:
            self.widgets[key] = element
        return ""


@asynccontextmanager
async def open_tab(port: int, token: str) -> AsyncIterator[Tab]:
    """A tab of a browser that holds a session's cookie; nothing has been asked for yet."""
    origin = f"http://127.0.0.1:{port}"
    headers: Mapping[str, str] = {"Cookie": f"{COOKIE}={token}"}
    async with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        origin=origin,  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers=headers,
        max_size=None,
        ping_interval=None,
        proxy=None,
    ) as socket:
        yield Tab(socket)
