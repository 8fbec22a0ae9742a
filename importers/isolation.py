"""Run a function over files in a child process that may die, hang or eat memory without harm.

Files travel in batches, because a process round trip per file would cost more than reading it. When a
batch's child dies, overruns its time or its memory, the batch's files run alone until the guilty one
stands alone: that one becomes a refusal, all others succeed, and the order is kept.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from importers.batches import Batching, run_batches
from importers.confinement import ProcessLimits, begin
from vocabulary.findings import Refusal

try:
    import fcntl
except ImportError:  # not on Windows, whose pipes are as wide as they are
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from pebble import ProcessPool

T = TypeVar("T")
R = TypeVar("R")

READERS = min(2, os.cpu_count() or 1)
"""Children that a pool may have. Reading takes as long as checking and storing: two of them keep both cores of a small
machine busy, also while the parent waits for the first files."""
_STALLED_AFTER = 3
_PIPE_BYTES = 1024 * 1024
"""What Linux lets anybody ask for; 25 ledgers are half of it on their way in, their rows three quarters back."""
_starting = threading.Lock()


class IsolatedPool:
    """Child processes kept warm between imports. Use as a context manager; leaves no child behind.

    The first child starts when it is asked for or needed, each further one, up to ``workers``, when there is more
    to do than those there have taken. The functions given to ``run`` live in importable modules: a child never
    runs the main program again, so nothing of ``__main__`` exists there. Not to be shared between threads.
    """

    def __init__(
        self, limits: ProcessLimits | None = None, *, workers: int = READERS, lasting: bool = True
    ) -> None:
        self.lasting = lasting
        """Whether more imports may follow; if not, whoever has the last result may dismiss the children."""
        self._limits = limits or ProcessLimits()
        self._workers = workers
        self._modules: tuple[str, ...] = ()
        # One child each: a pool of several would start them all for a single file.
        self._pools: list[ProcessPool] = []
        self._under_way: dict[Future[Any], ProcessPool] = {}

    def __enter__(self) -> IsolatedPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def under_way(self) -> int:
        """How many batches were sent and have not been answered."""
        return len(self._under_way)

    def warm(self, *modules: str) -> None:
        """Start the first child now, without waiting for it. ``modules`` are what the work will need: they
        are loaded before a child is confined, while it may still keep their compiled form for the next one."""
        self._modules = modules
        if not self._pools:
            self._start()

    def dismiss(self) -> None:
        """Tell the children to end, without waiting the tenth of a second that it takes.

        The last results must be there. ``close`` has still to be called.
        """
        for pool in self._pools:
            pool.stop()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """End the children; work under way is cancelled. The pool may be used again afterwards."""
        pools, self._pools = self._pools, []
        for pool in pools:
            pool.stop()  # type: ignore[no-untyped-call]
        for pool in pools:
            pool.join()
        for future in tuple(self._under_way):
            future.cancel()
        self._under_way.clear()

    def run(
        self,
        function: Callable[[list[T]], Sequence[R]],
        items: Iterable[T],
        batching: Batching | None = None,
    ) -> Iterator[tuple[int, R | Refusal]]:
        """(index, result) of every item, in order; Refusal(unreadable) where the item ended its child.

        ``function`` takes a list and returns one equally long. Items are taken lazily, a few batches
        ahead. An exception of ``function`` counts as that item's failure and is logged. Raises at once
        when ``function`` cannot be sent to a child (pickle.PicklingError, AttributeError).
        """
        pickle.dumps(function)
        return run_batches(self._Lane(self, function), items, batching or Batching())

    class _Lane:
        """How run_batches reaches the pool."""

        def __init__(self, pool: IsolatedPool, function: Callable[[list[Any]], Sequence[Any]]) -> None:
            limits = pool._limits
            self._pool, self._function, self._limits = pool, function, limits
            self.patience = _STALLED_AFTER * max(limits.seconds_per_batch, limits.seconds_per_file)

        def submit(self, batch: Sequence[Any]) -> Future[Sequence[Any]]:
            seconds = min(self._limits.seconds_per_file * len(batch), self._limits.seconds_per_batch)
            return self._pool._schedule(self._function, list(batch), seconds)

        def heal(self) -> None:
            self._pool.close()

        def is_sound(self) -> bool:
            pools = self._pool._pools
            return bool(pools) and all(pool.active for pool in pools)

    def _schedule(
        self, function: Callable[[list[Any]], Sequence[Any]], batch: list[Any], seconds: float
    ) -> Future[Sequence[Any]]:
        pool = self._least_busy()
        try:
            future = pool.schedule(function, args=[batch], timeout=seconds)
        except RuntimeError:
            # The pool gave itself up, for instance because its child was killed while idle.
            self.close()
            pool = self._least_busy()
            future = pool.schedule(function, args=[batch], timeout=seconds)
        self._under_way[future] = pool
        future.add_done_callback(lambda done: self._under_way.pop(done, None))
        return future

    def _least_busy(self) -> ProcessPool:
        """The pool with the fewest batches under way; a new one when all have some and there may be more."""
        # A copy: answers come in other threads, and take theirs out.
        busy = Counter([*self._under_way.values()])
        pool = min(self._pools, key=busy.__getitem__, default=None)
        if pool is None or (busy[pool] and len(self._pools) < self._workers):
            pool = self._start()
        return pool

    def _start(self) -> ProcessPool:
        from pebble import ProcessPool

        pool = ProcessPool(
            max_workers=1,
            initializer=begin,
            initargs=[self._limits, self._modules],
            context=_LightSpawn(),
        )
        _ = pool.active  # asking starts the child
        self._pools.append(pool)
        return pool


def run_isolated(
    function: Callable[[list[T]], Sequence[R]],
    items: Iterable[T],
    *,
    limits: ProcessLimits | None = None,
    batching: Batching | None = None,
) -> Iterator[tuple[int, R | Refusal]]:
    """The same as IsolatedPool.run with a child of its own, which ends when the iterator does."""
    with IsolatedPool(limits) as pool:
        yield from pool.run(function, items, batching)


def run_on_executor(
    function: Callable[[list[T]], Sequence[R]],
    items: Iterable[T],
    executor: Executor,
    *,
    batching: Batching | None = None,
) -> Iterator[tuple[int, R | Refusal]]:
    """The same order and the same splitting on any executor, such as a Dask cluster's.

    Time and memory are the executor's to limit; a batch it reports as failed is run file by file. Raises
    what ``executor.submit`` raises once the executor itself is broken.
    """
    return run_batches(_ExecutorLane(function, executor), items, batching or Batching())


class _ExecutorLane:
    patience = float("inf")

    def __init__(self, function: Callable[[list[Any]], Sequence[Any]], executor: Executor) -> None:
        self._function = function
        self._executor = executor

    def submit(self, batch: Sequence[Any]) -> Future[Sequence[Any]]:
        return self._executor.submit(self._function, list(batch))

    def heal(self) -> None:
        return

    def is_sound(self) -> bool:
        return True


class _LightProcess(SpawnProcess):
    """A spawned process that does not run the main program again.

    multiprocessing repeats the parent's ``__main__`` in every child. Under Streamlit or a web server
    that would load the whole application, for a second and 200 MB, to read one file.
    """

    def start(self) -> None:
        with _starting, _nothing_as_main():
            super().start()


class _LightSpawn(SpawnContext):
    Process = _LightProcess

    def Pipe(self, duplex: bool = True) -> tuple[Connection, Connection]:  # noqa: N802
        """A pipe that holds a batch whole: whoever sends one can go on with its work.

        Through the usual 64 KB a batch goes in a dozen pieces, and for each of them the child waits until
        the parent's main thread lets its receiving thread have the interpreter.
        """
        ends = super().Pipe(duplex)
        if not duplex:
            _widen(ends[1])
        return ends


def _widen(end: Connection) -> None:
    if fcntl is not None:
        # A system may allow less or know nothing of it; then it is as slow as everywhere else.
        with suppress(OSError, AttributeError):
            fcntl.fcntl(end.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


@contextmanager
def _nothing_as_main() -> Iterator[None]:
    """Let an empty module stand for ``__main__`` for the few milliseconds a start takes."""
    real, stand_in = sys.modules["__main__"], ModuleType("__main__")
    sys.modules["__main__"] = stand_in
    try:
        yield
    finally:
        if sys.modules.get("__main__") is stand_in:
            sys.modules["__main__"] = real
