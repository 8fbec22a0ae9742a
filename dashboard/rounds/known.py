"""What the page knows of a round, cached by what was recorded about it: nothing shown is ever older than the records.

Frames and lists are shared between sessions and never changed.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pandas as pd
import streamlit as st

from dashboard import data
from dashboard.data import View
from dashboard.rounds import verdict_frame
from dashboard.rounds.papers import RoundPapers
from inspections import deciding
from inspections.claims import held_rows
from inspections.looking_back import LookBack, look_back_of
from inspections.onsite import counted_factors
from inspections.sampling import UnitFactors
from inspections.situation import Situation
from inspections.verdict_view import JudgedVerdict
from master.inspection_records import RoundMark, VerdictDecision
from schemas.plan import Round

_HOUR = 3600


class RoundView(NamedTuple):
    """A round in one state of its records. The key of every cache."""

    view: View
    code: str
    mark: RoundMark

    @property
    def round(self) -> Round:
        """The round as the plan describes it."""
        return data.plan().round_by_code[self.code]


def round_view(view: View, code: str) -> RoundView:
    """The round as it stands at this moment."""
    return RoundView(view.on(dt.date.min), code, data.master().rounds.mark(code))


@st.cache_resource(show_spinner=False, max_entries=6, ttl=_HOUR)
def judged(state: RoundView) -> list[JudgedVerdict]:
    """Every verdict of the round."""
    return deciding.judged(data.master(), state.round)


@st.cache_resource(show_spinner=False, max_entries=6, ttl=_HOUR)
def decisions(state: RoundView) -> list[VerdictDecision]:
    """Every decision of the round, oldest first."""
    return data.master().rounds.decisions(state.code)


@st.cache_resource(show_spinner="正在读取核定意见……", max_entries=6, ttl=_HOUR)
def frame(state: RoundView) -> pd.DataFrame:
    """The verdicts as ``verdict_frame.verdict_frame`` lays them out."""
    return verdict_frame.verdict_frame(judged(state), decisions(state), data.plan())


@st.cache_resource(show_spinner=False, max_entries=4, ttl=_HOUR)
def situation(state: RoundView) -> Situation:
    """The figures of the round as decided until now. StageError before 审核."""
    return deciding.situation_of(data.master(), data.plan(), state.round, dt.date.max)


def papers(state: RoundView) -> RoundPapers | None:
    """What the round was frozen on, None before."""
    # Decisions change nothing about what was frozen: they are left out of the key.
    return _papers(state._replace(mark=RoundMark(state.mark.move, 0, 0, 0)))


@st.cache_resource(show_spinner="正在读取冻结的台账……", max_entries=4, ttl=_HOUR)
def _papers(state: RoundView) -> RoundPapers | None:
    master = data.master()
    snapshot = master.rounds.snapshot(state.code)
    if snapshot is None:
        return None
    before = deciding.previous_rows(master, state.round, snapshot.rows)
    counting = deciding.counting_submissions(master, snapshot)
    held = held_rows(counting, {info.id: master.submitted_rows(info.id) for info in counting})
    numbers = {row.submission for row in (*snapshot.rows, *before, *held)}
    return RoundPapers.of((*snapshot.rows, *held), before, master.layouts(numbers))


@st.cache_resource(show_spinner="正在计算各单位的因素……", max_entries=4, ttl=_HOUR)
def unit_factors(view: View, code: str, marks: tuple[object, ...], day: dt.date) -> list[UnitFactors]:
    """What is counted for each unit a 现场督查 may visit. ``marks`` tell how far the other records go."""
    del marks  # part of the cache's key
    return counted_factors(data.master(), data.plan(), data.plan().round_by_code[code], day)


def look_back(state: RoundView, day: dt.date) -> LookBack:
    """Everything about a 回头看 on a day: told anew, its matches and problems have no number of their own."""
    return look_back_of(data.master(), data.plan(), state.round, day)
