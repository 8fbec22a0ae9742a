"""The commands as a user starts them: cold, from the shell."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks.bench import Bench, discard
from benchmarks.contest import Answer, Contender
from benchmarks.corpus.folder import Corpus
from benchmarks.corpus.rows import RECEIVED
from benchmarks.processes import run_command

_WRONG_ROWS = 1
"""Exit status of check and import when something must be corrected, as in every larger corpus."""


def taizhang(*words: str) -> list[str]:
    """The command line of `taizhang`: the program beside this Python, or what that program runs."""
    program = Path(sys.executable).with_name("taizhang.cmd" if os.name == "nt" else "taizhang")
    start = [str(program)] if program.exists() else [sys.executable, "-X", "utf8", "-m", "cli"]
    return [*start, *words]


def run_import_command(corpus: Corpus, folder: Path, db: Path) -> Answer:
    """`taizhang import FOLDER` from start to end."""
    received = ("--received", RECEIVED.isoformat(), "--as-of", RECEIVED.date().isoformat())
    words = ("import", str(folder), "--db", str(db), "--workplan", str(corpus.plan), *received)
    return run_command(taizhang(*words), good=(0, _WRONG_ROWS))


def importing_command(
    bench: Bench, corpus: Corpus, folder: Path, name: str, *, rounds: int | None = None
) -> Contender:
    """`taizhang import FOLDER` into a database that does not exist yet."""

    def run() -> Answer:
        db = bench.new_database()
        try:
            return run_import_command(corpus, folder, db)
        finally:
            discard(db)

    return Contender(name, run, rounds)
