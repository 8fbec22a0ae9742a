"""What the pages read, cached by the master's revision: an import changes the key, so nothing is ever stale.

A unit's view holds its code, and everything read through it is that unit's: here, not in the pages, others are kept out.

Large frames are shared between sessions (``cache_resource``) and never changed; small ones are copied.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from dashboard import figures
from dashboard.access import Forbidden, viewer
from dashboard.opened import master as master
from dashboard.opened import plan as plan
from dashboard.opened import settings as settings
from dashboard.own import reading
from dashboard.settings import office_now
from dashboard.steady import REVISIONS
from inspections.conflicts import Conflict, find_conflicts
from inspections.expectations import Reporting
from master.views import HistoryRow, MasterRow, SubmissionInfo, UnitSubmission
from schemas.layout import Layout
from schemas.plan_folder import state_of
from schemas.records import RowRecord
from schemas.rules import as_units_read
from vocabulary.access import AccountRole, Action
from vocabulary.findings import Finding

_HOUR = 3600
_UNITS = 400
"""How many views of single units are kept."""


class View(NamedTuple):
    """What a page shows: which data, in which state, as of which day, whose. The key of every cache.

    ``unit`` is None for those who may see the whole county, and the only unit whose data are given otherwise.
    """

    db: str
    plan: str
    revision: int
    as_of: dt.date
    unit: str | None = None

    def on(self, day: dt.date) -> View:
        """The same data as of another day."""
        return self._replace(as_of=day)

    def demand(self, unit: str) -> None:
        """Forbidden when the unit is somebody else."""
        if self.unit not in (None, unit):
            raise Forbidden("这里只能看本单位的台账。")


def view(as_of: dt.date) -> View:
    """The present state of the data, as of a day, as far as the viewer may see them; Forbidden when not at all.

    Whoever changes things sees at once what they changed; leaders see it within ten seconds.
    """
    who, here = viewer(), settings()
    if not who.may(Action.SEE_ROWS):
        who.demand(Action.SEE_ROWS, who.unit)
    newest = master().revision()
    return View(
        here.db,
        f"{here.workplan}@{hash(state_of(here.workplan))}",
        REVISIONS.shown(here.db, newest) if who.role is AccountRole.LEADER else newest,
        as_of,
        None if who.may(Action.SEE_ROWS) else who.unit,
    )


# The whole county's are large and few. A unit's are small, and there is one for every unit that looks: kept apart, so
# that sixty units signed in at once do not push out what the leaders look at, nor one another's.


def known_rows(view: View) -> Sequence[MasterRow]:
    """Every row known on the day; where a unit's row came in somebody else's file, without that file's name."""
    return _county_rows(view) if view.unit is None else _unit_rows(view)


@st.cache_resource(show_spinner=False, max_entries=6, ttl=_HOUR)
def _county_rows(view: View) -> Sequence[MasterRow]:
    return master().rows_as_of(view.as_of)


@st.cache_resource(show_spinner=False, max_entries=_UNITS, ttl=_HOUR)
def _unit_rows(view: View) -> Sequence[MasterRow]:
    return reading.without_foreign_names(master().rows_as_of(view.as_of, view.unit), _sent_by_itself(view))


def work_frame(view: View) -> pd.DataFrame:
    """The judged frame of ``figures.work_frame``. Shared: never change it."""
    return _county_frame(view) if view.unit is None else _unit_frame(view)


@st.cache_resource(show_spinner="正在读取总台账……", max_entries=6, ttl=_HOUR)
def _county_frame(view: View) -> pd.DataFrame:
    return figures.work_frame(known_rows(view), plan(), view.as_of)


@st.cache_resource(show_spinner=False, max_entries=_UNITS, ttl=_HOUR)
def _unit_frame(view: View) -> pd.DataFrame:
    return figures.work_frame(known_rows(view), plan(), view.as_of)


def told(view: View) -> Reporting:
    """Who was expected and who has reported. Shared."""
    return _county_told(view) if view.unit is None else _unit_told(view)


@st.cache_resource(show_spinner=False, max_entries=20, ttl=_HOUR)
def _county_told(view: View) -> Reporting:
    return _told(view)


@st.cache_resource(show_spinner=False, max_entries=_UNITS, ttl=_HOUR)
def _unit_told(view: View) -> Reporting:
    return _told(view)


def _told(view: View) -> Reporting:
    reported = master().reported_units(view.as_of)
    stand = [row.record for row in known_rows(view) if not row.withdrawn]
    return figures.only_of(figures.who_reported(plan(), stand, reported), view.unit)


@st.cache_resource(show_spinner=False, max_entries=20, ttl=_HOUR)
def late_rows(view: View) -> pd.DataFrame:
    """What is late, the longest first. Shared: never change it."""
    return figures.late_rows(work_frame(view))


@st.cache_resource(show_spinner=False, max_entries=40, ttl=_HOUR)
def unit_map(view: View, peer_group: str) -> pd.DataFrame:
    """Units of a peer group against points. Shared: never change it."""
    return figures.unit_map(work_frame(view), plan(), peer_group)


@st.cache_data(show_spinner=False, max_entries=20, ttl=_HOUR)
def conflicts(view: View) -> list[Conflict]:
    """Shared tasks told differently."""
    return find_conflicts([row.record for row in known_rows(view) if not row.withdrawn], plan())


@st.cache_data(show_spinner=False, max_entries=_UNITS, ttl=_HOUR)
def received_days(view: View) -> list[dt.date]:
    """Every day on which a ledger was received, in order, whatever the view's day."""
    return sorted({one.received_at.date() for one in master().submissions(unit=view.unit) if one.ledger_kind})


@st.cache_data(show_spinner=False, max_entries=_UNITS, ttl=_HOUR)
def submissions(view: View, unit: str) -> list[SubmissionInfo]:
    """The submissions that carry a unit's rows or were sent by it, newest first; what is not the unit's own file
    shows a unit nothing but that it was there."""
    view.demand(unit)
    found = master().submissions(view.as_of, unit)
    return found if view.unit is None else reading.as_unit_sees(found, view.unit)


def _sent_by_itself(view: View) -> set[int]:
    assert view.unit is not None
    return {one.id for one in master().submissions(unit=view.unit) if reading.is_own(one, view.unit)}


@st.cache_data(show_spinner=False, max_entries=_UNITS, ttl=_HOUR)
def findings(view: View, submission: int) -> list[Finding]:
    """What was said about a submission; of a collected ledger a unit is told what concerns its own rows."""
    found = master().findings(submission)
    if view.unit is None:
        return found
    info = next((one for one in submissions(view, view.unit) if one.id == submission), None)
    if info is None:
        raise Forbidden("这份报送不是本单位的。")
    found = [as_units_read(one) for one in found]
    if reading.is_own(info, view.unit):
        return found
    own = {(row.sheet, row.row) for row in master().submitted_rows(submission) if row.unit == view.unit}
    return [one for one in found if (one.sheet, one.row) in own]


@st.cache_data(show_spinner=False, max_entries=_UNITS, ttl=_HOUR)
def counting(view: View) -> list[UnitSubmission]:
    """Which submission counts for each unit."""
    return [one for one in master().current_submissions(view.as_of) if view.unit in (None, one.unit)]


@st.cache_data(show_spinner=False, max_entries=_UNITS, ttl=_HOUR)
def history(view: View, unit: str) -> list[HistoryRow]:
    """Every appearance of a unit's rows received until the day."""
    view.demand(unit)
    rows = [row for row in master().history(unit) if row.received_at.date() <= view.as_of]
    return rows if view.unit is None else reading.without_foreign_names(rows, _sent_by_itself(view))


@st.cache_data(show_spinner=False, max_entries=_UNITS, ttl=_HOUR)
def submitted_rows(view: View, unit: str, submission: int) -> list[RowRecord]:
    """A unit's rows as a submission brought them, in its order."""
    if submission not in {one.id for one in submissions(view, unit)}:
        raise Forbidden("这份报送不是本单位的。")
    return [row for row in master().submitted_rows(submission) if row.unit == unit]


@st.cache_data(show_spinner=False, max_entries=_UNITS, ttl=_HOUR)
def layouts(view: View, unit: str) -> dict[int, Layout]:
    """In which cells the fields of a unit's submissions stood."""
    return master().layouts(one.id for one in submissions(view, unit))


# What rounds say changes without the master's revision: kept by the number of the newest decision as well.


def verdicts(view: View, unit: str) -> dict[str, reading.ToldVerdict]:
    """What was fed back about a unit's tasks until the day, by task: of several rounds the newest."""
    view.demand(unit)
    return _verdicts(view, unit, master().decided())


@st.cache_data(show_spinner=False, max_entries=_UNITS, ttl=_HOUR)
def _verdicts(view: View, unit: str, decided: int) -> dict[str, reading.ToldVerdict]:
    del decided  # part of the cache's key
    return reading.told_verdicts(master(), plan(), unit, view.as_of)


def calls(view: View, unit: str) -> list[reading.LedgerCall]:
    """The rounds a unit reports for, in the order of their last days."""
    view.demand(unit)
    return _calls(view, unit, master().decided())


@st.cache_data(show_spinner=False, max_entries=_UNITS, ttl=_HOUR)
def _calls(view: View, unit: str, decided: int) -> list[reading.LedgerCall]:
    del decided  # part of the cache's key
    return reading.ledger_calls(master(), plan(), unit, view.as_of)


def default_day(year: int, received: Sequence[dt.date]) -> dt.date:
    """Today while the plan's year runs; afterwards the last day something was received."""
    today = office_now().date()
    if today.year == year:
        return today
    return received[-1] if received else min(today, dt.date(year, 12, 31))
