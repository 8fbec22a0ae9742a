"""Where the pages find what can be downloaded: words and address of each link. ``routes`` answers there."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

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


def correction_archive(job: int) -> tuple[str, str]:
    """All correction lists of a job in one zip."""
    return "本批更正清单（打包）", f"/files/corrections-of-job/{job}"


def of_master(as_of: dt.date) -> list[tuple[str, str]]:
    """The whole master."""
    return [
        ("导出 Excel", f"/files/master.xlsx?as_of={as_of.isoformat()}"),
        ("导出 CSV", f"/files/master.csv?as_of={as_of.isoformat()}"),
    ]


def of_overview(as_of: dt.date, since: str) -> list[tuple[str, str]]:
    """总览 on paper: one page for a meeting, compared with the same day, and the map of units and points."""
    asked = urlencode({"as_of": as_of.isoformat()} | ({"since": since} if since else {}))
    return [
        ("打印一页（A4）", f"/print/overview?{asked}"),
        ("打印分布图（A3）", f"/print/map?as_of={as_of.isoformat()}"),
    ]


ALL_TEMPLATES = ("全部单位模板（打包）", "/files/templates")

WORKPLAN = ("现在的要点数据（.zip）", "/files/workplan.zip")


def workplan_version(number: int) -> str:
    """A kept version of the workplan folder."""
    return f"/files/workplan/{number}.zip"
