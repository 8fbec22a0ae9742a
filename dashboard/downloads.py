"""What can be downloaded: each a name and its bytes, made when asked for, None where there is no such thing."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from inspections.expectations import expected_units
from master import Master
from master.views import SubmissionInfo
from reports.send_back import correction_list, correction_lists
from reports.templates import template_workbook
from schemas.kinds import ledger_kinds
from schemas.plan import Plan, Unit
from schemas.plan_folder import pack, read_files
from vocabulary.codes import Outcome

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
CSV = "text/csv; charset=utf-8"
ANY = "application/octet-stream"

_KIND = "work_ledger"
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class Download(NamedTuple):
    """A file to be sent."""

    name: str
    content: bytes
    media_type: str


def file_name(text: str) -> str:
    """Text as it may stand in a file's name."""
    return _NOT_IN_FILE_NAMES.sub("_", text)


def template(plan: Plan, code: str) -> Download | None:
    """A unit's own template."""
    unit = plan.unit_by_code.get(code)
    if unit is None:
        return None
    return Download(
        f"{unit.name}{plan.year}年政务公开工作台账.xlsx",
        template_workbook(plan, unit, ledger_kinds()[_KIND]),
        XLSX,
    )


def templates(plan: Plan) -> Download:
    """Every unit's template in one zip."""
    made = (template(plan, unit.code) for unit in plan.units if plan.expectations[unit.code])
    return Download(f"{plan.year}年台账模板.zip", zipped(one for one in made if one), ZIP)


def original(master: Master, number: int) -> Download | None:
    """A submission's file as it was sent."""
    info = _submission(master, number)
    content = master.original(info.sha256) if info else None
    if info is None or content is None:
        return None
    return Download(_base_name(info.file_name), content, ANY)


def sender_of(master: Master, number: int) -> str | None:
    """The unit a submission came from; None when the office collected it or there is none."""
    info = _submission(master, number)
    return info.sender if info and not info.collected else None


def corrections(master: Master, plan: Plan, number: int, as_of: dt.date) -> Download | None:
    """The correction list of one submission."""
    info = _submission(master, number)
    return _correction(master, plan, info, as_of) if info else None


def unit_corrections(master: Master, plan: Plan, code: str, as_of: dt.date) -> Download | None:
    """The correction list of what a unit sent last; its missing tasks where it sent nothing."""
    unit = plan.unit_by_code.get(code)
    if unit is None:
        return None
    return Download(_list_name(unit), correction_list(master, plan, unit, as_of), XLSX)


def all_corrections(master: Master, plan: Plan, as_of: dt.date) -> Download:
    """The correction lists of every unit as it stands on a day, in one zip."""
    lists = correction_lists(master, plan, expected_units(plan), as_of)
    made = (Download(_list_name(unit), content, XLSX) for unit, content in lists)
    return Download(f"更正清单_全部单位_{as_of.isoformat()}.zip", zipped(made), ZIP)


def job_corrections(master: Master, plan: Plan, job: int, as_of: dt.date) -> Download | None:
    """The correction lists of a job's files that need correcting, in one zip."""
    numbers = [
        file.report["submission"]
        for file in master.jobs.files(job)
        if file.report.get("submission") and file.outcome in (Outcome.NEEDS_CORRECTION, Outcome.REFUSED)
    ]
    by_id = {one.id: one for one in master.submissions()}
    made = [_correction(master, plan, by_id[number], as_of) for number in numbers if number in by_id]
    lists = [one for one in made if one]
    return Download(f"更正清单_{job}号.zip", zipped(lists), ZIP) if lists else None


def workplan(folder: Path, day: dt.date) -> Download:
    """The workplan folder as it stands."""
    return Download(f"要点数据_{day.isoformat()}.zip", pack(read_files(folder)), ZIP)


def workplan_version(master: Master, number: int) -> Download | None:
    """A kept version of the workplan folder."""
    if not any(one.number == number for one in master.workplans.list()):
        return None
    return Download(f"要点数据_第{number}版.zip", pack(master.workplans.content(number)), ZIP)


def _correction(master: Master, plan: Plan, info: SubmissionInfo, as_of: dt.date) -> Download | None:
    unit = plan.unit_by_code.get(info.sender or "")
    if unit is None:
        return None
    return Download(_list_name(unit), correction_list(master, plan, unit, as_of, info), XLSX)


def _list_name(unit: Unit) -> str:
    return f"{unit.name}台账更正清单.xlsx"


def _submission(master: Master, number: int) -> SubmissionInfo | None:
    return next((one for one in master.submissions() if one.id == number), None)


def _base_name(name: str) -> str:
    """The last part of a name that may come from a folder or a zip."""
    return name.replace("\\", "/").rpartition("/")[2] or "原件"


def zipped(files: Iterable[Download]) -> bytes:
    """Files in one zip, each under a name of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in _numbered(files):
            archive.writestr(name, one.content)
    return stream.getvalue()


def _numbered(files: Iterable[Download]) -> Iterator[tuple[str, Download]]:
    """Names of a zip, each once: a unit that sent two ledgers has two lists."""
    seen: dict[str, int] = {}
    for one in files:
        seen[one.name] = seen.get(one.name, 0) + 1
        stem, _, ending = one.name.rpartition(".")
        yield (one.name if seen[one.name] == 1 else f"{stem}（{seen[one.name]}）.{ending}"), one
