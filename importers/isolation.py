"""Run a function over files in child processes that may die, hang or eat memory without harm.

Files travel in batches, because a process round trip per file would cost more than reading it. When a
batch's child dies, overruns its time or its memory, the batch's files run alone until the guilty one
stands alone: that one becomes a refusal, all others succeed, and the order is kept.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from types import TracebackType
from typing import Any, TypeVar

from importers.batches import Batching, run_batches
from importers.child import Child, Queue, ask
from importers.confinement import ProcessLimits
from vocabulary.findings import Refusal

T = TypeVar("T")
R = TypeVar("R")

READERS = min(2, os.cpu_count() or 1)
"""Children that a pool may have. Reading takes as long as checking and storing: two of them keep both cores of a small
machine busy, also while the parent waits for the first files."""


class IsolatedPool:
    """Child processes kept warm between imports. Use as a context manager; leaves no child behind.

    The first child starts when it is asked for or needed, each further one, up to ``workers``, when there is more
    to do than those there have taken. The functions given to ``run`` live in importable modules: a child never
    runs the main program again, so nothing of ``__main__`` exists there. Not to be shared between threads.
    """

    def __init__(self, limits: ProcessLimits | None = None, *, workers: int = READERS) -> None:
        self._limits = limits or ProcessLimits()
        self._workers = workers
        self._modules: tuple[str, ...] = ()
        self._asked: Queue = SimpleQueue()
        self._children: list[Child] = []
        self._under_way: set[Future[Any]] = set()

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
        """Start the first child now, without waiting for it. ``modules`` are what the work will need."""
        self._modules = modules
        if not self._children:
            self._start()

    def close(self) -> None:
        """End the children; work under way is cancelled or fails. The pool may be used again afterwards."""
        Child.close(self._asked, self._children)
        self._children = []
        self._asked = SimpleQueue()

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

        def submit(batch: Sequence[Any]) -> Future[Sequence[Any]]:
            return self._ask(function, list(batch))

        return run_batches(submit, items, batching or Batching())

    def _ask(self, function: Callable[[list[Any]], Sequence[Any]], batch: list[Any]) -> Future[Sequence[Any]]:
        limits = self._limits
        seconds = min(limits.seconds_per_file * len(batch), limits.seconds_per_batch)
        future = ask(self._asked, function, batch, seconds)
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)
        if len(self._children) < min(self.under_way, self._workers):
            self._start()
        return future

    def _start(self) -> None:
        self._children.append(Child(self._asked, self._limits, self._modules))


def run_isolated(
    function: Callable[[list[T]], Sequence[R]],
    items: Iterable[T],
    *,
    limits: ProcessLimits | None = None,
    batching: Batching | None = None,
) -> Iterator[tuple[int, R | Refusal]]:
    """The same as IsolatedPool.run with children of its own, which end when the iterator does."""
    with IsolatedPool(limits) as pool:
        yield from pool.run(function, items, batching)
