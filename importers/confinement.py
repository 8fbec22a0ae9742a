"""What a child process that reads hostile files may use: time, memory, and nothing to write to."""

from __future__ import annotations

import importlib
import os
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

try:
    import resource
except ImportError:  # not on Windows; the watchdog stands in there
    resource = None  # type: ignore[assignment]

MEMORY_EXCEEDED = 77
"""Exit status of a child that its watchdog ended."""

_LOOKS_EVERY = 0.05
_NICER = 10


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Limits of one child. Seconds are of the processor, see importers.allowance; the slowest honest file, 200,000 rows,
    takes a few of them."""

    seconds_per_file: float = 30.0
    seconds_per_batch: float = 60.0
    memory_bytes: int = 2 * 1024**3
    """Address space on POSIX, resident memory elsewhere. The largest file within ReadLimits needs half."""
    watchdog: bool = resource is None
    """Watch resident memory from a thread; the default where the system itself cannot limit it."""


def begin(limits: ProcessLimits, modules: Sequence[str] = ()) -> None:
    """Load our own modules, then confine: a child's initializer."""
    for name in modules:
        # One that is not there is missed by whoever needs it, and told then.
        with suppress(ImportError):
            importlib.import_module(name)
    confine(limits)


def confine(limits: ProcessLimits) -> None:
    """Confine the calling process for good; never call it in the main process.

    It gives way to whoever started it, who has to check and store what was read before more of it is needed.

    Beyond the memory limit Python sees MemoryError and the Rust reader aborts; under the watchdog the
    process ends with MEMORY_EXCEEDED. No file can be written and no core dumped (POSIX).
    """
    sys.dont_write_bytecode = True
    if hasattr(os, "nice"):  # not on Windows
        os.nice(_NICER)
    if resource is not None:
        _lower(resource.RLIMIT_CORE, 0)
        _lower(resource.RLIMIT_FSIZE, 0)
        if not limits.watchdog:
            _lower(resource.RLIMIT_AS, limits.memory_bytes)
    if limits.watchdog:
        threading.Thread(
            target=_watch, args=[limits.memory_bytes], name="memory-watchdog", daemon=True
        ).start()


def _lower(kind: int, limit: int) -> None:
    """Lower a limit; a host that set a lower one already keeps it."""
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(kind, (limit, limit))


def _watch(memory_bytes: int) -> None:
    """End this process when its resident memory passes the limit.

    While native code holds the GIL nothing is seen; ReadLimits bound what it can ask for in that time.
    """
    import psutil

    me = psutil.Process()
    while True:
        if me.memory_info().rss > memory_bytes:
            os._exit(MEMORY_EXCEEDED)
        time.sleep(_LOOKS_EVERY)
