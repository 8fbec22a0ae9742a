"""Where a unit finds its own files; ``routes`` answers there, to the unit and to the office only."""

from __future__ import annotations

import datetime as dt

from master.views import SubmissionInfo
from schemas.plan import Unit


def of_ledger(unit: Unit, as_of: dt.date) -> list[tuple[str, str]]:
    """What a unit needs before it sends."""
    return [
        ("台账模板（已预填本单位任务）", f"/files/template/{unit.code}"),
        ("更正清单（含整改任务）", f"/files/unit-corrections/{unit.code}?as_of={as_of.isoformat()}"),
    ]


def of_acknowledgement(submission: int) -> tuple[str, str]:
    """The acknowledgement of a paper."""
    return "回执", f"/files/acknowledgement/{submission}"


def of_submission(one: SubmissionInfo, unit: str) -> list[tuple[str, str]]:
    """What can be had of a paper the unit sent itself."""
    if one.collected or one.sender != unit:
        return []
    found = [of_acknowledgement(one.id), ("原件", f"/files/original/{one.id}")]
    if one.n_findings:
        found.insert(1, ("更正清单", f"/files/corrections/{one.id}"))
    return found


def of_check(job: int, place: int) -> tuple[str, str]:
    """The correction list of a file that was checked and not sent."""
    return "下载更正清单，改好再传", f"/files/check/{job}/{place}"
