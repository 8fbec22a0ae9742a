"""The READMEs' pictures, taken from the demo: ``python -m docs.pictures`` builds it, serves it and takes them anew.

Needs Chromium. Of each picture as many colours are kept as fit into its file.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from cli.output import say
from sample_ledgers.year import last_day

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
LARGEST = 250_000
_READY = "[data-testid=stApp][data-test-script-state=notRunning]"
_SETTLE = 1_500
_MARK = 17
_END_SECONDS = 60


class Picture(NamedTuple):
    """A picture: whose page, where, how large, and what is clicked before it is taken."""

    name: str
    login: str
    address: str
    size: tuple[int, int]
    click: Callable[[Page], None] = lambda page: None


def _verdict(page: Page) -> None:
    page.get_by_text("逐项核定", exact=True).click()
    _settle(page)
    _click_row(page, 2, _MARK)


def _late_problem(page: Page) -> None:
    _click_row(page, 1)
    page.mouse.wheel(0, -2_000)
    _settle(page)


def _wrong_file(page: Page) -> None:
    _click_row(page, 0)
    page.get_by_text("与总台账的差异").evaluate("one => one.scrollIntoView({block: 'end'})")
    _settle(page)


def _click_row(page: Page, row: int, across: int = 150) -> None:
    """Grids are drawn on a canvas: a row is met by its place."""
    grid = page.locator("[data-testid=stDataFrame]").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + across, box["y"] + 52 + 35 * row)
    _settle(page)


def _settle(page: Page) -> None:
    page.locator(_READY).wait_for()
    page.wait_for_timeout(_SETTLE)


SHOWN = (
    Picture("overview", "leader", "", (1440, 1330)),
    Picture("verdicts", "office", "inspections?round=onsite_2023", (1440, 1200), _verdict),
    Picture("intake", "office", "intake", (1440, 1180), _wrong_file),
    Picture("rectification", "office", "rectification", (1440, 1200), _late_problem),
    Picture("own-ledger", "unit", "", (390, 844)),
    Picture("paper", "leader", f"print/overview?as_of={last_day()}", (860, 1190)),
)


def take(folder: Path) -> None:
    """Take every picture of a demo built in a folder."""
    python = (sys.executable, "-X", "utf8", "-P", "-m")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([*python, "cli", "demo", "--prepare"], cwd=folder, env=environment, check=True)
    passwords = _passwords(folder / "data" / "demo-accounts.txt")
    with _served(python, folder, environment) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for picture in SHOWN:
            page = _signed_in(browser, address, picture, passwords[picture.login])
            content = _small(page.screenshot())
            (PICTURES / f"{picture.name}.png").write_bytes(content)
            say(f"{picture.name}.png {len(content) // 1000} KB")
            page.context.close()
        browser.close()


def _passwords(listed: Path) -> dict[str, str]:
    words = [
        line.split() for line in listed.read_text(encoding="utf-8").splitlines() if line.startswith("  ")
    ]
    return {login: password for login, password, *_ in words}


@contextlib.contextmanager
def _served(python: tuple[str, ...], folder: Path, environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*python, "cli", "demo", "--port", str(port)]
    server = subprocess.Popen(command, cwd=folder, env=environment)
    try:
        for _ in range(300):
            time.sleep(0.2)
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        # The server ends in order once the command that began it is gone, its worker with it; then their folder may go.
        begun = psutil.Process(server.pid).children(recursive=True)
        server.terminate()
        server.wait()
        psutil.wait_procs(begun, timeout=_END_SECONDS)


def _signed_in(browser: Browser, address: str, picture: Picture, password: str) -> Page:
    width, height = picture.size
    page = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{address}/login")
    page.get_by_label("登录名").fill(picture.login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.locator(".tz-title").wait_for()
    page.goto(f"{address}/{picture.address}")
    if not picture.address.startswith("print"):
        page.locator(".tz-title").wait_for()
        _settle(page)
        picture.click(page)
    return page


def _small(picture: bytes) -> bytes:
    """The picture with the most colours that fit into a file."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32, 16):
        out = io.BytesIO()
        image.quantize(colours).save(out, "PNG", optimize=True)
        if out.tell() < LARGEST:
            return out.getvalue()
    raise ValueError("no number of colours makes this picture small enough")


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        take(Path(made))
