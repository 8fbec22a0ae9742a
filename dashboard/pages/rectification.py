"""整改: problems by state and deadline, one with its history, and what is done with them."""

import streamlit as st

from dashboard import access, data, frame, parts
from dashboard.rectification import acting, board, detail, files, handing, listing, moves, reminding
from dashboard.rectification import data as known
from dashboard.rectification.words import PAST
from dashboard.text import day_text
from vocabulary.access import Action

view, plan = frame.current(), data.plan()
rules = access.viewer().may(Action.RULE_PROBLEM)
counts = st.container()
wanted = listing.choose(plan)
problems = board.ranked(known.problems(view))

if not problems:
    day = day_text(view.as_of, plan.year)
    parts.note(f"截至 {day} 还没有督查问题。督查轮次反馈时交办的问题会列在这里。")
    if rules and frame.is_live(view):
        handing.show(plan)
    st.stop()

counted = wanted._replace(state="", band="").apply(problems, plan)
found = wanted.apply(problems, plan)
picked = listing.chosen(problems)

with counts:
    listing.show_tally(board.tally(counted), linked=True)
    listing.show_late_units(counted, plan)
    listing.show_notice(known.notice(view, counted))
with st.container(key="problems_panes"):
    left, right = st.columns([12, 8], gap="medium")
with left:
    listing.show(found, picked, plan, several=rules)
    parts.links(files.addresses(wanted, view.as_of))
    if rules and frame.is_live(view):
        handing.show(plan)
with right:
    if len(picked) == 1:
        listing.show_neighbours(found, picked[0])
        detail.show(view, plan, picked[0])
    elif picked:
        detail.show_several(picked, plan)
    else:
        listing.show_hint(problems)
    if picked and rules and frame.is_live(view):
        acting.show(picked, moves.OFFICE_MOVES if len(picked) == 1 else moves.TOGETHER)
        reminding.show(view, picked)
    else:
        acting.show_said()
        if picked and rules:
            frame.show_past(PAST)
    if len(picked) == 1:
        detail.show_story(picked[0])
