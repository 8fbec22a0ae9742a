"""进展: what is late, where, and what changed. For leaders, on a phone or a projector."""

import streamlit as st

from dashboard import changes, data, figures, frame, parts
from dashboard.charts.status_bars import status_bars
from dashboard.charts.unit_map import light_map, share_map
from dashboard.text import day_text

view, plan = frame.current(), data.plan()
head, told = data.headline(view), data.told(view)

if not head.in_force and not head.reported:
    parts.note(
        f"截至 {day_text(view.as_of, plan.year)} 还没有收到台账，应报 {head.expected} 家。请到“报送”页上传各单位的台账。"
    )
    st.stop()

parts.figures(head)
parts.note(frame.fresh(view))

bases = changes.baselines(plan, data.received_days(view), view.as_of)
if bases:
    st.subheader("与上次相比", anchor=False)
    names = {one.key: f"{one.name}（{day_text(one.day, plan.year)}）" for one in bases}
    chosen = st.segmented_control(
        "比较的日子",
        list(names),
        default=bases[0].key,
        required=True,
        key="since",
        format_func=names.__getitem__,
        label_visibility="collapsed",
    )
    base = next(one for one in bases if one.key == chosen)
    parts.changes(data.comparison(view, base.day))

late = data.late_rows(view)
st.subheader(f"逾期事项（{len(late)} 项）", anchor=False)
parts.late_table(late, plan)

st.subheader("各单位各要点", anchor=False)
groups = figures.peer_groups(plan)
with st.container(horizontal=True):
    group = st.segmented_control(
        "单位类别", groups, default=groups[0], required=True, key="group", bind="query-params"
    )
    shown = st.segmented_control(
        "颜色表示", ["最差灯色", "已完成"], default="最差灯色", required=True, key="map", bind="query-params"
    )
places = data.unit_map(view, group)
draw = light_map if shown == "最差灯色" else share_map
st.altair_chart(draw(places, large=frame.large()), key="unit_map", alt=f"{group}各单位各要点的{shown}")
parts.legend(plan, shown == "最差灯色")

st.subheader("各要点办理状态", anchor=False)
st.altair_chart(
    status_bars(data.status_counts(view), large=frame.large()),
    key="status_bars",
    alt="各要点的事项按办理状态计数",
)

st.subheader(f"尚未报送的单位（{len(told.silent)} 家）", anchor=False)
parts.unit_names(told.silent)
