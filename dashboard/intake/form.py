"""The form of 报送: files and what is known about them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from dashboard import parts, sending
from dashboard.access import viewer
from dashboard.intake.choosing import NEXT_JOB
from dashboard.settings import office_now
from dashboard.spool import Order
from dashboard.text import esc_md
from importers.reading import LIMITS
from schemas.plan import Plan
from vocabulary.access import Action

_TURN = "upload_turn"
_TELL_FROM_FILE = "由文件判断"


def upload_form(plan: Plan) -> None:
    """Files and what is known about them. Once they are kept, the uploader is emptied: the bytes are on the disk."""
    turn = st.session_state.setdefault(_TURN, 0)
    with st.container(horizontal=True):
        folder = st.toggle("选择整个文件夹", key="whole_folder", width="content")
        locked = st.toggle("有文件设了打开密码", key="locked_files", width="content")
    key = f"upload_{turn}_{folder}"
    uploads = st.file_uploader(
        "把台账拖到这里，可一次放入全部单位的文件（.xlsx、.xls、.et、.csv，或装有台账的 .zip）。"
        f"一份台账不超过 {LIMITS.upload_megabytes} MB，一个 .zip 不超过 {LIMITS.zip_megabytes} MB",
        accept_multiple_files="directory" if folder else True,
        key=key,
        max_upload_size=LIMITS.zip_megabytes,
    )
    if uploads:
        parts.note(sending.arrived_words([upload.size for upload in uploads]))
    names: dict[str | None, str] = {None: _TELL_FROM_FILE, **{unit.code: unit.name for unit in plan.units}}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "报送单位",
            list(names),
            format_func=names.__getitem__,
            key="sender",
            persist_state="session",
            width=240,
            help="一批文件都由同一单位报来时才需要选",
        )
        st.datetime_input(
            "收到时间",
            _opened_at(turn),
            key="received",
            persist_state="session",
            format="YYYY-MM-DD",
            width=270,
            help="以收到时间论先后和截止，不是现在的时间",
        )
        trial = st.toggle(
            "先试算，确认后再入库", value=True, key="trial", persist_state="session", width="content"
        )
        locked = locked or any(sending.wants_password(upload.getvalue()) for upload in uploads)
        _send_button(key, turn, trial=trial, locked=locked, any_files=bool(uploads))


def _send_button(key: str, turn: int, *, trial: bool, locked: bool, any_files: bool) -> None:
    """The button, beside the password that this batch needs. A form brings along what was typed and not yet left: a
    click right after typing would lose it."""
    secret = f"secret_{turn}"
    with (
        st.form(f"send_form_{turn}", border=False, width="content"),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        if locked:
            st.text_input(
                "文件的打开密码",
                type="password",
                key=secret,
                width=200,
                help="只用来打开这一批中设了密码的文件，处理完即删除；几个文件密码不同的，分批上传",
            )
        st.form_submit_button(
            "开始试算" if trial else "直接入库",
            key="send",
            type="primary",
            disabled=not any_files,
            on_click=_send,
            args=(key, secret, turn),
        )


def _opened_at(turn: int) -> dt.datetime:
    """The minute this form was opened: a clock that went on would take back a time that is being typed."""
    now: dt.datetime = st.session_state.setdefault(
        f"opened_{turn}", office_now().replace(second=0, microsecond=0)
    )
    return now


def _send(key: str, secret: str, turn: int) -> None:
    """Before the page runs again: whatever becomes of it, the files are safe by then."""
    uploads: list[Any] = st.session_state.get(key) or []
    if not uploads:
        return
    who, state = viewer(), st.session_state
    who.demand(Action.SEND_LEDGER, who.unit)
    received: dt.datetime = state.get("received") or office_now()
    order = Order(
        received,
        state.get("sender"),
        bool(state.get("trial", True)),
        who.person,
        who.login,
        who.unit,
        state.get(secret) or "",
    )
    sent = sending.send(
        ((upload.name, upload.getvalue()) for upload in uploads),
        order,
        whole_folder=bool(state.get("whole_folder")),
    )
    if sent.kept:
        state[_TURN] = turn + 1
    if sent.job is not None:
        state[NEXT_JOB] = sent.job
    sending.remember(sent)


def show_waiting() -> None:
    """What is on the disk and not queued yet."""
    words = sending.waiting_words(sending.waiting_for(viewer()))
    if words:
        st.info(esc_md(words))
