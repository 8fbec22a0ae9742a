"""Sixty people clicking at once: how long they wait, and what it takes."""

from __future__ import annotations

from benchmarks import databases
from benchmarks.bench import Bench
from benchmarks.contest import Answer, Contender, contest
from benchmarks.processes import run_contender
from benchmarks.table import AtLeast, Line

_CROWD = {"leaders": 15, "offices": 15, "units": 30, "seconds": 60}
_SHARE = 0.95


def measure(bench: Bench) -> list[Line]:
    """Over the sample county at the end of its year; the people run on the same cores as the server."""
    county = databases.county(bench)

    def crowd() -> Answer:
        with databases.copied(bench, county) as db:
            return run_contender("clicking", {"db": str(db), **_CROWD})

    results = contest([Contender("crowd", crowd)], bench.slow_rounds, bench.say)

    def told(key: str) -> float:
        return results.spread("crowd", key).median

    return [
        Line(
            "60 people clicking at once for a minute, share of answers under 2 s",
            "all answers",
            results.spread("crowd", "within"),
            AtLeast(_SHARE),
            f"{told('answers'):.0f} answers, half within {told('median'):.2f} s, 95 % within {told('p95'):.2f} s, "
            f"all within {told('longest'):.1f} s; the server kept {told('busy'):.2f} cores busy, and had at most "
            f"{told('peak') / 1024**2:.0f} MiB with its worker (clients on the same cores)",
        )
    ]
