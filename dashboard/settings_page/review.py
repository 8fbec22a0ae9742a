"""Before anything is saved: what would change, in words; what is wrong with it; why it is done. Then one button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import data, parts
from dashboard.access import Forbidden, doing
from dashboard.settings import office_now
from dashboard.settings_page import changing, desk
from dashboard.settings_page.desk import Desk
from dashboard.tables import html_table
from dashboard.text import esc_md
from master.errors import MasterError
from schemas.plan_difference import PlanDifference, differences
from schemas.plan_edit import EditError, PlanEdit, apply
from schemas.plan_files import WorkplanError, plan_of
from schemas.plan_folder import digest, pack, unpack
from vocabulary.access import Action

IMPORTED = "settings_imported"
"""How often something was saved: the uploader is a new, empty one afterwards."""

_SAID = "settings_said"
_MOST_SHOWN = 80
_MOST_PROBLEMS = 20


def offer(name: str, now: Desk, edits: Sequence[PlanEdit]) -> None:
    """Show what an editor's edits would change in the newest files, and let it be saved."""
    if desk.is_faulty(name):
        told(name)
        parts.note("上面标出的地方改好以后才能保存。")
        _discard(name)
        return
    if not edits:
        told(name)
        parts.note("没有未保存的改动。" if now.writable else "现在只能看，不能改。")
        return
    try:
        edited = apply(now.files, edits)
    except EditError as error:
        told(name)
        st.error(esc_md(error))
        _discard(name)
        return
    offer_files(name, now, edited.files, edited.clashes)


def offer_files(
    name: str, now: Desk, files: Mapping[str, bytes], clashes: Sequence[str] = (), *, why: str = ""
) -> None:
    """The same for whole files: an import, or a version to return to."""
    told(name)
    found = differences(now.files, files)
    if not found:
        parts.note("与现在的内容完全相同，没有可保存的改动。")
        return
    show(found, f"保存后会有这些变化（{len(found)} 处）")
    if clashes:
        st.warning("\n\n".join(esc_md(one) for one in clashes), title="别人也改过同一处，保存会以您填的为准")
    problems = _judged(digest(files), pack(files))
    if problems:
        listed = [f"- {esc_md(one)}" for one in problems[:_MOST_PROBLEMS]]
        if len(problems) > _MOST_PROBLEMS:
            listed.append(f"- 另有 {len(problems) - _MOST_PROBLEMS} 处")
        st.error("\n".join(listed), title="还不能保存，请先改好")
    st.text_input("为什么改（必填，以后查得到）", key=f"why_{name}", value=why, max_chars=200)
    with st.container(horizontal=True):
        st.button(
            "保存",
            key=f"save_{name}",
            type="primary",
            disabled=bool(problems),
            on_click=_save,
            args=(name, now, dict(files), len(found)),
        )
        _discard(name)


def show(told: Sequence[PlanDifference], caption: str) -> None:
    """Differences as a table."""
    rows = [(one.where, one.change) for one in told[:_MOST_SHOWN]]
    if len(told) > _MOST_SHOWN:
        rows.append((f"另有 {len(told) - _MOST_SHOWN} 处", "下载后可逐项比较"))
    st.html(html_table(("哪里", "变化"), rows, caption=caption))


def say(name: str, tone: str, words: str) -> None:
    """Leave a sentence for the next look at an editor: success, warning or error."""
    st.session_state[_SAID] = (name, tone, words)


def told(name: str) -> None:
    """Say what was left to be said about an editor, once."""
    said = st.session_state.get(_SAID)
    if said is not None and said[0] == name:
        {"success": st.success, "warning": st.warning}.get(said[1], st.error)(esc_md(said[2]))
        del st.session_state[_SAID]


def _discard(name: str) -> None:
    st.button("放弃这些改动", key=f"discard_{name}", on_click=desk.clear, args=(name,))


def _save(name: str, seen: Desk, files: dict[str, bytes], count: int) -> None:
    reason = str(st.session_state.get(f"why_{name}", ""))
    try:
        with doing(Action.CHANGE_PLAN, f"修改要点数据 {count} 处（{reason.strip() or '未写原因'}）") as who:
            version = changing.change(
                data.master(),
                seen.folder,
                files,
                seen=seen.digest,
                by=who.person,
                reason=reason,
                at=office_now(),
            )
    except (MasterError, WorkplanError, Forbidden) as error:
        say(name, "warning", str(error))
        return
    desk.clear(name)
    st.session_state.pop(f"why_{name}", None)
    st.session_state[IMPORTED] = st.session_state.get(IMPORTED, 0) + 1
    say(
        name, "success", f"已保存为第 {version.number} 版，从现在起各处都按它办；正在导入的一批按原来的办完。"
    )


@st.cache_data(show_spinner=False, max_entries=20)
def _judged(key: str, packed: bytes) -> list[str]:
    del key
    try:
        plan_of(unpack(packed))
    except WorkplanError as wrong:
        return [str(one) for one in wrong.problems]
    return []
