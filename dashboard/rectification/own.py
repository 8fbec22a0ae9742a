"""A unit's own 督查问题, for its page: what is asked until when, what happened, and how it answers."""

from __future__ import annotations

import streamlit as st

from dashboard import access, data, frame, parts
from dashboard.access import Forbidden
from dashboard.data import View
from dashboard.rectification import acting, detail, files, listing, moves
from dashboard.rectification import data as known
from dashboard.rectification.board import FOR_A_UNIT, ranked, tally
from dashboard.rectification.words import PAST
from vocabulary.access import Action


def show(view: View) -> None:
    """The problems of the view's unit, one of them in full. Forbidden without a unit: the office has 整改."""
    if view.unit is None:
        raise Forbidden("这里只列一个单位自己的督查问题，全县的请看“整改”。")
    plan = data.plan()
    problems = ranked(known.problems(view), FOR_A_UNIT)
    if not problems:
        parts.note("没有交给本单位的督查问题。")
        return
    listing.show_tally(tally(problems))
    listing.show_notice(known.notice(view, problems))
    asked = listing.chosen(problems)[:1]
    picked = asked or problems[:1]
    with st.container(key="problems_panes"):
        left, right = st.columns([8, 12], gap="medium")
    with left:
        listing.show_cards(problems, picked, plan)
        if any(one.open for one in problems):
            parts.links([files.of_unit(view.unit, view.as_of)])
            parts.note("也可以下载整改任务表，填好后像台账一样报送；表里写了“申请销号”的，等于在这里申请。")
    with right:
        detail.show(view, plan, picked[0], asked=bool(asked))
        if access.viewer().may(Action.ANSWER_PROBLEM, view.unit):
            if frame.is_live(view):
                acting.show(picked, moves.UNIT_MOVES)
            else:
                frame.show_past(PAST)
        detail.show_story(picked[0])
