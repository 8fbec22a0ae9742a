"""The pages for paper: what they say, that they need no colour, and that each fits its sheet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pytest
from playwright.sync_api import Browser
from starlette.requests import Request

from dashboard.overview.coming import Coming
from dashboard.printing import map_sheet, overview_sheet, paper
from dashboard.printing.gathered import OnePage, one_page
from dashboard.printing.paper import Sheet, page
from dashboard.settings import Settings
from dashboard.sources import Sources
from dashboard.text import esc_html
from schemas.plan_files import packaged_workplan
from tests.dashboard.books import HOSTILE
from tests.dashboard.browsing import needs_browser
from tests.dashboard.seed import PLAN
from vocabulary.access import Action

NOW = dt.date(2023, 9, 15)
STATIC = Path(__file__).resolve().parents[2] / "dashboard" / "static"


@pytest.fixture(scope="module")
def sources(seeded: str) -> Iterator[Sources]:
    opened = Sources(Settings(seeded, packaged_workplan()))
    yield opened
    opened.close()


def asked(query: str = "") -> Request:
    return Request(
        {"type": "http", "query_string": query.encode(), "headers": [], "path": "/print", "method": "GET"}
    )


def overview(sources: Sources, query: str = "", day: dt.date = NOW) -> str:
    return bytes(overview_sheet.overview_sheet(sources, asked(query), day).body).decode()


def the_map(sources: Sources, query: str = "", day: dt.date = NOW) -> str:
    return bytes(map_sheet.map_sheet(sources, asked(query), day).body).decode()


def test_both_sheets_need_the_leave_to_see_the_overview() -> None:
    assert overview_sheet.NEEDS is map_sheet.NEEDS is Action.SEE_OVERVIEW


@pytest.mark.parametrize(
    "words",
    [
        "数据截至 9月15日，3/61 家单位已报，最近一次报送 9月15日",
        "<b>1/5</b> 项",
        "较8月31日",
        "新完成 2 项",
        "逾期15天",
        "今后两周到期",
        "16个要点",
        "尚未报送（58 家）",
        "数据截至",
    ],
)
def test_the_page_says(sources: Sources, words: str) -> None:
    assert words in overview(sources)


def test_the_address_chooses_the_day_compared_with(sources: Sources) -> None:
    assert "一周前（9月8日）" in overview(sources, "since=week")
    assert "2023年书面督查数据截止日（8月31日）" in overview(sources, "since=nonsense")


def test_nothing_is_compared_before_anything_was_known(sources: Sources) -> None:
    html = overview(sources, day=dt.date(2023, 8, 1))
    assert "0/61" in html
    assert "相比" not in html


def test_what_units_wrote_is_printed_as_it_was_written(sources: Sources) -> None:
    html = overview(sources)
    assert HOSTILE not in html
    assert "<img" not in html
    assert esc_html("![图]") in html


def test_the_map_has_every_unit_with_its_words(sources: Sources) -> None:
    html = the_map(sources)
    assert html.count("scope='row'") == 61
    assert re.search(r"class='red'><span class='word'>红<small> 0/1</small>", html)
    assert "缺" in html
    assert "应报而没有填写" in html


def test_the_map_of_one_group_is_that_groups(sources: Sources) -> None:
    html = the_map(sources, f"group={quote('乡镇')}")
    assert html.count("scope='row'") == 18


@pytest.mark.parametrize("page_number", ["1", "99", "x", "-1"])
def test_any_page_asked_for_is_one_there_is(sources: Sources, page_number: str) -> None:
    assert "scope='row'" in the_map(sources, f"page={page_number}")


@pytest.mark.parametrize(
    ("sizes", "columns"),
    [
        ([18, 11, 21, 11], [[18, 11], [21, 11]]),
        ([40, 1], [[40], [1]]),
        ([90], [[40], [40], [10]]),
        ([30, 30, 30], [[30], [30], [30]]),
        ([], []),
    ],
)
def test_groups_are_kept_whole_where_they_fit(sizes: list[int], columns: list[list[int]]) -> None:
    dealt = map_sheet.columns_of([(f"组{size}", [str(one) for one in range(size)]) for size in sizes])
    assert [[len(units) for _, units in column] for column in dealt] == columns


def test_a_sheet_has_no_script_but_the_button_and_no_inline_handler() -> None:
    html = page(Sheet("台账", "A4", "<p>字</p>"))
    assert re.findall(r"<script[^>]*>", html) == ["<script src='/print.js' defer>"]
    assert not re.search(r"\son\w+=", html)


def test_every_light_is_told_apart_without_colour() -> None:
    """Black, white and grey only: a colour would be lost on the office's printer."""
    style = (STATIC / "print.css").read_text(encoding="utf-8").partition("@media screen")[0]
    screen_only = re.sub(r"(?m)^(body|nav).*$", "", style)
    for colour in re.findall(r"#([0-9a-f]{3,6})\b", screen_only):
        parts = [colour[place] for place in range(3)] if len(colour) == 3 else re.findall("..", colour)
        assert len(set(parts)) == 1, colour


@needs_browser
@pytest.mark.parametrize("demo", [False, True], ids=["real", "demo"])
def test_the_longest_lists_still_fit_on_one_page(
    sources: Sources, browser: Browser, monkeypatch: pytest.MonkeyPatch, *, demo: bool
) -> None:
    monkeypatch.setattr(
        paper, "demo_text", lambda: "演示：数据是示例，钟表拨到 2023年9月28日" if demo else ""
    )
    made = page(overview_sheet.sheet(crowded(sources), sources.plan))
    style = (STATIC / "print.css").read_text(encoding="utf-8")
    shown = browser.new_page()
    shown.set_content(made.replace("<link rel='stylesheet' href='/print.css'>", f"<style>{style}</style>"))
    printed = shown.pdf(prefer_css_page_size=True, print_background=True)
    shown.close()
    assert "另有 397 项" in made
    assert "另有 34 项" in made
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def crowded(sources: Sources) -> OnePage:
    """The page of a day on which everything is late, moved or comes, with long names."""
    told = one_page(sources, NOW, "")
    assert told.moved
    rows = pd.concat([told.moved.rows["新逾期"]] * 400, ignore_index=True)
    many = rows.assign(
        unit_name="县公共资源交易管理中心",
        task="统筹推进政务公开标准化规范化向村和社区延伸并逐项核对目录",
        task_id=[f"{number % 90}.1" for number in range(400)],
        unit=[PLAN.units[number % 61].code for number in range(400)],
        peer_group=[PLAN.units[number % 61].peer_group for number in range(400)],
        reason="逾期377天",
    )
    comes = [Coming(NOW, f"9.{number} 统筹推进政务公开标准化规范化向村和社区延伸并逐项核对目录", "", ("FL-D02",) * 60)
             for number in range(40)]  # fmt: skip
    frame = many.assign(status="推进中", overdue=True, days_late=377)
    return told._replace(
        now=told.now._replace(frame=pd.concat([told.now.frame, frame], ignore_index=True)),
        moved=told.moved._replace(rows=dict.fromkeys(told.moved.rows, many)),
        ahead=comes,
    )


@needs_browser
@pytest.mark.parametrize(
    ("draw", "width", "height"), [(overview, 595, 842), (the_map, 1191, 842)], ids=["A4", "A3"]
)
def test_a_sheet_is_one_page_of_its_size(
    sources: Sources, browser: Browser, tmp_path: Path, draw: object, width: int, height: int
) -> None:
    style = (STATIC / "print.css").read_text(encoding="utf-8")
    html = draw(sources).replace("<link rel='stylesheet' href='/print.css'>", f"<style>{style}</style>")  # type: ignore[operator]
    shown = browser.new_page()
    shown.set_content(html)
    shown.pdf(path=str(tmp_path / "sheet.pdf"), prefer_css_page_size=True, print_background=True)
    shown.close()
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", (tmp_path / "sheet.pdf").read_bytes())
    assert [(round(float(w)), round(float(h))) for w, h in boxes] == [(width, height)]
