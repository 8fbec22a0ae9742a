"""The way out when the workplan folder was broken by hand: no page opens then, and the last kept version is one click away."""

from __future__ import annotations

import streamlit as st

from dashboard import opened, parts
from dashboard.access import Forbidden, doing, viewer
from dashboard.settings import office_now
from dashboard.settings_page import changing
from dashboard.text import esc_md, moment_text
from master.errors import MasterError
from master.workplan_store import WorkplanVersion
from schemas.plan_files import WorkplanError, packaged_workplan
from schemas.plan_folder import digest, read_files
from vocabulary.access import Action

_SAID = "rescue_said"


def offer() -> None:
    """Let those who may change the plan return to the last version the page has kept."""
    if not viewer().may(Action.CHANGE_PLAN):
        parts.note("请告诉县政府办的经办人：要点数据写错了，改好以前各页都打不开。")
        return
    folder = opened.settings().workplan
    parts.note(f"改好文件夹 {folder.absolute()} 里标出的地方，刷新即可。")
    kept = opened.master().workplans.list()
    if folder == packaged_workplan() or not kept:
        return
    last = kept[0]
    said = st.session_state.pop(_SAID, None)
    if said:
        st.error(esc_md(said))
    parts.note(
        f"也可以恢复到最近保存的第 {last.number} 版（{moment_text(last.at)}，{last.by or '页面之外'}）。"
        "现在写错的内容会留作一版，不会丢。"
    )
    st.button(f"恢复到第 {last.number} 版", key="rescue", type="primary", on_click=_return_to, args=(last,))


def _return_to(version: WorkplanVersion) -> None:
    folder, master = opened.settings().workplan, opened.master()
    try:
        with doing(Action.CHANGE_PLAN, f"要点数据写错，恢复到第 {version.number} 版") as who:
            changing.change(
                master,
                folder,
                master.workplans.content(version.number),
                seen=digest(read_files(folder)),
                by=who.person,
                reason=f"要点数据写错，恢复到第 {version.number} 版",
                at=office_now(),
            )
    except (MasterError, WorkplanError, Forbidden) as error:
        st.session_state[_SAID] = str(error)
