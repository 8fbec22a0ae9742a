"""Files read in children while the parent checks those before them: both cores work, and memory stays flat."""

from __future__ import annotations

import gc
import hashlib
import importlib
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import count, islice
from typing import TYPE_CHECKING

from importers.batches import Batching
from importers.clean_ledger import CleanLedger
from importers.copies import CopyFinder, Lookup
from importers.executors import ReadingPool
from importers.intake import ImportSettings, Incoming
from importers.isolation import IsolatedPool
from importers.reading_child import FileJob, RefusedFile, clean_batch
from schemas.records import CheckedLedger
from vocabulary.findings import Refusal
from vocabulary.undisturbed import COLLECTED_EVERY, undisturbed

if TYPE_CHECKING:
    from importers.check import Checker

CHUNK = 100
BATCH = 25
"""Files per trip to a child: small enough that a guilty one is soon alone."""


def checked_files(
    incoming: Iterable[Incoming],
    settings: ImportSettings,
    pool: ReadingPool | None,
    lookup: Lookup,
    problems: Callable[[], Mapping[str, str]],
    *,
    merged: bool,
) -> Iterator[list[tuple[Incoming, CheckedLedger]]]:
    """Read in children, check here; in order, some files at a time: few at first and at last, so that both work."""
    files: deque[Incoming] = deque()
    all_sent = False

    def jobs() -> Iterator[FileJob]:
        nonlocal all_sent
        for file in incoming:
            files.append(file)
            yield FileJob(file.source, settings.declared_unit, settings.kind, settings.year, file.sha256)
        all_sent = True

    holder: AbstractContextManager[ReadingPool] = nullcontext(pool) if pool else IsolatedPool()
    similarity = settings.plan.thresholds.number("copied_text_similarity", 0.9)
    copies = CopyFinder(similarity, lookup, remember=not merged)
    with holder as running, undisturbed(), ThreadPoolExecutor(1, "checker") as beside:
        running.warm("importers.clean", "importers.reading.excel")
        plan = pickle.dumps(settings.plan, pickle.HIGHEST_PROTOCOL)
        # Asked while the child starts.
        ready = beside.submit(_checker, settings, problems())
        batching = Batching(items=BATCH, ahead=2 * CHUNK // BATCH)
        cleaned = running.run(partial(clean_batch, plan), jobs(), batching)
        size = BATCH
        for number in count(1):
            batch = [result for _, result in islice(cleaned, size)]
            if not batch:
                break
            checker = ready.result()
            ledgers = [result for result in batch if isinstance(result, CleanLedger)]
            checked = iter(checker.check(ledgers, settings.judged_on, copies))
            yield [
                (
                    file,
                    next(checked)
                    if isinstance(result, CleanLedger)
                    else _refused(file, result, settings.kind),
                )
                for result in batch
                for file in [files.popleft()]
            ]
            # A call of the checker costs as much as fifteen files. But when the last ones are under way, little is to be
            # left for the parent alone.
            size = CHUNK
            if all_sent:
                size = 2 * BATCH if len(files) > 3 * BATCH else BATCH
            if number % COLLECTED_EVERY == 0:
                gc.collect(1)


def _checker(settings: ImportSettings, problems: Mapping[str, str]) -> Checker:
    """Made beside the child's first files: pandas and pandera take longer to load than 60 files to read."""
    checker: Checker = importlib.import_module("importers.check").Checker(
        settings.plan, settings.as_of, settings.year, problems
    )
    return checker


def _refused(file: Incoming, result: RefusedFile | Refusal, kind: str | None) -> CheckedLedger:
    if isinstance(result, Refusal):
        sha256 = file.sha256 or hashlib.sha256(file.source.content).hexdigest()
        result = RefusedFile(file.source.name, sha256, file.size, result)
    return CheckedLedger(
        result.file_name,
        result.sha256,
        result.size,
        kind,
        None,
        False,
        (),
        (),
        result.ignored,
        result.refusal,
    )
