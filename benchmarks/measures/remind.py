"""Reminders for a province's units, against plain pandas group-bys over the same frame."""

from __future__ import annotations

from benchmarks.bench import Bench
from benchmarks.contest import Contender, Spread, contest
from benchmarks.corpus.plans import make_plan
from benchmarks.processes import run_contender
from benchmarks.table import AtMost, Line

_REPEATS = 7


def measure(bench: Bench) -> list[Line]:
    """In the same process by turns, over as many units as the large corpus has ledgers, each with all tasks."""
    folder = bench.scratch / "remind-plan"
    plan = make_plan(folder, bench.sizes[-1])
    arguments = {"plan": str(folder), "repeats": _REPEATS}
    contender = Contender("remind", lambda: run_contender("remind", arguments))
    results = contest([contender], bench.rounds, bench.say)
    due, ours = results.spread("remind", "due").median, results.each("remind")
    what = f"remind, {len(plan.units):,} units × {len(plan.tasks)} tasks, {due:,.0f} things due"

    def line(key: str, against: str, target: AtMost | None) -> Line:
        plain = results.each("remind", key)
        note = " against ".join(
            f"{results.spread('remind', one).median * 1000:.0f} ms" for one in ("seconds", key)
        )
        return Line(what, against, Spread.of([ours[number] / plain[number] for number in ours]), target, note)

    return [
        line("counts", "pandas group-by unit, counting late and soon", AtMost(5)),
        line("names", "pandas group-by unit, joining the names of late and soon", None),
    ]
