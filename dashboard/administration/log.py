"""Pieces of 日志: a page of lines, the search, the check of the chain, the export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import data, parts
from dashboard.downloads import CSV, Download
from dashboard.settings import office_now
from dashboard.tables import grid
from master import Master
from master.account_records import ChainedEntry
from reports.audit_table import AUDIT_ACTIONS, AUDIT_HEADS, audit_csv, audit_words
from schemas.plan import Plan

HEADS = {name: title for name, title in AUDIT_HEADS.items() if name != "digest"}
_PAGE = 100


class Wanted(NamedTuple):
    """Which lines are asked for."""

    since: dt.date | None
    until: dt.date | None
    search: str
    action: str

    def to_query(self) -> str:
        """The same in an address."""
        told = {"since": self.since, "until": self.until, "search": self.search, "action": self.action}
        return urlencode({name: str(value) for name, value in told.items() if value})

    @classmethod
    def from_query(cls, asked: Mapping[str, str]) -> Wanted:
        """What ``to_query`` wrote; ValueError when a day is none."""
        since, until = (
            dt.date.fromisoformat(asked[name]) if asked.get(name) else None for name in ("since", "until")
        )
        return cls(since, until, asked.get("search", ""), asked.get("action", ""))


def choose() -> Wanted:
    """The filters; the last thirty days unless asked otherwise."""
    today = office_now().date()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        since = st.date_input(
            "从", today - dt.timedelta(days=30), key="since", format="YYYY-MM-DD", width=170
        )
        until = st.date_input("到", today, key="until", format="YYYY-MM-DD", width=170)
        search = st.text_input(
            "查找", key="search", bind="query-params", placeholder="人、事、单位、地址", width=260
        )
        names = {"": "全部", **AUDIT_ACTIONS}
        action = st.selectbox(
            "动作", list(names), format_func=names.__getitem__, key="action", bind="query-params", width=200
        )
    return Wanted(since, until, search or "", action or "")


def show(wanted: Wanted) -> None:
    """A page of the lines, the newest first."""
    log = data.master().audit
    words = {"search": wanted.search, "action": wanted.action}
    total = log.count(wanted.since, wanted.until, **words)
    parts.note(f"共 {total} 条。")
    if not total:
        parts.note("这段时间没有符合条件的记录，请放宽条件。")
        return
    pages = -(-total // _PAGE)
    page = st.pagination(pages, key=f"log_page_{pages}") if pages > 1 else 1
    lines = log.entries(wanted.since, wanted.until, **words, limit=_PAGE, offset=(page - 1) * _PAGE)
    grid(frame(lines), list(HEADS), key=f"log_{page}", alt="日志", heads=HEADS)
    parts.links([("导出 CSV", f"/files/log.csv?{wanted.to_query()}")])


def frame(lines: list[ChainedEntry]) -> pd.DataFrame:
    """Lines in words, columns as in ``AUDIT_HEADS``."""
    names = {unit.code: unit.short_name for unit in data.plan().units}
    return pd.DataFrame([audit_words(one, names) for one in lines], columns=list(AUDIT_HEADS))


def check() -> None:
    """Compute the chain anew on demand."""
    if not st.button("核对日志是否完整", help="逐条重算校验值，几十万条约需数秒"):
        return
    told = data.master().audit.check()
    if told.broken_at is None:
        st.success(
            f"日志完整：共 {told.lines} 条。请把条数和下面的校验值抄在别处，以后可以用命令 taizhang audit verify 对照。"
        )
        st.code(told.head, language=None)
    else:
        st.error(f"日志不完整：{told.reason}。前 {told.lines} 条没有问题，请保留现场并核对备份。")


def log_file(master: Master, plan: Plan, asked: Mapping[str, str]) -> Download:
    """The lines asked for as a csv, each with its digest."""
    wanted = Wanted.from_query(asked)
    lines = master.audit.entries(wanted.since, wanted.until, search=wanted.search, action=wanted.action)
    names = plan.unit_names
    return Download("政务公开台账日志.csv", audit_csv(lines, names), CSV)
