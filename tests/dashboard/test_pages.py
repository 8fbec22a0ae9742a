"""Every page opens from the entrypoint, says what it should, and shows what units wrote as they wrote it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.settings import office_now
from dashboard.text import esc_html
from master import open_master
from tests.dashboard.books import HOSTILE
from tests.dashboard.conftest import ENTRYPOINT, become, open_page, said
from tests.dashboard.seed import JUSTICE, TOWN
from tests.patience import PATIENCE

LOCKED = ENTRYPOINT.parent / "sample_ledgers" / "messy" / "password_fuliang2023.xlsx"
PAGES = ("overview", "intake", "inspections", "units", "master_table", "rectification")


def quiet(app: AppTest) -> bool:
    return not app.exception and not app.error


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("county")
def test_a_page_opens(page: str) -> None:
    assert quiet(open_page(page))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("empty")
def test_a_page_of_an_empty_database_says_what_to_do(page: str) -> None:
    # Of a past year its last day is shown first; what to do is said of the present.
    app = open_page(page, as_of=office_now().date().isoformat())
    assert quiet(app)
    assert "还没有" in said(app) or "请选择" in said(app)


@pytest.mark.usefixtures("empty")
def test_the_rounds_of_a_past_day_can_be_looked_at_and_lead_to_today() -> None:
    app = open_page("inspections")
    assert quiet(app)
    assert "请先看今天的" in said(app)
    [button] = [one for one in app.button if one.label.startswith("看今天")]
    button.click().run()
    assert "还没有" in said(app)


@pytest.mark.usefixtures("county")
def test_without_a_day_the_last_submission_day_of_a_past_plan_is_shown() -> None:
    assert open_page("overview").date_input(key="as_of").value == dt.date(2023, 9, 15)


@pytest.mark.usefixtures("county")
def test_the_projector_enlarges_the_type() -> None:
    app = open_page("overview", projector="true")
    assert quiet(app)
    assert "html{font-size:23px}" in said(app)


@pytest.mark.usefixtures("county")
def test_the_office_sees_of_a_unit_its_tasks_findings_gaps_and_files() -> None:
    app = open_page("units")
    app.selectbox(key="unit").select(JUSTICE).run()
    text = said(app)
    assert quiet(app)
    for words in (
        "台账里要改的地方（2 处）",
        "没有填报，请补填一行",
        "报送记录（2 次）",
        "为准",
        f"/files/template/{JUSTICE}",
        "/files/acknowledgement/3",
        "/files/original/3",
        "销号率",
    ):
        assert words in text
    assert any(one.label == "撤销这份报送" for one in app.button)


@pytest.mark.usefixtures("county")
def test_a_units_figures_are_counted_as_the_countys_are() -> None:
    text = said(open_unit(TOWN))
    counted = dict(re.findall(r"tz-name'>(.+?)</div><div class='tz-number'>([\d/]+)<", text))
    assert counted["逾期"].partition("/")[2] == counted["已完成"].partition("/")[2]
    assert counted["未销号问题"] == "0/0"


def open_unit(code: str) -> AppTest:
    app = open_page("units")
    return app.selectbox(key="unit").select(code).run()


@pytest.mark.usefixtures("county")
def test_a_leader_sees_the_same_and_can_undo_nothing(county: str, monkeypatch: pytest.MonkeyPatch) -> None:
    become(monkeypatch, county, "leader")
    app = open_page("units")
    app.selectbox(key="unit").select(JUSTICE).run()
    assert quiet(app)
    assert "报送记录（2 次）" in said(app)
    assert not app.button


@pytest.mark.parametrize("page", ["units", "master_table"])
@pytest.mark.usefixtures("county")
def test_hostile_words_never_reach_a_markdown_function(page: str) -> None:
    app = open_page(page)
    if page == "units":
        app.selectbox(key="unit").select(JUSTICE).run()
        app.selectbox(key="item").select_index(1).run()
    else:
        app.text_input(key="search").set_value("法制审核").run()
        app.session_state[_selectable(app)[0]] = {"selection": {"rows": [0], "columns": [], "cells": []}}
        app.run()
    assert quiet(app)
    assert esc_html(HOSTILE) in said(app)
    assert not any(HOSTILE in str(one.value) for one in (*app.markdown, *app.subheader, *app.caption))


def _selectable(app: AppTest) -> list[str]:
    return [one.proto.id.rpartition("-")[2] for one in app.dataframe if "rows_" in one.proto.id]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({}, 6),
        ({"overdue": "true"}, 1),
        ({"status": "已完成"}, 2),
        ({"withdrawn": "true"}, 7),
        ({"search": "法制审核"}, 1),
        ({"unit": "浮梁镇"}, 2),
        ({"light": "灰"}, 1),
    ],
)
@pytest.mark.usefixtures("county")
def test_the_filters_of_the_address_choose_the_rows(query: dict[str, Any], rows: int) -> None:
    app = AppTest.from_file(str(ENTRYPOINT), default_timeout=PATIENCE)
    app.run()
    app.switch_page("dashboard/pages/master_table.py")
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert f"共 {rows} 项" in said(app)


@pytest.mark.usefixtures("empty")
def test_uploading_queues_a_dry_run_and_empties_the_uploader(empty: str) -> None:
    app = open_page("intake")
    app.file_uploader[0].set_value([("财政局.xlsx", b"PK-not-really", "application/octet-stream")])
    app.run()
    app.button(key="send").click().run()
    assert quiet(app)
    assert not app.file_uploader[0].value
    with open_master(empty) as master:
        [job] = master.jobs.list()
        assert job.dry_run
        assert [file.file_name for file in master.jobs.files(job.id)] == ["财政局.xlsx"]


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("told_by", ["the office", "the file"])
def test_files_under_a_password_are_sent_with_it(empty: str, told_by: str) -> None:
    locked = LOCKED.read_bytes() if told_by == "the file" else b"an old .xls does not tell"
    app = open_page("intake")
    if told_by == "the office":
        app.toggle(key="locked_files").set_value(True)
    app.file_uploader[0].set_value([("财政局.xlsx", locked, "application/octet-stream")])
    app.run()
    [password] = [one for one in app.text_input if one.label == "文件的打开密码"]
    password.set_value("fuliang2023")
    app.button(key="send").click().run()
    assert quiet(app)
    with open_master(empty) as master:
        [job] = master.jobs.list()
        assert job.options["password"] == "fuliang2023"


@pytest.mark.usefixtures("county")
def test_before_a_unit_is_chosen_all_are_listed_by_group_with_what_is_late_and_missing() -> None:
    app = open_page("units")
    assert quiet(app)
    assert "县司法局" in said(app)
    assert "/units?unit=%E5%8E%BF%E5%8F%B8%E6%B3%95%E5%B1%80'" in said(app)
    earlier = open_page("units", as_of="2023-09-10")
    assert "/units?unit=%E5%8E%BF%E5%8F%B8%E6%B3%95%E5%B1%80&amp;as_of=2023-09-10'" in said(earlier)
    assert any("家已报，逾期 1 项" in one.label for one in app.expander)
