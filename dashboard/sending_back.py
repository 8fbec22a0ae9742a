"""A unit's correction list from what the master kept: its file read again in a child, its findings, its gaps."""

from __future__ import annotations

import datetime as dt

from importers.isolation import run_isolated
from importers.reading import read_comments, read_workbook
from importers.workbook import Source, Workbook
from inspections.expectations import reporting
from master import Master
from master.views import SubmissionInfo
from reports.corrections import SentLedger, correction_workbook
from schemas.plan import Plan, Task, Unit
from vocabulary.codes import RefusalCode
from vocabulary.findings import Refusal

_Read = tuple[Workbook | Refusal, dict[str, dict[str, str]]]


def correction_list(
    master: Master, plan: Plan, unit: Unit, info: SubmissionInfo | None, as_of: dt.date
) -> bytes:
    """The workbook a unit corrects and sends back; ``info`` is None for a unit that has sent nothing."""
    sent = _sent(master, unit, info) if info else None
    findings = master.findings(info.id) if info else []
    return correction_workbook(
        plan, unit, sent, findings, missing_tasks(master, plan, unit, as_of), as_of=as_of
    )


def missing_tasks(master: Master, plan: Plan, unit: Unit, as_of: dt.date) -> list[Task]:
    """The tasks expected of a unit that no row covers."""
    rows = [row.record for row in master.rows_as_of(as_of, unit.code) if not row.withdrawn]
    told = reporting(plan, rows, ())
    return [missing.task for missing in told.missing_tasks if missing.unit.code == unit.code]


def read_sources(sources: list[Source]) -> list[_Read]:
    """Workbooks and their comments; runs in the child, because the bytes came from outside."""
    return [(read_workbook(source), read_comments(source)) for source in sources]


def _sent(master: Master, unit: Unit, info: SubmissionInfo) -> SentLedger:
    if info.refusal_code is not None:
        refusal = Refusal(RefusalCode(info.refusal_code), info.refusal_message or "")
        return SentLedger(info.file_name, info.received_at, refusal=refusal)
    rows = [row.record for row in master.history(unit.code) if row.submission == info.id]
    content = master.original(info.sha256)
    if content is None:
        return SentLedger(info.file_name, info.received_at, rows=rows)
    [(_, told)] = run_isolated(read_sources, [Source(info.file_name, content)])
    read, comments = (told, {}) if isinstance(told, Refusal) else told
    if isinstance(read, Refusal):
        return SentLedger(info.file_name, info.received_at, rows=rows, refusal=read)
    return SentLedger(info.file_name, info.received_at, read, rows, comments=comments)
