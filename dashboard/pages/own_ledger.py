"""我的台账: what to do now, sending, problems, what is wrong, what is expected, what was sent. All the viewer's own."""

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
sections = {
    "send": "报送台账",
    "problems": f"整改任务（{len(ledger.problems)} 项）" if ledger.problems else "",
    "wrong": f"已报台账里要看的地方（{len(ledger.findings)} 处）" if ledger.findings else "",
    "tasks": f"要我们报的任务（{len(ledger.lines)} 项）",
    "sent": f"报送记录（{len(ledger.sent)} 次）",
}
there = [(f"own-{key}", title) for key, title in sections.items() if title]
heading = f"{unit.name}　数据截至 {day_text(view.as_of, plan.year)}"
st.html(markup.now(heading, gathered.now_of(ledger, view, plan.year), there))

pieces.section("own-send", sections["send"])
send_form.show_sending(who, plan)
parts.links(addresses.of_ledger(unit, view.as_of))

if ledger.problems:
    pieces.section("own-problems", sections["problems"])
    own_problems.show(view)
if ledger.findings:
    pieces.section("own-wrong", sections["wrong"])
    pieces.show_findings(view, ledger, plan)

pieces.section("own-tasks", sections["tasks"])
pieces.show_lines(ledger.lines, plan.year, "我们报的")
pieces.show_history(view, ledger, plan)

pieces.section("own-sent", sections["sent"])
pieces.show_sent(ledger, partial(addresses.of_submission, unit=unit.code))
