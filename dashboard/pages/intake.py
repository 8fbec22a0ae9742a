"""报送: many files in, what became of each, who is missing, then 确认入库."""

import streamlit as st

from dashboard import addresses, data, job_queue, parts, sending
from dashboard.access import viewer
from dashboard.intake import acceptance, choosing, deciding, details, form, urging
from dashboard.settings import office_now
from schemas.plan import Unit

plan, who = data.plan(), viewer()

sending.tell()
deciding.tell()
with st.container(border=True):
    form.upload_form(plan)
form.show_waiting()

jobs = job_queue.jobs_of(data.master(), who)
if not jobs:
    today = office_now().date()
    parts.note("还没有报送过文件。把各单位报来的台账拖到上面的框里，先试算，看过结果再入库。")
    urging.show_silent(data.told(data.view(today)).silent, plan, today)
    st.stop()

job = choosing.pick_job(jobs)
if job_queue.is_active(job):
    choosing.watch(job)
    st.stop()
files = data.master().jobs.files(job.id)
if job.message:
    parts.note(job.message)

if job_queue.is_held(job):
    deciding.decide(job, files, plan)
elif job_queue.has_failed(job):
    deciding.carry_on(job)
silent = acceptance.silent_units(job, files, plan)
undone = acceptance.undone(files)
chosen = acceptance.show_board(job, files, silent, plan, undone)
parts.links(addresses.correction_archives(job.id, acceptance.received_day(job), files))
urging.show_silent(silent, plan, acceptance.received_day(job))
if isinstance(chosen, Unit):
    urging.show_urging(chosen, plan, acceptance.received_day(job))
elif chosen is not None:
    details.show_file(job, chosen, plan, undone.get(chosen.report.get("submission", 0)))
