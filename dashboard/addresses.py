"""Where the pages find what can be downloaded: words and address of each link. ``routes`` answers there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from master.job_records import JobFile
from schemas.plan import Unit


def of_unit(unit: Unit, as_of: dt.date) -> list[tuple[str, str]]:
    """What a unit can take with it."""
    return [
        (f"{unit.short_name}台账模板", f"/files/template/{unit.code}"),
        (f"{unit.short_name}更正清单", f"/files/unit-corrections/{unit.code}?as_of={as_of.isoformat()}"),
    ]


def of_submission(number: int, has_findings: bool) -> list[tuple[str, str]]:
    """The file as sent, and its correction list where there is something to correct."""
    original = ("下载原件", f"/files/original/{number}")
    return [("更正清单", f"/files/corrections/{number}"), original] if has_findings else [original]


def correction_archives(job: int, as_of: dt.date, files: Sequence[JobFile]) -> list[tuple[str, str]]:
    """The correction lists of a job in one zip, once it is in; and those of all units as they stand."""
    stored = any(file.report.get("submission") for file in files)
    of_job = [("本批更正清单（打包）", f"/files/corrections-of-job/{job}")] if stored else []
    return [*of_job, all_corrections(as_of)]


def all_corrections(as_of: dt.date) -> tuple[str, str]:
    """The correction lists of all units as they stand on a day, in one zip."""
    return "全部单位更正清单（打包）", f"/files/corrections-of-all?as_of={as_of.isoformat()}"


def of_master(as_of: dt.date, *, phones: bool = False) -> list[tuple[str, str]]:
    """The whole master, telephone numbers masked; with ``phones`` also as it is, for those who may."""
    day = as_of.isoformat()
    found = [
        ("导出 Excel", f"/files/master.xlsx?as_of={day}"),
        ("导出 CSV", f"/files/master.csv?as_of={day}"),
    ]
    if phones:
        found.append(("导出 Excel（含完整电话，记入日志）", f"/files/master-with-phones.xlsx?as_of={day}"))
    return found


def of_differences(since: dt.date, until: dt.date) -> list[tuple[str, str]]:
    """What differs between two days."""
    query = f"since={since.isoformat()}&as_of={until.isoformat()}"
    return [
        ("导出差异 Excel", f"/files/differences.xlsx?{query}"),
        ("导出差异 CSV", f"/files/differences.csv?{query}"),
    ]


ALL_TEMPLATES = ("全部单位模板（打包）", "/files/templates")

WORKPLAN = ("现在的要点数据（.zip）", "/files/workplan.zip")


def workplan_version(number: int) -> str:
    """A kept version of the workplan folder."""
    return f"/files/workplan/{number}.zip"
