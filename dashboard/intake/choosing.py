"""Which batch 报送 looks at, and how far it is while it is under way."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import board, data, job_queue, parts
from dashboard.access import Forbidden, viewer
from dashboard.tables import html_table
from dashboard.text import esc_md, size_text
from master.job_records import Job, JobFile, JobState

JOB = "job"
NEXT_JOB = "next_job"
"""A job just queued: it is to be shown at the next run, when the list can name it."""


def pick_job(jobs: Sequence[Job]) -> Job:
    """The job to look at; its number stands in the address, so a reload comes back to it."""
    by_id = {job.id: job for job in jobs}
    asked = st.session_state.pop(NEXT_JOB, None) or st.session_state.get(JOB) or st.query_params.get(JOB, "")
    number = int(asked) if str(asked).isdecimal() else 0
    if number and number not in by_id:
        try:
            # An older one than the list goes back to, or somebody else's: the queue decides.
            by_id[number] = job_queue.job_of(data.master(), viewer(), number)
        except Forbidden as error:
            parts.note(f"{error}下面是最近的一批。")
    st.session_state[JOB] = number if number in by_id else jobs[0].id
    chosen: int = st.selectbox(
        "报送记录",
        list(by_id),
        key=JOB,
        width=520,
        format_func=lambda one: board.job_title(
            one,
            by_id[one].created_at,
            "　".join(filter(None, (job_queue.state_words(by_id[one]), by_id[one].created_by))),
        ),
    )
    st.query_params[JOB] = str(chosen)
    return by_id[chosen]


def watch(job: Job) -> None:
    """How far an active job is, file by file, told anew every second, until it is through."""

    @st.fragment(run_every=1.0)
    def tell() -> None:
        now = data.master().jobs.get(job.id)
        if not job_queue.is_active(now):
            st.rerun()
        files = data.master().jobs.files(job.id)
        share, words = board.progress(files)
        st.progress(share, text=esc_md(words if now.state is JobState.RUNNING else "排队中，稍候自动开始。"))
        parts.note("可以离开或关闭这一页，处理不会停；回来在“报送记录”里接着看。")
        st.html(f"<div class='tz-states' tabindex='0'>{states_html(files)}</div>")

    tell()


def states_html(files: Sequence[JobFile]) -> str:
    """Every file with how far it is."""
    return html_table(
        ("进度", "文件", "大小", "说明"),
        [(file.state.zh, file.file_name, size_text(file.size), file.message) for file in files],
        caption="，".join(f"{words} {count} 个" for words, count in board.state_counts(files).items()),
        dense=True,
    )
