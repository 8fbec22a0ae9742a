"""The import road: read → recognise → locate → normalise → check → consolidate → master.

Files go through in chunks: while the child process reads and parses the next one, this one is checked
(importers.reading_ahead) and stored.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from importers.consolidate import NOTHING_KNOWN, TextConsolidator, outcome_of
from importers.copies import KnownText, nothing_known
from importers.executors import ReadingPool
from importers.intake import FileResult, ImportSettings, Incoming
from importers.reading_ahead import CHUNK, checked_files
from importers.tried import TriedFiles
from importers.workbook import Source
from master.records import PreparedSubmission, StoredSubmission
from schemas.records import CheckedLedger
from vocabulary.codes import Outcome

if TYPE_CHECKING:
    from master import Master


def check_files(
    sources: Iterable[Source], settings: ImportSettings, pool: ReadingPool | None = None
) -> Iterator[FileResult]:
    """Read and check, store nothing; one result per file, in order."""
    incoming = (Incoming(source, "", len(source.content), None) for source in sources)
    for batch in checked_files(incoming, settings, pool, nothing_known, dict, merged=False):
        for _, ledger in batch:
            yield FileResult(ledger, Outcome.REFUSED if ledger.refusal else outcome_of(ledger))


def import_files(
    sources: Iterable[Source],
    settings: ImportSettings,
    master: Master,
    *,
    dry_run: bool = False,
    pool: ReadingPool | None = None,
) -> Iterator[FileResult]:
    """Read, check and merge; one result per file, in order, each merged whole or not at all.

    A dry run compares with the master as the files before would have left it, and stores nothing. Raises
    MasterError when the database cannot be written; what was merged before stays merged, and importing again
    is harmless.
    """
    consolidator = TextConsolidator()
    tried = TriedFiles(master, settings.received_at) if dry_run else None
    recognised = _recognised(sources, settings.kind, master)
    for chunk in _merge_chunks(recognised, settings, master, pool, merged=not dry_run):
        fresh = [(file, ledger) for file, ledger in chunk if ledger is not None]
        prepared = _prepare(
            [ledger for _, ledger in fresh],
            [file.source.content for file, _ in fresh],
            settings,
            master,
            consolidator,
            tried,
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
    # What was prepared knew nothing of the files just before it; what was stored does.
    found = stored.consolidation or prepared.consolidation
    return FileResult(prepared.ledger, stored.outcome, stored, found, stored.earlier, parts)


def _recognised(sources: Iterable[Source], kind: str | None, master: Master) -> Iterator[Incoming]:
    """Every file with its hash and its earlier import, asked of the master a chunk at a time."""
    iterator = iter(sources)
    while chunk := list(islice(iterator, CHUNK)):
        hashes = [hashlib.sha256(source.content).hexdigest() for source in chunk]
        known = master.known_files(hashes, kind)
        for source, sha256 in zip(chunk, hashes, strict=True):
            earlier = known.get(sha256)
            # Of a file that came before nothing but its name is needed any more.
            kept = Source(source.name, b"") if earlier else source
            yield Incoming(kept, sha256, len(source.content), earlier)


_Checked = tuple[Incoming, CheckedLedger | None]


def _merge_chunks(
    incoming: Iterable[Incoming],
    settings: ImportSettings,
    master: Master,
    pool: ReadingPool | None,
    *,
    merged: bool,
) -> Iterator[list[_Checked]]:
    """Chunks of files in their order, checked; those imported before come with None and are not read."""
    waiting: deque[Incoming] = deque()
    seen: set[str] = set()

    def unread() -> Iterator[Incoming]:
        for file in incoming:
            waiting.append(file)
            if file.source.refusal or (file.earlier is None and file.sha256 not in seen):
                seen.add(file.sha256)
                yield file

    def alike(keys: Sequence[int]) -> Iterable[KnownText]:
        return map(KnownText._make, master.alike_texts(keys))

    def handed_over() -> dict[str, str]:
        return {one.number: one.unit for one in master.problems.problems(settings.judged_on)}

    for batch in checked_files(unread(), settings, pool, alike, handed_over, merged=merged):
        chunk: list[_Checked] = []
        for file, ledger in batch:
            while waiting[0] is not file:
                chunk.append((waiting.popleft(), None))
            chunk.append((waiting.popleft(), ledger))
        yield chunk
    if waiting:
        yield [(file, None) for file in waiting]


def _prepare(
    ledgers: list[CheckedLedger],
    contents: list[bytes],
    settings: ImportSettings,
    master: Master,
    consolidator: TextConsolidator,
    tried: TriedFiles | None,
) -> list[PreparedSubmission]:
    """Consolidate a chunk against the state before it; the master notices what the chunk itself changes, and
    where nothing is stored, ``tried``."""
    units: dict[str, set[str]] = {}
    for ledger in (part for one in ledgers for part in one.whole):
        if ledger.ledger_kind:
            units.setdefault(ledger.ledger_kind, set()).update(row.unit for row in ledger.rows if row.unit)
    priors = {kind: master.prior(kind, codes, settings.received_at) for kind, codes in units.items()}

    def prepare(ledger: CheckedLedger, content: bytes | None) -> PreparedSubmission:
        prior = tried.prior(ledger) if tried else None
        if prior is None:
            prior = priors.get(ledger.ledger_kind or "", NOTHING_KNOWN)
        prepared = consolidator.prepare(ledger, settings.delivery, prior, content, settings.plan.year)
        if tried:
            tried.add(prepared)
        if not ledger.parts:
            return prepared
        return replace(prepared, parts=tuple(prepare(part, None) for part in ledger.parts))

    return [prepare(ledger, content) for ledger, content in zip(ledgers, contents, strict=True)]


def _again(file: Incoming, settings: ImportSettings) -> PreparedSubmission:
    """The same bytes again: only their arrival is to be noted."""
    ledger = CheckedLedger(file.source.name, file.sha256, file.size, settings.kind, None, False, (), (), ())
    return PreparedSubmission(ledger, settings.delivery, Outcome.DUPLICATE, None, None, settings.plan.year)


def _duplicate(file: Incoming, prepared: PreparedSubmission, stored: StoredSubmission | None) -> FileResult:
    if stored is None:
        return FileResult(prepared.ledger, Outcome.DUPLICATE, duplicate_of=file.earlier)
    return FileResult(prepared.ledger, stored.outcome, stored, None, stored.earlier or file.earlier)
