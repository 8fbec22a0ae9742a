"""Where a unit finds its own files. ``own.routes`` answers there, and only to the unit itself."""

from __future__ import annotations

from dashboard.own.reading import is_own
from master.views import SubmissionInfo
from vocabulary.codes import Outcome

TEMPLATE, CORRECTIONS = "/files/own/template", "/files/own/corrections"


def of_ledger() -> list[tuple[str, str]]:
    """What a unit needs before it sends."""
    return [("台账模板（已预填本单位任务）", TEMPLATE), ("更正清单（含整改任务）", CORRECTIONS)]


def of_submission(one: SubmissionInfo, unit: str) -> list[tuple[str, str]]:
    """What can be had of a paper the unit sent itself."""
    if not is_own(one, unit):
        return []
    found = [("回执", f"/files/own/acknowledgement/{one.id}"), ("原件", f"/files/own/original/{one.id}")]
    if one.n_findings or one.outcome is Outcome.REFUSED:
        found.insert(1, ("更正清单", f"/files/own/corrections/{one.id}"))
    return found


def of_check(job: int, place: int) -> tuple[str, str]:
    """The correction list of a file that was checked and not sent."""
    return "下载更正清单，改好再传", f"/files/own/check/{job}/{place}"
