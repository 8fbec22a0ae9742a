"""What every measure gets: the files, a fast place for databases, how many rounds, where to report to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.contest import Answer, Contender
from benchmarks.corpus.folder import Corpus, corpus_of
from benchmarks.processes import environment, run_contender

_SHARED_MEMORY = Path("/dev/shm")


@dataclass
class Bench:
    """One run of the benchmarks. ``sizes`` are numbers of ledgers, ascending; the middle one is the usual."""

    sizes: tuple[int, ...]
    rounds: int
    slow_rounds: int
    say: Callable[[str], None]
    corpora: Path
    scratch: Path
    frictionless: str = sys.executable
    failed: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    @property
    def middle(self) -> Corpus:
        """The number of ledgers most targets are about: 600 unless asked otherwise."""
        return self.corpus(self.sizes[len(self.sizes) // 2])

    @property
    def large(self) -> Corpus:
        """The largest number of ledgers."""
        return self.corpus(self.sizes[-1])

    def corpus(self, files: int) -> Corpus:
        """The ledgers, made the first time they are asked for."""
        self.say(f"  {files} ledgers …")
        return corpus_of(self.corpora, files, os.cpu_count() or 1)

    def new_database(self) -> Path:
        """A place for an SQLite file that does not exist yet."""
        return self.scratch / f"{next(self._numbers)}.db"

    def importing(
        self, corpus: Corpus, name: str, *, rounds: int | None = None, only_changed: bool = False
    ) -> Contender:
        """Our import of a corpus, or of its one changed ledger, into an empty SQLite database each time."""

        def run() -> Answer:
            db = self.new_database()
            try:
                return self.run_import(corpus, str(db), corpus.changed if only_changed else corpus.ledgers)
            finally:
                discard(db)

        return Contender(name, run, rounds)

    def run_import(self, corpus: Corpus, db: str, ledgers: Path) -> Answer:
        """Our import of a folder of ledgers into a database."""
        arguments: dict[str, Any] = {"ledgers": str(ledgers), "plan": str(corpus.plan), "db": db}
        return run_contender("ours", arguments)

    def reading(self, corpus: Corpus, name: str) -> Contender:
        """The bare reading of a corpus."""
        return Contender(name, lambda: run_contender("read", {"ledgers": str(corpus.ledgers)}))

    @cached_property
    def filled(self) -> Path:
        """An SQLite database that holds all ledgers of the large corpus. Work on copies of it."""
        db = self.scratch / "filled.db"
        self.say(f"  filling a database with {self.large.files} ledgers …")
        self.run_import(self.large, str(db), self.large.ledgers)
        return db

    @contextmanager
    def copy_of_filled(self) -> Iterator[Path]:
        """A copy of the filled database for one use. It was closed properly, so the file is all there is."""
        db = self.new_database()
        shutil.copyfile(self.filled, db)
        try:
            yield db
        finally:
            discard(db)

    @cached_property
    def has_frictionless(self) -> bool:
        """Whether the chosen Python has frictionless."""
        command = [self.frictionless, "-c", "import frictionless"]
        return subprocess.run(command, env=environment(), capture_output=True).returncode == 0


def discard(db: Path) -> None:
    """Delete an SQLite database with its companions."""
    for tail in ("", "-wal", "-shm"):
        db.with_name(db.name + tail).unlink(missing_ok=True)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for databases: in memory where the system has such a place, so that no disk is measured."""
    parent = _SHARED_MEMORY if _SHARED_MEMORY.is_dir() and os.access(_SHARED_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="taizhang-", dir=parent) as folder:
        yield Path(folder)
