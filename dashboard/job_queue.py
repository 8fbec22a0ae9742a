"""Import jobs as pages handle them: whose they are, confirm after a dry run, try again, let go.

A finished job drops its copies of the files, and a confirmed dry run needs them: a dry run that is
through is held until a person confirms it or lets it go; one that failed keeps them to be tried again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from master import Master
from master.job_records import FileState, Job, JobFile, JobState
from schemas.plan import Plan
from vocabulary.access import Action

if TYPE_CHECKING:
    from dashboard.access import Viewer

_KEPT_DAYS = 14
_FINAL = frozenset(
    {FileState.NEEDS_CORRECTION, FileState.READY, FileState.MERGED, FileState.DUPLICATE, FileState.REFUSED}
)


class Since(NamedTuple):
    """Something that reached the master after a dry run and concerns a unit of it: who, when, what."""

    unit: str
    at: dt.datetime
    words: str


def enqueue(
    master: Master,
    files: Iterable[tuple[str, bytes]],
    options: Mapping[str, Any],
    by: str,
    at: dt.datetime,
    *,
    dry_run: bool,
    login: str = "",
    unit: str | None = None,
) -> int:
    """Queue a batch for the account ``login`` (of ``unit`` where it is a unit's); the job's number."""
    return master.jobs.enqueue(files, by, at, dry_run=dry_run, options=options, login=login, unit=unit)


def jobs_of(master: Master, who: Viewer, limit: int = 50) -> list[Job]:
    """The jobs somebody may look at, newest first: all of them for the office, its own for a unit."""
    if who.may(Action.SEND_LEDGER):
        return master.jobs.list(limit)
    if who.unit is not None and who.may(Action.SEND_LEDGER, who.unit):
        return master.jobs.list(limit, who.unit)
    return []


def job_of(master: Master, who: Viewer, number: int) -> Job:
    """One job; Forbidden when it is somebody else's, in the same words whether there is such a job or not."""
    # Pages and requests know it; the worker, which asks for no job by its number, need not load them.
    from dashboard.access import Forbidden

    found = next((one for one in master.jobs.find(number) if may_see(who, one)), None)
    if found is None:
        raise Forbidden("没有这个报送批次，或者它不是本单位的。")
    return found


def may_see(who: Viewer, job: Job) -> bool:
    """Whether a job is for somebody's eyes."""
    return who.may(Action.SEND_LEDGER) or (job.unit is not None and who.may(Action.SEND_LEDGER, job.unit))


def is_final(file: JobFile) -> bool:
    """Whether nothing more happens to this file within its job."""
    return file.state in _FINAL


def is_held(job: Job) -> bool:
    """Whether a dry run waits for a person."""
    return job.state is JobState.HELD


def is_active(job: Job) -> bool:
    """Whether the job is queued or under way, so that watching it makes sense."""
    return job.state in (JobState.WAITING, JobState.RUNNING)


def has_failed(job: Job) -> bool:
    """Whether the job broke off; its files are still there."""
    return job.state is JobState.FAILED


def state_words(job: Job) -> str:
    """How far the job is, in words."""
    if job.state is JobState.DONE and not job.dry_run:
        return "已入库"
    return job.message if job.state is JobState.DONE and job.message else job.state.zh


def confirm(master: Master, job: Job, at: dt.datetime, by: str = "", login: str = "") -> int | None:
    """Queue the files of a held dry run for good; None when somebody else has decided meanwhile."""
    person = by or job.created_by
    return master.jobs.confirm(job.id, person, at, _said("已确认入库", person), login=login)


def try_again(master: Master, job: Job, at: dt.datetime, by: str, login: str) -> int | None:
    """Compare the files of a held dry run once more, with what the master says now; None as with ``confirm``."""
    return master.jobs.confirm(job.id, by, at, _said("已重新试算", by), login=login, dry_run=True)


def let_go(master: Master, job: Job, at: dt.datetime, why: str = "已放弃") -> bool:
    """End a held dry run, or a failed job, without importing what is left."""
    return master.jobs.settle(job.id, at, why)


def decided_words(job: Job) -> str:
    """What the second of two who decide about a dry run is told."""
    when = f"{job.finished_at:%m月%d日 %H:%M} " if job.finished_at else ""
    return f"这一批{when}{job.message or '已有人处理'}，您的操作没有重复执行。结果见报送记录中最新的一批。"


def since_tried(master: Master, job: Job, files: Sequence[JobFile], plan: Plan) -> list[Since]:
    """What changed for the units of a dry run after it was compared: the differences shown may be out of date."""
    compared = {file.report["revision"] for file in files if "revision" in file.report}
    if not compared or master.revision() <= min(compared):
        return []
    units = {code for file in files for code in file.report.get("units", ())}
    found: dict[tuple[str, int, bool], Since] = {}
    for code in units:
        name = plan.unit_by_code[code].name if code in plan.unit_by_code else code
        for info in master.submissions(unit=code):
            if info.imported_at >= job.created_at and info.ledger_kind and info.outcome.value != "refused":
                found[code, info.id, False] = Since(name, info.imported_at, f"又入库了《{info.file_name}》")
            if info.undone_at is not None and info.undone_at >= job.created_at:
                found[code, info.id, True] = Since(name, info.undone_at, f"撤销了《{info.file_name}》")
    return sorted(found.values(), key=lambda one: (one.at, one.unit))


def let_go_of_old(master: Master, now: dt.datetime) -> None:
    """End dry runs nobody confirmed, and failed jobs nobody took up, for two weeks: their files take room."""
    for job in master.jobs.unsettled():
        if (now - job.created_at).days >= _KEPT_DAYS:
            let_go(master, job, now, f"{_KEPT_DAYS} 天未确认，已放弃")


def _said(what: str, person: str) -> str:
    return f"已由{person}{what[1:]}" if person else what
