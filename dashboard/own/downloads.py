"""What a unit can take with it besides what everybody has: acknowledgements, and correction lists before sending.

Whose each is the route asks first; see ``dashboard.routes``.
"""

from __future__ import annotations

import datetime as dt

from dashboard.downloads import XLSX, Download
from dashboard.importing import settings_of
from dashboard.own.acknowledgement import acknowledgement_page, number_of
from dashboard.own.reading import is_own
from importers.isolation import IsolatedPool
from importers.pipeline import check_files
from importers.workbook import Source
from inspections.expectations import reporting
from inspections.problems import standings_of
from master import Master
from reports.corrections import correction_workbook
from reports.send_back import read_again
from reports.sent import SentLedger
from schemas.plan import Plan, Task, Unit
from vocabulary.codes import Outcome
from vocabulary.findings import Refusal

HTML = "text/html; charset=utf-8"


def acknowledgement(master: Master, plan: Plan, number: int) -> Download | None:
    """回执: the acknowledgement of a paper a unit sent itself."""
    info = next((one for one in master.submissions() if one.id == number), None)
    unit = plan.unit_by_code.get(info.sender or "") if info else None
    if info is None or unit is None or not is_own(info, unit.code):
        return None
    page = acknowledgement_page(plan, unit, info, master.receipts(info.sha256), master.findings(number))
    return Download(f"回执_{unit.name}_{number_of(plan, info)}.html", page.encode(), HTML)


def checked_corrections(
    master: Master, plan: Plan, number: int, place: int, now: dt.datetime
) -> Download | None:
    """The correction list of a file that a unit had checked and has not sent; None once it was sent or let go.

    Raises RuntimeError when the file could be read by the check and cannot be read now.
    """
    job = next(iter(master.jobs.find(number)), None)
    unit = plan.unit_by_code.get(job.unit or "") if job else None
    files = master.jobs.contents(number)
    if job is None or unit is None or place >= len(files):
        return None
    name, content = files[place]
    source = Source(name, content, str(job.options.get("password", "")))
    with IsolatedPool(workers=1) as pool:
        [result] = check_files([source], settings_of(job, plan, now), pool)
        ledger = result.ledger
        before = master.jobs.files(number)[place].outcome
        if ledger.refusal is not None and before not in (None, Outcome.REFUSED):
            # What is wrong now is this machine and not the file: better no list than one that says it cannot be opened.
            raise RuntimeError(f"file {place} of job {number} was read when it was checked, and not again")
        [(_, told)] = pool.run(read_again, [source])
    read, comments = (told, {}) if isinstance(told, Refusal) else told
    unread = read if isinstance(read, Refusal) else None
    sent = SentLedger(
        name,
        job.created_at,
        None if isinstance(read, Refusal) else read,
        ledger.all_rows,
        ledger.refusal or unread,
        comments,
        only_checked=True,
    )
    made = correction_workbook(
        plan,
        unit,
        sent,
        ledger.all_findings,
        _missing(plan, unit, sent),
        as_of=now.date(),
        problems=[one for one in standings_of(master, plan, now.date(), unit=unit.code) if one.open],
    )
    return Download(f"{unit.name}台账更正清单（未报送）.xlsx", made, XLSX)


def _missing(plan: Plan, unit: Unit, sent: SentLedger) -> list[Task]:
    """The tasks the file has no row for."""
    told = reporting(plan, sent.rows, ()).missing_tasks
    return [one.task for one in told if one.unit.code == unit.code]
