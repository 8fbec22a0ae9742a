"""Pieces of 我的台账: choosing a file, watching its check, sending it or correcting it first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import board, data, job_queue, parts, sending
from dashboard.access import Forbidden, Viewer, viewer
from dashboard.extracts import Extract
from dashboard.own import addresses, checking, pieces
from dashboard.settings import office_now
from dashboard.tables import grid
from dashboard.text import esc_md
from importers.reading import LIMITS
from master import MasterError
from master.job_records import Job, JobFile, JobState
from schemas.plan import Plan
from schemas.rules import as_units_read
from vocabulary.codes import Outcome
from vocabulary.findings import Finding

CHECK = "check"
"""The number of the upload to look at, in the address: a reload or another sign-in comes back to it."""
_TURN = "send_turn"


def show_sending(who: Viewer, plan: Plan) -> None:
    """Whatever of the unit waits for a person, then the form."""
    jobs = job_queue.jobs_of(data.master(), who, 20)
    waiting = checking.undecided(jobs)
    chosen = _asked_for(who)
    if chosen is not None and all(job.id != chosen.id for job in waiting):
        waiting.insert(0, chosen)
    for job in waiting:
        with st.container(border=True):
            _show_job(job, who, plan)
    asks = chosen is not None and any(checking.judged(one).wants_password for one in _files(chosen))
    if any(job_queue.is_held(job) or job_queue.is_active(job) for job in waiting):
        with st.expander("另传一份"):
            _form(who, password=asks)
    else:
        _form(who, password=asks)


def _asked_for(who: Viewer) -> Job | None:
    """The job the address names; one of somebody else is told so and not shown."""
    asked = st.query_params.get(CHECK, "")
    if not asked:
        return None
    try:
        return checking.own_job(data.master(), who, int(asked) if asked.isascii() and asked.isdigit() else 0)
    except Forbidden as error:
        st.error(esc_md(error))
        return None


def _files(job: Job) -> list[JobFile]:
    return data.master().jobs.files(job.id)


def _form(who: Viewer, *, password: bool) -> None:
    """One file, checked before it is sent. Nothing is sent by choosing it."""
    turn = st.session_state.setdefault(_TURN, 0)
    key, secret = f"own_upload_{turn}", f"own_secret_{turn}"
    upload = st.file_uploader(
        "选择填好的台账或更正清单（.xlsx、.xls、.et、.csv）", key=key, max_upload_size=LIMITS.upload_megabytes
    )
    parts.note(
        f"文件名标红的没有传上来，一般是超过 {LIMITS.upload_megabytes} MB：请删去台账以外的图片和附件，或另存为 .xlsx 后重新选。"
    )
    # A form brings along what was typed and not yet left: a click right after typing would lose it.
    with st.form(f"own_form_{turn}", border=False):
        if password or (upload is not None and sending.wants_password(upload.getvalue())):
            st.text_input("文件的打开密码", type="password", key=secret, width=260)
            parts.note("这个文件设有打开密码。填写后只用来读这一次，处理完即删除；也可以取消密码后再传。")
        st.form_submit_button(
            "检查",
            type="primary",
            disabled=upload is None,
            key=f"own_check_{turn}",
            on_click=_check,
            args=(key, secret, turn),
        )
    sending.tell()
    parts.note(
        "先检查，不会马上报送。检查结果保存在系统里，关掉页面或重新登录后还在；还没点“检查”的文件，登录超时后要重新选一次。"
    )
    waiting = sending.waiting_words(sending.waiting_for(who))
    if waiting:
        st.info(esc_md(waiting))


def _check(key: str, secret: str, turn: int) -> None:
    """Before the page runs again: whatever becomes of it, the file is safe by then."""
    upload: Any = st.session_state.get(key)
    if upload is None:
        return
    order = checking.order(viewer(), office_now(), st.session_state.get(secret) or "")
    sent = sending.send([(upload.name, upload.getvalue())], order)
    if sent.kept:
        st.session_state[_TURN] = turn + 1
    if sent.job is not None:
        st.query_params[CHECK] = str(sent.job)
    sending.remember(sent)


def _show_job(job: Job, who: Viewer, plan: Plan) -> None:
    by = "" if job.login == who.login else f"（{job.created_by}上传）"
    if job_queue.is_active(job):
        _watch(job, by)
    elif job.state is JobState.FAILED:
        _failed(job, who)
    elif job_queue.is_held(job):
        _held(job, who, plan, by)
    elif job.dry_run:
        _ended(job)
    else:
        _sent(job, who)


def _ended(job: Job) -> None:
    """A check with nothing to decide any more: nothing in it could be sent, or somebody of the unit has decided."""
    files = _files(job)
    for file in files:
        parts.heading(file.file_name)
    if all(file.outcome in (Outcome.REFUSED, Outcome.DUPLICATE) for file in files):
        for file in files:
            st.warning(esc_md(f"没有报送。{checking.judged(file).says}"))
    else:
        st.info(esc_md(job_queue.decided_words(job)))
    _seen(job)


def _watch(job: Job, by: str) -> None:
    @st.fragment(run_every=1.0)
    def tell() -> None:
        now = data.master().jobs.get(job.id)
        if not job_queue.is_active(now):
            st.rerun()
        share, words = board.progress(_files(job))
        doing = "正在检查" if job.dry_run else "正在报送"
        waits = "排队中，稍候自动开始" if now.state is JobState.WAITING else words
        st.progress(share, text=esc_md(f"{doing}{by}：{waits}"))

    tell()


def _failed(job: Job, who: Viewer) -> None:
    st.error(esc_md(job.message))
    with st.container(horizontal=True):
        if st.button("再试一次", type="primary", key=f"own_retry_{job.id}"):
            _do(lambda: checking.try_again(data.master(), who, job.id))
        if st.button("放弃", key=f"own_drop_{job.id}"):
            _do(lambda: checking.let_go(data.master(), who, job.id, office_now()))


def _held(job: Job, who: Viewer, plan: Plan, by: str) -> None:
    files = _files(job)
    told = [checking.judged(file) for file in files]
    for file, one in zip(files, told, strict=True):
        parts.heading(file.file_name)
        say = st.success if one.may_send and not one.must_fix else st.warning
        say(esc_md(f"检查完了，还没有报送{by}。{one.says}"))
        _show_checked(job, file, plan)
    papers = checking.came_meanwhile(data.master(), job, str(who.unit))
    if papers:
        st.warning(esc_md(checking.meanwhile_words(papers, sent=False)))
    with st.container(horizontal=True, vertical_alignment="center"):
        may = any(one.may_send for one in told)
        if may and st.button("发送（报送给县政府办）", type="primary", key=f"own_send_{job.id}"):
            _send(job, who)
        if st.button("先不发" if may else "知道了，改好再传", key=f"own_drop_{job.id}"):
            st.query_params.pop(CHECK, None)
            _do(lambda: checking.let_go(data.master(), who, job.id, office_now()))


def _show_checked(job: Job, file: JobFile, plan: Plan) -> None:
    """What is wrong in a checked file, and what it would change."""
    changes = checking.would_change(file.report)
    if changes and file.outcome in (Outcome.ACCEPTED, Outcome.NEEDS_CORRECTION):
        parts.note(changes)
        _show_changes(job, file, plan)
    found = [as_units_read(Finding(*one)) for one in file.report.get("findings", [])]
    if found:
        extracts = [Extract.of(one) for one in file.report.get("extracts", [])]
        pieces.show_finding_lines(found, extracts, sum(file.report.get("found", {}).values()))
        parts.links([addresses.of_check(job.id, file.seq)])


def _show_changes(job: Job, file: JobFile, plan: Plan) -> None:
    key = f"own_{job.id}_{file.seq}"
    for title, frame, heads in (
        ("变更的内容（原值 → 新值）", board.changed_cells(file.report, plan), board.CHANGED_HEADS),
        ("撤回的行", board.withdrawn_rows(file.report), board.CHANGE_HEADS),
        ("新增的行", board.new_rows(file.report), board.CHANGE_HEADS),
    ):
        if not frame.empty:
            with st.expander(f"{title}　{len(frame)} 处"):
                shown = {name: head for name, head in heads.items() if name != "unit"}
                grid(frame, list(shown), key=f"{title[:2]}_{key}", alt=title, heads=shown)


def _send(job: Job, who: Viewer) -> None:
    try:
        number = checking.send(data.master(), who, job.id, office_now())
    except (MasterError, Forbidden) as error:
        st.error(esc_md(f"{error}检查结果还在，没有报送，请稍后再点“发送”。"))
        return
    if number is None:
        # A colleague was faster: what was decided is told, nothing is done twice.
        st.warning(esc_md(job_queue.decided_words(data.master().jobs.get(job.id))))
        return
    st.query_params[CHECK] = str(number)
    st.rerun()


def _sent(job: Job, who: Viewer) -> None:
    """What came of sending: the acknowledgement, or why there is none."""
    for file in _files(job):
        parts.heading(file.file_name)
        if not file.report.get("submission") or file.outcome is Outcome.REFUSED:
            st.warning(esc_md(f"没有报送。{file.message}"))
            continue
        same = file.outcome is Outcome.DUPLICATE
        st.success(esc_md(("这份文件以前报过，不另计一次。" if same else "已收到。") + file.message))
        parts.note(checking.would_change(file.report, done=True))
        parts.links([addresses.of_acknowledgement(file.report["submission"])])
    papers = checking.came_meanwhile(data.master(), job, str(who.unit))
    if papers:
        st.info(esc_md(checking.meanwhile_words(papers, sent=True)))
    _seen(job)


def _seen(job: Job) -> None:
    if st.button("知道了", key=f"own_seen_{job.id}"):
        st.query_params.pop(CHECK, None)
        st.rerun()


def _do(step: Callable[[], object]) -> None:
    try:
        step()
    except (MasterError, Forbidden) as error:
        st.error(esc_md(error))
        return
    st.rerun()
