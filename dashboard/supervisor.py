"""Keeps one worker process alive beside the server, and lets it end with the server."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

from dashboard.settings import DB, WORKPLAN, Settings

_LOOK_SECONDS = 1.0
_LONGEST_PAUSE = 60.0
_STOP_SECONDS = 15.0
_ROOT = Path(__file__).resolve().parent.parent
_log = logging.getLogger("taizhang.web")


class Supervisor:
    """Use as a context manager: within it a worker runs; one that dies is started again, ever more patiently."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)

    def __enter__(self) -> Supervisor:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
        _end(self._process)

    def _watch(self) -> None:
        pause = _LOOK_SECONDS
        while not self._stop.is_set():
            if self._process is None or self._process.poll() is not None:
                if self._process is not None:
                    _end(self._process)
                    _log.warning("导入进程结束（%s），重新启动", self._process.returncode)
                    self._stop.wait(pause)
                    pause = min(pause * 2, _LONGEST_PAUSE)
                    if self._stop.is_set():
                        return
                self._process = self._start()
            self._stop.wait(_LOOK_SECONDS)

    def _start(self) -> subprocess.Popen[bytes]:
        """The worker holds the other end of its standard input: it ends when that closes."""
        paths = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH", ""))))
        environment = {
            **{name: value for name, value in os.environ.items() if name not in (DB, WORKPLAN)},
            **self._settings.environment,
            "PYTHONPATH": paths,
        }
        return subprocess.Popen(
            [sys.executable, "-X", "utf8", "-P", "-m", "dashboard.worker"],
            stdin=subprocess.PIPE,
            env=environment,
        )


def _end(process: subprocess.Popen[bytes] | None) -> None:
    if process is None:
        return
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
