"""The folder as files: its versions with who, when, why and what; return to one; import and export."""

from __future__ import annotations

import streamlit as st

from dashboard import addresses, data, parts
from dashboard.settings_page import changing, review
from dashboard.settings_page.desk import Desk
from dashboard.tables import html_table
from dashboard.text import esc_md, moment_text, short
from master.errors import MasterError
from master.workplan_store import WorkplanVersion
from schemas.plan_difference import PlanDifference, differences
from schemas.plan_folder import FILES

_MOST_LISTED = 30
_NOBODY = "（页面之外）"
FIRST = changing.FOUND


def show(now: Desk) -> None:
    """Versions, import and export."""
    versions = data.master().workplans.list()
    _show_outside(now)
    st.subheader("历次版本", anchor=False)
    if not versions:
        parts.note("还没有改过。第一次保存时，会把改动前的内容留作第 0 版。")
    else:
        _show_list(versions)
        _show_one(now, versions)
    st.subheader("导出", anchor=False)
    parts.links(
        [
            addresses.WORKPLAN,
            *((f"第 {one.number} 版", addresses.workplan_version(one.number)) for one in versions[:5]),
        ]
    )
    st.subheader("导入", anchor=False)
    _import(now)


def _show_outside(now: Desk) -> None:
    newest = changing.changed_outside(data.master(), now.files)
    if newest is None:
        return
    st.warning(
        f"文件夹在页面之外被改动过，与第 {newest.number} 版不同。下次保存时会先把它留作一版，不会丢。",
        title="在页面之外改动",
    )
    told = differences(data.master().workplans.content(newest.number), now.files)
    review.show(told, f"与第 {newest.number} 版相比（{len(told)} 处）")


def _show_list(versions: list[WorkplanVersion]) -> None:
    rows = [
        (f"第 {one.number} 版", moment_text(one.at), one.by or _NOBODY, one.reason, _gist(one))
        for one in versions[:_MOST_LISTED]
    ]
    said = f"共 {len(versions)} 版，新的在前" + ("，这里列出最近的" if len(versions) > _MOST_LISTED else "")
    st.html(html_table(("版本", "时间", "谁", "为什么", "改了什么"), rows, caption=said))


def _gist(version: WorkplanVersion) -> str:
    told = _told(data.settings().db, version.number, version.digest)
    if not told:
        return f"{version.year}年要点，{FIRST}"
    return short(str(told[0]), 60) + (f"　等 {len(told)} 处" if len(told) > 1 else "")


@st.cache_data(show_spinner=False, max_entries=200)
def _told(db: str, number: int, digest: str) -> list[PlanDifference]:
    del db, digest  # part of the cache's key; a version never changes
    return list(data.master().workplans.difference(number))


def _show_one(now: Desk, versions: list[WorkplanVersion]) -> None:
    titles = {
        one.number: f"第 {one.number} 版　{moment_text(one.at)}　{one.by or _NOBODY}" for one in versions
    }
    number = st.selectbox(
        "看哪一版",
        list(titles),
        format_func=titles.__getitem__,
        key="version",
        index=None,
        placeholder="请选择",
    )
    if number is None:
        return
    told = _told(data.settings().db, number, next(one.digest for one in versions if one.number == number))
    if told:
        review.show(told, f"第 {number} 版改了这些（{len(told)} 处）")
    else:
        parts.note(f"这是{FIRST}。")
    parts.links([(f"下载第 {number} 版（.zip）", addresses.workplan_version(number))])
    if now.writable and st.toggle("恢复到这一版", key=f"return_{number}"):
        parts.note("恢复会把这一版的内容存为新的一版，中间各版都留着。")
        review.offer_files(
            f"return_{number}",
            now,
            data.master().workplans.content(number),
            why=f"恢复到第 {number} 版",
        )


def _import(now: Desk) -> None:
    if not now.writable:
        parts.note("先在上面点“开始修改”，再导入。")
        return
    mount = st.session_state.get(review.IMPORTED, 0)
    uploads = st.file_uploader(
        "要点数据的文件，或整个文件夹的 .zip",
        type=["csv", "toml", "zip"],
        accept_multiple_files=True,
        key=f"import_{mount}",
        help="可以上传：" + "、".join(FILES) + "。单个文件只替换同名的那个；.zip 替换整个文件夹。",
    )
    if not uploads:
        parts.note("先试算：上传后列出会有哪些变化、有没有写错的地方，确认后才保存。")
        review.told("import")
        return
    try:
        files = changing.uploaded_files([(one.name, one.getvalue()) for one in uploads], now.files)
    except MasterError as error:
        st.error(esc_md(error))
        return
    review.offer_files("import", now, files, why="导入文件")
