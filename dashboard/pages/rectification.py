"""整改: problems by state and deadline, one with its history, and what is done with them."""

import streamlit as st

from dashboard import access, data, frame, parts
from dashboard.rectification import acting, board, detail, files, listing, moves, reminding
from dashboard.rectification import data as known
from dashboard.text import day_text
from vocabulary.access import Action

view, plan = frame.current(), data.plan()
rules = access.viewer().may(Action.RULE_PROBLEM)
problems = known.problems(view)

if not problems:
    parts.note(
        f"截至 {day_text(view.as_of, plan.year)} 还没有督查问题。督查轮次反馈时交办的问题，会出现在这里。"
    )
    st.stop()

wanted = listing.choose(plan)
counted = wanted._replace(state="", band="").apply(problems, plan)
listing.show_tally(board.tally(counted))
parts.note(
    " ".join(filter(None, (f"数据截至 {day_text(view.as_of, plan.year)}。", known.notice(view, counted))))
)

found = board.ranked(wanted.apply(problems, plan))
picked = listing.chosen(board.ranked(problems))
with st.container(key="problems_panes"):
    left, right = st.columns([11, 9], gap="medium")
with left:
    listing.show(found, picked, plan)
    parts.links(files.addresses(wanted, view.as_of))
with right:
    if len(picked) == 1:
        detail.show(view, plan, picked[0])
    if picked and rules:
        if known.is_live(view):
            acting.show(picked, moves.OFFICE_MOVES if len(picked) == 1 else moves.TOGETHER)
            reminding.show(view, picked)
        else:
            acting.show_past(plan.year)
    if len(picked) == 1:
        detail.show_story(picked[0])
