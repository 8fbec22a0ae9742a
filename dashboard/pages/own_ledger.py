"""我的台账: what to do now, sending, what is wrong, what is expected, what was sent. All of it the viewer's own unit's."""

from functools import partial

import streamlit as st

from dashboard import data, frame, parts
from dashboard.access import viewer
from dashboard.own import addresses, gathered, markup, pieces, send_form
from dashboard.rectification import own as own_problems
from dashboard.text import day_text

view, plan, who = frame.current(), data.plan(), viewer()
unit = plan.unit_by_code.get(who.unit or "")
if unit is None:
    parts.note("您的账号没有对应的单位，请联系系统管理员。")
    st.stop()

ledger = gathered.gather(view, plan, unit)
now = gathered.now_of(ledger, view, plan.year)
st.html(markup.now(f"{unit.name}　数据截至 {day_text(view.as_of, plan.year)}", now))

st.subheader("报送台账", anchor=False)
send_form.show_sending(who, plan)
parts.links(addresses.of_ledger(unit, view.as_of))

if ledger.problems:
    st.subheader(f"整改任务（{len(ledger.problems)} 项）", anchor=False)
    own_problems.show(view)

if ledger.counting is not None and ledger.findings:
    st.subheader(f"已报台账里要改的地方（{len(ledger.findings)} 处）", anchor=False)
    pieces.show_findings(view, ledger, plan)

st.subheader(f"要我们报的任务（{len(ledger.lines)} 项）", anchor=False)
pieces.show_lines(ledger.lines, plan.year)
pieces.show_history(view, ledger, plan)

st.subheader(f"报送记录（{len(ledger.sent)} 次）", anchor=False)
pieces.show_sent(ledger, partial(addresses.of_submission, unit=unit.code))
