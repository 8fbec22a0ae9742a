"""Reminders for a province's units, against a plain pandas group-by over the same frame."""

from __future__ import annotations

from benchmarks.bench import Bench
from benchmarks.contest import Contender, contest
from benchmarks.corpus.plans import make_plan
from benchmarks.processes import run_contender
from benchmarks.table import AtMost, Line


def measure(bench: Bench) -> list[Line]:
    """Both over as many units as the large corpus has ledgers, each with all tasks of the plan, interleaved."""
    folder = bench.scratch / "remind-plan"
    plan = make_plan(folder, bench.sizes[-1])
    arguments = {"plan": str(folder)}
    contenders = [
        Contender("remind", lambda: run_contender("remind", arguments)),
        Contender("group-by", lambda: run_contender("group_by", arguments)),
    ]
    results = contest(contenders, bench.rounds, bench.say)
    due = results.spread("remind", "due").median
    seconds = [results.spread(name).median for name in ("remind", "group-by")]
    what = f"remind, {len(plan.units)} units × {len(plan.tasks)} tasks"
    note = f"{seconds[0]:.2f} s against {seconds[1]:.2f} s; {due:.0f} things due"
    return [Line(what, "pandas group-by, same frame", results.compare("remind", "group-by"), AtMost(5), note)]
