"""Run a function over files in child processes that may die, hang or eat memory without harm.

Files travel in batches, because a process round trip per file would cost more than reading it. When a
batch's child dies, overruns its time or its memory, the batch's files run alone until the guilty one
stands alone: that one becomes a refusal, all others succeed, and the order is kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from types import TracebackType
from typing import Any, TypeVar

from importers.batches import Batching
from importers.child import Child, Queue, ask
from importers.confinement import ProcessLimits
from importers.executors import ReadingPool
from vocabulary.findings import Refusal

T = TypeVar("T")
R = TypeVar("R")

READERS = min(2, os.cpu_count() or 1)
"""Children that a pool may have. Reading takes as long as checking and storing: two of them keep both cores of a small
machine busy, also while the parent waits for the first files."""


class IsolatedPool(ReadingPool):
    """Child processes kept warm between imports. Use as a context manager; leaves no child behind.

    The first child starts when it is asked for or needed, each further one, up to ``workers``, when there is more
    to do than those there have taken. The functions given to ``run`` live in importable modules: a child never
    runs the main program again, so nothing of ``__main__`` exists there. Not to be shared between threads.
    """

    def __init__(self, limits: ProcessLimits | None = None, *, workers: int = READERS) -> None:
        super().__init__()
        self._limits = limits or ProcessLimits()
        self._workers = workers
        self._modules: tuple[str, ...] = ()
        self._asked: Queue = SimpleQueue()
        self._children: list[Child] = []

    def __enter__(self) -> IsolatedPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

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

    def _submit(
        self, function: Callable[[list[Any]], Sequence[Any]], batch: list[Any]
    ) -> Future[Sequence[Any]]:
        limits = self._limits
        seconds = min(limits.seconds_per_file * len(batch), limits.seconds_per_batch)
        future = ask(self._asked, function, batch, seconds)
        # With this one, which is not counted yet.
        if len(self._children) < min(self.under_way + 1, self._workers):
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
