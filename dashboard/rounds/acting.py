"""One act of the office: permitted, recorded, made in one call, and told at the top of the page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import streamlit as st

from dashboard import data
from dashboard.access import Forbidden, doing
from dashboard.settings import office_now
from dashboard.text import esc_md
from inspections.looking_back import LookBackError
from inspections.problems import ProblemError
from inspections.stages import StageError
from master import MasterError
from vocabulary.access import Action

REFUSALS = (StageError, LookBackError, ProblemError, MasterError, Forbidden)
"""Whatever says in one Chinese sentence why something may not be done."""

_TOLD = "rounds_told"
_OPTION = re.compile(r"（--[^）]*）|[，；]或用--as-of[^。；]*")

Work = Callable[[str, dt.datetime], str]
"""What is done by a person at a moment; the sentence that tells what came of it."""


def act(action: Action, what: str, work: Work, unit: str | None = None) -> bool:
    """Do one thing, as the callback of a button: what came of it, or why it was refused, stands on the page then."""
    try:
        with doing(action, what, unit) as who:
            told = work(who.person, office_now())
    except REFUSALS as error:
        st.session_state[_TOLD] = (False, on_screen(error))
        return False
    st.session_state[_TOLD] = (True, told)
    return True


def show_told() -> None:
    """What the last act came to, once."""
    told = st.session_state.pop(_TOLD, None)
    if told is not None:
        made, words = told
        (st.success if made else st.error)(esc_md(words))


def on_screen(error: Exception) -> str:
    """A refusal without what only the command line knows."""
    return _OPTION.sub("", str(error))


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


def today() -> dt.date:
    """The office's day: rounds are run on it, whatever day the data are shown as of."""
    return office_now().date()


def names() -> dict[str, str]:
    """The units' names by code."""
    return {unit.code: unit.name for unit in data.plan().units}
