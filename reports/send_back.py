"""Correction lists from what the master kept: files read again in a child, findings, gaps."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from importers.isolation import run_isolated
from importers.reading import read_comments, read_workbook
from importers.workbook import Source, Workbook
from inspections.expectations import reporting
from inspections.problems import standings_of
from inspections.standing import Standing
from master import Master
from master.views import SubmissionInfo
from reports.corrections import correction_workbook
from reports.sent import SentLedger
from schemas.kinds import ledger_kinds
from schemas.plan import Plan, Task, Unit
from vocabulary.codes import RefusalCode
from vocabulary.findings import Finding, Refusal

_Read = tuple[Workbook | Refusal, dict[str, dict[str, str]]]


def correction_lists(
    master: Master,
    plan: Plan,
    units: Sequence[Unit],
    as_of: dt.date,
    submission: SubmissionInfo | None = None,
) -> Iterator[tuple[Unit, bytes]]:
    """For every unit the workbook it corrects and sends back: its newest file as known on the day.

    ``submission`` asks for that one instead. A unit that has sent nothing gets its tasks that nobody
    has reported. Files a unit did not send itself (an office's collected ledger) are not shown to it:
    they hold other units' rows.
    """
    newest = _newest(master.submissions(as_of))
    gaps = _gaps(master, plan, units, as_of)
    problems = _open_problems(master, plan, units, as_of)
    infos = [submission or newest.get(unit.code) for unit in units]
    sent = _sent(master, infos)
    for unit, info in zip(units, infos, strict=True):
        ledger = next(sent) if info else None
        findings = master.findings(info.id) if info else []
        missing = _not_in(ledger, gaps[unit.code], plan)
        asked = problems[unit.code]
        yield (
            unit,
            correction_workbook(
                plan,
                unit,
                ledger,
                findings,
                missing,
                as_of=as_of,
                problems=asked,
                answer_findings=_about_answers(master, asked),
            ),
        )


def correction_list(
    master: Master, plan: Plan, unit: Unit, as_of: dt.date, submission: SubmissionInfo | None = None
) -> bytes:
    """The correction list of one unit, see ``correction_lists``."""
    [(_, content)] = correction_lists(master, plan, [unit], as_of, submission)
    return content


def read_again(sources: list[Source]) -> list[_Read]:
    """Workbooks and their comments; runs in the child, because the bytes came from outside."""
    return [(read_workbook(source), read_comments(source)) for source in sources]


def _newest(infos: Iterable[SubmissionInfo]) -> dict[str, SubmissionInfo]:
    """Each unit's newest own file, refused ones included: that is what it has to put right. A file of nothing
    but answers to 督查问题 is none: those stand in 整改任务."""
    newest: dict[str, SubmissionInfo] = {}
    for info in infos:
        answers_only = info.ledger_kind in ledger_kinds() and ledger_kinds()[info.ledger_kind].prefilled
        if info.sender is not None and not info.collected and info.undone_at is None and not answers_only:
            newest.setdefault(info.sender, info)
    return newest


def _gaps(master: Master, plan: Plan, units: Sequence[Unit], as_of: dt.date) -> dict[str, list[Task]]:
    """The tasks expected of each unit that no row covers."""
    gaps: dict[str, list[Task]] = defaultdict(list)
    only = units[0].code if len(units) == 1 else None
    rows = [row.record for row in master.rows_as_of(as_of, only) if not row.withdrawn]
    for missing in reporting(plan, rows, ()).missing_tasks:
        gaps[missing.unit.code].append(missing.task)
    return gaps


def _open_problems(
    master: Master, plan: Plan, units: Sequence[Unit], as_of: dt.date
) -> dict[str, list[Standing]]:
    """The 督查问题 of each unit that are not closed."""
    found: dict[str, list[Standing]] = defaultdict(list)
    only = units[0].code if len(units) == 1 else None
    for one in standings_of(master, plan, as_of, unit=only):
        if one.open:
            found[one.problem.unit].append(one)
    return found


def _about_answers(master: Master, problems: Sequence[Standing]) -> dict[str, list[Finding]]:
    """What is wrong with the last answer to each problem."""
    told: dict[str, list[Finding]] = {}
    for one in problems:
        said = one.last_answer
        if said is not None:
            told[one.problem.number] = [
                finding
                for finding in master.findings(said.submission)
                if (finding.sheet, finding.row) == (said.sheet, said.row)
            ]
    return told


def _not_in(ledger: SentLedger | None, gaps: list[Task], plan: Plan) -> list[Task]:
    """The gaps that the file does not fill: a row held back was reported, it only has to be put right."""
    told = {row.task_id for row in ledger.rows if row.task_id} if ledger else set()
    told |= {plan.task_by_id[task_id].parent for task_id in told if task_id in plan.task_by_id}
    return [task for task in gaps if task.id not in told]


def _sent(master: Master, infos: Sequence[SubmissionInfo | None]) -> Iterator[SentLedger]:
    """The files as sent, in the order of the submissions that exist."""
    known = [info for info in infos if info is not None]
    sources = (Source(info.file_name, master.original(info.sha256) or b"") for info in known)
    for info, (_, told) in zip(known, run_isolated(read_again, sources), strict=True):
        yield _ledger(master, info, told)


def _ledger(master: Master, info: SubmissionInfo, told: _Read | Refusal) -> SentLedger:
    if info.refusal_code is not None:
        refusal = Refusal(RefusalCode(info.refusal_code), info.refusal_message or "")
        return SentLedger(info.file_name, info.received_at, refusal=refusal)
    rows = [row for part in (info.id, *master.parts(info.id)) for row in master.submitted_rows(part)]
    read, comments = (told, {}) if isinstance(told, Refusal) else told
    if isinstance(read, Refusal):
        return SentLedger(info.file_name, info.received_at, rows=rows, refusal=read)
    return SentLedger(info.file_name, info.received_at, read, rows, comments=comments)
