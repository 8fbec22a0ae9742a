"""A unit sends its ledger: checked first, sent when it says so. Every step is one short transaction. No screen here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dashboard import job_queue
from dashboard.access import Forbidden, Viewer, doing
from dashboard.board import rows_lost
from dashboard.own.reading import is_own
from dashboard.spool import Order
from dashboard.text import moment_text
from master import Master
from master.job_records import Job, JobFile, JobState
from master.views import SubmissionInfo
from vocabulary.access import Action
from vocabulary.codes import Outcome, RefusalCode, Severity


class CheckedFile(NamedTuple):
    """What a check says of one file: the sentence, whether it may be sent, whether it should be corrected first."""

    says: str
    may_send: bool
    must_fix: int
    wants_password: bool


def order(who: Viewer, at: dt.datetime, password: str = "") -> Order:
    """What is to be done with a file a unit chose: looked at as its own, and nothing merged."""
    who.demand(Action.SEND_LEDGER, who.unit)
    return Order(at, who.unit, True, who.person, who.login, who.unit, password)


def own_job(master: Master, who: Viewer, number: int) -> Job:
    """A job of the viewer's unit; Forbidden for any other, be it there or not."""
    job = job_queue.job_of(master, who, number)
    if who.unit is None or job.unit != who.unit:
        raise Forbidden("没有这次上传，或者它不是本单位的。")
    return job


def send(master: Master, who: Viewer, number: int, at: dt.datetime) -> int | None:
    """Send what was checked; the new job's number, None when somebody of the unit has decided already."""
    job = own_job(master, who, number)
    names = "、".join(f"《{file.file_name}》" for file in master.jobs.files(job.id))
    with doing(Action.SEND_LEDGER, f"报送台账{names}", who.unit):
        return job_queue.confirm(master, job, at, who.person, who.login)


def let_go(master: Master, who: Viewer, number: int, at: dt.datetime) -> bool:
    """Drop what was checked without sending it."""
    job = own_job(master, who, number)
    with doing(Action.SEND_LEDGER, f"放弃第 {job.id} 号检查", who.unit):
        return job_queue.let_go(master, job, at, f"已由{who.person}放弃，没有报送")


def try_again(master: Master, who: Viewer, number: int) -> bool:
    """Queue a job that failed once more."""
    job = own_job(master, who, number)
    with doing(Action.SEND_LEDGER, f"重新处理第 {job.id} 号上传", who.unit):
        return master.jobs.retry(job.id)


def judged(file: JobFile) -> CheckedFile:
    """A checked file in words."""
    report: Mapping[str, Any] = file.report
    must = int(report.get("found", {}).get(Severity.MUST_FIX.value, 0))
    if file.outcome not in (Outcome.ACCEPTED, Outcome.NEEDS_CORRECTION):
        asks = report.get("refusal") == RefusalCode.ENCRYPTED.value
        return CheckedFile(file.message, False, must, asks)
    rows, held = int(report.get("rows", 0)), int(report.get("held", 0))
    if not rows:
        return CheckedFile("台账里一行也没有填，请填好再传。", False, must, False)
    if rows == held:
        return CheckedFile(f"{rows} 行都有必改的地方，没有一行可以入库，请改好再传。", False, must, False)
    counts = report.get("counts", {})
    if not held and not any(counts.get(name, 0) for name in ("new", "changed", "withdrawn")):
        return CheckedFile(
            f"{rows} 行全部可用，但和已经报过的内容一样；没有新进展的，不用再发。", True, must, False
        )
    lost = rows_lost(report)
    losing = (
        f"但新报的台账会代替原来的：这份只有 {rows} 行，原来报的 {lost} 行将撤回。如果只是补报几行，请填进整份台账再传。"
        if lost
        else ""
    )
    if must:
        return CheckedFile(
            f"有 {must} 处必改：{held} 行改好前不入库，其余 {rows - held} 行可用。建议先改好再传；赶时间可以先发送，改好再报一次。{losing}",
            True,
            must,
            False,
        )
    return CheckedFile(f"{rows} 行全部可用，可以发送。{losing}", True, must, False)


def would_change(report: Mapping[str, Any], *, done: bool = False) -> str:
    """What sending would do (or has done) to the unit's rows, in a sentence."""
    counts = report.get("counts", {})
    will = "" if done else "将"
    named = [
        (counts.get("new", 0), f"{will}新增 {{}} 行"),
        (counts.get("changed", 0), f"{will}变更 {{}} 行"),
        (counts.get("withdrawn", 0), f"{will}撤回 {{}} 行（上次报过、这次文件里没有）"),
        (counts.get("unchanged", 0), "{} 行没有变化"),
        (counts.get("held", 0), "{} 行暂不入库"),
    ]
    said = [words.format(number) for number, words in named if number]
    return "与上次相比：" + "，".join(said) + "。" if said else ""


def came_meanwhile(master: Master, job: Job, unit: str) -> list[SubmissionInfo]:
    """The unit's papers of colleagues that came in after a file was checked and before it was sent."""
    first = _checked_at(master, job)
    last = dt.datetime.max if job.dry_run else job.created_at
    return [
        one
        for one in master.submissions(unit=unit)
        if is_own(one, unit) and first < one.imported_at and one.received_at < last
    ]


def _checked_at(master: Master, job: Job) -> dt.datetime:
    checked = job.options.get("confirms")
    return master.jobs.get(checked).created_at if checked else job.created_at


def meanwhile_words(papers: Sequence[SubmissionInfo], *, sent: bool) -> str:
    """What to say of them."""
    named = "；".join(
        f"{one.sent_by or '同事'} {moment_text(one.received_at)} 报送了《{one.file_name}》" for one in papers
    )
    after = "几份都保存着，以最后收到的为准" if sent else "您再发送的话，两份都保存，以后收到的为准"
    return f"您检查之后，{named}。{after}。"


def undecided(jobs: Sequence[Job]) -> list[Job]:
    """The jobs of a unit that wait for the worker or for a person, newest first."""
    waiting = (JobState.WAITING, JobState.RUNNING, JobState.HELD, JobState.FAILED)
    return [job for job in jobs if job.state in waiting]
