"""Pieces of 总览 that are asked or answered: what to compare with, ways to paper, the words in their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import changes, data, frame
from dashboard.data import View
from dashboard.overview.chosen import linked
from dashboard.text import esc_html
from schemas.plan import Plan


def papers(items: Sequence[tuple[str, str]]) -> None:
    """Ways to the pages for paper: (words, address). They open beside this one, to be printed and closed."""
    said = "".join(
        f"<li><a href='{esc_html(address)}' target='_blank'>{esc_html(words)}</a></li>"
        for words, address in items
    )
    st.html(f"<ul class='tz-links'>{said}</ul>")


def compared(view: View, plan: Plan) -> changes.Baseline | None:
    """The day to compare with, chosen among those worth it; None where nothing was known before."""
    bases = {one.key: one for one in changes.baselines(plan, data.received_days(view), view.as_of)}
    if not bases:
        return None
    chosen = st.segmented_control(
        "与哪天相比",
        list(bases),
        default=next(iter(bases)),
        required=True,
        key="since",
        bind="query-params",
        format_func=lambda key: bases[key].name,
    )
    return bases.get(str(chosen), next(iter(bases.values())))


def show(html: str, here: Mapping[str, str]) -> None:
    """Words with links that keep the present address."""
    st.html(linked(html, here))


def present_query(view: View) -> dict[str, str]:
    """What every link of the page keeps: the day, and how it is looked at."""
    here = dict(st.query_params.to_dict())
    here["as_of"] = view.as_of.isoformat()
    if frame.large():
        here[frame.PROJECTOR] = "true"
    return here
