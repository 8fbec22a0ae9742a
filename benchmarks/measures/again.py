"""The same files again, nothing changed, against the first time."""

from __future__ import annotations

from benchmarks.bench import Bench
from benchmarks.contest import Answer, Contender, contest
from benchmarks.table import AtMost, Line


def measure(bench: Bench) -> list[Line]:
    """The large corpus into an empty database, and into one that holds it already."""
    corpus = bench.large

    def again() -> Answer:
        with bench.copy_of_filled() as db:
            return bench.run_import(corpus, str(db), corpus.ledgers)

    assert bench.filled.exists()  # filled before the first round
    contenders = [bench.importing(corpus, "first"), Contender("again", again)]
    results = contest(contenders, bench.slow_rounds, bench.say)
    note = f"{results.spread('again').median:.2f} s against {results.spread('first').median:.2f} s"
    what = f"{corpus.files} unchanged ledgers again"
    return [Line(what, "the first time", results.compare("again", "first"), AtMost(0.1), note)]
