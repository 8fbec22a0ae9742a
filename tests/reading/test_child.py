"""One child: asked in turn, answered in turn, and what becomes of it never hangs whoever asked."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

import psutil
import pytest

from importers.child import Child, ChildDiedError, Queue, WorkFailedError, ask
from importers.confinement import ProcessLimits
from tests.patience import PATIENCE
from tests.reading.child_functions import obey

LIMITS = ProcessLimits(memory_bytes=700 * 1024 * 1024)
posix = pytest.mark.skipif(os.name == "nt", reason="signals and descriptors are POSIX")


class One:
    """A queue and the one child that answers it."""

    def __init__(self, *modules: str) -> None:
        self.asked: Queue = SimpleQueue()
        self.children = [Child(self.asked, LIMITS, modules)]

    def ask(self, function: Callable[[Any], Any], argument: Any, seconds: float) -> Future[Any]:
        return ask(self.asked, function, argument, seconds)

    def close(self) -> None:
        Child.close(self.asked, self.children)


@pytest.fixture
def child() -> Iterator[One]:
    started = One()
    yield started
    started.close()
    assert psutil.Process().children() == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("reading-")]


def asked(child: One, word: str, seconds: float = 20) -> Future[list[str]]:
    return child.ask(obey, [word], seconds)


def pid() -> int:
    [process] = psutil.Process().children()
    return process.pid


def test_answers_come_in_the_order_of_the_questions(child: One) -> None:
    answers = [asked(child, str(number)) for number in range(20)]
    assert [answer.result() for answer in answers] == [[str(number)] for number in range(20)]


def test_what_goes_wrong_is_told_in_words_and_the_child_goes_on(child: One) -> None:
    with pytest.raises(WorkFailedError, match="ValueError"):
        asked(child, "raise").result()
    assert asked(child, "a").result() == ["a"]


@posix
@pytest.mark.parametrize(
    ("word", "error"),
    [("die", ChildDiedError), ("leave", ChildDiedError), ("hang", TimeoutError), ("boast", ChildDiedError)],
)
def test_after_a_childs_end_another_one_answers_what_was_asked_meanwhile(
    child: One, word: str, error: type[Exception]
) -> None:
    answers = [asked(child, one, 3 if one == "hang" else 60) for one in ("a", word, "b", "c")]
    assert answers[0].result() == ["a"]
    with pytest.raises(error):
        answers[1].result()
    assert [answer.result() for answer in answers[2:]] == [["b"], ["c"]]


@posix
def test_an_answer_nobody_can_read_is_told_to_whoever_asked(child: One) -> None:
    with pytest.raises(pickle.UnpicklingError):
        asked(child, "lie").result()


@posix
def test_what_a_library_prints_does_not_stand_between_the_answers(child: One) -> None:
    assert [asked(child, word).result() for word in ("print", "a")] == [["print"], ["a"]]


@posix
def test_a_child_that_was_killed_while_it_had_nothing_to_do_is_replaced(child: One) -> None:
    assert asked(child, "a").result() == ["a"]
    first = pid()
    os.kill(first, signal.SIGKILL)
    time.sleep(0.2)
    assert asked(child, "b").result() == ["b"]
    assert pid() != first


@posix
def test_ctrl_c_is_for_the_parent(child: One) -> None:
    assert asked(child, "a").result() == ["a"]
    first = pid()
    os.kill(first, signal.SIGINT)
    assert asked(child, "b").result() == ["b"]
    assert pid() == first


def test_whoever_waits_when_the_child_is_closed_is_told() -> None:
    child = One()
    working, waiting = asked(child, "hang"), asked(child, "a")
    while not working.running():
        time.sleep(0.01)
    child.close()
    with pytest.raises(ChildDiedError):
        working.result(timeout=PATIENCE)
    with pytest.raises(CancelledError):
        waiting.result(timeout=PATIENCE)


def test_a_child_that_never_gets_ready_is_given_up_also_with_more_to_say_than_a_pipe_holds() -> None:
    child = One("tests.reading.never_ready")
    # Asked for and not awaited in pytest.raises: waiting in vain would raise the very same.
    error = child.ask(obey, ["a" * 5_000_000], 0.5).exception(timeout=PATIENCE)
    assert isinstance(error, TimeoutError)
    child.close()


def test_what_was_cancelled_is_not_asked_any_more(child: One) -> None:
    first, second, third = asked(child, "who"), asked(child, "hang"), asked(child, "a")
    assert second.cancel()
    assert first.result() == [str(pid())]
    assert third.result() == ["a"]


def test_a_child_that_cannot_be_started_again_fails_what_is_asked(
    child: One, monkeypatch: pytest.MonkeyPatch
) -> None:
    with suppress(ChildDiedError):
        asked(child, "leave").result()
    monkeypatch.setattr(sys, "executable", "no-such-python")
    with pytest.raises(OSError, match="python"):
        asked(child, "a").result(timeout=PATIENCE)
    monkeypatch.undo()
    assert asked(child, "b").result(timeout=PATIENCE) == ["b"]


def test_what_cannot_be_sent_is_said_at_once(child: One) -> None:
    with pytest.raises((AttributeError, pickle.PicklingError)):
        child.ask(lambda word: word, "a", 1)


def test_of_two_children_whoever_is_free_takes_the_oldest_question() -> None:
    asked_both: Queue = SimpleQueue()
    children = [Child(asked_both, LIMITS), Child(asked_both, LIMITS)]
    slow = ask(asked_both, obey, ["hang"], PATIENCE)
    quick = [ask(asked_both, obey, [str(number)], 20) for number in range(6)]
    assert [answer.result() for answer in quick] == [[str(number)] for number in range(6)]
    assert not slow.done()
    Child.close(asked_both, children)
    with pytest.raises(ChildDiedError):
        slow.result(timeout=PATIENCE)
