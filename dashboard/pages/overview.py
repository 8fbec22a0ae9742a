"""总览: what is late, where, and what changed. For leaders, on a phone or a projector; the office's first page."""

import streamlit as st

from dashboard import addresses, data, frame, parts
from dashboard.access import viewer
from dashboard.overview import drawings, loading, pieces, rows
from dashboard.overview.chosen import BARS, MAP, Chosen
from dashboard.text import day_text
from vocabulary.access import Action

viewer().demand(Action.SEE_OVERVIEW)
view, plan = frame.current(), data.plan()
seen = loading.seen(view)
here = pieces.present_query()
chosen = Chosen.from_query(here)

first = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
    base = pieces.compared(view, plan)
    pieces.papers(addresses.of_overview(view.as_of, base.key if base else ""))
page = loading.page(seen, base)

first.html(f"<p class='tz-note'>{page.fresh}</p>{page.summary}")
if not page.anything:
    parts.note(
        f"截至 {day_text(view.as_of, plan.year)} 还没有收到台账。"
        "各单位的台账由县政府办在“报送”页入库，入库后这里就有数字。"
    )
    st.html(page.line)
    st.stop()

changed = loading.moved(view, base.day).rows if base and chosen.move else {}
if chosen.anything and not chosen.below:
    rows.show(seen, plan, chosen, changed, here)

st.html(page.line)
pieces.show(page.cards, here)
if base:
    st.subheader(f"与{base.name}（{day_text(base.day, plan.year)}）相比", anchor=False)
    pieces.show(page.moved, here)

st.subheader("今后两周到期", anchor=False)
pieces.show(page.ahead, here)
st.subheader(f"逾期事项（{page.late_rows} 项）", anchor=False)
pieces.show(page.late, here)

st.subheader(f"{len(plan.points)}个要点", anchor=False)
drawings.points(seen)
if chosen.anything and chosen.below == BARS:
    rows.show(seen, plan, chosen, changed, here)

st.subheader("各单位各要点", anchor=False)
drawings.unit_map(seen, plan)
if chosen.anything and chosen.below == MAP:
    rows.show(seen, plan, chosen, changed, here)

drawings.claims(seen, plan)
st.subheader(f"尚未报送的单位（{page.silent_units} 家）", anchor=False)
st.html(page.silent)
