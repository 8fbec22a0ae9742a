"""The head of 设置: where the folder is, whether it may be changed here, and the first step when it may not."""

from __future__ import annotations

import streamlit as st

from dashboard import data, parts
from dashboard.access import Forbidden, doing, viewer
from dashboard.settings_page import changing, desk, review
from dashboard.settings_page.desk import Desk
from dashboard.text import day_text
from master.errors import MasterError
from schemas.plan import Plan
from vocabulary.access import Action

_NAME = "start"


def show(now: Desk) -> None:
    """Where the data are, and the way to a folder of one's own while the packaged one holds."""
    plan = now.plan
    review.told(_NAME)
    parts.note(
        f"{plan.title}，{plan.document_number}，{day_text(plan.issued, 0)}印发：{len(plan.points)} 个要点，"
        f"{len(plan.tasks)} 项任务，{len(plan.units)} 家单位，{len(plan.rounds)} 轮督查。"
    )
    if now.writable:
        parts.note(f"数据在文件夹 {now.folder.absolute()}，页面、导入和命令行都用它。")
        return
    parts.note(
        f"现在用的是随程序安装的要点数据（{now.folder}），升级时会被换掉，所以不在那里改。"
        f"点“开始修改”，复制一份到 {desk.own_folder()}，此后页面、导入和命令行都用那一份。"
    )
    st.button("开始修改", type="primary", key="start_editing", on_click=_start, args=(now,))


def show_stages(plan: Plan) -> None:
    """How far each round is: what changing it can still change. Only for those who may see the rounds."""
    if not viewer().may(Action.SEE_ROWS):
        return
    moved = {one.code: data.master().rounds.moves(one.code) for one in plan.rounds}
    said = [
        f"{one.name}：{moved[one.code][-1].stage_to.zh if moved[one.code] else '未开始'}"
        for one in plan.rounds
    ]
    parts.note("；".join(said) + "。已冻结的数据不会因为改日期而变；范围、期限改了，以后的步骤按新的办。")


def _start(now: Desk) -> None:
    target = desk.own_folder()
    try:
        with doing(Action.CHANGE_PLAN, f"把要点数据复制到 {target}，开始修改"):
            changing.copy_plan(now.folder, target)
    except (MasterError, Forbidden) as error:
        review.say(_NAME, "error", str(error))
        return
    review.say(_NAME, "success", f"已复制到 {target}，可以修改了。")
