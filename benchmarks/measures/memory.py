"""Peak memory of the whole process tree."""

from __future__ import annotations

from benchmarks.bench import Bench, discard
from benchmarks.contest import Answer, Contender, contest
from benchmarks.corpus.folder import Corpus
from benchmarks.processes import run_watched
from benchmarks.table import AtMost, Line


def measure(bench: Bench) -> list[Line]:
    """The large corpus against the middle one."""
    middle, large = bench.middle, bench.large
    results = contest(
        [
            Contender("middle", lambda: _watched(bench, middle)),
            Contender("large", lambda: _watched(bench, large)),
        ],
        bench.slow_rounds,
        bench.say,
    )
    peaks = [results.spread(name, "peak").median / 1024**2 for name in ("large", "middle")]
    note = f"{peaks[0]:.0f} MiB against {peaks[1]:.0f} MiB"
    ratio = results.compare("large", "middle", "peak")
    return [Line(f"peak memory, {large.files} ledgers", f"{middle.files} ledgers", ratio, AtMost(1.5), note)]


def _watched(bench: Bench, corpus: Corpus) -> Answer:
    db = bench.new_database()
    try:
        return run_watched("ours", {"ledgers": str(corpus.ledgers), "plan": str(corpus.plan), "db": str(db)})
    finally:
        discard(db)
