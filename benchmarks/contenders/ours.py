"""Our import, end to end: guard, child process and its start, locate, normalise, check, identity, store."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.contender import cpu_seconds
from benchmarks.corpus.rows import RECEIVED, ROWS


def run(arguments: dict[str, Any]) -> dict[str, float]:
    """Import the files of ``ledgers`` into the database ``db``, ``instead`` replacing the file of its name.

    Libraries are loaded and the database is open before the clock starts, as in a worker process; the
    reading child is not.
    """
    import importers.check
    import importers.copies  # noqa: F401
    from importers.intake import ImportSettings
    from importers.pipeline import import_files
    from importers.workbook import Source
    from master import open_master
    from schemas.plan_files import load_plan

    plan_folder = Path(arguments["plan"])
    plan = load_plan(plan_folder, validate=False)
    settings = ImportSettings(plan, RECEIVED.date(), RECEIVED, RECEIVED, "benchmark")
    paths = sorted(Path(arguments["ledgers"]).iterdir())

    def sources() -> Iterator[Source]:
        return (Source(path.name, path.read_bytes()) for path in paths)

    counted: Counter[str] = Counter()
    with open_master(arguments["db"]) as master:
        began, busy = time.perf_counter(), cpu_seconds()
        for result in import_files(sources(), settings, master):
            counted[result.outcome] += 1
            counted["rows"] += len(result.ledger.rows)
            counted["findings"] += len(result.ledger.findings)
        seconds, busy = time.perf_counter() - began, cpu_seconds() - busy
    read = len(paths) - counted["duplicate"]
    if counted["refused"] or counted["rows"] != read * ROWS:
        raise RuntimeError(f"{read} files of {ROWS} rows went in, this came out: {dict(counted)}")
    figures = {name: float(counted[name]) for name in ("rows", "findings", "duplicate")}
    return {"seconds": seconds, "cpu": busy, "files": float(len(paths)), **figures}
