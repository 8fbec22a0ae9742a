"""Correction lists for all units, against XlsxWriter writing the same cells without formats."""

from __future__ import annotations

from typing import Any

from benchmarks.bench import Bench
from benchmarks.contest import Contender, contest
from benchmarks.processes import run_contender
from benchmarks.table import AtMost, Line


def measure(bench: Bench) -> list[Line]:
    """Both over the middle corpus, interleaved; the cells are those of lists made beforehand."""
    corpus = bench.middle
    arguments: dict[str, Any] = {"ledgers": str(corpus.ledgers), "plan": str(corpus.plan)}
    lists = bench.scratch / "corrections"
    lists.mkdir(exist_ok=True)
    bench.say(f"  making {corpus.files} correction lists …")
    run_contender("corrections", {**arguments, "out": str(lists)})
    contenders = [
        Contender("lists", lambda: run_contender("corrections", arguments)),
        Contender("plain", lambda: run_contender("plain_cells", {"lists": str(lists)})),
    ]
    results = contest(contenders, bench.slow_rounds, bench.say)
    each = [results.spread(name).median / corpus.files * 1000 for name in ("lists", "plain")]
    note = f"{each[0]:.1f} ms against {each[1]:.1f} ms a list"
    what = f"correction lists for {corpus.files} units"
    return [
        Line(what, "XlsxWriter, same cells, no formats", results.compare("lists", "plain"), AtMost(2), note)
    ]
