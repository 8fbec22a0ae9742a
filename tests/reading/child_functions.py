"""What children run in the isolation tests; kept in a module of its own because children import it."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import sys
import time
from pathlib import Path

from importers.reading import read_workbook
from importers.serving import HEADER
from importers.workbook import Source, Workbook
from vocabulary.findings import Refusal

MEGABYTE = 1024 * 1024


def obey(words: list[str]) -> list[str]:
    """Do what each word says; a plain word is given back."""
    return [_obey(word) for word in words]


def _obey(word: str) -> str:
    if word in ("die", "leave"):
        _end(word)
    if word in ("hang", "toil", "crawl"):
        _take_time(word)
    if word == "allocate":
        hoard = [bytearray(64 * MEGABYTE) for _ in range(16)]
        time.sleep(2 * len(hoard))
    if word == "raise":
        raise ValueError(word)
    if word.startswith("write "):
        return _written(Path(word.removeprefix("write ")))
    if word == "niceness":
        return str(os.nice(0))
    if word == "who":
        time.sleep(0.3)
        return str(os.getpid())
    if word in ("print", "boast", "lie"):
        _disturb(word)
    if word == "modules":
        return " ".join(sorted(sys.modules))
    return word


def _take_time(word: str) -> None:
    """Rest for ever, work for ever, or do what a busy machine makes of an honest file: a second and a half of work within
    six of rest."""
    if word == "hang":
        time.sleep(600)
    while word == "toil":
        pass
    for turn in range(1, 31):
        time.sleep(0.2)
        while time.process_time() < turn * 0.05:
            pass


def _end(word: str) -> None:
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(0)


def _disturb(word: str) -> None:
    """Print, or put something where the answer belongs: a length no answer has, words that are none."""
    if word == "print":
        with contextlib.suppress(OSError):  # it may go to a file, where a child can write nothing
            os.write(1, b"from a library written in C\n")
            print("from one in Python", flush=True)
    else:
        os.write(_answers(), b"\xff" * HEADER.size if word == "boast" else HEADER.pack(3, 0.0) + b"no!")


def _answers() -> int:
    """The descriptor on which the child answers: the newest one that is a pipe."""
    return max(number for number in range(3, 64) if _is_pipe(number))


def _is_pipe(number: int) -> bool:
    try:
        return stat.S_ISFIFO(os.fstat(number).st_mode)
    except OSError:
        return False


def _written(path: Path) -> str:
    """How many bytes could be written to a file."""
    with contextlib.suppress(OSError):
        path.write_bytes(b"x" * 100)
    return str(path.stat().st_size)


def read(sources: list[Source]) -> list[Workbook | Refusal]:
    return [read_workbook(source) for source in sources]
