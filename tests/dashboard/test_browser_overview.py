"""总览 in a real browser: a click in a chart leads to the source cell, the address to the same rows, paper is a click away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dashboard.browsing import Served, Visit, assert_no_english, needs_browser, serving, settle
from tests.dashboard.seed import seed

pytestmark = needs_browser
PHONE = 390


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server on the small county."""
    folder = tmp_path_factory.mktemp("overview")
    with serving(folder, seed(folder / "county.db")) as started:
        yield started


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    """A leader's visit."""
    visited = Visit(browser, served.address, "leader")
    yield visited
    visited.context.close()
    assert visited.foreign == []


def test_a_square_of_the_map_leads_to_the_source_cell_and_so_does_its_address(visit: Visit) -> None:
    page = visit.open("?as_of=2023-09-15")
    _click_square(page, "浮梁镇", "加强政府网站与政务新媒体管理")
    chosen = page.locator(".tz-chosen")
    expect(chosen).to_contain_text("浮梁镇　要点1 加强政府网站与政务新媒体管理：1 项")
    source = page.locator(".tz-note", has_text="来源：")
    expect(source).to_contain_text("《浮梁镇.xlsx》　工作表“台账”　第 4 行")
    assert "below=map" in page.url
    page.reload()
    expect(page.locator(".tz-note", has_text="来源：")).to_contain_text("第 4 行")
    assert_no_english(page)


def test_a_name_leads_to_its_row_and_back(visit: Visit) -> None:
    page = visit.open("?as_of=2023-09-15")
    page.locator(".tz-moved").get_by_role("link", name="县司法局").first.click()
    expect(page.locator(".tz-chosen")).to_contain_text("一项：1 项")
    page.get_by_role("link", name="收起，回到总览").click()
    expect(page.locator(".tz-chosen")).to_have_count(0)


def test_one_click_is_one_step_of_the_way_back(visit: Visit) -> None:
    page = visit.open()
    before = page.evaluate("history.length")
    page.locator(".tz-number a").first.click()
    expect(page.locator(".tz-chosen")).to_have_count(1)
    settle(page)
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    expect(page.locator(".tz-chosen")).to_have_count(0)
    page.go_forward()
    page.get_by_role("link", name="收起，回到总览").click()
    expect(page.locator(".tz-chosen")).to_have_count(0)
    settle(page)
    assert page.evaluate("history.length") == before + 2


def test_paper_is_one_click_away_and_prints_one_page_under_the_strict_policy(
    visit: Visit, tmp_path: Path
) -> None:
    visit.context.add_init_script("window.print = () => { document.title = '打印了'; }")
    page = visit.open("?as_of=2023-09-15")
    with visit.context.expect_page() as opened:
        page.get_by_role("link", name="打印一页（A4）").click()
    paper = opened.value
    paper.get_by_role("button", name="打印").click()
    expect(paper).to_have_title("打印了")
    paper.pdf(path=str(tmp_path / "paper.pdf"), prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", (tmp_path / "paper.pdf").read_bytes())
    assert [(round(float(w)), round(float(h))) for w, h in boxes] == [(595, 842)]


def test_on_a_phone_the_map_is_words(browser: Browser, served: Served) -> None:
    visited = Visit(browser, served.address, "leader", PHONE, 844)
    page = visited.open("?as_of=2023-09-15")
    expect(page.locator(".st-key-narrow_map")).to_be_visible()
    expect(page.locator(".st-key-wide_map")).to_be_hidden()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE
    visited.context.close()


def test_on_a_phone_every_day_to_compare_with_is_in_sight(browser: Browser, served: Served) -> None:
    visited = Visit(browser, served.address, "leader", PHONE, 844)
    page = visited.open("?as_of=2023-09-15")
    box = page.get_by_role("radio", name="另选一天").bounding_box()
    assert box
    assert box["x"] + box["width"] <= PHONE
    visited.context.close()


def test_on_a_phone_the_master_is_cards_that_lead_to_a_row_and_back(browser: Browser, served: Served) -> None:
    visited = Visit(browser, served.address, "leader", PHONE, 844)
    page = visited.open("master?as_of=2023-09-15")
    expect(page.locator(".st-key-master_grid")).to_be_hidden()
    card = page.locator(".st-key-master_cards li", has_text="浮梁镇").first
    expect(card).to_contain_text("时限 2023-")
    card.get_by_role("link").click()
    expect(page.get_by_text("历次版本，新的在前")).to_be_visible()
    assert_no_english(page)
    page.get_by_role("link", name="回到全部").click()
    expect(page.locator(".st-key-master_cards li").first).to_be_visible()
    visited.context.close()


def _click_square(page: Page, unit: str, title: str) -> None:
    """Feel for the square as a hand does: the tooltip says what lies under the pointer."""
    chart = page.locator(".st-key-unit_map .marks")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    told = page.locator("#vg-tooltip-element.visible")
    for down in range(30, 140, 10):
        for right in range(90, 190, 25):
            page.mouse.move(box["x"] + right, box["y"] + down)
            page.wait_for_timeout(60)
            words = told.inner_text().split() if told.count() else []
            if unit in words and title in words:
                page.mouse.click(box["x"] + right, box["y"] + down)
                return
    raise AssertionError(f"{unit} is nowhere in the map")
