"""`taizhang check FILE` from a cold start against loading pandas and pandera."""

from __future__ import annotations

import sys

from benchmarks.bench import Bench
from benchmarks.contest import Contender, contest
from benchmarks.measures.commands import taizhang
from benchmarks.processes import run_command
from benchmarks.table import AtMost, Line


def measure(bench: Bench) -> list[Line]:
    """Both, interleaved. The ledger is one of a unit of the plan that comes with the program."""
    corpus = bench.corpus(bench.sizes[0])
    path = sorted(corpus.ledgers.iterdir())[0]
    words = ("check", str(path), "--received", "2023-08-30T10:00", "--as-of", "2023-08-30")
    contenders = [
        Contender("check", lambda: run_command(taizhang(*words), good=(0, 1))),
        Contender("load", lambda: run_command([sys.executable, "-c", "import pandas, pandera"])),
    ]
    results = contest(contenders, bench.rounds * 2, lambda _: None)
    note = f"{results.spread('check').median:.2f} s against {results.spread('load').median:.2f} s"
    ratio = results.compare("check", "load")
    return [
        Line(
            "taizhang check, one ledger, cold", 'python -c "import pandas, pandera"', ratio, AtMost(1.5), note
        )
    ]
