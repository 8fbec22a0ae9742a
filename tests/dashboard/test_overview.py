"""总览 as a page: who sees it, what it says, and that its address decides what it shows."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.text import esc_html
from inspections.problems import hand_over
from master import open_master
from master.inspection_records import NewProblem
from tests.dashboard.books import HOSTILE
from tests.dashboard.conftest import become, open_page, opened_by_office, said
from tests.dashboard.rounds.year import WRITTEN, open_written, review
from tests.dashboard.seed import JUSTICE, PLAN
from vocabulary.inspection import ProblemSeverity

PROBLEM = NewProblem(
    "written_2023",
    JUSTICE,
    "1.1",
    "逾期未完成",
    "",
    ProblemSeverity.MINOR,
    "尽快完成",
    dt.date(2023, 9, 25),
    dt.date(2023, 9, 11),
    "verdict",
)


@pytest.fixture
def inspected(seeded: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The county with its 书面督查 under review."""
    url = str(shutil.copy(seeded, tmp_path / "inspected.db"))
    with open_master(url) as master:
        open_written(master)
        review(master, WRITTEN, dt.datetime(2023, 9, 7, 9))
    yield from opened_by_office(url, monkeypatch)


def quiet(app: AppTest) -> bool:
    return not app.exception and not app.error


@pytest.mark.usefixtures("county")
def test_the_first_sentence_tells_what_is_late_and_what_changed() -> None:
    text = said(open_page("overview"))
    assert "逾期 1 项，涉及 1 家单位；新逾期 1 项；倒退 0 项；新完成 2 项；58 家还没有报送。" in text
    assert "数据截至 9月15日，3/61 家单位已报" in text


@pytest.mark.usefixtures("county")
def test_the_figures_name_numerator_denominator_and_change() -> None:
    text = said(open_page("overview"))
    assert "报送率 4.9%" in text
    assert "较8月31日增 1 家" in text
    assert "逾期15天" in text


def test_a_leader_sees_it_too(county: str, monkeypatch: pytest.MonkeyPatch) -> None:
    become(monkeypatch, county, "leader")
    app = open_page("overview")
    assert quiet(app)
    assert "逾期 1 项" in said(app)


@pytest.mark.parametrize("login", ["unit", "auditor", "keeper"])
def test_nobody_else_sees_it(county: str, monkeypatch: pytest.MonkeyPatch, login: str) -> None:
    become(monkeypatch, county, login)
    assert "逾期 1 项" not in said(open_page("overview"))


@pytest.mark.usefixtures("empty")
def test_an_empty_database_says_what_to_do_first_and_shows_the_year() -> None:
    app = open_page("overview")
    assert quiet(app)
    assert "还没有收到台账" in said(app)
    assert "tz-line" in said(app)


@pytest.mark.usefixtures("county")
def test_the_day_of_the_address_decides_what_is_known() -> None:
    text = said(open_page("overview", as_of="2023-08-28"))
    assert "2/61" in text
    assert "没有逾期的事项" in text


@pytest.mark.usefixtures("county")
def test_both_charts_are_drawn_and_described() -> None:
    charts = open_page("overview").get("vega_lite_chart")
    assert len(charts) == 2
    assert all(chart.proto.alt for chart in charts)


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"point": "1", "word": "红", "below": "bars"}, "要点1 加强政府网站与政务新媒体管理　红灯：1 项"),
        ({"unit": "县司法局", "point": "3", "below": "map"}, "县司法局　要点3 依法优化依申请公开：1 项"),
        ({"move": "新完成"}, "新完成：2 项"),
        ({"late": "1"}, "逾期：1 项"),
        ({"unit": "县财政局"}, "县财政局：0 项"),
    ],
)
def test_the_address_decides_which_rows_are_shown(query: dict[str, str], words: str) -> None:
    app = open_page("overview", **query)
    assert quiet(app)
    assert words in said(app)


@pytest.mark.usefixtures("county")
def test_a_row_leads_to_its_file_sheet_and_row_with_the_words_as_written() -> None:
    app = open_page("overview", task="3.4")
    text = said(app)
    assert quiet(app)
    assert f"来源：《司法局第二次 {esc_html(HOSTILE)}.xlsx》　工作表“台账”　第 5 行" in text
    assert esc_html(HOSTILE) in text
    assert "/files/original/" in text
    assert not any(HOSTILE in str(one.value) for one in (*app.markdown, *app.subheader, *app.caption))


@pytest.mark.usefixtures("county")
def test_no_phone_number_is_on_the_page() -> None:
    assert "1380" not in said(open_page("overview", task="3.4"))


@pytest.mark.usefixtures("inspected")
def test_a_round_under_review_stands_in_the_line_and_brings_the_verdicts() -> None:
    text = said(open_page("overview"))
    assert "审核阶段，9月7日进入" in text
    assert "自报与督查结论" in text
    assert "没有单位报过已完成" in text


@pytest.mark.usefixtures("inspected")
def test_the_address_asks_for_verdicts_with_the_cells_they_rest_on() -> None:
    app = open_page("overview", bars="督查结论", point="1", word="未报", below="bars")
    assert quiet(app)
    assert "未报：" in said(app)
    [grid] = [one for one in app.dataframe if "verdict" in one.value]
    assert set(grid.value["verdict"]) == {"未报"}


@pytest.mark.usefixtures("county")
def test_before_any_verdict_nothing_is_said_of_claims() -> None:
    assert "自报与督查结论" not in said(open_page("overview"))


def test_problems_handed_over_are_counted_at_once(inspected: str) -> None:
    """Decisions do not change the master's revision: the page must notice them all the same."""
    app = open_page("overview")
    assert "还没有交办督查问题" in said(app)
    with open_master(inspected) as master:
        at = dt.datetime(2023, 9, 11, 9)
        hand_over(master, PLAN, [PROBLEM], "示例甲", at)
    assert "都在整改期限内" in said(app.run())


@pytest.mark.usefixtures("county")
def test_a_figure_leads_to_what_it_counts_on_the_same_day() -> None:
    text = said(open_page("overview", as_of="2023-09-20"))
    assert "<a href='?as_of=2023-09-20&amp;late=1' target='_self'>1/5</a>" in text
    assert "<a href='rectification?as_of=2023-09-20' target='_self'>0/0</a>" in text
    usual = said(open_page("overview"))
    assert "<a href='?late=1' target='_self'>1/5</a>" in usual


@pytest.mark.usefixtures("county")
def test_any_other_day_can_be_compared_with() -> None:
    app = open_page("overview", since="另选一天", since_day="2023-09-10")
    assert quiet(app)
    assert "与选定的日子（9月10日）相比" in [one.value for one in app.subheader]
    assert "较9月10日" in said(app)
