"""The same reading on another executor, such as a cluster's, in place of children on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import Any, Protocol, TypeVar

from importers.batches import Batching, run_batches
from vocabulary.findings import Refusal

T = TypeVar("T")
R = TypeVar("R")


class ReadingPool(Protocol):
    """Where files are read: importers.isolation.IsolatedPool, or an ExecutorPool."""

    @property
    def under_way(self) -> int:
        """How many batches were sent and have not been answered."""

    def warm(self, *modules: str) -> None:
        """What follows needs these modules: get ready without being waited for."""

    def run(
        self,
        function: Callable[[list[T]], Sequence[R]],
        items: Iterable[T],
        batching: Batching | None = None,
    ) -> Iterator[tuple[int, R | Refusal]]:
        """(index, result) of every item, in order; Refusal(unreadable) where it cannot be had."""


class ExecutorPool:
    """Any ``concurrent.futures`` executor as a pool: of processes on several machines, for instance
    ``distributed.Client(address).get_executor()``, where taizhang is installed on all of them.

    Order and splitting are the same as with children here. Limits of time and memory are the executor's; a batch it
    reports as failed is run file by file. It is not shut down. ``run`` raises what ``executor.submit`` raises once the
    executor itself is broken.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._under_way: set[Future[Any]] = set()

    @property
    def under_way(self) -> int:
        """How many batches were sent and have not been answered."""
        return len(self._under_way)

    def warm(self, *modules: str) -> None:
        """Nothing: an executor's processes are its own."""

    def run(
        self,
        function: Callable[[list[T]], Sequence[R]],
        items: Iterable[T],
        batching: Batching | None = None,
    ) -> Iterator[tuple[int, R | Refusal]]:
        """(index, result) of every item, in order; Refusal(unreadable) where the executor cannot work on it."""

        def submit(batch: Sequence[Any]) -> Future[Sequence[Any]]:
            future = self._executor.submit(function, list(batch))
            self._under_way.add(future)
            future.add_done_callback(self._under_way.discard)
            return future

        return run_batches(submit, items, batching or Batching())
