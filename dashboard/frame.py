"""What stands on every page: the plan's title, the day the data are as of, the projector option."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import streamlit as st

from dashboard import data
from dashboard.data import View
from dashboard.settings import office_now
from dashboard.text import day_text, esc_html

DAY = "as_of"
PROJECTOR = "projector"

_STYLE = Path(__file__).parent / "static" / "page.css"
_LARGE = "<style>html{font-size:23px} .stMainBlockContainer{padding-left:2rem;padding-right:2rem}</style>"


def draw() -> None:
    """The frame above the page. Both options live in the address, so that what is seen can be sent on."""
    plan = data.plan()
    st.html(_STYLE)
    known = data.received_days(data.view(dt.date.min))
    first = min([dt.date(plan.year, 1, 1), *known[:1]])
    last = max([dt.date(plan.year + 1, 12, 31), office_now().date(), *known[-1:]])
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.html(
            f"<h1 class='tz-title'>{esc_html(plan.title)}</h1>"
            f"<p class='tz-sub'>{esc_html(plan.issuing_body)}　{esc_html(plan.document_number)}</p>",
            width="content",
        )
        with st.container(horizontal=True, vertical_alignment="bottom", width="content"):
            st.date_input(
                "数据截至",
                data.default_day(plan.year, known),
                min_value=first,
                max_value=last,
                key=DAY,
                format="YYYY-MM-DD",
                bind="query-params",
                width=230,
            )
            st.toggle("投影", key=PROJECTOR, bind="query-params", help="放大字号，供会议室投影")
    if large():
        st.html(_LARGE)


def current() -> View:
    """What the page is to show; a date that was cleared is the default again."""
    day = st.session_state.get(DAY)
    return data.view(day or data.default_day(data.plan().year, data.received_days(data.view(dt.date.min))))


def large() -> bool:
    """Whether the page is on a projector."""
    return bool(st.session_state.get(PROJECTOR))


def fresh(view: View) -> str:
    """The stamp every picture needs: as of when, and who is in it."""
    told, year = data.told(view), data.plan().year
    known = [day for day in data.received_days(view) if day <= view.as_of]
    newest = f"，最近一次报送 {day_text(known[-1], year)}" if known else ""
    return (
        f"数据截至 {day_text(view.as_of, year)}，{len(told.reported)}/{len(told.expected)} 家单位已报{newest}"
    )
