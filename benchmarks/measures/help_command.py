"""`taizhang --help` against a bare interpreter, and what it loads."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.bench import Bench
from benchmarks.contest import Contender, contest
from benchmarks.measures.commands import taizhang
from benchmarks.processes import ROOT, ContenderFailedError, environment, run_command
from benchmarks.table import AtMost, Line

UNWANTED = ("pandas", "pandera", "streamlit", "altair", "sqlalchemy", "openpyxl")
_ROUNDS_PER_ROUND = 5
_LOADED = """
import sys
from cli import main
try:
    main(["--help"])
except SystemExit:
    pass
print("loaded:", *(name for name in {unwanted} if name in sys.modules))
"""


def measure(bench: Bench) -> list[Line]:
    """Both commands, interleaved; they take milliseconds, so there are more rounds."""
    contenders = [
        Contender("help", lambda: run_command(taizhang("--help"))),
        Contender("bare", lambda: run_command([sys.executable, "-c", "pass"])),
    ]
    results = contest(contenders, bench.rounds * _ROUNDS_PER_ROUND, lambda _: None)
    milliseconds = [results.spread(name).median * 1000 for name in ("help", "bare")]
    loaded = loaded_by_help()
    note = f"{milliseconds[0]:.0f} ms against {milliseconds[1]:.0f} ms; loads " + (
        "none of " + ", ".join(UNWANTED[:3]) if not loaded else "UNWANTED " + ", ".join(loaded)
    )
    return [Line("taizhang --help", "python -c pass", results.compare("help", "bare"), AtMost(8), note)]


def loaded_by_help() -> list[str]:
    """Which of the heavy libraries `taizhang --help` loads."""
    code = _LOADED.format(unwanted=UNWANTED)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode != 0:
        raise ContenderFailedError(done.stderr[-2000:])
    return done.stdout.strip().splitlines()[-1].split()[1:]
