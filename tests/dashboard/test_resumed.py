"""What a tab hears that connects anew: the end of its own run, never of one it was cut off from."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message, Receive
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.gate.resumed import OwnRuns

ASKS, OTHER_WORD, NOISE = "asks", "other word", "noise"


def begins(run: str) -> ForwardMsg:
    said = ForwardMsg()
    said.new_session.name = run
    said.metadata.run.script_run_id = run
    return said


def ends(
    run: str, status: ForwardMsg.ScriptFinishedStatus.ValueType = ForwardMsg.FINISHED_SUCCESSFULLY
) -> ForwardMsg:
    said = ForwardMsg(script_finished=status)
    said.metadata.run.script_run_id = run
    return said


def shows(run: str) -> ForwardMsg:
    said = ForwardMsg()
    said.delta.new_element.text.body = run
    return said


EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN
OLD, NEW = "old", "new"


@pytest.mark.parametrize(
    ("course", "kept_back"),
    [
        pytest.param([ends(OLD), ASKS, begins(NEW), shows(NEW), ends(NEW)], [0], id="told before it asks"),
        pytest.param([ASKS, ends(OLD), begins(NEW), ends(NEW)], [1], id="told before its run begins"),
        pytest.param(
            [begins(OLD), ends(OLD), ASKS, begins(NEW), ends(NEW)], [1], id="old run from its start"
        ),
        pytest.param([ASKS, begins(NEW), ends(OLD), ends(NEW)], [2], id="told while its own is running"),
        pytest.param(
            [ends(OLD, EARLY), ASKS, begins(NEW), ends(NEW)], [], id="an early end throws nothing away"
        ),
        pytest.param([OTHER_WORD, begins(OLD), ends(OLD)], [2], id="another word is no asking"),
        pytest.param([NOISE, ASKS, begins(NEW), ends(NEW)], [], id="noise is Streamlit's to refuse"),
        pytest.param(
            [ASKS, begins(NEW), ends(NEW), begins("x"), ends("x")], [], id="later runs are heard of"
        ),
        pytest.param([ASKS, begins(OLD), begins(NEW), ends(NEW)], [], id="asked twice"),
    ],
)
def test_a_tab_hears_only_of_its_own_ends(course: list[ForwardMsg | str], kept_back: list[int]) -> None:
    heard: list[bytes] = []
    frames = {
        ASKS: BackMsg(rerun_script=ClientState()).SerializeToString(),
        OTHER_WORD: BackMsg(stop_script=True).SerializeToString(),
        NOISE: b"\xff\xff\xff",
    }

    async def play() -> None:
        runs = OwnRuns()

        async def send(message: Message) -> None:
            heard.append(message["bytes"])

        tell = runs.heard_by(send)
        for one in course:
            if isinstance(one, str):
                await runs.asked_through(_once({"type": "websocket.receive", "bytes": frames[one]}))()
            else:
                await tell({"type": "websocket.send", "bytes": one.SerializeToString()})

    asyncio.run(play())
    assert heard == [
        one.SerializeToString()
        for place, one in enumerate(course)
        if not isinstance(one, str) and place not in kept_back
    ]


def _once(message: Message) -> Receive:
    async def receive() -> Message:
        return message

    return receive
