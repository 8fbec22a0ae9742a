"""Import jobs as the page handles them: queue, confirm after a dry run, let go.

A finished job drops its copies of the files, and a confirmed dry run needs them: a dry run that is
through is held until a person confirms it or lets it go.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from master import Master
from master.job_records import FileState, Job, JobFile, JobState

_KEPT_DAYS = 14
_FINAL = frozenset(
    {FileState.NEEDS_CORRECTION, FileState.READY, FileState.MERGED, FileState.DUPLICATE, FileState.REFUSED}
)


def enqueue(
    master: Master,
    files: Sequence[tuple[str, bytes]],
    options: Mapping[str, Any],
    by: str,
    at: dt.datetime,
    *,
    dry_run: bool,
) -> int:
    """Queue a batch; the job's number."""
    return master.jobs.enqueue(files, by, at, dry_run=dry_run, options=options)


def is_final(file: JobFile) -> bool:
    """Whether nothing more happens to this file within its job."""
    return file.state in _FINAL


def is_held(job: Job) -> bool:
    """Whether a dry run waits for a person."""
    return job.state is JobState.HELD


def is_active(job: Job) -> bool:
    """Whether the job is queued or under way, so that watching it makes sense."""
    return job.state in (JobState.WAITING, JobState.RUNNING)


def state_words(job: Job) -> str:
    """How far the job is, in words."""
    if job.state is JobState.DONE and not job.dry_run:
        return "已入库"
    return job.message if job.state is JobState.DONE and job.message else job.state.zh


def confirm(master: Master, job: Job, at: dt.datetime) -> int | None:
    """Queue the files of a held dry run for good; None when somebody else has decided meanwhile."""
    files = master.jobs.contents(job.id)
    if not master.jobs.settle(job.id, at, "已确认入库"):
        return None
    return enqueue(master, files, {**job.options, "confirms": job.id}, job.created_by, at, dry_run=False)


def let_go(master: Master, job: Job, at: dt.datetime, why: str = "已放弃") -> bool:
    """End a held dry run without importing."""
    return master.jobs.settle(job.id, at, why)


def let_go_of_old(master: Master, now: dt.datetime) -> None:
    """End dry runs nobody confirmed for two weeks: their files take room."""
    for job in master.jobs.list():
        if is_held(job) and (now - job.created_at).days >= _KEPT_DAYS:
            let_go(master, job, now, f"{_KEPT_DAYS} 天未确认，已放弃")
