"""报送: the board, the findings beside their neighbours, who is missing and what to tell them."""

from __future__ import annotations

import datetime as dt
import io
import re
import threading
import zipfile
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import board, downloads, opened
from dashboard.extracts import Extract
from dashboard.importing import job_options
from dashboard.intake.choosing import states_html
from dashboard.intake.details import group_html
from dashboard.intake.urging import round_asked, text_for_all, urging_texts
from dashboard.settings import office_now
from dashboard.text import esc_md
from dashboard.worker import Worker
from inspections.expectations import expected_units
from master.job_records import FileState, Job, JobFile
from schemas.plan_files import packaged_workplan
from tests.dashboard.books import HOSTILE, ledger, line
from tests.dashboard.conftest import open_page, said
from tests.dashboard.seed import PLAN

RECEIVED = dt.datetime(2023, 9, 15, 10)
GOOD = ledger("县财政局", [line(1, "9.1", "财政预决算公开", "县财政局")])
WRONG = ledger(
    "县民政局",
    [
        line(1, "1.1", "落实网络意识形态责任制", "县民政局", status="差不多了", progress=f"已开展 {HOSTILE}"),
        line(2, "1.3", "日常巡查与维护", "县民政局", progress="每个工作日巡查一次栏目，记录齐全。"),
    ],
)
FILES = [("财政局.xlsx", GOOD), ("民政局.xlsx", WRONG), ("坏.xlsx", b"not a workbook")]


def job_of(*files: tuple[str, bytes], dry_run: bool = True, unit: str | None = None) -> Job:
    """A job that is through."""
    master = opened.master()
    options = job_options(RECEIVED, None, {})
    number = master.jobs.enqueue(
        files, "示例甲", office_now(), dry_run=dry_run, options=options, login="office", unit=unit
    )
    worker = Worker(master, packaged_workplan(), threading.Event())
    while worker.work_once():
        pass
    return master.jobs.get(number)


def select(app: AppTest, job: Job, place: int) -> AppTest:
    app.session_state[f"board_{job.id}"] = {"selection": {"rows": [place], "columns": [], "cells": []}}
    return app.run()


@pytest.mark.usefixtures("empty")
def test_the_board_counts_files_and_the_units_that_are_missing() -> None:
    job = job_of(*FILES)
    app = open_page("intake", job=str(job.id))
    text = re.sub("<[^>]+>", " ", said(app))
    assert not app.exception
    for words in (
        "已接收 1 个文件",
        "需更正 1 个文件",
        "已拒收 1 个文件",
        "重复报送 0 个文件",
        "未报 59 家单位",
    ):
        assert words in " ".join(text.split())


@pytest.mark.usefixtures("empty")
def test_every_finding_stands_beside_the_cells_of_its_row() -> None:
    job = job_of(*FILES)
    app = open_page("intake", job=str(job.id))
    text = said(app)
    assert "I4　完成状态 <strong>必改</strong></span><span>差不多了</span>" in text
    assert "D4　具体举措</span><span>落实网络意识形态责任制</span>" in text
    assert "G4　联系电话</span><span>0798-****000</span>" in text
    assert "<img" not in text
    assert "![图](http://evil.example/x.png)" in text


@pytest.mark.usefixtures("empty")
def test_a_missing_unit_on_the_board_gives_the_text_to_paste() -> None:
    job = job_of(*FILES)
    app = select(open_page("intake", job=str(job.id)), job, 3)
    missing = board.silent(opened.master().jobs.files(job.id), PLAN, ())
    texts = [one.value for one in app.code]
    assert urging_texts(missing[:1], PLAN, RECEIVED.date())[missing[0].code] in texts
    assert text_for_all(missing, PLAN, RECEIVED.date()) in texts


@pytest.mark.usefixtures("empty")
def test_an_address_with_a_job_that_is_not_there_shows_the_newest() -> None:
    job = job_of(*FILES)
    app = open_page("intake", job="999")
    assert "没有这个报送批次" in said(app)
    assert app.selectbox(key="job").value == job.id


@pytest.mark.usefixtures("empty")
def test_what_waits_for_nobody_can_be_let_go_of() -> None:
    job = job_of(*FILES)
    app = open_page("intake", job=str(job.id))
    app.button(key=f"let_go_{job.id}").click().run()
    assert opened.master().jobs.get(job.id).message == "已由示例甲放弃"
    assert opened.master().submissions() == []


@pytest.mark.usefixtures("empty")
def test_a_submission_is_undone_with_a_reason_by_the_person_who_is_signed_in() -> None:
    job = job_of(*FILES[:1], dry_run=False)
    app = open_page("intake", job=str(job.id))
    app.button(key=f"undo_{job.id}_0").click().run()
    next(one for one in app.button if one.label == "撤销").click().run()
    assert opened.master().submissions()[0].undone_at is None
    app.button(key=f"undo_{job.id}_0").click().run()
    # A test cannot stay in a dialog from run to run: both buttons at once stand for the two clicks.
    app.text_input(key="undo_reason").set_value("报错了单位")
    app.button(key=f"undo_{job.id}_0").click()
    next(one for one in app.button if one.label == "撤销").click().run()
    [info] = opened.master().submissions()
    assert info.undone_at is not None
    app = open_page("intake", job=str(job.id))
    words = "由示例甲撤销，不再计入总台账。原因：报错了单位"
    assert words in app.warning[0].value
    assert words in app.dataframe[0].value.to_csv()
    assert not [one for one in app.button if one.key == f"undo_{job.id}_0"]
    [entry] = [one for one in opened.master().audit.entries() if "撤销报送" in one.entry.what]
    assert entry.entry.login == "office"


@pytest.mark.usefixtures("empty")
def test_all_correction_lists_come_in_one_zip_with_chinese_names() -> None:
    job = job_of(*FILES, dry_run=False)
    master = opened.master()
    made = downloads.job_corrections(master, PLAN, job.id, RECEIVED.date())
    assert made is not None
    assert _names(made.content) == ["县民政局台账更正清单.xlsx"]
    whole = downloads.all_corrections(master, PLAN, RECEIVED.date())
    assert len(_names(whole.content)) == len(expected_units(PLAN)) == 61
    assert "县财政局台账更正清单.xlsx" in _names(whole.content)


def _names(content: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


@pytest.mark.parametrize("day", [dt.date(2023, 8, 20), dt.date(2023, 8, 31), dt.date(2023, 12, 20)])
def test_the_text_for_a_missing_unit_is_short_and_holds_no_telephone_number(day: dt.date) -> None:
    units = expected_units(PLAN)
    texts = urging_texts(units, PLAN, day)
    assert set(texts) == {unit.code for unit in units}
    for unit in units:
        text = texts[unit.code]
        assert len(text) <= 200
        assert unit.name in text
        assert not re.search(r"[0-9]{7,}", text)
    assert all(unit.name in text_for_all(units, PLAN, day) for unit in units)
    assert text_for_all([], PLAN, day) == ""


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (dt.date(2023, 8, 1), "written_2023"),
        (dt.date(2023, 8, 31), "written_2023"),
        (dt.date(2023, 9, 1), "onsite_2023"),
        (dt.date(2023, 12, 1), "onsite_2023"),
    ],
)
def test_a_unit_is_reminded_of_the_round_that_comes_next(day: dt.date, code: str) -> None:
    asked = round_asked(PLAN, day)
    assert asked is not None
    assert asked.code == code


@pytest.mark.parametrize(
    ("counts", "lost"),
    [
        ({"withdrawn": 27, "new": 1, "held": 3}, 27),
        ({"withdrawn": 5, "changed": 4}, 5),
        ({"withdrawn": 5, "changed": 5}, 0),
        ({"withdrawn": 4}, 0),
        ({}, 0),
    ],
)
def test_a_file_that_takes_back_more_than_it_brings_is_noticed(counts: dict[str, int], lost: int) -> None:
    assert board.rows_lost({"counts": counts}) == lost


@pytest.mark.usefixtures("empty")
def test_who_is_about_to_confirm_is_told_which_file_would_take_most_rows_back() -> None:
    tasks = [task for task in PLAN.tasks if task.id in ("1.1", "1.3", "1.4", "1.5", "9.1", "14.5", "16.6")]
    whole = [line(number, task.id, task.name, "县财政局") for number, task in enumerate(tasks, start=1)]
    job_of(("财政局.xlsx", ledger("县财政局", whole)), dry_run=False)
    job = job_of(("财政局补报.xlsx", ledger("县财政局", whole[:1])))
    app = open_page("intake", job=str(job.id))
    assert not app.exception
    [words] = [one.value for one in app.warning if "代替原来的" in one.value]
    assert esc_md("《财政局补报.xlsx》只有 1 行，原来报的 6 行将撤回") in words
    usual = open_page("intake", job=str(job_of(("财政局全.xlsx", ledger("县财政局", whole[:5]))).id))
    assert not [one.value for one in usual.warning if "代替原来的" in one.value]


def test_every_file_has_its_own_state_while_a_job_runs() -> None:
    files = [
        JobFile(0, "甲 <b>.xlsx", 2048, FileState.MERGED, None, "2 行全部可用。", {}),
        JobFile(1, "乙.xlsx", 100, FileState.READING, None, "", {}),
        JobFile(2, "丙.xlsx", 100, FileState.WAITING, None, "", {}),
    ]
    html = states_html(files)
    assert "等待 1 个，解析 1 个，已入库 1 个" in html
    for words in ("已入库", "解析", "等待", "甲 &lt;b&gt;.xlsx", "2 KB"):
        assert words in html


def test_findings_of_one_row_stand_together_the_gravest_row_first() -> None:
    def finding(row: int, severity: str) -> list[Any]:
        return ["台账", f"E{row}", row, "status", "bad_status", severity, "x", "y", "", False]

    lines = [finding(4, "warning"), finding(6, "must_fix"), finding(4, "advice"), finding(5, "warning")]
    assert [(place, len(told)) for place, told in board.by_row(lines)] == [
        (("台账", 6), 1),
        (("台账", 4), 2),
        (("台账", 5), 1),
    ]


def test_a_finding_about_the_heading_is_told_without_a_row() -> None:
    line = ["台账", "A3", 3, "contact", "missing_column", "warning", "", "缺少“责任人”一栏。", "", False]
    html = group_html("台账", 3, [line], None)
    assert "缺少“责任人”一栏" in html
    assert "tz-sheet" not in html


def test_a_report_gives_its_extracts_back() -> None:
    shown = Extract("台账", 4, ())
    assert Extract.of([*shown]) == shown
