"""The command: ``python -m benchmarks [--quick] [--only NAME …] [--files 60,600,6000] [--write]``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import document, machine, table
from benchmarks.bench import Bench, scratch_folder
from benchmarks.measures import REGISTRY
from benchmarks.processes import ContenderFailedError

FRICTIONLESS = "TAIZHANG_BENCH_FRICTIONLESS"


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Ratios within one interleaved run."
    )
    parser.add_argument("--quick", action="store_true", help="fewer ledgers and rounds: a look, not a result")
    parser.add_argument("--only", nargs="+", choices=list(REGISTRY), metavar="NAME", help=", ".join(REGISTRY))
    parser.add_argument("--files", metavar="60,600,6000", help="numbers of ledgers, ascending")
    parser.add_argument("--rounds", type=int, help="rounds of quick contenders (default 5, --quick 2)")
    parser.add_argument(
        "--slow-rounds", type=int, help="rounds of contenders that take minutes (default 3, --quick 1)"
    )
    parser.add_argument("--corpora", type=Path, default=Path(tempfile.gettempdir()) / "taizhang-benchmarks",
                        help="where the ledgers are made and kept for the next run")  # fmt: skip
    parser.add_argument("--frictionless", default=os.environ.get(FRICTIONLESS, sys.executable), metavar="PYTHON",
                        help=f"a Python that has frictionless (default: ${FRICTIONLESS}, else this one)")  # fmt: skip
    parser.add_argument(
        "--write", action="store_true", help="write the table to docs/benchmarks.md (full runs only)"
    )
    arguments = parser.parse_args(argv)
    if arguments.write and (arguments.quick or arguments.only or arguments.files):
        parser.error("--write is for full runs: without --quick, --only and --files")
    return arguments


def sizes_of(text: str | None, *, quick: bool) -> tuple[int, ...]:
    """The numbers of ledgers asked for."""
    if text is None:
        return (20, 60, 200) if quick else (60, 600, 6000)
    return tuple(sorted({int(part) for part in text.split(",")}))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the measures asked for and print the table; 1 when a target was missed."""
    arguments = _arguments(argv)

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    with scratch_folder() as scratch:
        bench = Bench(
            sizes_of(arguments.files, quick=arguments.quick),
            arguments.rounds or (2 if arguments.quick else 5),
            arguments.slow_rounds or (1 if arguments.quick else 3),
            say,
            arguments.corpora,
            scratch,
            arguments.frictionless,
        )
        lines: list[table.Line] = []
        for name in arguments.only or REGISTRY:
            say(f"{name} …")
            lines += _measured(name, bench)
        version = machine.frictionless_version(bench.frictionless)
        facts = machine.describe(scratch, version)
    print(f"{table.as_text(lines)}\n\n{machine.as_text(facts)}")
    if arguments.write and not bench.failed:
        document.write(lines, facts)
    return 1 if any(line.met is False for line in lines) or bench.failed else 0


def _measured(name: str, bench: Bench) -> list[table.Line]:
    """The lines of a measure; one that fails says so and leaves the others their turn."""
    try:
        return REGISTRY[name](bench)
    except ContenderFailedError as error:
        bench.failed.append(name)
        bench.say(str(error))
        return [table.Line(name, "", None, None, f"failed: {str(error).strip().splitlines()[-1][:120]}")]


if __name__ == "__main__":
    raise SystemExit(main())
