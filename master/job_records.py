"""Import jobs as the dashboard and its worker see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from vocabulary.codes import ChineseEnum, Outcome


class JobState(ChineseEnum):
    """How far a job is."""

    WAITING = "waiting", "排队中"
    RUNNING = "running", "进行中"
    HELD = "held", "试算完成，待确认"
    DONE = "done", "已结束"
    FAILED = "failed", "未能完成"


class FileState(ChineseEnum):
    """How far one file of a job is."""

    WAITING = "waiting", "等待"
    READING = "reading", "解析"
    NEEDS_CORRECTION = "needs_correction", "有错"
    READY = "ready", "可入库"
    MERGED = "merged", "已入库"
    DUPLICATE = "duplicate", "重复报送"
    REFUSED = "refused", "已拒收"


class JobFile(NamedTuple):
    """One file of a job. ``report`` is what the importer wants the page to show."""

    seq: int
    file_name: str
    size: int
    state: FileState
    outcome: Outcome | None
    message: str
    report: Mapping[str, Any]


class Job(NamedTuple):
    """One batch of uploaded files. ``dry_run``: only compare, merge nothing.

    It belongs to the account ``login``, and to its ``unit`` where that is a unit's account.
    """

    id: int
    created_at: dt.datetime
    created_by: str
    state: JobState
    dry_run: bool
    options: Mapping[str, Any]
    worker: str
    heartbeat: dt.datetime | None
    finished_at: dt.datetime | None
    message: str
    login: str = ""
    unit: str | None = None
