"""单位: what the plan expects of one unit, what it reported, what is wrong, its papers and their past."""

import streamlit as st

from dashboard import addresses, data, frame, master_parts, parts
from dashboard.own import gathered, one_unit, pieces

view, plan = frame.current(), data.plan()
unit = one_unit.pick(plan)
if unit is None:
    parts.note("请选择一个单位，或在下面点它的名称。")
    parts.links([addresses.ALL_TEMPLATES])
    one_unit.show_all(view, plan)
    st.stop()

ledger = gathered.gather(view, plan, unit)
one_unit.figures(ledger, len(plan.expectations[unit.code]))
parts.note(one_unit.newest(ledger))
parts.links(addresses.of_unit(unit, view.as_of))

st.subheader(f"任务（{len(ledger.lines)} 项）", anchor=False)
if not ledger.lines:
    parts.note("要点没有分给这个单位的任务，总台账里也没有它的事项。")
else:
    pieces.show_lines(ledger.lines, plan.year)
    pieces.show_history(view, ledger, plan)

if ledger.counting is not None:
    st.subheader(f"台账里要改的地方（{len(ledger.findings)} 处）", anchor=False)
    if ledger.findings:
        pieces.show_findings(view, ledger, plan)
    else:
        parts.note("没有发现问题。")

differing = [one for one in data.conflicts(view) if any(claim.unit == unit.code for claim in one.claims)]
if differing:
    st.subheader("与其他单位口径不一", anchor=False)
    master_parts.show_conflicts(differing, plan)

st.subheader(f"报送记录（{len(ledger.sent)} 次）", anchor=False)
pieces.show_sent(ledger, one_unit.links_of)
one_unit.undo_one(ledger.sent)
