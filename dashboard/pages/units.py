"""单位: one unit's figures, rows, findings, gaps, past, and what it can take with it."""

import streamlit as st

from dashboard import addresses, data, frame, master_parts, parts, unit_parts

view, plan = frame.current(), data.plan()
unit = unit_parts.pick(plan)
if unit is None:
    parts.note("请选择一个单位。")
    parts.links([addresses.ALL_TEMPLATES])
    st.stop()

rows = unit_parts.rows_of(data.work_frame(view), unit)
sent = data.submissions(view, unit.code)
missing = [one.task for one in data.told(view).missing_tasks if one.unit.code == unit.code]

unit_parts.figures(rows, len(missing), len(plan.expectations[unit.code]))
parts.note(unit_parts.newest(sent, unit))
parts.links(addresses.of_unit(unit, view.as_of))

st.subheader(f"事项（{len(rows)} 项）", anchor=False)
if rows.empty:
    parts.note("总台账里还没有这个单位的事项。")
else:
    chosen = master_parts.show_rows(rows)
    if chosen is not None:
        master_parts.show_history(view, rows.iloc[chosen])

counts = unit_parts.counting(sent, unit)
if counts is not None:
    unit_parts.show_findings(data.findings(view, counts.id), counts)
unit_parts.show_missing(missing)
differing = [one for one in data.conflicts(view) if any(claim.unit == unit.code for claim in one.claims)]
if differing:
    st.subheader("与其他单位口径不一", anchor=False)
    master_parts.show_conflicts(differing, plan)
unit_parts.show_submissions(sent, data.counting(view), unit)
