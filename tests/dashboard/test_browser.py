"""The whole thing in a real browser, on a real server: upload, board, confirm, progress; and what must never happen."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from master import open_master
from tests.dashboard.books import HOSTILE, ledger, line
from tests.dashboard.people import PASSWORD, make_people

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge"))),
    None,
)
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

ALLOWED = re.compile(r"\.?(?:xlsx|xls|et|csv|CSV|zip|Excel|MB|KB|Esc)\b")
ENGLISH = re.compile(r"[A-Za-z]{3,}")

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("TAIZHANG_REQUIRE_TOOLS"), reason="没有 Chromium，跳过页面测试"
)


class Served(NamedTuple):
    address: str
    process: subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server as `taizhang serve` starts it, on an empty database and a free port."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [
        sys.executable,
        "-X",
        "utf8",
        "-m",
        "dashboard.serve",
        "--port",
        str(port),
        "--db",
        str(folder / "served.db"),
    ]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=log, stderr=log
        ) as process,
    ):
        try:
            _wait(lambda: _answers(address), 60)
            with open_master(str(folder / "served.db")) as master:
                make_people(master)
            yield Served(address, process)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


class Visit:
    """Somebody's page that remembers every request that left this computer, and what the browser complained about."""

    def __init__(self, browser: Browser, address: str, width: int = 1440, height: int = 1400) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.address = address
        self.foreign: list[str] = []
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on(
            "console",
            lambda message: (
                self.foreign.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, self.address.replace("http", "ws"), "data:", "blob:")):
            self.foreign.append(url)

    def sign_in(self, login: str = "office") -> None:
        self.page.goto(f"{self.address}/login")
        self.page.get_by_label("登录名").fill(login)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()

    def open(self, path: str = "") -> Page:
        if not self.context.cookies():
            self.sign_in()
        self.page.goto(f"{self.address}/{path}")
        self.page.locator(".tz-title").wait_for()
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        return self.page


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    visited = Visit(browser, served.address)
    yield visited
    visited.context.close()
    assert visited.foreign == []


def test_files_are_uploaded_tried_confirmed_and_shown(visit: Visit) -> None:
    page = visit.open("intake")
    page.set_input_files(
        "input[type=file]",
        [
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
            for name, content in (
                (FINANCE_NAME, FINANCE),
                ("民政局.xlsx", CIVIL),
                ("坏.xlsx", b"not a workbook"),
            )
        ],
    )
    _set_received(page)
    page.get_by_role("button", name="开始试算").click()
    page.get_by_role("button", name="确认入库").wait_for()
    assert "job=1" in page.url
    assert _figures(page) == {"已接收": "1", "需更正": "1", "已拒收": "1", "重复报送": "0"}
    page.get_by_text("差不多了").first.wait_for()
    _no_english(page)

    page.reload()
    page.get_by_role("button", name="确认入库").click()
    page.get_by_role("button", name="撤销这份报送").wait_for()
    assert "job=2" in page.url

    text = _text(visit.open())
    assert "2/61" in text
    assert "逾期15天" in text
    assert HOSTILE[:10] in text


def test_the_same_files_again_are_duplicates(visit: Visit) -> None:
    page = visit.open("intake")
    page.set_input_files(
        "input[type=file]", [{"name": "再报.xlsx", "mimeType": "application/octet-stream", "buffer": FINANCE}]
    )
    page.get_by_role("button", name="开始试算").click()
    page.locator(".tz-note", has_text="内容完全相同").wait_for()
    assert _figures(page)["重复报送"] == "1"


@pytest.mark.parametrize("path", ["", "intake?job=2", "units?unit=县财政局", "master"])
@pytest.mark.parametrize("width", [390, 1440])
def test_a_page_is_chinese_and_as_wide_as_its_screen(
    browser: Browser, served: Served, path: str, width: int
) -> None:
    visited = Visit(browser, served.address, width, 844)
    page = visited.open(path)
    page.wait_for_timeout(400)
    _no_english(page)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    wide = (
        "[document.documentElement, document.querySelector('[data-testid=stMain]')].map((e) => e.scrollWidth)"
    )
    assert max(page.evaluate(wide)) <= width
    assert visited.foreign == []
    visited.context.close()


def test_what_a_unit_wrote_is_shown_as_it_was_written(visit: Visit) -> None:
    page = visit.open("units?unit=县财政局")
    assert FINANCE_NAME in _text(page)
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
    page.wait_for_url("**as_of=2023-09-20**", timeout=30_000)


def test_the_worker_ends_with_a_server_that_is_killed(served: Served) -> None:
    """Last in this file: it takes the server away."""
    workers = [
        child
        for child in psutil.Process(served.process.pid).children(recursive=True)
        if "dashboard.worker" in child.cmdline()
    ]
    assert len(workers) == 1
    served.process.kill()
    _, alive = psutil.wait_procs(workers, timeout=15)
    assert alive == []


def _set_received(page: Page) -> None:
    """The day the files came, typed as a clerk types it."""
    field = page.locator("[data-testid=stDateTimeInput] [role=spinbutton]")
    for place, digits in enumerate(("2023", "09", "15")):
        field.nth(place).click()
        page.keyboard.type(digits)
    page.keyboard.press("Enter")
    page.wait_for_timeout(600)


def _figures(page: Page) -> dict[str, str]:
    names = page.locator(".tz-figure .tz-name").all_inner_texts()
    numbers = page.locator(".tz-figure .tz-number").all_inner_texts()
    return {name: number.split()[0] for name, number in zip(names, numbers, strict=True)}


def _text(page: Page) -> str:
    return " ".join(page.locator("[data-testid=stMain]").inner_text().split())


def _no_english(page: Page) -> None:
    """No word of English where a person reads or a screen reader speaks; cell text is data and may be anything."""
    found = page.evaluate("""() => {
        const seen = (node) => node.checkVisibility && node.checkVisibility();
        const skip = 'style, script, canvas, [data-testid=stIconMaterial], .tz-table, .tz-note, .tz-heading, .tz-moved';
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const told = [];
        while (walker.nextNode()) {
            const parent = walker.currentNode.parentElement;
            if (parent && seen(parent) && !parent.closest(skip)) told.push(walker.currentNode.data);
        }
        for (const name of ['aria-label', 'title', 'placeholder'])
            for (const one of document.querySelectorAll(`[${name}]`))
                if (seen(one) && !one.closest(skip)) told.push(one.getAttribute(name));
        return told;
    }""")
    left = {text for text in found if ENGLISH.search(ALLOWED.sub("", text)) and "evil.example" not in text}
    assert sorted(left) == []


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
            return bool(json.load(answer)["status"] == "ok")
    except OSError:
        return False


def _wait(ready: object, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not ready():  # type: ignore[operator]
        assert time.monotonic() < deadline, "the server did not answer in time"
        time.sleep(0.2)
