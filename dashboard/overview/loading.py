"""What 总览 reads, cached: by the view, and by how far the inspections have come where rounds and problems are in it."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from dashboard import changes, data, frame
from dashboard.charts.theme import Look
from dashboard.data import View
from dashboard.overview import claimed, coming, counts, movements, point_counts, words, year_line
from dashboard.overview.in_time import in_time_on
from dashboard.overview.line_html import line_html
from dashboard.overview.verdict_rows import verdict_rows
from dashboard.text import day_text, esc_html
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


class Page(NamedTuple):
    """What the page says in words, as HTML. See ``words``; ``late_rows`` are counted."""

    anything: bool
    fresh: str
    summary: str
    line: str
    cards: str
    moved: str
    ahead: str
    late_rows: int
    late: str
    silent_units: int
    silent: str


@st.cache_data(show_spinner=False, max_entries=40, ttl=_HOUR)
def page(seen: Seen, base: changes.Baseline | None) -> Page:
    """The words of the page, compared with a day: made once, so that a run of the script only puts them in place."""
    view, plan = seen.view, data.plan()
    now, late, reporting = day_counts(seen), data.late_rows(view), data.told(view)
    silent, expected = reporting.silent, {unit.code for unit in reporting.expected}
    before = day_counts(seen.on(base.day)) if base else None
    told = moved(view, base.day) if base else None
    anything = bool(any(now.lights.values()) or now.reported.numerator)
    since = f"较{day_text(base.day, plan.year)}" if base else ""
    return Page(
        anything,
        esc_html(frame.fresh(view)),
        words.summary(now, told) if anything else "",
        line_html(line(seen), view.as_of, plan.year),
        words.cards(counts.figure_row(now, before, plan), since),
        words.moved(told, base.name, expected) if told and base else "",
        words.ahead(ahead(seen), plan),
        len(late),
        words.late(late, plan),
        len(silent),
        words.silent(silent),
    )


@st.cache_data(show_spinner=False, max_entries=60, ttl=_HOUR)
def layout(db: str, submission: int) -> Layout:
    """In which cells the fields of a submission stood."""
    del db  # part of the cache's key
    return data.master().layouts([submission]).get(submission, Layout())


# ---- charts as Vega-Lite, made once for each view and look: Altair checks every chart against its schema


@st.cache_data(show_spinner=False, max_entries=40, ttl=_HOUR)
def light_bars(view: View, look: Look) -> dict[str, Any] | str:
    """The points by light, or the sentence why they are not drawn."""
    from dashboard.charts.point_bars import light_bars as draw
    from dashboard.charts.point_bars import unfit

    found = light_counts(view)
    return unfit(found) or draw(found, look).to_dict()


@st.cache_data(show_spinner=False, max_entries=40, ttl=_HOUR)
def verdict_bars(seen: Seen, code: str, look: Look) -> dict[str, Any] | str:
    """The points by verdict, or the sentence why they are not drawn."""
    from dashboard.charts.point_bars import unfit
    from dashboard.charts.point_bars import verdict_bars as draw

    found = verdicts(seen, code).points
    return unfit(found) or draw(found, look).to_dict()


class MapPage(NamedTuple):
    """Some units of a peer group against the points: the chart, or the sentence why there is none; and in words."""

    spec: dict[str, Any]
    unfit: str
    narrow: str


@st.cache_data(show_spinner=False, max_entries=40, ttl=_HOUR)
def units_of_map(view: View, group: str) -> int:
    """How many units of a peer group are in its map."""
    return data.unit_map(view, group)["unit_name"].nunique()


@st.cache_data(show_spinner=False, max_entries=40, ttl=_HOUR)
def unit_map(view: View, group: str, shares: bool, first: int, most: int, look: Look) -> MapPage:
    """The units of a peer group from the ``first`` on against the points."""
    from dashboard.charts.unit_map import light_map, share_map, unfit

    found = data.unit_map(view, group)
    names = found["unit_name"].drop_duplicates()[first : first + most]
    places = found[found["unit_name"].isin(names)]
    if sentence := unfit(places):
        return MapPage({}, sentence, "")
    draw = share_map if shares else light_map
    return MapPage(draw(places, look).to_dict(), "", words.map_in_words(places))


class ClaimsPage(NamedTuple):
    """Self-report against verdict for one peer group: sentence, groups, chart or why there is none, the tasks."""

    sentence: str
    groups: str
    spec: dict[str, Any]
    unfit: str
    otherwise: int
    rows: str


@st.cache_data(show_spinner=False, max_entries=40, ttl=_HOUR)
def claims(seen: Seen, code: str, group: str, look: Look) -> ClaimsPage:
    """What a peer group claimed and what was found in a round."""
    from dashboard.charts.claim_bars import claim_bars, unfit

    told = verdicts(seen, code).claimed
    units = told.units[told.units["peer_group"] == group]
    found = told.rows[told.rows["peer_group"] == group]
    sentence = unfit(units, claimed.FEWEST)
    return ClaimsPage(
        words.claims_sentence(told),
        words.claimed_groups(told),
        {} if sentence else claim_bars(units, look, claimed.FEWEST).to_dict(),
        sentence,
        len(found),
        words.claimed_rows(found),
    )
