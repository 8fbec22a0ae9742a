"""我的台账: what to do now, what is expected, what was sent, what is wrong with it, and sending."""

import streamlit as st

from dashboard import data, frame, parts
from dashboard.access import viewer
from dashboard.own import addresses, gathered, markup, pieces, send_form

view, plan, who = frame.current(), data.plan(), viewer()
unit = plan.unit_by_code.get(who.unit or "")
if unit is None:
    parts.note("您的账号没有对应的单位，请联系系统管理员。")
    st.stop()

ledger = gathered.gather(view, plan, unit)
now = gathered.now_of(ledger, view, plan.year)
st.html(markup.now(now.first, now.rest, pressing=now.pressing))

st.subheader("报送台账", anchor=False)
send_form.show_sending(who, plan)
parts.links(addresses.of_ledger())

st.subheader(f"要我们报的任务（{len(ledger.lines)} 项）", anchor=False)
pieces.show_lines(ledger.lines, plan.year)
pieces.show_history(view, ledger, plan)

st.subheader("要改的地方", anchor=False)
if ledger.counting is None:
    parts.note("还没有报送过有效的台账。")
else:
    pieces.show_findings(ledger.findings, f"第 {ledger.counting.version} 次报送")

st.subheader(f"报送记录（{len(ledger.sent)} 次）", anchor=False)
pieces.show_sent(ledger)
