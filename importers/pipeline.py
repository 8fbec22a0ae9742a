"""The import road: read → recognise → locate → normalise → check → consolidate → master.

Files go through in chunks. While the child process reads and parses the next chunk, the parent
checks this one and stores it; both cores work and memory stays flat whatever the number of files.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import importlib
import pickle
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, islice
from typing import TYPE_CHECKING

from importers.batches import Batching
from importers.clean_ledger import CleanLedger
from importers.consolidate import NOTHING_KNOWN, TextConsolidator, outcome_of
from importers.copies import CopyFinder, KnownText, Lookup, nothing_known
from importers.isolation import IsolatedPool
from importers.reading_child import FileJob, RefusedFile, clean_batch
from importers.workbook import Source
from master.records import Consolidation, PreparedSubmission, PriorSubmission, StoredSubmission
from schemas.plan import Plan
from schemas.records import CheckedLedger, Delivery
from vocabulary.codes import Outcome
from vocabulary.findings import Refusal
from vocabulary.undisturbed import COLLECTED_EVERY, undisturbed

if TYPE_CHECKING:
    from importers.check import Checker
    from master import Master

CHUNK = 100
BATCH = 25
"""Files per trip to the child: small enough that a guilty one is soon alone."""


@dataclass(frozen=True)
class ImportSettings:
    """How a batch of files is taken in.

    ``received_at`` is when they reached the office (local time) and what counts; ``imported_at`` is
    now. ``declared_unit`` is the code of the unit that sent them, None when the files tell. ``kind`` is
    the code of the kind all sheets are to be read as, None when their headings tell; ``year`` the year
    the files speak of, None when it is the plan's.
    """

    plan: Plan
    as_of: dt.date
    received_at: dt.datetime
    imported_at: dt.datetime
    sent_by: str = ""
    declared_unit: str | None = None
    kind: str | None = None
    year: int | None = None

    @property
    def judged_on(self) -> dt.date:
        """The day the claims are held against: a file cannot tell what happened after it came, nor after
        the day that is asked about."""
        return min(self.received_at.date(), self.as_of)

    @property
    def delivery(self) -> Delivery:
        """The same as the master keeps it."""
        return Delivery(self.received_at, self.imported_at, self.sent_by, self.declared_unit)


@dataclass(frozen=True)
class FileResult:
    """What became of one file.

    ``stored`` and ``consolidation`` are None for a mere check; a dry run has ``consolidation`` only.
    ``duplicate_of`` names the earlier import of the same bytes. ``parts`` are the same of the file's further
    ledgers, in the order of ``ledger.parts``; empty for a mere check.
    """

    ledger: CheckedLedger
    outcome: Outcome
    stored: StoredSubmission | None = None
    consolidation: Consolidation | None = None
    duplicate_of: PriorSubmission | None = None
    parts: tuple[FileResult, ...] = ()


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A file of the present chunk: its bytes, and the earlier import if there was one."""

    source: Source
    sha256: str
    size: int
    earlier: PriorSubmission | None


def check_files(
    sources: Iterable[Source], settings: ImportSettings, pool: IsolatedPool | None = None
) -> Iterator[FileResult]:
    """Read and check, store nothing; one result per file, in order."""
    incoming = (_Incoming(source, "", len(source.content), None) for source in sources)
    for batch in _checked(incoming, settings, pool, nothing_known, dict, merged=False):
        for _, ledger in batch:
            yield FileResult(ledger, Outcome.REFUSED if ledger.refusal else outcome_of(ledger))


def import_files(
    sources: Iterable[Source],
    settings: ImportSettings,
    master: Master,
    *,
    dry_run: bool = False,
    pool: IsolatedPool | None = None,
) -> Iterator[FileResult]:
    """Read, check and merge; one result per file, in order, each merged whole or not at all.

    A dry run compares with the master and stores nothing. Raises MasterError when the database cannot
    be written; what was merged before stays merged, and importing again is harmless.
    """
    consolidator = TextConsolidator()
    recognised = _recognised(sources, settings.kind, master)
    for chunk in _merge_chunks(recognised, settings, master, pool, merged=not dry_run):
        fresh = [(file, ledger) for file, ledger in chunk if ledger is not None]
        prepared = _prepare(
            [ledger for _, ledger in fresh],
            [file.source.content for file, _ in fresh],
            settings,
            master,
            consolidator,
        )
        again = [_again(file, settings) for file, ledger in chunk if ledger is None]
        stored: list[StoredSubmission | None] = [None] * len(prepared)
        noted: list[StoredSubmission | None] = [None] * len(again)
        if not dry_run:
            stored = list(master.merge_many(prepared, consolidator))
            noted = list(master.merge_many(again))
        results = iter(zip(prepared, stored, strict=True))
        duplicates = iter(zip(again, noted, strict=True))
        for file, ledger in chunk:
            if ledger is None:
                yield _duplicate(file, *next(duplicates))
            else:
                yield _result(*next(results))
    if not dry_run:
        master.checkpoint()


def _result(prepared: PreparedSubmission, stored: StoredSubmission | None) -> FileResult:
    if stored is None:
        parts = tuple(_result(part, None) for part in prepared.parts)
        return FileResult(prepared.ledger, prepared.outcome, None, prepared.consolidation, parts=parts)
    # Bytes that turned out to be known brought no parts of their own.
    parts = tuple(map(_result, prepared.parts, stored.parts))
    return FileResult(prepared.ledger, stored.outcome, stored, prepared.consolidation, stored.earlier, parts)


def _recognised(sources: Iterable[Source], kind: str | None, master: Master) -> Iterator[_Incoming]:
    """Every file with its hash and its earlier import, asked of the master a chunk at a time."""
    iterator = iter(sources)
    while chunk := list(islice(iterator, CHUNK)):
        hashes = [hashlib.sha256(source.content).hexdigest() for source in chunk]
        known = master.known_files(hashes, kind)
        for source, sha256 in zip(chunk, hashes, strict=True):
            earlier = known.get(sha256)
            # Of a file that came before nothing but its name is needed any more.
            kept = Source(source.name, b"") if earlier else source
            yield _Incoming(kept, sha256, len(source.content), earlier)


_Checked = tuple[_Incoming, CheckedLedger | None]


def _merge_chunks(
    incoming: Iterable[_Incoming],
    settings: ImportSettings,
    master: Master,
    pool: IsolatedPool | None,
    *,
    merged: bool,
) -> Iterator[list[_Checked]]:
    """Chunks of files in their order, checked; those imported before come with None and are not read."""
    waiting: deque[_Incoming] = deque()
    seen: set[str] = set()

    def unread() -> Iterator[_Incoming]:
        for file in incoming:
            waiting.append(file)
            if file.source.refusal or (file.earlier is None and file.sha256 not in seen):
                seen.add(file.sha256)
                yield file

    def alike(keys: Sequence[int]) -> Iterable[KnownText]:
        return map(KnownText._make, master.alike_texts(keys))

    def handed_over() -> dict[str, str]:
        return {one.number: one.unit for one in master.problems.problems(settings.judged_on)}

    for batch in _checked(unread(), settings, pool, alike, handed_over, merged=merged):
        chunk: list[_Checked] = []
        for file, ledger in batch:
            while waiting[0] is not file:
                chunk.append((waiting.popleft(), None))
            chunk.append((waiting.popleft(), ledger))
        yield chunk
    if waiting:
        yield [(file, None) for file in waiting]


def _checked(
    incoming: Iterable[_Incoming],
    settings: ImportSettings,
    pool: IsolatedPool | None,
    lookup: Lookup,
    problems: Callable[[], Mapping[str, str]],
    *,
    merged: bool,
) -> Iterator[list[tuple[_Incoming, CheckedLedger]]]:
    """Read in the child, check here; in order, some files at a time: few at first and at last, so that both work."""
    files: deque[_Incoming] = deque()
    all_sent = False

    def jobs() -> Iterator[FileJob]:
        nonlocal all_sent
        for file in incoming:
            files.append(file)
            yield FileJob(file.source, settings.declared_unit, settings.kind, settings.year, file.sha256)
        all_sent = True

    holder: AbstractContextManager[IsolatedPool] = nullcontext(pool) if pool else IsolatedPool(lasting=False)
    similarity = settings.plan.thresholds.number("copied_text_similarity", 0.9)
    copies = CopyFinder(similarity, lookup, remember=not merged)
    with holder as running, undisturbed(), ThreadPoolExecutor(1, "checker") as beside:
        running.warm("importers.clean", "importers.reading.excel")
        # Before another thread looks at the plan, which then remembers what it was asked.
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
            if not running.lasting and all_sent and len(batch) == len(files):
                # Nothing is left to read: the child ends while the last files are checked and stored.
                running.dismiss()
            checker = ready.result()
            ledgers = [result for result in batch if isinstance(result, CleanLedger)]
            checked = iter(checker.check(ledgers, settings.judged_on, copies))
            yield [
                (
                    file,
                    next(checked)
                    if isinstance(result, CleanLedger)
                    else _refused(file.source, result, settings.kind),
                )
                for result in batch
                for file in [files.popleft()]
            ]
            # Two batches are checked in little more time than one; what is there already need not wait; and of
            # the last ones little is left for the parent alone.
            there = len(files) - running.under_way * BATCH
            least = BATCH if all_sent and running.under_way <= 2 else 2 * BATCH
            size = min(max(there, least), CHUNK) // BATCH * BATCH
            if number % COLLECTED_EVERY == 0:
                gc.collect(1)


def _checker(settings: ImportSettings, problems: Mapping[str, str]) -> Checker:
    """Made beside the child's first files: pandas and pandera take longer to load than 60 files to read."""
    # Where they were loaded before, the child is not so far yet and there is time for a first call.
    in_time = "importers.check" in sys.modules
    checker: Checker = importlib.import_module("importers.check").Checker(
        settings.plan, settings.as_of, settings.year, problems
    )
    if in_time:
        checker.warm()
    return checker


def _refused(source: Source, result: RefusedFile | Refusal, kind: str | None) -> CheckedLedger:
    if isinstance(result, Refusal):
        result = RefusedFile(
            source.name, hashlib.sha256(source.content).hexdigest(), len(source.content), result
        )
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


def _prepare(
    ledgers: list[CheckedLedger],
    contents: list[bytes],
    settings: ImportSettings,
    master: Master,
    consolidator: TextConsolidator,
) -> list[PreparedSubmission]:
    """Consolidate a chunk against the state before it; the master notices what the chunk itself changes."""
    units: dict[str, set[str]] = {}
    for ledger in (part for one in ledgers for part in one.whole):
        if ledger.ledger_kind:
            units.setdefault(ledger.ledger_kind, set()).update(row.unit for row in ledger.rows if row.unit)
    priors = {kind: master.prior(kind, codes, settings.received_at) for kind, codes in units.items()}

    def prepare(ledger: CheckedLedger, content: bytes | None) -> PreparedSubmission:
        prepared = consolidator.prepare(
            ledger,
            settings.delivery,
            priors.get(ledger.ledger_kind or "", NOTHING_KNOWN),
            content,
            settings.plan.year,
        )
        if not ledger.parts:
            return prepared
        return replace(prepared, parts=tuple(prepare(part, None) for part in ledger.parts))

    return [prepare(ledger, content) for ledger, content in zip(ledgers, contents, strict=True)]


def _again(file: _Incoming, settings: ImportSettings) -> PreparedSubmission:
    """The same bytes again: only their arrival is to be noted."""
    ledger = CheckedLedger(file.source.name, file.sha256, file.size, settings.kind, None, False, (), (), ())
    return PreparedSubmission(ledger, settings.delivery, Outcome.DUPLICATE, None, None, settings.plan.year)


def _duplicate(file: _Incoming, prepared: PreparedSubmission, stored: StoredSubmission | None) -> FileResult:
    if stored is None:
        return FileResult(prepared.ledger, Outcome.DUPLICATE, duplicate_of=file.earlier)
    return FileResult(prepared.ledger, stored.outcome, stored, None, stored.earlier or file.earlier)
