"""Batches under way, results in order, and the search for the one item that spoils its batch."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Future
from dataclasses import dataclass
from typing import Any

from importers.refusals import refuse
from vocabulary.codes import RefusalCode

_log = logging.getLogger(__name__)
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Batching:
    """How items are grouped and how far reading runs ahead of the results being taken."""

    items: int = 100
    """Enough that the round trip (some 2 ms) does not show beside 100 files."""
    bytes: int = 32 * 1024 * 1024
    """The child holds one batch, the pipes up to ``ahead`` more."""
    ahead: int = 3
    """Batches under way at once: one being taken, one being read, one waiting."""


Submit = Callable[[Sequence[Any]], "Future[Sequence[Any]]"]
"""Starts a batch; its future is always answered, whatever becomes of the process that works on it."""


def run_batches(submit: Submit, items: Iterable[Any], batching: Batching) -> Iterator[tuple[int, Any]]:
    """(index, result or Refusal) of every item, in order. Items are taken lazily."""
    waiting: deque[tuple[list[Any], Future[Sequence[Any]]]] = deque()
    index = 0
    try:
        for batch in _grouped(items, batching):
            waiting.append((batch, submit(batch)))
            if len(waiting) >= batching.ahead:
                for result in _results(submit, *waiting.popleft()):
                    yield index, result
                    index += 1
        while waiting:
            for result in _results(submit, *waiting.popleft()):
                yield index, result
                index += 1
    finally:
        for _, future in waiting:
            future.cancel()


def _grouped(items: Iterable[Any], batching: Batching) -> Iterator[list[Any]]:
    batch: list[Any] = []
    weight = 0
    for item in items:
        size = len(getattr(item, "content", b""))
        if batch and (len(batch) >= batching.items or weight + size > batching.bytes):
            yield batch
            batch, weight = [], 0
        batch.append(item)
        weight += size
    if batch:
        yield batch


def _results(submit: Submit, batch: list[Any], future: Future[Sequence[Any]]) -> Iterator[Any]:
    """The batch's results; after a failure each item is run alone."""
    try:
        results = future.result()
    except (
        Exception
    ):  # a died child, a time limit, a cancelled or failed task: each file then answers for itself
        _log.warning("a batch of %d files failed and is read file by file", len(batch))
        yield from (_alone(submit, item) for item in batch)
        return
    yield from (result for _, result in zip(batch, results, strict=True))


def _alone(submit: Submit, item: Any) -> Any:
    """The item's result, or Refusal(unreadable) when it ends its child or overruns its limits."""
    for _ in range(_ATTEMPTS):
        future = submit([item])
        try:
            return future.result()[0]
        except (BrokenExecutor, CancelledError):
            continue  # perhaps through another batch: not this item's fault yet
        except Exception as error:  # whatever it is, one file must not cost the others
            _log.warning("%r cannot be read: %r", getattr(item, "name", "?"), error)
            break
    return refuse(RefusalCode.UNREADABLE)
