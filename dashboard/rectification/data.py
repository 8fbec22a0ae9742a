"""What the pages of 整改 read. A unit's view gives that unit's problems and nobody else's: here, not in the pages.

What is done with a problem does not change the master's revision: what is kept is kept by the number of the newest
decision too (``Master.decided``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from dashboard import data
from dashboard.access import Forbidden
from dashboard.data import View
from dashboard.rectification.words import SourceCell, source_cell
from dashboard.settings import office_now
from inspections.due import Due, OpenProblem, by_unit, problems_due
from inspections.problems import standing_of, standings_of
from inspections.reminders import ReminderText, ReminderWriter
from inspections.standing import Standing
from inspections.verdict_view import JudgedVerdict, judged_cells
from master.inspection_records import Problem
from schemas.working_days import notice_for

_NOT_OURS = "督查问题{number}不是交给本单位的，这里只能看本单位的问题。"


class Source(NamedTuple):
    """A cell a problem rests on, and the submission it came in; None where the file is not known or not to be seen."""

    place: SourceCell
    submission: int | None


def problems(view: View) -> list[Standing]:
    """Where the problems stand at the end of the view's day, by number: the county's, or the unit's own. Shared."""
    return _problems(view, data.master().decided())


@st.cache_resource(show_spinner=False, max_entries=200, ttl=3600)
def _problems(view: View, decided: int) -> list[Standing]:
    del decided  # part of the cache's key
    return standings_of(data.master(), data.plan(), view.as_of, unit=view.unit)


def problem(view: View, number: str) -> Standing:
    """Where one problem stands. Forbidden when it is another unit's; UnknownProblemError when there is none."""
    found = standing_of(data.master(), data.plan(), number, view.as_of)
    if view.unit not in (None, found.problem.unit):
        raise Forbidden(_NOT_OURS.format(number=number))
    return found


def verdict(view: View, one: Problem) -> JudgedVerdict | None:
    """The verdict a problem rests on, as it is decided by the view's day; None for a problem found otherwise."""
    view.demand(one.unit)
    if one.task_id is None:
        return None
    rounds = data.master().rounds
    judged = judged_cells(
        rounds.suggestions(one.round, one.unit), rounds.decisions(one.round, view.as_of, one.unit)
    )
    return next((cell for cell in judged if (cell.unit, cell.task_id) == (one.unit, one.task_id)), None)


def sources(view: View, one: Problem) -> list[Source]:
    """The cells a problem rests on. A unit is led to its own files only."""
    view.demand(one.unit)
    sent = [info for info in data.submissions(view, one.unit) if view.unit in (None, info.sender)]
    places = [source_cell(text) for text in one.cells]
    by_name: dict[str, int] = {}
    for info in sent:  # the newest first: of files with one name the last before the problem was handed over
        if info.received_at <= one.at:
            by_name.setdefault(info.file_name, info.id)
    return [Source(place, by_name.get(place.file)) for place in places]


def reminders(view: View, found: Sequence[Standing]) -> list[tuple[ReminderText, tuple[Due, ...]]]:
    """The text of each unit that has one of these problems near or past its day; empty where nothing is due."""
    plan, master = data.plan(), data.master()
    for one in found:
        view.demand(one.problem.unit)
    waiting = [
        OpenProblem(one.problem.number, one.problem.unit, one.problem.description, one.due, one.state)
        for one in found
        if one.open
    ]
    dues = by_unit(
        problems_due(waiting, plan, view.as_of),
        plan,
        view.as_of,
        master.reminders.reminders(until=view.as_of),
    )
    writer = ReminderWriter(plan.calendar, view.as_of)
    texts = ((writer.text(code, plan.unit_by_code[code].name, due), due) for code, due in dues.items())
    return [(text, due) for text, due in texts if text is not None]


def record_reminders(texts: Sequence[ReminderText], as_of: dt.date) -> None:
    """Keep that units were reminded, in the words they were told."""
    writer = ReminderWriter(data.plan().calendar, as_of)
    data.master().reminders.record(writer.records(texts, office_now()))


def notice(view: View, found: Sequence[Standing]) -> str:
    """What must be said where working days were guessed; "" where the calendar knows every day."""
    days = {one.due for one in found if one.open}
    return notice_for(data.plan().calendar, view.as_of, *days) if days else ""
