"""What a person decides in 报送: 确认入库, 重新试算, 放弃, 继续处理, 撤销."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import board, data, job_queue, parts
from dashboard.access import Forbidden, doing
from dashboard.intake.choosing import NEXT_JOB
from dashboard.settings import office_now
from dashboard.text import esc_md
from master import MasterError
from master.job_records import Job, JobFile
from schemas.plan import Plan
from vocabulary.access import Action

_TOLD = "told_of_deciding"
_NAMED = 6


def decide(job: Job, files: list[JobFile], plan: Plan) -> None:
    """The ends of a dry run: confirm, compare again, let go. What changed since it was compared is said first."""
    since = job_queue.since_tried(data.master(), job, files, plan)
    if since:
        told = _first([f"{one.unit} {one.at:%m月%d日 %H:%M} {one.words}" for one in since], "项")
        st.warning(esc_md(f"试算之后总台账又有变化：{told}。下面的差异可能已不准，请先重新试算。"))
    if several := board.several(files, plan):
        st.warning(
            esc_md(f"这一批里同一单位不止一份：{_first(several, '家')}。如果不该这样，请先放弃，核对后再传。")
        )
    losing = [(file, lost) for file in files if (lost := board.rows_lost(file.report))]
    if losing:
        st.warning(esc_md(losing_words(losing)))
    with st.container(horizontal=True, vertical_alignment="center"):
        parts.note("下面是试算结果，还没有入库。")
        if since:
            st.button("重新试算", type="primary", key=f"again_{job.id}", on_click=_again, args=(job,))
        st.button(
            "不重算，直接入库" if since else "确认入库",
            type="secondary" if since else "primary",
            key=f"confirm_{job.id}",
            on_click=_confirm,
            args=(job, not since, plan),
        )
        st.button("放弃", key=f"let_go_{job.id}", on_click=_let_go, args=(job,))


def losing_words(losing: Sequence[tuple[JobFile, int]]) -> str:
    """Which files take back more rows than they bring, before somebody confirms them."""
    named = _first(
        [
            f"《{file.file_name}》只有 {file.report.get('rows', 0)} 行，原来报的 {lost} 行将撤回"
            for file, lost in losing
        ],
        "份",
    )
    return (
        f"新报的台账会代替原来的：{named}。如果只是补报几行，请先放弃这一批，去掉这些文件再传，"
        "并请单位把补的行填进整份台账重报。"
    )


def _first(told: Sequence[str], counted: str) -> str:
    """The first few of what there is to tell, and how many there are when that is not all."""
    more = f"；等共 {len(told)} {counted}" if len(told) > _NAMED else ""
    return "；".join(told[:_NAMED]) + more


def carry_on(job: Job) -> None:
    """What can be done with a job that broke off: its files are still there."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("继续处理", type="primary", key=f"retry_{job.id}", on_click=_retry, args=(job,))
        st.button("放弃", key=f"let_go_{job.id}", on_click=_let_go, args=(job,))


def tell() -> None:
    """Say what the last decision came to, where that needs saying."""
    words = st.session_state.pop(_TOLD, None)
    if words:
        st.warning(esc_md(words))


def _confirm(job: Job, as_shown: bool, plan: Plan) -> None:
    def confirm() -> None:
        files = data.master().jobs.files(job.id)
        if as_shown and job_queue.since_tried(data.master(), job, files, plan):
            # Something arrived between the page being drawn and the click: it is shown, not confirmed.
            _say("刚才又有变化，还没有入库。请看上面的说明，再决定重新试算还是直接入库。")
            return
        with doing(Action.SEND_LEDGER, f"确认入库第 {job.id} 批", job.unit) as who:
            _go_to(job, job_queue.confirm(data.master(), job, office_now(), who.person, who.login))

    _attempt(confirm)


def _again(job: Job) -> None:
    def again() -> None:
        with doing(Action.SEND_LEDGER, f"重新试算第 {job.id} 批", job.unit) as who:
            _go_to(job, job_queue.try_again(data.master(), job, office_now(), who.person, who.login))

    _attempt(again)


def _let_go(job: Job) -> None:
    def let_go() -> None:
        with doing(Action.SEND_LEDGER, f"放弃第 {job.id} 批", job.unit) as who:
            if not job_queue.let_go(data.master(), job, office_now(), f"已由{who.person}放弃"):
                _say(job_queue.decided_words(data.master().jobs.get(job.id)))

    _attempt(let_go)


def _retry(job: Job) -> None:
    def retry() -> None:
        with doing(Action.SEND_LEDGER, f"继续处理第 {job.id} 批", job.unit):
            if not data.master().jobs.retry(job.id):
                _say("这一批已在处理，或者它的文件已经清理，需要重新上传。")

    _attempt(retry)


def _go_to(job: Job, number: int | None) -> None:
    if number is None:
        _say(job_queue.decided_words(data.master().jobs.get(job.id)))
    else:
        st.session_state[NEXT_JOB] = number


def _attempt(decision: Callable[[], None]) -> None:
    """Decide; a refusal is told in words, and nothing has changed."""
    try:
        decision()
    except (MasterError, Forbidden) as error:
        _say(f"{error}这一步没有做成，数据没有变化，请稍后再点一次。")


def _say(words: str) -> None:
    st.session_state[_TOLD] = words


def undo_button(submission: int, file_name: str, *, key: str) -> None:
    """The way to ``undo_dialog``, for those who may."""
    if st.button("撤销这份报送", key=key):
        undo_dialog(submission, file_name)


@st.dialog("撤销报送")
def undo_dialog(submission: int, file_name: str) -> None:
    """Take a submission out of the master, with a reason; it stays in the history."""
    parts.note(f"《{file_name}》撤销后不再计入总台账，各行回到上一次有效的内容，历史中保留记录。")
    reason = st.text_input("原因", key="undo_reason", max_chars=200)
    if st.button("撤销", type="primary"):
        if not reason.strip():
            st.error("请写明撤销的原因，历史中要留记录。")
            return
        try:
            with doing(Action.UNDO_SUBMISSION, f"撤销报送《{file_name}》") as who:
                data.master().undo(submission, who.person, reason.strip(), office_now())
        except (MasterError, Forbidden) as error:
            st.error(esc_md(error))
            return
        st.rerun()
