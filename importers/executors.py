"""Where files are read in batches: what all pools share, and any executor, such as a cluster's, as one."""

from __future__ import annotations

import pickle
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from importers.batches import Batching, run_batches
from vocabulary.findings import Refusal

T = TypeVar("T")
R = TypeVar("R")


class ReadingPool(ABC):
    """Where files are read: importers.isolation.IsolatedPool, or an ExecutorPool."""

    def __init__(self) -> None:
        self._under_way: set[Future[Any]] = set()

    @property
    def under_way(self) -> int:
        """How many batches were sent and have not been answered."""
        return len(self._under_way)

    @abstractmethod
    def warm(self, *modules: str) -> None:
        """What follows needs these modules: get ready without being waited for."""

    def run(
        self,
        function: Callable[[list[T]], Sequence[R]],
        items: Iterable[T],
        batching: Batching | None = None,
    ) -> Iterator[tuple[int, R | Refusal]]:
        """(index, result) of every item, in order; Refusal(unreadable) where the item ended its process.

        ``function`` takes a list and returns one equally long. Items are taken lazily, a few batches
        ahead. An exception of ``function`` counts as that item's failure and is logged. Raises at once
        when ``function`` cannot be sent to another process (pickle.PicklingError, AttributeError).
        """
        pickle.dumps(function)

        def submit(batch: Sequence[Any]) -> Future[Sequence[Any]]:
            future = self._submit(function, list(batch))
            self._under_way.add(future)
            future.add_done_callback(self._under_way.discard)
            return future

        return run_batches(submit, items, batching or Batching())

    @abstractmethod
    def _submit(
        self, function: Callable[[list[Any]], Sequence[Any]], batch: list[Any]
    ) -> Future[Sequence[Any]]:
        """Start a batch."""


class ExecutorPool(ReadingPool):
    """Any ``concurrent.futures`` executor as a pool: of processes on several machines, for instance
    ``distributed.Client(address).get_executor()``, where taizhang is installed on all of them.

    Order and splitting are the same as with children here. Limits of time and memory are the executor's; a batch it
    reports as failed is run file by file. It is not shut down. ``run`` raises what ``executor.submit`` raises once the
    executor itself is broken.
    """

    def __init__(self, executor: Executor) -> None:
        super().__init__()
        self._executor = executor

    def warm(self, *modules: str) -> None:
        """Nothing: an executor's processes are its own."""

    def _submit(
        self, function: Callable[[list[Any]], Sequence[Any]], batch: list[Any]
    ) -> Future[Sequence[Any]]:
        return self._executor.submit(function, batch)
