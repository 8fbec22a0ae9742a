"""The way into the import road, and the only module that knows it: files of a job in, reports for the page out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.extracts import extracts_of
from dashboard.own.admission import why_not
from dashboard.own.reading import is_own
from importers.changes import own_series, row_changes
from importers.intake import FileResult, ImportSettings
from importers.isolation import IsolatedPool
from importers.pipeline import check_files, import_files
from importers.reading import expand, is_archive
from importers.workbook import Source
from master import Master
from master.job_records import FileState, Job
from master.records import Consolidation
from schemas.plan import Plan
from schemas.records import RowRecord
from vocabulary.codes import Outcome, RefusalCode, Severity
from vocabulary.findings import Refusal

_MOST_LISTED = 500
"""Lines of one kind in a file's report; a page with more helps nobody, the counts stay whole."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file of a job."""

    state: FileState
    outcome: Outcome
    message: str
    report: dict[str, Any]


def unpacked(
    name: str, content: bytes, left_out: list[str] | None = None
) -> Iterator[tuple[str, bytes, Refusal | None]]:
    """The files an upload stands for: a .zip for what is in it, with why one could not be taken out.

    What a .zip holds that is nobody's ledger (hidden files, locks) is added to ``left_out``.
    """
    inside = expand(name, content, left_out=left_out) if is_archive(content) else [Source(name, content)]
    for one in inside:
        yield (one.name, one.content, None) if isinstance(one, Source) else (one[0], b"", one[1])


def job_options(
    received_at: dt.datetime, unit: str | None, refusals: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """What the worker must know besides the files."""
    return {"received_at": received_at.isoformat(), "unit": unit, "refusals": dict(refusals)}


def received_of(job: Job) -> dt.datetime:
    """When a job's files reached the office: what was said, and for what a unit sends itself, when it sent it."""
    if job.unit is not None and not job.dry_run:
        return job.created_at
    return dt.datetime.fromisoformat(job.options["received_at"])


def run_job(
    job: Job,
    files: Sequence[tuple[str, bytes]],
    master: Master,
    plan: Plan,
    now: dt.datetime,
    pool: IsolatedPool | None = None,
    on_read: Callable[[int], None] | None = None,
    resumed: bool = False,
) -> Iterator[FileReport]:
    """One report per file, in order; ``on_read`` is told the place of each file that is taken up.

    ``resumed``: another worker had begun and was stopped; what it had merged is told as merged, once. Of a unit's
    job only its own ledgers get anywhere.

    Raises MasterError when the database cannot be written.
    """
    settings, sources = settings_of(job, plan, now), _sources(job, files)
    barred = _barred(job.unit, sources, settings, pool) if job.unit is not None else {}
    kept = [place for place in range(len(files)) if place not in barred]

    def taken_up() -> Iterator[Source]:
        for place in kept:
            if on_read is not None:
                on_read(place)
            yield sources[place]

    revision = master.revision()
    spoken_of = {file.report.get("submission") for file in master.jobs.files(job.id)} if resumed else set()
    results = import_files(taken_up(), settings, master, dry_run=job.dry_run, pool=pool)
    for place in range(len(files)):
        if place in barred:
            yield FileReport(FileState.REFUSED, Outcome.REFUSED, barred[place], {})
            continue
        result = next(results)
        earlier, told = result.duplicate_of, None
        if resumed and earlier and earlier.imported_at >= job.created_at and earlier.id not in spoken_of:
            # Merged by this very job, whose worker died before it could say so.
            told = _told_before(master, earlier.id)
        told = told or _told(result, plan, dry_run=job.dry_run)
        if job.unit is not None and earlier is not None and not _is_own_paper(master, job.unit, earlier.id):
            told = replace(told, message=_SAME_AS_ANOTHERS, report={})
        spoken_of.add(told.report.get("submission"))
        # What the master said when this was compared: whoever confirms is told what has changed since.
        told.report["revision"] = revision
        yield told
    # What import_files does after its last file.
    next(results, None)


def _sources(job: Job, files: Sequence[tuple[str, bytes]]) -> list[Source]:
    refusals, password = job.options.get("refusals", {}), job.options.get("password", "")
    return [
        _source(name, content, refusals.get(str(place)), password)
        for place, (name, content) in enumerate(files)
    ]


def _told_before(master: Master, submission: int) -> FileReport | None:
    """What became of a file that this job had merged before its worker was stopped."""
    info = next((one for one in master.submissions() if one.id == submission), None)
    if info is None:
        return None
    findings, rows = master.findings(submission), master.submitted_rows(submission)
    report = {
        "unit": info.sender,
        "collected": info.collected,
        "rows": info.n_rows,
        "findings": [_finding(one) for one in findings[:_MOST_LISTED]],
        "found": dict(Counter(one.severity.value for one in findings)),
        "units": sorted({row.unit for row in rows if row.merged and not row.expanded}),
        "submission": info.id,
        "version": info.version,
        "counts": dict(info.counts),
    }
    message = "处理曾经中断，这一份在中断前已经入库，没有重复计入。"
    return FileReport(FileState.MERGED, info.outcome, message, report)


def settings_of(job: Job, plan: Plan, now: dt.datetime) -> ImportSettings:
    """How a job's files are taken in. A unit's account sends for nobody but itself."""
    received, sender = received_of(job), job.unit or job.options.get("unit")
    kind, year = job.options.get("kind"), job.options.get("year")
    return ImportSettings(plan, received.date(), received, now, job.created_by, sender, kind, year)


def _barred(
    unit: str, sources: Sequence[Source], settings: ImportSettings, pool: IsolatedPool | None
) -> dict[int, str]:
    """Which files a unit may not send, and why: each is read by its own words, without saying who sends it."""
    by_itself = replace(settings, declared_unit=None)
    read = check_files(sources, by_itself, pool)
    told = {place: why_not(one.ledger, unit, settings.plan) for place, one in enumerate(read)}
    return {place: words for place, words in told.items() if words}


_SAME_AS_ANOTHERS = "县政府办已经收到过内容完全相同的文件，但不是您单位报送的，没有收下。请核对是不是选错了文件，或与县政府办联系。"


def _is_own_paper(master: Master, unit: str, submission: int) -> bool:
    return any(one.id == submission and is_own(one, unit) for one in master.submissions(unit=unit))


def _source(name: str, content: bytes, refusal: Sequence[str] | None, password: str) -> Source:
    told = Refusal(RefusalCode(refusal[0]), refusal[1]) if refusal else None
    return Source(name, content, password, told)


def _told(result: FileResult, plan: Plan, *, dry_run: bool) -> FileReport:
    ledger = result.ledger
    report: dict[str, Any] = {
        "unit": ledger.sender,
        "collected": ledger.collected,
        "series": own_series(ledger),
        "rows": len(ledger.all_rows),
        "held": sum(not row.merged for row in ledger.all_rows),
        "ignored": len(ledger.all_ignored),
        "findings": [_finding(one) for one in ledger.all_findings[:_MOST_LISTED]],
        "found": dict(Counter(one.severity.value for one in ledger.all_findings)),
        "units": sorted({row.unit for row in ledger.rows if row.merged and not row.expanded}),
        "extracts": [
            one
            for part in ledger.whole
            for one in extracts_of(part.rows, part.layout, plan, map(_finding, part.findings[:_MOST_LISTED]))
        ],
    }
    if ledger.refusal is not None:
        report["refusal"] = ledger.refusal.code.value
    if result.consolidation is not None:
        report |= _differences(result.consolidation, ledger.rows, plan)
    if result.stored is not None:
        report |= {
            "submission": result.stored.id,
            "version": result.stored.version,
            "late": result.stored.late,
            "without_changes": result.stored.without_changes,
            "counts": dict(result.stored.counts),
        }
    return FileReport(_state(result.outcome, dry_run), result.outcome, _message(result, dry_run), report)


def _finding(finding: Any) -> list[Any]:
    sheet, cell, row, field, rule, severity, found, message, suggestion, trial = finding
    return [sheet, cell, row, field, rule, severity.value, found, message, suggestion, trial]


def _differences(told: Consolidation, rows: Sequence[RowRecord], plan: Plan) -> dict[str, Any]:
    found = row_changes(told, rows)
    return {
        "counts": dict(told.counts),
        "new": [_row(row, plan) for row in found.new[:_MOST_LISTED]],
        "changed": [[*_row(row, plan), *one] for row, fields in found.changed for one in fields][
            :_MOST_LISTED
        ],
        "withdrawn": [_row(row, plan) for row in found.withdrawn[:_MOST_LISTED]],
        "doubtful": len(told.doubtful),
    }


def _row(row: RowRecord, plan: Plan) -> list[Any]:
    unit = plan.unit_by_code.get(row.unit)
    return [row.sheet, row.row, unit.name if unit else row.unit, row.task_id or "", row.task]


def _state(outcome: Outcome, dry_run: bool) -> FileState:
    if outcome is Outcome.REFUSED:
        return FileState.REFUSED
    if outcome is Outcome.DUPLICATE:
        return FileState.DUPLICATE
    if not dry_run:
        return FileState.MERGED
    return FileState.READY if outcome is Outcome.ACCEPTED else FileState.NEEDS_CORRECTION


def _message(result: FileResult, dry_run: bool) -> str:
    if result.ledger.refusal is not None:
        return result.ledger.refusal.message
    if result.outcome is Outcome.DUPLICATE:
        return _duplicate(result)
    must = sum(one.severity is Severity.MUST_FIX for one in result.ledger.all_findings)
    held = sum(not row.merged for row in result.ledger.all_rows)
    if must:
        return f"{must} 处必改，{held} 行{'将' if dry_run else ''}暂不入库，其余 {len(result.ledger.all_rows) - held} 行可用。"
    if result.stored is not None and result.stored.without_changes:
        return "与上次报送相比没有变化。"
    if result.stored is not None and result.stored.late:
        return "已有更晚收到的报送，这一份记入历史。"
    return f"{len(result.ledger.all_rows)} 行全部可用。"


def _duplicate(result: FileResult) -> str:
    earlier = result.duplicate_of
    if earlier is None:
        return "与本批另一个文件内容完全相同，不重复入库。"
    when = earlier.received_at.strftime("%Y-%m-%d %H:%M")
    return f"与《{earlier.file_name}》（{when} 收到）内容完全相同，不重复入库。"
