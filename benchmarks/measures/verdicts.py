"""Verdicts on 6,000 units × 102 tasks against a plain pandas group-by over the same frame."""

from __future__ import annotations

from benchmarks.bench import Bench
from benchmarks.contest import Contender, Spread, contest
from benchmarks.processes import run_contender
from benchmarks.table import AtMost, Line

_UNITS = 6000
_REPEATS = 7


def measure(bench: Bench) -> list[Line]:
    """Both in the same process by turns: the ratio of each process's medians, over several processes."""
    arguments = {"units": _UNITS, "repeats": _REPEATS}
    contender = Contender("verdicts", lambda: run_contender("verdicts", arguments))
    results = contest([contender], bench.rounds, bench.say)
    ours, plain = results.each("verdicts"), results.each("verdicts", "plain")
    ratio = Spread.of([ours[number] / plain[number] for number in ours])
    lines = results.spread("verdicts", "lines").median
    note = " against ".join(
        f"{results.spread('verdicts', key).median * 1000:.0f} ms" for key in ("seconds", "plain")
    )
    what = f"verdicts on {lines:,.0f} claims ({_UNITS:,} units)"
    against = "pandas group-by peer group, task, status"
    return [Line(what, against, ratio, AtMost(5), note)]
