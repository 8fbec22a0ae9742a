"""One act of the office: permitted, recorded, made in one call, and told at the top of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import streamlit as st

from dashboard import data
from dashboard.access import Forbidden, doing
from dashboard.settings import office_now
from dashboard.text import esc_md, on_screen
from inspections.looking_back import LookBackError
from inspections.problems import ProblemError
from inspections.stages import StageError
from master import MasterError
from vocabulary.access import Action

REFUSALS = (StageError, LookBackError, ProblemError, MasterError, Forbidden)
"""Whatever says in one Chinese sentence why something may not be done."""

HEAD, DESK = "head", "desk"
"""Where something is told: at the head of the page, or at the desk where single things are decided."""

_TOLD = "rounds_told"

Work = Callable[[str, dt.datetime], str]
"""What is done by a person at a moment; the sentence that tells what came of it."""


def act(action: Action, what: str, work: Work, unit: str | None = None, *, place: str = HEAD) -> bool:
    """Do one thing, as the callback of a button. What came of it, or why it was refused, is told in ``place`` then."""
    try:
        with doing(action, what, unit) as who:
            told = work(who.person, now())
    except REFUSALS as error:
        st.session_state[_TOLD] = (place, False, on_screen(error))
        return False
    st.session_state[_TOLD] = (place, True, told)
    return True


def show_told(place: str) -> None:
    """What the last act came to, once, where the eyes are."""
    told = st.session_state.get(_TOLD)
    if told is None or told[0] != place:
        return
    del st.session_state[_TOLD]
    (st.success if told[1] else st.error)(esc_md(told[2]))


def typed(key: str) -> str:
    """What stands in a text field."""
    return str(st.session_state.get(key) or "").strip()


def refusal(check: Callable[[], object]) -> str:
    """Why something may not be done now, "" where it may."""
    try:
        check()
    except REFUSALS as error:
        return on_screen(error)
    return ""


def now() -> dt.datetime:
    """The office's moment: rounds are run at it, whatever day the data are shown as of."""
    return office_now()


def today() -> dt.date:
    """The office's day."""
    return now().date()


def names() -> dict[str, str]:
    """The units' names by code."""
    return data.plan().unit_names
