"""What a tab that connects anew must not be told: that a run it was cut off from is over.

When a connection is cut, Streamlit stops the run behind it and notes that it ended well. If that note reaches the tab
before its own new run does, the tab takes the page for finished, throws away every field the stopped run had not come
to, and with them what was typed there. Whether it does is a matter of milliseconds, so the note is held back.
"""

from __future__ import annotations

from contextlib import suppress

from google.protobuf.message import DecodeError
from starlette.types import Message, Receive, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class OwnRuns:
    """Of one connection: which ends of runs it may hear of. All may, once a run it has asked for has come to its end."""

    def __init__(self) -> None:
        self._asked = self._settled = False
        self._run = ""

    def heard_by(self, send: Send) -> Send:
        """The way to the tab, without the ends of runs that it did not ask for on this connection."""

        async def told(message: Message) -> None:
            data = message.get("bytes")
            if self._settled or not data or self._concerns_tab(ForwardMsg.FromString(data)):
                await send(message)

        return told

    def asked_through(self, receive: Receive) -> Receive:
        """The way from the tab, which is listened to until it asks for a run."""

        async def said() -> Message:
            message = await receive()
            data = message.get("bytes")
            if not self._asked and data:
                with suppress(DecodeError):  # Streamlit ends the connection itself
                    self._asked = BackMsg.FromString(data).WhichOneof("type") == "rerun_script"
            return message

        return said

    def _concerns_tab(self, said: ForwardMsg) -> bool:
        kind = said.WhichOneof("type")
        if kind == "new_session" and self._asked:
            self._run = said.metadata.run.script_run_id
        if kind != "script_finished" or said.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            return True
        self._settled = self._run != "" and said.metadata.run.script_run_id == self._run
        return self._settled
