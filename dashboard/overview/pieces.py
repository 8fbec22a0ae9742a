"""Pieces of 总览 that are asked or answered: what to compare with, ways to paper, the words in their places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import changes, data, frame
from dashboard.data import View
from dashboard.overview.chosen import linked
from dashboard.text import esc_html
from schemas.plan import Plan

_OTHER = "day"


def papers(items: Sequence[tuple[str, str]]) -> None:
    """Ways to the pages for paper: (words, address). They open beside this one, to be printed and closed."""
    said = "".join(
        f"<li><a href='{esc_html(address)}' target='_blank'>{esc_html(words)}</a></li>"
        for words, address in items
    )
    st.html(f"<ul class='tz-links'>{said}</ul>")


def compared(view: View, plan: Plan) -> changes.Baseline | None:
    """The day to compare with, chosen among those worth it or any other; None where nothing was known before."""
    known = data.received_days(view)
    bases = {one.key: one for one in changes.baselines(plan, known, view.as_of)}
    if not bases:
        return None
    names = {**{key: one.name for key, one in bases.items()}, _OTHER: "另选一天"}
    chosen = st.segmented_control(
        "与哪天相比",
        list(names),
        default=next(iter(bases)),
        required=True,
        key="since",
        bind="query-params",
        format_func=names.__getitem__,
    )
    if chosen != _OTHER:
        return bases.get(str(chosen), next(iter(bases.values())))
    last = view.as_of - dt.timedelta(days=1)
    usual = next(iter(bases.values())).day
    day = st.date_input(
        "比较的日子", usual, known[0], max(last, known[0]), key="since_day", bind="query-params", format="YYYY-MM-DD", width=200
    )  # fmt: skip
    # Whoever empties the field has chosen no day.
    chosen_day: dt.date | None = day
    return changes.any_day(usual if chosen_day is None else chosen_day)


def show(html: str, here: Mapping[str, str]) -> None:
    """Words with links that keep the present address."""
    st.html(linked(html, here))


def present_query() -> dict[str, str]:
    """What every link of the page keeps: the day where it is not the usual one, and how it is looked at.

    A link that named the usual day too would be rewritten once it is opened: one more press of Back to leave it.
    """
    here = dict(st.query_params.to_dict())
    if frame.large():
        here[frame.PROJECTOR] = "true"
    return here
