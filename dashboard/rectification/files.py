"""The files of 整改: the four lists as the page is filtered, and a unit's 整改任务 to fill in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from dashboard.downloads import XLSX, Download, file_name
from dashboard.rectification.board import ProblemFilters
from dashboard.text import mask_phones
from inspections.problems import standings_of
from inspections.standing import Standing
from master import Master
from reports.problem_exports import LISTS, People, problem_workbooks
from reports.rectification_sheet import rectification_workbook
from schemas.plan import Plan


def addresses(wanted: ProblemFilters, as_of: dt.date) -> list[tuple[str, str]]:
    """Words and address of each list, filtered as the page is."""
    query = urlencode({"as_of": as_of.isoformat()})
    more = wanted.to_query()
    return [
        (title, f"/files/problems/{code}.xlsx?{query}{'&' + more if more else ''}")
        for code, title in LISTS.items()
    ]


def of_unit(code: str, as_of: dt.date) -> tuple[str, str]:
    """Words and address of a unit's 整改任务."""
    return "整改任务表", f"/files/rectification/{code}?as_of={as_of.isoformat()}"


def problem_list(
    master: Master, plan: Plan, as_of: dt.date, which: str, asked: Mapping[str, str], *, phones: bool
) -> Download | None:
    """One of the lists, with phone numbers masked unless ``phones``; None for any other list."""
    title = LISTS.get(which)
    if title is None:
        return None
    wanted = ProblemFilters.from_query(asked)
    found = wanted.apply(standings_of(master, plan, as_of), plan)
    people = _people(master, as_of)
    if not phones:
        found = [_masked(one) for one in found]
        people = {place: (name, hidden(phone)) for place, (name, phone) in people.items()}
    [(_, content)] = problem_workbooks(plan, found, as_of, which, people, wanted.words(plan))
    name = "_".join(filter(None, (title, wanted.name(plan), as_of.isoformat())))
    return Download(f"{plan.year}年政务公开督查{file_name(name)}.xlsx", content, XLSX)


def _people(master: Master, as_of: dt.date) -> People:
    """Whom the ledgers name for each unit's task."""
    return {
        (row.record.unit, row.record.task_id): (row.record.contact or "", row.record.phone or "")
        for row in master.rows_as_of(as_of)
        if not row.withdrawn
    }


def _masked(one: Standing) -> Standing:
    if one.answer is None:
        return one
    return replace(one, answer=one.answer._replace(phone=hidden(one.answer.phone)))


def hidden(phone: str) -> str:
    """A number without its middle; what has no form of a number is not shown at all."""
    masked = mask_phones(phone)
    return masked if masked != phone or not phone else "（号码略）"


def rectification_tasks(master: Master, plan: Plan, code: str, as_of: dt.date) -> Download | None:
    """The open problems of a unit, to be answered and sent back; None where it has none."""
    unit = plan.unit_by_code.get(code)
    if unit is None:
        return None
    waiting = [one for one in standings_of(master, plan, as_of, unit=code) if one.open]
    if not waiting:
        return None
    return Download(
        f"{unit.name}{plan.year}年督查整改任务.xlsx",
        rectification_workbook(plan, unit, waiting, as_of),
        XLSX,
    )
