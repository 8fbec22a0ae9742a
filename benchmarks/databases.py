"""Databases for the pages, made once and kept beside the ledgers: the sample county after its year, and a province."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.bench import Bench, discard
from benchmarks.processes import ROOT

_COUNTY_FROM = ("sample_ledgers", "workplans", "docs")
_COUNTY_KINDS = frozenset({".csv", ".py", ".toml", ".xlsx"})


def county(bench: Bench) -> Path:
    """The sample county at the end of its year: four imports, three rounds, every problem closed. Copy it to use it."""
    kept = bench.corpora / f"county-{_version()}.db"
    if not kept.exists():
        from docs.year import Year
        from docs.year_page import STEPS

        bench.say("  playing the year of the sample county …")
        with tempfile.TemporaryDirectory(prefix="taizhang-county-") as folder:
            Year(Path(folder)).play(STEPS)
            _keep(Path(folder) / "year.db", kept)
    return kept


def province(bench: Bench) -> Path:
    """One ledger of every unit of the large corpus, imported. Copy it to use it."""
    kept = bench.large.folder / "filled.db"
    if not kept.exists():
        _keep(bench.filled, kept)
    return kept


@contextmanager
def copied(bench: Bench, kept: Path) -> Iterator[Path]:
    """A copy for one use: people are added to it, and what they do."""
    db = bench.new_database()
    shutil.copyfile(kept, db)
    try:
        yield db
    finally:
        discard(db)
        db.with_suffix(".log").unlink(missing_ok=True)
        shutil.rmtree(f"{db}-spool", ignore_errors=True)


def _keep(made: Path, kept: Path) -> None:
    """Under its name only when it is whole."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    making = kept.with_suffix(".making")
    shutil.copyfile(made, making)
    making.replace(kept)


def _version() -> str:
    """Changes with what the year is made of."""
    digest = hashlib.sha256()
    for name in _COUNTY_FROM:
        for path in sorted((ROOT / name).rglob("*")):
            if path.suffix in _COUNTY_KINDS and path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
