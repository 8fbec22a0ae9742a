"""Reminders for a province's units, against plain pandas group-bys over the same frame."""

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
        Contender("counts", lambda: run_contender("group_by", arguments)),
        Contender("names", lambda: run_contender("group_by", {**arguments, "names": True})),
    ]
    results = contest(contenders, bench.rounds, bench.say)
    due = results.spread("remind", "due").median
    what = f"remind, {len(plan.units)} units × {len(plan.tasks)} tasks"

    def line(base: str, against: str, target: AtMost | None) -> Line:
        ours, theirs = (results.spread(name).median for name in ("remind", base))
        note = f"{ours:.2f} s against {theirs:.2f} s; {due:.0f} things due"
        return Line(what, against, results.compare("remind", base), target, note)

    return [
        line("counts", "pandas group-by, same frame, counting late and soon", AtMost(5)),
        line("names", "pandas group-by, same frame, joining the names of late and soon", None),
    ]
