"""One child process that does what it is asked, in order and within its limits.

It is asked over its standard input and answers over its standard output, strictly in turn: whoever wrote ahead of an
answer could wait for the child while the child waits for the answer to be taken.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import IO, Any, NamedTuple, TypeAlias

from importers.allowance import Allowance
from importers.confinement import ProcessLimits
from importers.serving import HEADER

try:
    import fcntl
except ImportError:  # not on Windows, whose pipes are as wide as they are
    fcntl = None  # type: ignore[assignment]

_BEGIN = (
    "import gc, pickle, sys; gc.disable(); sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from importers.serving import serve; serve()"
)
"""The child finds modules where its parent does, and never runs the parent's main program: under Streamlit that
would load the whole application, for a second and 200 MB, to read one file. While modules are loaded nothing becomes
garbage: looking for it would be a sixteenth of the start."""
_WINDOWS_FLAGS: int = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(
    subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0
)
_PIPE_BYTES = 1024 * 1024
"""What Linux lets anybody ask for; 25 ledgers are half of it on their way in, their rows three quarters back."""


class ChildDiedError(Exception):
    """The child ended before it answered."""


class WorkFailedError(Exception):
    """What was asked of the child raised; the words say what."""


class Request(NamedTuple):
    """``words`` is pickled: a function and its only argument. ``seconds`` of the processor may its work take."""

    words: bytes
    seconds: float
    answer: Future[Any]


Queue: TypeAlias = "SimpleQueue[Request | None]"
"""What several children are asked: whoever is free takes the oldest request. None ends one that waits."""


def ask(asked: Queue, function: Callable[[Any], Any], argument: Any, seconds: float) -> Future[Any]:
    """What ``function`` returns for ``argument``; raises at once when they cannot be sent.

    The future fails with WorkFailedError, with TimeoutError after ``seconds`` of work (see importers.allowance), or
    with ChildDiedError.
    """
    words = pickle.dumps((function, argument), pickle.HIGHEST_PROTOCOL)
    request = Request(words, seconds, Future())
    asked.put(request)
    return request.answer


class Child:
    """A child process and the thread that talks to it. ``modules`` are loaded before it is confined, while it may still
    keep their compiled form for the next one. When it dies, another one takes its place for what is asked next."""

    def __init__(self, asked: Queue, limits: ProcessLimits, modules: Sequence[str] = ()) -> None:
        self._asked, self._limits, self._modules = asked, limits, tuple(modules)
        self._changing = threading.Lock()
        self._closed = self._overdue = False
        self._allowance: Allowance
        self._used: float
        self._process = self._start()
        self._talking = threading.Thread(target=self._talk, name="reading-child", daemon=True)
        self._talking.start()

    @staticmethod
    def close(asked: Queue, children: Sequence[Child]) -> None:
        """End all children of a queue. What they were asked and have not answered is cancelled or fails."""
        for child in children:
            with child._changing:
                child._closed = True
                child._process.kill()
        for _ in children:
            asked.put(None)
        for child in children:
            child._talking.join()
            child._bury()
        with suppress(Empty):
            while True:
                if left := asked.get_nowait():
                    left.answer.cancel()

    def _talk(self) -> None:
        """The thread: one request after the other, until the child is closed."""
        request = self._next(wait=True)
        while request is not None:
            try:
                words = self._answer()
            except Exception as error:  # whatever became of the process, it is told to whoever asked
                self._bury()
                request.answer.set_exception(error)
                request = self._next(wait=True)
                continue
            # The child goes on while its answer is unpacked.
            following = self._next(wait=False)
            _settle(request.answer, words)
            request = following or self._next(wait=True)

    def _next(self, *, wait: bool) -> Request | None:
        """The next request, sent; None when the child is closed, or when there is none and nobody is to wait."""
        while not self._closed:
            try:
                request = self._asked.get(wait)
            except Empty:
                return None
            if request is None or not request.answer.set_running_or_notify_cancel():
                continue
            try:
                self._replace_dead()
            except OSError as error:
                request.answer.set_exception(error)
                continue
            # From here on: a child may also hang while it starts, and then reads nothing.
            self._overdue = False
            self._allowance = Allowance(self._process.pid, request.seconds, self._used, self._overrun)
            _send(self._process, request.words)
            return request
        return None

    def _replace_dead(self) -> None:
        with self._changing:
            if self._process.poll() is not None and not self._closed:
                self._bury()
                self._process = self._start()

    def _answer(self) -> bytes:
        """What the child answers, still pickled."""
        try:
            length, self._used = HEADER.unpack(self._read(HEADER.size))
            if length > self._limits.memory_bytes:
                raise ChildDiedError("the child answers nonsense")
            words = self._read(length)
        finally:
            self._allowance.end()
        if self._overdue:
            # It answered in the moment in which it was ended: the next request needs another one.
            self._bury()
        return words

    def _read(self, size: int) -> bytes:
        words = _pipes(self._process)[1].read(size)
        if len(words) == size:
            return words
        if self._overdue:
            raise TimeoutError
        raise ChildDiedError(f"the child ended with status {self._process.wait()}")

    def _overrun(self) -> None:
        self._overdue = True
        self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", _BEGIN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=_WINDOWS_FLAGS,
        )
        self._used = 0.0
        for pipe in _pipes(process):
            _widen(pipe)
        _send(process, pickle.dumps(sys.path) + pickle.dumps((self._limits, self._modules)))
        return process

    def _bury(self) -> None:
        """Leave nothing of the process behind."""
        self._process.kill()
        self._process.wait()
        for pipe in _pipes(self._process):
            with suppress(OSError):  # what was not sent yet cannot be any more
                pipe.close()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def _send(process: subprocess.Popen[bytes], words: bytes) -> None:
    # That the process is gone is noticed where its answer is awaited.
    with suppress(OSError, ValueError):
        pipe = _pipes(process)[0]
        pipe.write(words)
        pipe.flush()


def _settle(answer: Future[Any], words: bytes) -> None:
    try:
        done, told = pickle.loads(words)
    except Exception as error:  # a child that was led astray may answer anything
        answer.set_exception(error)
        return
    if done:
        answer.set_result(told)
    else:
        answer.set_exception(WorkFailedError(told))


def _widen(pipe: IO[bytes]) -> None:
    """A pipe that holds a batch whole: whoever sends one can go on with its work.

    Through the usual 64 KB a batch goes in a dozen pieces, and for each of them the child waits until the parent's
    main thread lets the one that talks to it have the interpreter.
    """
    if fcntl is not None:
        # A system may allow less or know nothing of it; then it is as slow as everywhere else.
        with suppress(OSError, AttributeError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
