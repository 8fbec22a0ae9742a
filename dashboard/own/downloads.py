"""What a unit can take with it. Each asks whose it is before anything is read: another unit's number is no such file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dashboard import downloads
from dashboard.access import Forbidden, Viewer
from dashboard.downloads import XLSX, Download
from dashboard.importing import settings_of
from dashboard.own.acknowledgement import acknowledgement_page, number_of
from dashboard.own.reading import is_own
from dashboard.own.sending import own_job
from importers.isolation import run_isolated
from importers.pipeline import check_files
from importers.workbook import Source
from inspections.expectations import reporting
from inspections.problems import standings_of
from master import Master
from master.views import SubmissionInfo
from reports.corrections import correction_workbook
from reports.send_back import read_again
from reports.sent import SentLedger
from schemas.plan import Plan, Task, Unit
from vocabulary.access import Action
from vocabulary.findings import Refusal

HTML = "text/html; charset=utf-8"


def unit_of(plan: Plan, who: Viewer) -> Unit:
    """The unit of an account that may download; Forbidden for accounts without one."""
    unit = plan.unit_by_code.get(who.unit or "")
    if unit is None:
        raise Forbidden("这里只供单位账号下载本单位的文件。")
    who.demand(Action.DOWNLOAD, unit.code)
    return unit


def template(plan: Plan, who: Viewer) -> Download | None:
    """The unit's template."""
    return downloads.template(plan, unit_of(plan, who).code)


def corrections(
    master: Master, plan: Plan, who: Viewer, as_of: dt.date, number: int | None = None
) -> Download | None:
    """The correction list of one of the unit's own papers, or of its newest, with 整改任务."""
    unit = unit_of(plan, who)
    if number is None:
        return downloads.unit_corrections(master, plan, unit.code, as_of)
    return downloads.corrections(master, plan, number, as_of) if _own(master, unit, number) else None


def original(master: Master, plan: Plan, who: Viewer, number: int) -> Download | None:
    """One of the unit's own papers as it was sent."""
    return downloads.original(master, number) if _own(master, unit_of(plan, who), number) else None


def acknowledgement(master: Master, plan: Plan, who: Viewer, number: int) -> Download | None:
    """回执: the acknowledgement of one of the unit's own papers."""
    unit = unit_of(plan, who)
    info = _own(master, unit, number)
    if info is None:
        return None
    page = acknowledgement_page(plan, unit, info, master.receipts(info.sha256), master.findings(number))
    return Download(f"回执_{unit.name}_{number_of(plan, info)}.html", page.encode(), HTML)


def checked_corrections(
    master: Master, plan: Plan, folder: Path, who: Viewer, number: int, place: int, now: dt.datetime
) -> Download | None:
    """The correction list of a file that was checked and not sent; None once it was sent or let go."""
    unit = unit_of(plan, who)
    job = own_job(master, who, number)
    files = master.jobs.contents(job.id)
    if place >= len(files):
        return None
    name, content = files[place]
    source = Source(name, content, str(job.options.get("password", "")))
    settings = settings_of(job, plan, folder, now)
    [result] = check_files([source], settings)
    ledger = result.ledger
    [(_, told)] = run_isolated(read_again, [source])
    read, comments = (told, {}) if isinstance(told, Refusal) else told
    book = None if isinstance(read, Refusal) else read
    sent = SentLedger(
        name,
        job.created_at,
        book,
        ledger.all_rows,
        ledger.refusal or (read if isinstance(read, Refusal) else None),
        comments,
        only_checked=True,
    )
    problems = [one for one in standings_of(master, plan, now.date(), unit=unit.code) if one.open]
    made = correction_workbook(
        plan,
        unit,
        sent,
        ledger.all_findings,
        _missing(plan, unit, sent),
        as_of=now.date(),
        problems=problems,
    )
    return Download(f"{unit.name}台账更正清单（未报送）.xlsx", made, XLSX)


def _missing(plan: Plan, unit: Unit, sent: SentLedger) -> list[Task]:
    """The tasks the file has no row for."""
    told = reporting(plan, sent.rows, ()).missing_tasks
    return [one.task for one in told if one.unit.code == unit.code]


def _own(master: Master, unit: Unit, number: int) -> SubmissionInfo | None:
    found = (one for one in master.submissions(unit=unit.code) if one.id == number)
    return next((one for one in found if is_own(one, unit.code)), None)
