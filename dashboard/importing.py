"""The way into the import road, and the only module that knows it: files of a job in, reports for the page out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from importers.isolation import IsolatedPool
from importers.pipeline import FileResult, ImportSettings, import_files
from importers.reading import LIMITS, expand, is_archive
from importers.workbook import Source
from master import Master
from master.job_records import FileState, Job
from master.records import Change, Consolidation, FieldChange
from schemas.plan import Plan
from schemas.records import RowRecord
from vocabulary.codes import Outcome, RefusalCode, Severity
from vocabulary.findings import Refusal

_MOST_LISTED = 500
"""Lines of one kind in a file's report; a page with more helps nobody, the counts stay whole."""

_SPOOL_LIMITS = replace(LIMITS, archive_bytes=200 * 1024 * 1024)
"""What a zip may become in the page's own process."""


@dataclass(frozen=True, slots=True)
class Spool:
    """Files ready to be queued; ``refusals`` belong to those that could not be taken out of their zip."""

    files: list[tuple[str, bytes]]
    refusals: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file of a job."""

    state: FileState
    outcome: Outcome
    message: str
    report: dict[str, Any]


def spool(uploads: Iterable[tuple[str, bytes]]) -> Spool:
    """The files to queue: a .zip stands for what is in it. Names are data, never paths."""
    files: list[tuple[str, bytes]] = []
    refusals: dict[str, tuple[str, str]] = {}
    for name, content in uploads:
        for one in expand(name, content, _SPOOL_LIMITS) if is_archive(content) else [Source(name, content)]:
            if isinstance(one, Source):
                files.append((one.name, one.content))
            else:
                refusals[str(len(files))] = (one[1].code.value, one[1].message)
                files.append((one[0], b""))
    return Spool(files, refusals)


def job_options(
    received_at: dt.datetime, unit: str | None, refusals: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """What the worker must know besides the files."""
    return {"received_at": received_at.isoformat(), "unit": unit, "refusals": dict(refusals)}


def run_job(
    job: Job,
    files: Sequence[tuple[str, bytes]],
    master: Master,
    plan: Plan,
    plan_folder: Path,
    now: dt.datetime,
    pool: IsolatedPool | None = None,
) -> Iterator[FileReport]:
    """One report per file, in order. Raises MasterError when the database cannot be written."""
    received = dt.datetime.fromisoformat(job.options["received_at"])
    settings = ImportSettings(
        plan_folder,
        plan,
        received.date(),
        received,
        now,
        job.created_by,
        job.options.get("unit"),
        job.options.get("kind"),
        job.options.get("year"),
    )
    refusals = job.options.get("refusals", {})
    sources = [
        _source(name, content, refusals.get(str(place))) for place, (name, content) in enumerate(files)
    ]
    for result in import_files(sources, settings, master, dry_run=job.dry_run, pool=pool):
        yield _told(result, plan, dry_run=job.dry_run)


def _source(name: str, content: bytes, refusal: Sequence[str] | None) -> Source:
    return Source(name, content, refusal=Refusal(RefusalCode(refusal[0]), refusal[1]) if refusal else None)


def _told(result: FileResult, plan: Plan, *, dry_run: bool) -> FileReport:
    ledger = result.ledger
    report: dict[str, Any] = {
        "unit": ledger.sender,
        "collected": ledger.collected,
        "rows": len(ledger.all_rows),
        "held": sum(not row.merged for row in ledger.all_rows),
        "ignored": len(ledger.all_ignored),
        "findings": [_finding(one) for one in ledger.all_findings[:_MOST_LISTED]],
        "found": dict(Counter(one.severity.value for one in ledger.all_findings)),
        "units": sorted({row.unit for row in ledger.rows if row.merged and not row.expanded}),
    }
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
    new, changed = [], []
    for place, (row, change) in enumerate(zip(rows, told.changes, strict=True)):
        if change is Change.NEW:
            new.append(_row(row, plan))
        elif change is Change.CHANGED:
            differing = told.differences.get(place, ())
            fields = {one.field for one in differing}
            # Where what was understood has changed, the words it was understood from say it twice.
            changed += [
                [*_row(row, plan), *_field(one)]
                for one in differing
                if not (one.field.endswith("_text") and one.field.removesuffix("_text") in fields)
            ]
    gone = [_row(one.record, plan) for one in told.withdrawn if one.record is not None]
    return {
        "counts": dict(told.counts),
        "new": new[:_MOST_LISTED],
        "changed": changed[:_MOST_LISTED],
        "withdrawn": gone[:_MOST_LISTED],
        "doubtful": len(told.doubtful),
    }


def _row(row: RowRecord, plan: Plan) -> list[Any]:
    unit = plan.unit_by_code.get(row.unit)
    return [row.sheet, row.row, unit.name if unit else row.unit, row.task_id or "", row.task]


def _field(one: FieldChange) -> list[str]:
    return [one.field, one.old, one.new]


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
