"""The server as an office starts it, with the memory of its whole process tree."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.processes import ContenderFailedError, environment, tree_bytes

_LOOKS_EVERY = 0.5
_STARTS_WITHIN = 60.0


class Served:
    """A server that runs: its port, and the most memory its processes ever had together."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port, self.process, self.peak = port, process, 0
        self._root = psutil.Process(process.pid)

    def watch(self, done: threading.Event) -> None:
        """Look at the memory now and then until the end."""
        while not done.wait(_LOOKS_EVERY):
            self.peak = max(self.peak, tree_bytes(self._root))

    def cpu_seconds(self) -> float:
        """Processor time of all processes that are still there."""
        told = 0.0
        for one in (self._root, *self._root.children(recursive=True)):
            times = one.cpu_times()
            told += times.user + times.system
        return told


@contextmanager
def serving(db: Path, plan: Path | None, log: Path) -> Iterator[Served]:
    """``python -m dashboard.serve`` on a free port, with its worker, until the block ends."""
    port = _free_port()
    command = [sys.executable, "-X", "utf8", "-m", "dashboard.serve", "--port", str(port), "--db", str(db)]
    if plan is not None:
        command += ["--workplan", str(plan)]
    surroundings = {name: value for name, value in environment().items() if not name.startswith("TAIZHANG_")}
    with (
        log.open("wb") as written,
        subprocess.Popen(
            [*command, "--with-parent"],
            cwd=log.parent,
            env=surroundings,
            stdin=subprocess.PIPE,
            stdout=written,
            stderr=written,
        ) as process,
    ):
        done = threading.Event()
        try:
            _wait(port, process, log)
            served = Served(port, process)
            watcher = threading.Thread(target=served.watch, args=(done,), daemon=True)
            watcher.start()
            yield served
        finally:
            done.set()
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise ContenderFailedError(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")
