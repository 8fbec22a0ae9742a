"""What 总览 reads, cached: by the view, and by how far the inspections have come where rounds and problems are in it."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from dashboard import data
from dashboard.charts.theme import Look
from dashboard.data import View
from dashboard.overview import claimed, coming, counts, movements, point_counts, year_line
from dashboard.overview.in_time import in_time_on
from dashboard.overview.verdict_rows import verdict_rows
from inspections.deciding import judged
from inspections.problems import standings_of
from inspections.standing import Standing
from master.inspection_records import RoundMove
from schemas.layout import Layout
from schemas.plan import Round
from vocabulary.inspection import RoundKind, Stage

_HOUR = 3600


class Seen(NamedTuple):
    """What 总览 shows: the view, and the number of the newest decision. The key of its caches."""

    view: View
    decided: int

    def on(self, day: dt.date) -> Seen:
        """The same data as of another day."""
        return self._replace(view=self.view.on(day))


class Judged(NamedTuple):
    """A round with verdicts: its points, its claims, and every verdict as a row."""

    points: pd.DataFrame
    claimed: claimed.Claimed
    rows: pd.DataFrame


def seen(view: View) -> Seen:
    """The present state."""
    return Seen(view, data.master().decided())


@st.cache_data(show_spinner=False, max_entries=20, ttl=_HOUR)
def moves(seen: Seen) -> dict[str, list[RoundMove]]:
    """The steps of every round until the day, by code."""
    return {one.code: data.master().rounds.moves(one.code, seen.view.as_of) for one in data.plan().rounds}


@st.cache_data(show_spinner=False, max_entries=20, ttl=_HOUR)
def line(seen: Seen) -> list[year_line.Milestone]:
    """The year as a line."""
    return year_line.year_line(data.plan(), moves(seen), seen.view.as_of)


@st.cache_resource(show_spinner=False, max_entries=6, ttl=_HOUR)
def standings(seen: Seen) -> list[Standing]:
    """Where every problem stands on the day."""
    return standings_of(data.master(), data.plan(), seen.view.as_of, unit=seen.view.unit)


@st.cache_data(show_spinner=False, max_entries=20, ttl=_HOUR)
def day_counts(seen: Seen) -> counts.DayCounts:
    """The figures of the view's day."""
    view, plan = seen.view, data.plan()
    return counts.day_counts(
        data.work_frame(view),
        data.told(view),
        plan,
        view.as_of,
        in_time=in_time_on(data.master(), plan, view.as_of),
        problems=standings(seen),
    )


@st.cache_resource(show_spinner=False, max_entries=10, ttl=_HOUR)
def moved(view: View, before: dt.date) -> movements.Movements:
    """What advanced, stalled or went back since an earlier day. Shared: never change it."""
    return movements.movements(data.work_frame(view.on(before)), data.work_frame(view))


@st.cache_data(show_spinner=False, max_entries=20, ttl=_HOUR)
def ahead(seen: Seen) -> list[coming.Coming]:
    """The next two weeks."""
    return coming.coming(
        data.known_rows(seen.view), standings(seen), line(seen), data.plan(), seen.view.as_of
    )


@st.cache_data(show_spinner=False, max_entries=20, ttl=_HOUR)
def light_counts(view: View) -> pd.DataFrame:
    """Rows per point and light."""
    return point_counts.light_counts(data.work_frame(view), data.plan())


def round_with_verdicts(seen: Seen) -> Round | None:
    """The newest round of this plan that had gone into review by the day."""
    found = [
        one
        for one in data.plan().rounds
        if one.kind is not RoundKind.LOOK_BACK
        and any(move.stage_to is Stage.REVIEWING for move in moves(seen)[one.code])
    ]
    return max(found, key=lambda one: one.cut_off, default=None)


@st.cache_resource(show_spinner=False, max_entries=6, ttl=_HOUR)
def verdicts(seen: Seen, code: str) -> Judged:
    """The verdicts of a round as decided until the day. Shared: never change it."""
    plan = data.plan()
    chosen = plan.round_by_code[code]
    told = judged(data.master(), chosen, seen.view.as_of)
    return Judged(
        point_counts.verdict_counts(told, plan),
        claimed.claimed(plan, chosen, told),
        verdict_rows(plan, told),
    )


@st.cache_data(show_spinner=False, max_entries=60, ttl=_HOUR)
def layout(db: str, submission: int) -> Layout:
    """In which cells the fields of a submission stood."""
    del db  # part of the cache's key
    return data.master().layouts([submission]).get(submission, Layout())


# ---- charts as Vega-Lite, made once for each view and look: Altair checks every chart against its schema


@st.cache_data(show_spinner=False, max_entries=40, ttl=_HOUR)
def light_bars(view: View, look: Look) -> dict[str, Any]:
    """The points by light."""
    from dashboard.charts.point_bars import light_bars as draw

    return draw(light_counts(view), look).to_dict()


@st.cache_data(show_spinner=False, max_entries=40, ttl=_HOUR)
def verdict_bars(seen: Seen, code: str, look: Look) -> dict[str, Any]:
    """The points by verdict."""
    from dashboard.charts.point_bars import verdict_bars as draw

    return draw(verdicts(seen, code).points, look).to_dict()


@st.cache_data(show_spinner=False, max_entries=40, ttl=_HOUR)
def unit_map(view: View, group: str, shares: bool, page: slice, look: Look) -> dict[str, Any]:
    """A page of the units of a peer group against the points."""
    from dashboard.charts.unit_map import light_map, share_map

    draw = share_map if shares else light_map
    return draw(places(view, group, page), look).to_dict()


def places(view: View, group: str, page: slice) -> pd.DataFrame:
    """The lines of ``figures.unit_map`` of some of the group's units."""
    found = data.unit_map(view, group)
    names = found["unit_name"].drop_duplicates()[page]
    return found[found["unit_name"].isin(names)]


@st.cache_data(show_spinner=False, max_entries=40, ttl=_HOUR)
def claim_bars(seen: Seen, code: str, group: str, look: Look) -> dict[str, Any] | str:
    """The claims of a peer group's units, or the sentence why they are not drawn."""
    from dashboard.charts.claim_bars import claim_bars as draw
    from dashboard.charts.claim_bars import unfit

    units = verdicts(seen, code).claimed.units
    units = units[units["peer_group"] == group]
    return unfit(units, claimed.FEWEST) or draw(units, look, claimed.FEWEST).to_dict()
