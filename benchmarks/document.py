"""docs/benchmarks.md: the table of the last full run."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks import machine, table
from benchmarks.processes import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
_HEAD = """# Benchmarks

The table of the last full run on a machine that stood still, written by `python -m benchmarks --write`; do not edit it
by hand. Where the bare read takes half as long again in one round as in another, a run says nothing: do not keep it.

Every figure is a ratio within one interleaved run: all contenders take part in every round, in a new order each
time, and the ratio is the median of the rounds' own ratios. Each contender runs in a fresh process, its libraries
loaded and its database open before the clock starts; the child processes that read the files start within the time.
Cold commands are timed from the shell. The ledgers are generated (60 rows, 20 columns, 14 % of the rows untidy but
fine, 6 % wrong), each of a unit of its own. Seconds depend on the machine and are there for orientation only.

To run it: install `requirements-bench.lock` (or set `TAIZHANG_BENCH_FRICTIONLESS` to a Python that has frictionless)
and call `python -m benchmarks`; `--quick` for a look, `--only NAME` for one measure. It ends with status 1 when a
target is missed.
"""


def page(lines: Sequence[table.Line], facts: dict[str, str]) -> str:
    """The text of the page."""
    return f"{_HEAD}\n{table.as_markdown(lines)}\n\n{machine.as_markdown(facts)}\n"


def write(lines: Sequence[table.Line], facts: dict[str, str]) -> None:
    """Write the page."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(lines, facts), encoding="utf-8", newline="\n")
