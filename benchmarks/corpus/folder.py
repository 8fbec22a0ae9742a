"""A corpus on disk: a plan folder and one ledger per unit, made once and used by every later run."""

from __future__ import annotations

import hashlib
import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

from benchmarks.corpus.plans import make_plan
from benchmarks.corpus.rows import unit_rows
from benchmarks.corpus.sheets import ledger_bytes
from schemas.plan import Plan
from schemas.plan_files import load_plan

_STEP = 50


@dataclass(frozen=True, slots=True)
class Corpus:
    """``files`` ledgers of 60 rows in ``ledgers``, of units of the plan in ``plan``.

    ``changed`` holds one ledger that differs from the one of the same name in one cell.
    """

    folder: Path
    files: int

    @property
    def plan(self) -> Path:
        """The workplan folder."""
        return self.folder / "plan"

    @property
    def ledgers(self) -> Path:
        """The folder of ledgers."""
        return self.folder / "ledgers"

    @property
    def changed(self) -> Path:
        """The folder of the changed ledger."""
        return self.folder / "changed"


def corpus_of(parent: Path, files: int, jobs: int = 1) -> Corpus:
    """The corpus of that many files under ``parent``, made now if it is not there yet."""
    corpus = Corpus(parent / f"ledgers-{files}-{_version()}", files)
    done = corpus.folder / "complete"
    if done.exists():
        return corpus
    shutil.rmtree(corpus.folder, ignore_errors=True)
    plan = make_plan(corpus.plan, files)
    for folder in (corpus.ledgers, corpus.changed):
        folder.mkdir(parents=True)
    ranges = [range(start, min(start + _STEP, files)) for start in range(0, files, _STEP)]
    if jobs > 1 and len(ranges) > 1:
        with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
            list(pool.map(_write_some, repeat(corpus), ranges))
    else:
        for numbers in ranges:
            _write(corpus, plan, numbers)
    _write_one(corpus.changed, plan, files // 2, revision=1)
    done.touch()
    return corpus


def _version() -> str:
    """Changes when the generator does, so that old files are not taken for new ones."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def _write_some(corpus: Corpus, numbers: range) -> None:
    _write(corpus, load_plan(corpus.plan, validate=False), numbers)


def _write(corpus: Corpus, plan: Plan, numbers: range) -> None:
    for number in numbers:
        _write_one(corpus.ledgers, plan, number)


def _write_one(folder: Path, plan: Plan, number: int, revision: int = 0) -> None:
    unit = plan.units[number]
    name = f"{number:05d}_{unit.name}.xlsx"
    (folder / name).write_bytes(ledger_bytes(unit.name, unit_rows(plan, unit, number, revision)))
