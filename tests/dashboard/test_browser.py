"""The whole thing in a real browser, on a real server: upload, board, confirm, progress; and what must never happen."""

from __future__ import annotations

from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import Browser, Page, Route

from tests.dashboard.books import HOSTILE, ledger, line
from tests.dashboard.browsing import (
    Served,
    Visit,
    assert_no_english,
    needs_browser,
    serving,
    settle,
    text_of,
    upload,
)
from tests.patience import PATIENCE

FINANCE = ledger(
    "县财政局",
    [
        line(
            1, "9.1", "财政预决算公开", "县财政局", status="已完成", percent="100%", deadline="2023年12月31日"
        ),
        line(
            2,
            "1.1",
            f"落实网络意识形态责任制 {HOSTILE}",
            "县财政局",
            deadline="2023年8月31日",
            progress=f"已开展 {HOSTILE}",
        ),
    ],
)
CIVIL = ledger(
    "县民政局",
    [
        line(1, "1.1", "落实网络意识形态责任制", "县民政局", status="差不多了"),
        line(2, "1.3", "日常巡查与维护", "县民政局", progress="每个工作日巡查一次栏目，记录齐全。"),
    ],
)
FINANCE_NAME = "县财政局台账 ![图](http://evil.example/n.png).xlsx"

pytestmark = needs_browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server on an empty database."""
    folder = tmp_path_factory.mktemp("served")
    with serving(folder, str(folder / "served.db")) as started:
        yield started


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    visited = Visit(browser, served.address)
    yield visited
    visited.context.close()
    assert visited.foreign == []


def test_files_are_uploaded_tried_confirmed_and_shown(visit: Visit) -> None:
    page = visit.open("intake")
    upload(page, (FINANCE_NAME, FINANCE), ("民政局.xlsx", CIVIL), ("坏.xlsx", b"not a workbook"))
    page.get_by_text("已传到 3 个文件").wait_for()
    _set_received(page)
    page.get_by_role("button", name="开始试算").click()
    page.get_by_role("button", name="确认入库").wait_for()
    assert "job=1" in page.url
    assert _figures(page) == {"已接收": "1", "需更正": "1", "已拒收": "1", "重复报送": "0", "未报": "59"}
    page.get_by_text("差不多了").first.wait_for()
    assert_no_english(page)

    page.reload()
    page.get_by_role("button", name="确认入库").click()
    page.get_by_role("button", name="撤销这份报送").wait_for()
    assert "job=2" in page.url

    text = text_of(visit.open())
    assert "2/61" in text
    assert "逾期15天" in text
    assert HOSTILE[:10] in text


def test_the_same_files_again_are_duplicates(visit: Visit) -> None:
    page = visit.open("intake")
    upload(page, ("再报.xlsx", FINANCE))
    page.get_by_role("button", name="开始试算").click()
    page.locator(".tz-note", has_text="内容完全相同").wait_for()
    assert _figures(page)["重复报送"] == "1"


def test_a_file_that_is_cut_off_on_its_way_is_not_among_what_arrived(visit: Visit) -> None:
    page = visit.open("intake")
    sent: list[str] = []

    def cut_off(route: Route) -> None:
        sent.append(route.request.url)
        if len(sent) == 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/_stcore/upload_file/**", cut_off)
    upload(page, *((name, CIVIL) for name in ("甲.xlsx", "乙.xlsx", "丙.xlsx")))
    page.get_by_text("已传到 2 个文件").wait_for()
    page.get_by_text("标红的、中途断开没有传完的文件不在其中").wait_for()


@pytest.mark.parametrize("path", ["", "intake?job=2", "units?unit=县财政局", "master"])
@pytest.mark.parametrize("width", [390, 1440])
def test_a_page_is_chinese_and_as_wide_as_its_screen(
    browser: Browser, served: Served, path: str, width: int
) -> None:
    visited = Visit(browser, served.address, width=width, height=844)
    page = visited.open(path)
    page.wait_for_timeout(400)
    assert_no_english(page)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    wide = (
        "[document.documentElement, document.querySelector('[data-testid=stMain]')].map((e) => e.scrollWidth)"
    )
    assert max(page.evaluate(wide)) <= width
    assert visited.foreign == []
    visited.context.close()


def test_what_a_unit_wrote_is_shown_as_it_was_written(visit: Visit) -> None:
    page = visit.open("units?unit=县财政局")
    assert FINANCE_NAME in text_of(page)
    assert page.locator("[data-testid=stMain] img, a[href*='evil.example'], .katex").count() == 0


def test_downloads_have_chinese_names(visit: Visit) -> None:
    page = visit.open("units?unit=县财政局")
    with page.expect_download() as told:
        page.get_by_role("link", name="财政局台账模板").click()
    assert told.value.suggested_filename == "县财政局2023年政务公开工作台账.xlsx"


def test_the_pages_are_one_click_apart_and_keep_the_day(visit: Visit) -> None:
    page = visit.open("?as_of=2023-09-20")
    page.get_by_role("link", name="总台账").click()
    page.get_by_text("共 3 项").wait_for()
    # The page shows itself a moment before the address bar follows.
    page.wait_for_url("**as_of=2023-09-20**")


def test_the_worker_ends_with_a_server_that_is_killed(served: Served) -> None:
    """Last in this file: it takes the server away."""
    workers = [
        child
        for child in psutil.Process(served.process.pid).children(recursive=True)
        if "dashboard.worker" in child.cmdline()
    ]
    assert len(workers) == 1
    served.process.kill()
    _, alive = psutil.wait_procs(workers, timeout=PATIENCE)
    assert alive == []


def _set_received(page: Page) -> None:
    """The day the files came, typed as a clerk types it."""
    field = page.locator("[data-testid=stDateTimeInput] [role=spinbutton]")
    for place, digits in enumerate(("2023", "09", "15")):
        field.nth(place).click()
        page.keyboard.type(digits)
    page.keyboard.press("Enter")
    page.wait_for_timeout(600)
    settle(page)


def _figures(page: Page) -> dict[str, str]:
    names = page.locator(".tz-figure .tz-name").all_inner_texts()
    numbers = page.locator(".tz-figure .tz-number").all_inner_texts()
    return {name: number.split()[0] for name, number in zip(names, numbers, strict=True)}
