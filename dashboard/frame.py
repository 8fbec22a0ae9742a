"""What stands on every page: the plan's title, the day the data are as of, the projector option."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

import streamlit as st

from dashboard import data, parts
from dashboard.access import Viewer, viewer
from dashboard.data import View
from dashboard.settings import demo_text, office_now
from dashboard.text import day_text, esc_html, fresh_text
from vocabulary.access import Action

DAY = "as_of"
PROJECTOR = "projector"
_USUAL = "usual_day"

_STYLE = Path(__file__).parent / "static" / "page.css"
_DARK = Path(__file__).parent / "static" / "dark.css"
_USUAL_SIZE = "<style></style>"
_LARGE = "<style>html{font-size:23px} .stMainBlockContainer{padding-left:2rem;padding-right:2rem}</style>"


def remember() -> None:
    """Keep what the address says of day and projector, first thing in every run.

    A click on another page aborts the run before the widgets below exist, and takes the address along.
    """
    asked = st.query_params.get(DAY)
    if asked and DAY not in st.session_state:
        with contextlib.suppress(ValueError):
            st.session_state[DAY] = dt.date.fromisoformat(asked)
    if st.query_params.get(PROJECTOR) == "true":
        st.session_state.setdefault(PROJECTOR, True)


def draw() -> None:
    """The frame above the page. Both options live in the address, so that what is seen can be sent on."""
    plan, who = data.plan(), viewer()
    st.html(_STYLE)
    # Before any table: it takes the size of its type from the page when it is made.
    st.html(_LARGE if large() else _USUAL_SIZE)
    if dark():
        st.html(_DARK)
    if demo_text():
        st.html(f"<p class='tz-demo'>{esc_html(demo_text())}</p>")
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.html(
            f"<h1 class='tz-title'>{esc_html(plan.title)}</h1>"
            f"<p class='tz-sub'>{esc_html(plan.issuing_body)}　{esc_html(plan.document_number)}</p>",
            width="content",
        )
        with st.container(horizontal=True, vertical_alignment="bottom", width="content"):
            if who.may_somewhere(Action.SEE_ROWS):
                _day(plan.year)
                st.toggle("投影", key=PROJECTOR, bind="query-params", help="放大字号，供会议室投影")
            st.html(_account(who), width="content")


def _account(who: Viewer) -> str:
    unit = data.plan().unit_by_code.get(who.unit or "")
    place = unit.short_name if unit else who.role.zh
    return (
        f"<div class='tz-account'><span>{esc_html(place)}　{esc_html(who.person)}</span>"
        "<a href='/password'>修改密码</a><form method='post' action='/logout'><button>退出</button></form></div>"
    )


def _day(year: int) -> None:
    """The day of the page; it stands in the address unless it is the one shown anyway."""
    known = data.received_days(data.view(dt.date.min))
    usual = data.default_day(year, known)
    first = min([dt.date(year, 1, 1), *known[:1]])
    last = max([dt.date(year + 1, 12, 31), office_now().date(), *known[-1:]])
    if st.session_state.get(DAY) in (None, st.session_state.get(_USUAL)):
        # Nobody chose a day: keep up with what is received meanwhile.
        st.session_state[DAY] = usual
    st.session_state[_USUAL] = usual
    st.session_state[DAY] = min(max(st.session_state[DAY], first), last)
    day = st.date_input("数据截至", min_value=first, max_value=last, key=DAY, format="YYYY-MM-DD", width=230)
    if day in (None, usual):
        st.query_params.pop(DAY, None)
    else:
        st.query_params[DAY] = day.isoformat()


def current() -> View:
    """What the page is to show; a date that was cleared is the default again."""
    day = st.session_state.get(DAY)
    return data.view(day or data.default_day(data.plan().year, data.received_days(data.view(dt.date.min))))


def is_live(view: View) -> bool:
    """Whether a view shows the present: only then may something be done."""
    return view.as_of >= office_now().date()


def show_past(words: str) -> None:
    """Why nothing can be done while the page shows a past day, in the page's words, and the way to today."""
    today = office_now().date()
    parts.note(words)
    st.button(f"看今天（{day_text(today, data.plan().year)}）的情况", on_click=_to_today)


def _to_today() -> None:
    st.session_state[DAY] = office_now().date()


def large() -> bool:
    """Whether the page is on a projector."""
    return bool(st.session_state.get(PROJECTOR))


def dark() -> bool:
    """Whether the page is dark: the computer's own setting decides."""
    return bool(st.context.theme.type == "dark")


def fresh(view: View) -> str:
    """The stamp every picture needs: as of when, and who is in it."""
    told = data.told(view)
    known = [day for day in data.received_days(view) if day <= view.as_of]
    newest = known[-1] if known else None
    return fresh_text(view.as_of, data.plan().year, len(told.reported), len(told.expected), newest)
