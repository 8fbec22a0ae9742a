"""总台账: every row with its origin, filtered, exported; two days compared; what units tell differently; doubtful
matches."""

import streamlit as st

from dashboard import addresses, data, frame, master_parts, parts
from dashboard.access import viewer
from dashboard.master_table import days, doubts, origin
from dashboard.text import day_text
from vocabulary.access import Action

view, plan = frame.current(), data.plan()
rows = data.work_frame(view)

if rows.empty:
    parts.note(f"截至 {day_text(view.as_of, plan.year)} 总台账还没有内容。收到台账后从“报送”页入库。")
    st.stop()

table, compared, differing, doubtful = st.tabs(
    ["全部事项", "两日对比", "口径不一的共同任务", "待确认的事项"],
    key="tab",
    on_change="rerun",
    bind="query-params",
)

if table.open:
    with table:
        wanted = master_parts.choose(plan)
        found = wanted.apply(rows)
        chosen = master_parts.show_rows(found)
        parts.links(
            (words, f"{address}&{wanted.to_query()}")
            for words, address in addresses.of_master(view.as_of, phones=viewer().may(Action.REVEAL_PHONE))
        )
        if chosen is not None:
            parts.heading(f"{found.iloc[chosen]['task_id']} {found.iloc[chosen]['task']}".strip())
            origin.show_origin(view, found.iloc[chosen], plan)
            master_parts.show_history(view, found.iloc[chosen], heading=False)

if compared.open:
    with compared:
        days.show_days(view, plan)

if differing.open:
    with differing:
        master_parts.show_conflicts(data.conflicts(view), plan)

if doubtful.open:
    with doubtful:
        doubts.show_doubts(view, plan)
