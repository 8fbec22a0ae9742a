"""设置: the workplan folder, table by table; nothing is saved before its difference was seen."""

import streamlit as st

from dashboard import frame, parts
from dashboard.access import viewer
from dashboard.settings_page import (
    desk,
    editor,
    lists,
    review,
    sheets,
    start,
    thresholds,
    unknown_names,
    versions,
)
from vocabulary.access import Action

viewer().demand(Action.CHANGE_PLAN)
now = desk.lay()
start.show(now)

units, groups, tasks, rounds, numbers, rules, calendar, files = st.tabs(
    ["单位", "集合单位", "任务", "督查轮次", "口径", "规则", "日历", "版本和文件"],
    key="part",
    on_change="rerun",
    bind="query-params",
)

if units.open:
    with units:
        parts.note("台账里的单位按名称、简称、别名认，只认完全对上的。")
        review.offer("units", now, editor.edit(sheets.units(), now, alt="单位和别名"))
        if viewer().may(Action.SEE_ROWS):
            st.subheader("台账里没有认出的单位名称", anchor=False)
            review.offer("aliases", now, unknown_names.choose(frame.current(), now))
elif groups.open:
    with groups:
        parts.note("成员在“单位”里写：某单位的“集合单位”一栏写了它，就是它的成员。")
        edits = editor.edit(sheets.groups(), now, alt="集合单位")
        st.subheader("待填清单", anchor=False)
        review.offer("groups", now, edits + lists.edit_checklists(now))
elif tasks.open:
    with tasks:
        parts.note("任务和要求的文字照要点，只看不改；要改文字，请导入改好的 tasks.csv。")
        review.offer("tasks", now, editor.edit(sheets.tasks(), now, alt="任务"))
elif rounds.open:
    with rounds:
        start.show_stages(now.plan)
        review.offer("rounds", now, editor.edit(sheets.rounds(now.plan), now, alt="督查轮次"))
elif numbers.open:
    with numbers:
        review.offer("thresholds", now, thresholds.edit_thresholds(now))
elif rules.open:
    with rules:
        parts.note(
            "必改：这一行暂不入库。提醒、建议：照常入库，列出来。试行：照常列出，什么也不挡。停用：不列出也不挡。"
        )
        review.offer("rules", now, thresholds.edit_rules(now))
elif calendar.open:
    with calendar:
        parts.note(lists.coverage(now.plan.calendar))
        edits = lists.edit_until(now)
        parts.note("周一至周五上班、周六周日休息的不用写，只写与此不同的日子。")
        review.offer("calendar", now, edits + editor.edit(sheets.calendar(), now, alt="放假和调休"))
elif files.open:
    with files:
        versions.show(now)
