"""The acceptance board of 报送: tiles and rows of what was received, and of the units that are missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import board, data, parts
from dashboard.tables import grid
from master.job_records import Job, JobFile
from master.views import Undoing
from schemas.plan import Plan, Unit
from vocabulary.codes import Outcome

_MEANING = {
    Outcome.ACCEPTED.zh: "全部可用",
    Outcome.NEEDS_CORRECTION.zh: "有必改，须退回更正",
    Outcome.REFUSED.zh: "整个文件读不了",
    Outcome.DUPLICATE.zh: "内容与以前报的相同",
    board.WAITING: "还没有结果",
    board.SILENT: "这一批之后仍没有报",
}
_WIDTHS = {"file_name": 320}
"""File names are long and begin alike: whose it is often stands at their end."""
_TONES = {
    Outcome.REFUSED.zh: "tz-alarm",
    Outcome.NEEDS_CORRECTION.zh: "tz-alarm",
    board.SILENT: "tz-alarm",
    Outcome.ACCEPTED.zh: "tz-calm",
}


def received_day(job: Job) -> dt.date:
    """The day a job's files came, by which all is judged."""
    return dt.datetime.fromisoformat(job.options["received_at"]).date()


def silent_units(job: Job, files: list[JobFile], plan: Plan) -> list[Unit]:
    """Who is still missing once this batch is in, as of the day it was received."""
    return board.silent(files, plan, data.master().reported_units(received_day(job)))


def undone(files: Sequence[JobFile]) -> Mapping[int, Undoing]:
    """Which of a batch's submissions were taken back since."""
    return data.master().undoings(
        int(file.report["submission"]) for file in files if file.report.get("submission")
    )


def show_board(
    job: Job, files: list[JobFile], silent: list[Unit], plan: Plan, taken_back: Mapping[int, Undoing]
) -> JobFile | Unit | None:
    """Counts, the rows of the chosen outcomes, and the file or the missing unit that is selected among them."""
    told = {**board.counts(files), board.SILENT: len(silent)}
    words = {name: "家单位" if name == board.SILENT else "个文件" for name in told}
    parts.cards(
        parts.Card(
            name, str(count), words[name], _MEANING.get(name, ""), _TONES.get(name, "") if count else ""
        )
        for name, count in told.items()
    )
    shown = board.board(files, plan, silent, taken_back)
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
    parts.note("点选一行，下面显示这个文件的问题和变化；未报的单位显示催报文字。")
    place = grid(
        shown,
        list(board.BOARD_HEADS),
        key=f"board_{job.id}",
        alt="本批文件的接收结果和未报单位",
        select=True,
        heads=board.BOARD_HEADS,
        widths=_WIDTHS,
        height=420 if len(shown) > 10 else None,
    )
    line = shown.iloc[0 if place is None else place]
    if line["outcome"] == board.SILENT:
        return next(unit for unit in silent if unit.name == line["unit"])
    return next(file for file in files if file.seq == int(line["seq"]))
