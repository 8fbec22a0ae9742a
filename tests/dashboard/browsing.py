"""A real server and a real browser for tests: who is visiting, what left the computer, what is in English."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from dashboard.settings import DAYS_BACK, WORKPLAN, office_now
from master import open_master
from tests.dashboard.books import HOSTILE
from tests.dashboard.people import PASSWORD, make_people
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge"))),
    None,
)

ALLOWED = re.compile(r"\.?(?:xlsx|xls|et|csv|CSV|zip|Excel|MB|KB|Esc|csj\.zhang)\b")
"""What has no Chinese name, and what a login looks like."""
ENGLISH = re.compile(r"[A-Za-z]{3,}")
DATA = HOSTILE[:4]
"""With this begins what the tests plant in cells; the rest of that text is data, and often cut short."""


expect.set_options(timeout=PATIENCE * 1000)

needs_browser = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("TAIZHANG_REQUIRE_TOOLS"), reason="没有 Chromium，跳过页面测试"
)


class Served(NamedTuple):
    address: str
    process: subprocess.Popen[bytes]
    db: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    folder: Path, db: str, *, port: int = 0, day: dt.date | None = None, plan: Path | None = None
) -> Iterator[Served]:
    """The server as `taizhang serve` starts it, on a free port if none is given; everybody of ``tests.dashboard.people`` may sign in.

    ``day``: the day on the office's clock when it starts, today if none is given. ``plan``: the folder of the plan, that
    which comes with the program if none is given.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if day is not None:
        environment[DAYS_BACK] = str((office_now().date() - day).days)
    if plan is not None:
        environment[WORKPLAN] = str(plan)
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    with open_master(db) as master:
        make_people(master, dt.datetime.combine(day, dt.time()) if day else office_now())
    command = [sys.executable, "-X", "utf8", "-m", "dashboard.serve", "--port", str(port), "--db", db]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            wait_for(lambda: answers(address))
            yield Served(address, process, db)
        finally:
            process.kill()


class Visit:
    """Somebody's page that remembers every request that left this computer, and what the browser complained about."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        login: str = "office",
        width: int = 1440,
        height: int = 1400,
        *,
        dark: bool = False,
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            color_scheme="dark" if dark else "light",
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.address, self.login = address, login
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

    def sign_in(self) -> None:
        self.page.goto(f"{self.address}/login")
        self.page.get_by_label("登录名").fill(self.login)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()

    def open(self, path: str = "") -> Page:
        if not self.context.cookies():
            self.sign_in()
        self.page.goto(f"{self.address}/{path}")
        self.page.locator(".tz-title").wait_for()
        settle(self.page)
        return self.page


def upload(page: Page, *files: tuple[str, bytes]) -> None:
    """Give files, by name and content, to the page's place for them, all at once."""
    page.set_input_files(
        "input[type=file]",
        [
            FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
            for name, content in files
        ],
    )


def settle(page: Page) -> None:
    """Wait until the script has run, nothing is greyed out and every chart that can be seen is drawn."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_function("""() =>
        !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
        && [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(
            (one) => !one.checkVisibility() || one.querySelector('svg, canvas'))
    """)


def text_of(page: Page) -> str:
    return " ".join(page.locator("[data-testid=stMain]").inner_text().split())


def assert_no_english(page: Page) -> None:
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
        for (const name of ['aria-label', 'aria-valuetext', 'title', 'placeholder'])
            for (const one of document.querySelectorAll(`[${name}]`))
                if (seen(one) && !one.closest(skip)) told.push(one.getAttribute(name));
        return told;
    }""")
    said = {text: text.partition(DATA)[0] for text in found}
    left = {text for text, words in said.items() if ENGLISH.search(ALLOWED.sub("", words))}
    assert sorted(left) == [], sorted(left)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=PATIENCE) as answer:
            return bool(json.load(answer)["status"] == "ok")
    except OSError:
        return False


def wait_for(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < deadline, "what was waited for did not come"
        time.sleep(0.2)
