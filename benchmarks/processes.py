"""Starting contenders and commands, each in a fresh process, and sampling the memory of their process tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
_LOOKS_EVERY = 0.05


class ContenderFailedError(Exception):
    """A contender ended with an error: its figures would mean nothing."""


def environment() -> dict[str, str]:
    """The variables a measured process gets: the checkout is importable wherever the process stands, and
    Python keeps compiled modules as it does for everybody."""
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**usual, "PYTHONPATH": path, "PYTHONUTF8": "1"}


def run_contender(name: str, arguments: Mapping[str, Any], python: str = sys.executable) -> dict[str, float]:
    """What ``benchmarks.contenders.NAME.run(arguments)`` returns, run in a process of its own."""
    command = [python, "-m", "benchmarks.contender", name, json.dumps(arguments)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, encoding="utf-8"
    )
    return _answer(name, done.returncode, done.stdout, done.stderr)


def run_command(command: Sequence[str], *, good: Sequence[int] = (0,)) -> dict[str, float]:
    """Wall time of a command from its start to its end; its output goes nowhere."""
    began = time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    seconds = time.perf_counter() - began
    if done.returncode not in good:
        raise ContenderFailedError(f"{' '.join(command)}: {done.stderr.decode(errors='replace')[-2000:]}")
    return {"seconds": seconds}


def run_watched(name: str, arguments: Mapping[str, Any]) -> dict[str, float]:
    """As ``run_contender``, with ``peak``: the highest sum of the memory of the process and its children."""
    command = [sys.executable, "-m", "benchmarks.contender", name, json.dumps(arguments)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        root, peak = psutil.Process(running.pid), 0
        while running.poll() is None:
            peak = max(peak, tree_bytes(root))
            time.sleep(_LOOKS_EVERY)
        said, complained = running.communicate()
    return {**_answer(name, running.returncode, said, complained), "peak": float(peak)}


def _answer(name: str, status: int, said: str, complained: str) -> dict[str, float]:
    if status != 0:
        raise ContenderFailedError(f"{name}: {complained[-2000:]}")
    answer: dict[str, float] = json.loads(said.strip().splitlines()[-1])
    return answer


def tree_bytes(root: psutil.Process) -> int:
    """Proportional memory where the system knows it (shared pages counted once), else resident memory."""
    total = 0
    try:
        for process in (root, *root.children(recursive=True)):
            full = process.memory_full_info() if sys.platform == "linux" else process.memory_info()
            total += getattr(full, "pss", full.rss)
    except psutil.Error:  # a process that has just ended
        pass
    return total
