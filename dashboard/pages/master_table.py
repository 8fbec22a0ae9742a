"""总台账: every row with its origin, filtered, exported; what units tell differently; doubtful matches."""

import streamlit as st

from dashboard import addresses, data, doubts, frame, master_parts, parts
from dashboard.text import day_text

view, plan = frame.current(), data.plan()
rows = data.work_frame(view)

if rows.empty:
    parts.note(f"截至 {day_text(view.as_of, plan.year)} 总台账还没有内容。")
    st.stop()

table, differing, doubtful = st.tabs(
    ["全部事项", "口径不一的共同任务", "待确认的事项"], key="tab", on_change="rerun", bind="query-params"
)

if table.open:
    with table:
        wanted = master_parts.choose(plan)
        found = wanted.apply(rows)
        chosen = master_parts.show_rows(found)
        parts.links(
            (words, f"{address}&{wanted.to_query()}") for words, address in addresses.of_master(view.as_of)
        )
        if chosen is not None:
            master_parts.show_history(view, found.iloc[chosen])

if differing.open:
    with differing:
        master_parts.show_conflicts(data.conflicts(view), plan)

if doubtful.open:
    with doubtful:
        doubts.show_doubts(view, plan)
