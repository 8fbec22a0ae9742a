"""Uploaded files on disk until they are queued: a busy or broken database costs nobody a second upload.

Each batch is a folder of its own, complete as soon as it has its name; what a page could not queue the worker does.
Names of files are data in a list, never paths.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from dashboard.importing import job_options, unpacked
from importers.reading import left_by_systems
from master import Master

_LIST = "batch.json"
_PART = ".part"
_LEFT_OVER_SECONDS = 24 * 3600.0
_PATIENT_SECONDS = 3.0


class SpoolError(Exception):
    """The files could not be kept; the text is a Chinese sentence for the user, and nothing of them is left."""


class Order(NamedTuple):
    """What is to be done with a batch, and whose it is.

    ``declared`` is the code of the unit the files are said to come from, None when they tell themselves;
    ``login`` and ``unit`` those of the account; ``password`` opens the files where they need one.
    """

    received_at: dt.datetime
    declared: str | None
    dry_run: bool
    by: str
    login: str
    unit: str | None
    password: str = ""


class Batch(NamedTuple):
    """A batch on disk that waits to be queued. ``left_out`` names what was handed in with it and is no ledger."""

    folder: Path
    order: Order
    kept_at: dt.datetime
    names: tuple[str, ...]
    refusals: dict[str, tuple[str, str]]
    left_out: tuple[str, ...] = ()

    @property
    def ticket(self) -> str:
        """The batch's own mark: it is queued once."""
        return self.folder.name


def keep(
    root: Path,
    uploads: Iterable[tuple[str, bytes]],
    order: Order,
    at: dt.datetime,
    *,
    whole_folder: bool = False,
) -> Batch:
    """Write a batch to disk, file by file; a .zip stands for what is in it. SpoolError when it does not fit.

    Of a ``whole_folder`` what nobody put there as a ledger is left out; a file that was chosen by itself is not.
    """
    part = root / f"{uuid.uuid4().hex}{_PART}"
    names: list[str] = []
    left_out: list[str] = []
    refusals: dict[str, tuple[str, str]] = {}
    try:
        part.mkdir(parents=True)
        for name, content in uploads:
            if whole_folder and left_by_systems(name):
                left_out.append(name)
                continue
            for inner, taken, refusal in unpacked(name, content, left_out):
                if refusal is not None:
                    refusals[str(len(names))] = (refusal.code.value, refusal.message)
                _write(part / str(len(names)), taken)
                names.append(inner)
        if not names:
            raise SpoolError("这个文件夹里没有台账，只有系统或程序留下的文件，请重新选择。")
        told = {
            "order": [order.received_at.isoformat(), *order[1:]],
            "at": at.isoformat(),
            "names": names,
            "refusals": refusals,
        }
        _write(part / _LIST, json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        folder = part.with_suffix("")
        part.rename(folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise SpoolError(_why(error, root)) from error
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return Batch(folder, order, at, tuple(names), refusals, tuple(left_out))


def waiting(root: Path) -> list[Batch]:
    """The batches on disk that nobody has queued yet, the oldest first."""
    if not root.is_dir():
        return []
    found = [_read(folder) for folder in root.iterdir() if not folder.name.endswith(_PART)]
    return sorted((one for one in found if one is not None), key=lambda one: (one.kept_at, one.ticket))


def queue(master: Master, batch: Batch, at: dt.datetime, patience: float = _PATIENT_SECONDS) -> int:
    """Queue a batch and take it off the disk; the job's number, the same however often it is asked."""
    order = batch.order
    options = job_options(order.received_at, order.declared, batch.refusals)
    if order.password:
        options["password"] = order.password
    number = master.jobs.enqueue(
        _contents(batch),
        order.by,
        at,
        dry_run=order.dry_run,
        options=options,
        login=order.login,
        unit=order.unit,
        ticket=batch.ticket,
        patience=patience,
    )
    shutil.rmtree(batch.folder, ignore_errors=True)
    return number


def queue_all(master: Master, root: Path, at: dt.datetime) -> int:
    """Queue what waits, and clear away what was cut off in the middle of writing; how many were queued."""
    batches = waiting(root)
    for batch in batches:
        queue(master, batch, at)
    for part in root.glob(f"*{_PART}") if root.is_dir() else ():
        if time.time() - part.stat().st_mtime > _LEFT_OVER_SECONDS:
            shutil.rmtree(part, ignore_errors=True)
    return len(batches)


def _contents(batch: Batch) -> Iterator[tuple[str, bytes]]:
    for seq, name in enumerate(batch.names):
        yield name, (batch.folder / str(seq)).read_bytes()


def _read(folder: Path) -> Batch | None:
    """A batch, or None when another process has just queued it."""
    try:
        told: dict[str, Any] = json.loads((folder / _LIST).read_bytes().decode("utf-8", "surrogatepass"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    received, *rest = told["order"]
    return Batch(
        folder,
        Order(dt.datetime.fromisoformat(received), *rest),
        dt.datetime.fromisoformat(told["at"]),
        tuple(told["names"]),
        {place: (code, words) for place, (code, words) in told["refusals"].items()},
    )


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _why(error: OSError, root: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        why = "服务器磁盘空间不足，请联系维护人员清理磁盘"
    else:
        why = f"服务器存放上传文件的文件夹（{root}）写不进去，请联系维护人员检查"
    return f"{why}。这一批文件没有收下，也没有入库；文件和填写的内容仍在页面上，处理好后再点一次即可。"
