"""总览: what is late, where, and what changed. For leaders, on a phone or a projector; the office's first page."""

import streamlit as st

from dashboard import addresses, data, frame, parts
from dashboard.access import viewer
from dashboard.overview import drawings, loading, pieces, rows
from dashboard.overview.chosen import BARS, MAP, Chosen
from dashboard.overview.counts import figure_row
from dashboard.text import day_text
from vocabulary.access import Action

viewer().demand(Action.SEE_OVERVIEW)
view, plan = frame.current(), data.plan()
seen = loading.seen(view)
now = loading.day_counts(seen)

parts.note(frame.fresh(view))
if not any(now.lights.values()) and not now.reported.numerator:
    parts.note(
        f"截至 {day_text(view.as_of, plan.year)} 还没有收到台账，应报 {now.reported.denominator} 家。"
        "收到的台账由县政府办在“报送”页入库，入库后这里就有数字。"
    )
    pieces.year(seen, plan)
    st.stop()

here = pieces.present_query(view)
chosen = Chosen.from_query(here)
base = pieces.compared(view, plan)
moved = loading.moved(view, base.day) if base else None
changed = moved.rows if moved else {}
pieces.summary(now, moved)
pieces.papers(addresses.of_overview(view.as_of, base.key if base else ""))
if chosen.anything and not chosen.below:
    rows.show(seen, plan, chosen, changed, here)

pieces.year(seen, plan)
before = loading.day_counts(seen.on(base.day)) if base else None
pieces.cards(figure_row(now, before, plan), f"较{day_text(base.day, plan.year)}" if base else "")
if moved and base:
    st.subheader(f"与{base.name}（{day_text(base.day, plan.year)}）相比", anchor=False)
    pieces.moved(moved, base.name, here)

st.subheader("今后两周到期", anchor=False)
pieces.ahead(loading.ahead(seen), plan, here)

late = data.late_rows(view)
st.subheader(f"逾期事项（{len(late)} 项）", anchor=False)
pieces.late(late, plan, here)

st.subheader(f"{len(plan.points)}个要点", anchor=False)
drawings.points(seen, plan)
if chosen.anything and chosen.below == BARS:
    rows.show(seen, plan, chosen, changed, here)

st.subheader("各单位各要点", anchor=False)
drawings.unit_map(seen, plan)
if chosen.anything and chosen.below == MAP:
    rows.show(seen, plan, chosen, changed, here)

drawings.claims(seen, plan)
pieces.silent(view)
