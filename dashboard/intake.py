"""The pieces of 导入: the form, the job that is watched, one file's details, the two decisions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from dashboard import addresses, board, data, job_queue, parts
from dashboard.importing import job_options, spool
from dashboard.settings import office_now
from dashboard.tables import grid
from dashboard.text import esc_md
from master import MasterError
from master.job_records import Job, JobFile, JobState
from schemas.plan import Plan
from vocabulary.codes import Outcome

JOB = "job"
NEXT_JOB = "next_job"
"""A job just queued: it is to be shown at the next run, when the list can name it."""
_ROUND = "upload_round"
_TELL_FROM_FILE = "由文件判断"


def upload_form(plan: Plan) -> None:
    """Files and what is known about them. Once queued, the uploader is emptied: the bytes are in the job."""
    turn = st.session_state.setdefault(_ROUND, 0)
    folder = st.toggle("选择整个文件夹", key="whole_folder")
    uploads = st.file_uploader(
        "把台账拖到这里，可一次放入全部单位的文件（.xlsx、.xls、.et、.csv，或装有台账的 .zip）",
        accept_multiple_files="directory" if folder else True,
        key=f"upload_{turn}_{folder}",
        max_upload_size=50,
    )
    names: dict[str | None, str] = {None: _TELL_FROM_FILE, **{unit.code: unit.name for unit in plan.units}}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.selectbox(
            "报送单位",
            list(names),
            format_func=names.__getitem__,
            key="sender",
            width=240,
            help="一批文件都由同一单位报来时才需要选",
        )
        received = st.datetime_input(
            "收到时间",
            office_now().replace(second=0, microsecond=0),
            key="received",
            format="YYYY-MM-DD",
            width=230,
            help="以收到时间论先后和截止，不是现在的时间",
        )
        by = st.text_input("经手人", key="by", width=160, max_chars=30)
    with st.container(horizontal=True, vertical_alignment="center"):
        trial = st.toggle("先试算，确认后再入库", value=True, key="trial")
        if st.button("开始试算" if trial else "直接入库", type="primary", disabled=not uploads) and uploads:
            files = spool((upload.name, upload.getvalue()) for upload in uploads)
            options = job_options(received, unit, files.refusals)
            number = job_queue.enqueue(
                data.master(), files.files, options, by.strip(), office_now(), dry_run=trial
            )
            st.session_state[NEXT_JOB] = number
            st.session_state[_ROUND] = turn + 1
            st.rerun()


def pick_job(jobs: list[Job]) -> Job:
    """The job to look at; its number stands in the address, so a reload comes back to it."""
    by_id = {job.id: job for job in jobs}
    asked = st.session_state.pop(NEXT_JOB, None) or st.session_state.get(JOB) or st.query_params.get(JOB, "")
    number = int(asked) if str(asked).isdecimal() else 0
    st.session_state[JOB] = number if number in by_id else jobs[0].id
    chosen: int = st.selectbox(
        "导入记录",
        list(by_id),
        key=JOB,
        width=460,
        format_func=lambda one: board.job_title(
            one, by_id[one].created_at, job_queue.state_words(by_id[one])
        ),
    )
    st.query_params[JOB] = str(chosen)
    return by_id[chosen]


def watch(job: Job) -> None:
    """How far an active job is, told anew every second, until it is through."""

    @st.fragment(run_every=1.0)
    def tell() -> None:
        now = data.master().jobs.get(job.id)
        if not job_queue.is_active(now):
            st.rerun()
        share, words = board.progress(data.master().jobs.files(job.id))
        st.progress(share, text=esc_md(words if now.state is JobState.RUNNING else "排队中，稍候自动开始。"))

    tell()


def show_board(job: Job, files: list[JobFile], plan: Plan) -> JobFile | None:
    """Counts, the files of the chosen outcome, and the file that is selected among them."""
    told = board.counts(files)
    alarm = {
        Outcome.REFUSED.zh: "tz-alarm",
        Outcome.NEEDS_CORRECTION.zh: "tz-alarm",
        Outcome.ACCEPTED.zh: "tz-calm",
    }
    parts.cards(
        (name, str(count), "个文件", _MEANING.get(name, ""), alarm.get(name, "") if count else "")
        for name, count in told.items()
    )
    shown = board.board(files, plan)
    wanted = st.segmented_control(
        "只看",
        list(told),
        key=f"outcome_{job.id}",
        selection_mode="multi",
        format_func=lambda name: f"{name} {told[name]}",
    )
    if wanted:
        shown = shown[shown["outcome"].isin(wanted)].reset_index(drop=True)
    if shown.empty:
        parts.note("没有这样的文件。")
        return None
    place = grid(
        shown,
        list(board.BOARD_HEADS),
        key=f"board_{job.id}",
        alt="本批文件的接收结果",
        select=True,
        heads=board.BOARD_HEADS,
    )
    chosen = int(shown["seq"].iloc[0 if place is None else place])
    return next(file for file in files if file.seq == chosen)


def show_silent(job: Job, files: list[JobFile], plan: Plan) -> None:
    """Who is still missing once this batch is in, as of the day it was received."""
    received = dt.datetime.fromisoformat(job.options["received_at"]).date()
    left = board.silent(files, plan, data.master().reported_units(received))
    with st.expander(f"这一批之后仍未报送的单位（{len(left)} 家）"):
        parts.unit_names(left)


_MEANING = {
    Outcome.ACCEPTED.zh: "全部可用",
    Outcome.NEEDS_CORRECTION.zh: "有必改，须退回更正",
    Outcome.REFUSED.zh: "整个文件读不了",
    Outcome.DUPLICATE.zh: "内容与以前报的相同",
    board.WAITING: "还没有结果",
}


def show_file(job: Job, file: JobFile, plan: Plan) -> None:
    """Why a file became what it became, and what it changes."""
    report = file.report
    parts.heading(file.file_name)
    parts.note(f"{file.outcome.zh if file.outcome else board.WAITING}：{file.message}")
    parts.findings(board.findings(file), sum(report.get("found", {}).values()), key=f"{job.id}_{file.seq}")
    if report.get("submission"):
        parts.links(addresses.of_submission(report["submission"], bool(report.get("found"))))
    if "counts" in report and file.outcome in (Outcome.ACCEPTED, Outcome.NEEDS_CORRECTION):
        _show_changes(job, file, report, plan)


def _show_changes(job: Job, file: JobFile, report: Any, plan: Plan) -> None:
    counts = report["counts"]
    parts.note(
        f"{'将' if job.dry_run else ''}新增 {counts['new']} 行，变更 {counts['changed']} 行，"
        f"未变 {counts['unchanged']} 行，撤回 {counts['withdrawn']} 行，暂不入库 {counts['held']} 行。"
    )
    key = f"{job.id}_{file.seq}"
    for title, frame, heads in (
        ("变更（原值 → 新值）", board.changed_cells(report, plan), board.CHANGED_HEADS),
        ("撤回（这次没有再报的行）", board.withdrawn_rows(report), board.CHANGE_HEADS),
        ("新增", board.new_rows(report), board.CHANGE_HEADS),
    ):
        if not frame.empty:
            with st.expander(f"{title}　{len(frame)} 条", expanded=title.startswith("变更")):
                grid(frame, list(heads), key=f"{title[:2]}_{key}", alt=title, heads=heads)


def decide(job: Job) -> None:
    """The two ends of a dry run."""
    with st.container(horizontal=True, vertical_alignment="center"):
        parts.note("下面是试算结果，还没有入库。")
        if st.button("确认入库", type="primary", key=f"confirm_{job.id}"):
            number = job_queue.confirm(data.master(), job, office_now())
            if number is not None:
                st.session_state[NEXT_JOB] = number
            st.rerun()
        if st.button("放弃", key=f"let_go_{job.id}"):
            job_queue.let_go(data.master(), job, office_now())
            st.rerun()


@st.dialog("撤销报送")
def undo_dialog(submission: int, file_name: str) -> None:
    """Take a submission out of the master, with a name and a reason; it stays in the history."""
    parts.note(f"《{file_name}》撤销后不再计入总台账，各行回到上一次有效的内容，历史中保留记录。")
    by = st.text_input("撤销人", key="undo_by", max_chars=30)
    reason = st.text_input("原因", key="undo_reason", max_chars=200)
    if st.button("撤销", type="primary", disabled=not (by.strip() and reason.strip())):
        try:
            data.master().undo(submission, by.strip(), reason.strip(), office_now())
        except MasterError as error:
            st.error(esc_md(error))
            return
        st.rerun()
