"""导入: many files in, what became of each, then 确认入库."""

import streamlit as st

from dashboard import addresses, data, intake, job_queue, parts

plan = data.plan()

with st.container(border=True):
    intake.upload_form(plan)

jobs = data.master().jobs.list()
if not jobs:
    parts.note("还没有导入过文件。")
    st.stop()

job = intake.pick_job(jobs)
if job_queue.is_active(job):
    intake.watch(job)
files = data.master().jobs.files(job.id)
if job.message:
    parts.note(job.message)
if job_queue.is_active(job) and not any(file.outcome for file in files):
    st.stop()

if job_queue.is_held(job):
    intake.decide(job)
file = intake.show_board(job, files, plan)
intake.show_silent(job, files, plan)
submissions = [one.report["submission"] for one in files if one.report.get("submission")]
if submissions:
    parts.links([addresses.correction_archive(job.id)])
if file is not None:
    intake.show_file(job, file, plan)
    if (
        file.report.get("submission")
        and not job.dry_run
        and st.button("撤销这份报送", key=f"undo_{file.seq}")
    ):
        intake.undo_dialog(file.report["submission"], file.file_name)
