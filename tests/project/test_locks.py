"""The locks: without addresses, every file hashed, and of one mind about versions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import start
from tests.project.house import PYPROJECT

LOCKS = (start.RUNTIME_LOCK, start.DEV_LOCK)
BENCH_LOCK = start.ROOT / "requirements-bench.lock"
DEV_ONLY = frozenset({"coverage", "hypothesis", "import-linter", "mypy", "playwright", "pytest", "ruff"})


def name_of(requirement: str) -> str:
    """The normalised project name at the start of a requirement."""
    return (
        re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")
    )


def pins(lock: Path) -> dict[str, set[str]]:
    """Project name to its pins, markers included: a universal lock may hold several of one project."""
    found: dict[str, set[str]] = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if re.match(r"[A-Za-z0-9]", line):
            found.setdefault(name_of(line), set()).add(line.removesuffix("\\").strip())
    return found


def blocks(lock: Path) -> list[str]:
    """The lock cut into one text per pin, its hashes included."""
    return re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", [*LOCKS, BENCH_LOCK], ids=lambda lock: str(lock.name))
def test_a_lock_installs_from_any_mirror(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "://" in line or line.startswith("--")] == []


@pytest.mark.parametrize("lock", [*LOCKS, BENCH_LOCK], ids=lambda lock: str(lock.name))
def test_every_pin_is_exact_and_hashed(lock: Path) -> None:
    assert [block for block in blocks(lock) if "==" not in block or "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", [start.DEV_LOCK, BENCH_LOCK], ids=lambda lock: str(lock.name))
def test_every_lock_holds_the_runtime_lock(lock: Path) -> None:
    runtime, whole = pins(start.RUNTIME_LOCK), pins(lock)
    assert {name: whole.get(name) for name in runtime} == runtime


def test_only_the_development_lock_holds_the_tests_tools() -> None:
    runtime, dev = (pins(lock) for lock in LOCKS)
    assert not DEV_ONLY & runtime.keys()
    assert dev.keys() >= DEV_ONLY


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    runtime, dev = (pins(lock) for lock in LOCKS)
    assert {name_of(wanted) for wanted in PYPROJECT["project"]["dependencies"]} <= runtime.keys()
    groups = PYPROJECT["dependency-groups"]
    assert {name_of(wanted) for wanted in groups["dev"]} <= dev.keys()
    assert {name_of(wanted) for wanted in groups["bench"]} <= pins(BENCH_LOCK).keys()
