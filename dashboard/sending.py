"""Sending a batch of ledgers: onto the disk at once, then into the queue; what is said when that does not go.

The office's page and a unit's own use it alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import streamlit as st

from dashboard import data, opened, spool
from dashboard.access import Viewer, doing
from dashboard.settings import office_now
from dashboard.spool import Batch, Order, SpoolError
from dashboard.text import esc_md, size_text
from master import MasterError
from vocabulary.access import Action

_TOLD = "told_of_sending"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")


class Sent(NamedTuple):
    """What became of an upload: its ``job`` once it is queued; ``kept`` when its files are safe on the disk."""

    job: int | None
    kept: bool
    words: str = ""


def wants_password(content: bytes) -> bool:
    """Whether a file is plainly a workbook under a password, told from its bytes without opening it."""
    return content.startswith(_OLE) and _ENCRYPTED_PART in content


def send(uploads: Iterable[tuple[str, bytes]], order: Order, *, whole_folder: bool = False) -> Sent:
    """Keep the files and queue them; Forbidden for whom the unit is somebody else.

    Files are safe on the disk before the database is asked for anything. See ``spool.keep`` for ``whole_folder``.
    """
    try:
        batch = spool.keep(opened.settings().spool, uploads, order, office_now(), whole_folder=whole_folder)
    except SpoolError as error:
        return Sent(None, False, str(error))
    count, left = len(batch.names), left_out_words(batch)
    try:
        with doing(Action.SEND_LEDGER, f"上传台账 {count} 个文件", order.unit):
            return Sent(spool.queue(data.master(), batch, office_now()), True, left)
    except MasterError as error:
        words = (
            f"{error}上传的 {count} 个文件已经保存在服务器上，没有丢失，也还没有入库；"
            f"数据库恢复后会自动排队，不用重新上传。{left}"
        )
        return Sent(None, True, words)


def left_out_words(batch: Batch) -> str:
    """How many files were handed in that nobody put there as ledgers, or nothing."""
    left = len(batch.left_out)
    return f"另有 {left} 个系统或程序留下的文件（隐藏文件、~$ 锁文件、Thumbs.db 等）没有收。" if left else ""


def remember(sent: Sent) -> None:
    """Have something said at the next run, also when that run shows another page or breaks off."""
    if sent.words:
        st.session_state[_TOLD] = sent


def tell() -> None:
    """Say what was to be said; once where all is well, again where the files are still in the widget."""
    sent: Sent | None = st.session_state.pop(_TOLD, None)
    if sent is not None:
        (st.warning if sent.kept else st.error)(esc_md(sent.words))


def waiting_for(who: Viewer) -> list[Batch]:
    """The batches somebody sent that are on the disk and not queued yet."""
    return [
        one
        for one in spool.waiting(opened.settings().spool)
        if who.may(Action.SEND_LEDGER) or one.order.unit == who.unit
    ]


def waiting_words(batches: Iterable[Batch]) -> str:
    """How many files wait for the database, and since when."""
    found = list(batches)
    if not found:
        return ""
    files = sum(len(one.names) for one in found)
    return (
        f"有 {len(found)} 批共 {files} 个文件（最早 {found[0].kept_at:%m月%d日 %H:%M} 上传）已保存在服务器上，"
        "正等数据库空闲，之后自动排队，不用重新上传。"
    )


def arrived_words(sizes: list[int]) -> str:
    """What of an upload has arrived; what was cut off on the way is not among it."""
    return (
        f"已传到 {len(sizes)} 个文件，共 {size_text(sum(sizes))}。请核对个数："
        "标红的、中途断开没有传完的文件不在其中，也不会入库，请重新选择。"
    )
