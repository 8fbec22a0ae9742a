"""督查: a round through its stages, its verdicts, the draw of units, the look back. The office's alone."""

import streamlit as st

from dashboard import data, frame, parts
from dashboard.rounds import acting, figure_parts, sections, stage_parts
from dashboard.rounds.known import judged, round_view
from vocabulary.inspection import RoundKind

view, plan = frame.current(), data.plan()
if not plan.rounds:
    parts.note("要点数据里还没有督查轮次。请先写明轮次，再回到这里。")
    st.stop()

chosen = stage_parts.pick(plan)
if not frame.is_live(view):
    stage_parts.show_way(chosen, data.master().rounds.moves(chosen.code, view.as_of), plan.year)
    frame.show_past(stage_parts.PAST)
    st.stop()
state = round_view(view, chosen.code)
moves = data.master().rounds.moves(chosen.code)

acting.show_told(acting.HEAD)
stage_parts.show_way(chosen, moves, plan.year)
stage_parts.show_acts(plan, chosen, moves)

section = sections.pick(chosen)
if section == sections.VERDICTS:
    sections.show_verdicts(state, plan, moves)
elif section == sections.FIGURES:
    sections.show_figures(state, plan)
elif section == sections.DRAW:
    sections.show_draw(view, plan, chosen, moves)
else:
    sections.show_look_back(state, plan)

st.subheader("导出", anchor=False)
parts.links(
    figure_parts.exports(
        chosen,
        acting.today(),
        judged=chosen.kind is not RoundKind.LOOK_BACK and bool(judged(state)),
        scored=bool(plan.thresholds.scores),
    )
)
