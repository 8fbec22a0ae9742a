"""What the dashboard's tests share: a seeded county, and pages opened from the entrypoint."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, app_test

from accounts import passwords
from dashboard import access, data, opened
from dashboard.settings import DB, WORKPLAN
from tests.dashboard.browsing import CHROMIUM
from tests.dashboard.people import CHEAP, sign_in
from tests.dashboard.seed import seed
from tests.patience import PATIENCE

ENTRYPOINT = Path(__file__).resolve().parents[2] / "streamlit_app.py"


@pytest.fixture(scope="session", autouse=True)
def _tidy() -> Iterator[None]:
    """Streamlit's test folder is only ever cleaned up by chance, which Python warns about at the end."""
    yield
    app_test.TMP_DIR.cleanup()


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: CHEAP)
        passwords._nobodys.cache_clear()
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_look_for_components() -> Iterator[None]:
    """Streamlit reads what every installed package says of itself whenever an app is opened: once is enough here."""
    with pytest.MonkeyPatch.context() as patch:
        found = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> str:
    return seed(tmp_path_factory.mktemp("county") / "county.db")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for a file of tests: while it is open its event loop runs, and no test can run one of its own."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def county(seeded: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The seeded database as the one the pages open."""
    yield from opened_by_office(seeded, monkeypatch)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database nothing was ever imported into."""
    yield from opened_by_office(str(tmp_path / "empty.db"), monkeypatch)


def opened_by_office(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database as the one the pages open, closed at the end."""
    monkeypatch.setenv(DB, url)
    monkeypatch.delenv(WORKPLAN, raising=False)
    become(monkeypatch, url, "office")
    yield url
    close_opened()


def close_opened() -> None:
    """Let the next test open its own database: what was remembered of this one is keyed by it and harms nobody."""
    data.master().close()
    opened._master.clear()


def become(monkeypatch: pytest.MonkeyPatch, url: str, login: str) -> None:
    """Let the pages be opened by somebody of ``tests.dashboard.people``; the office unless said otherwise."""
    token = sign_in(url, login)
    monkeypatch.setattr(access, "token", lambda: token)


def open_page(name: str, **query: str) -> AppTest:
    """A page, opened the way a browser does it: entrypoint first."""
    app = AppTest.from_file(str(ENTRYPOINT), default_timeout=PATIENCE)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    return app if name == "overview" else app.switch_page(f"dashboard/pages/{name}.py").run()


def said(app: AppTest) -> str:
    """Everything a page shows as text."""
    kinds = (app.get("html"), app.subheader, app.markdown, app.caption)
    return "\n".join(
        str(getattr(one, "body", None) or getattr(one, "value", "")) for kind in kinds for one in kind
    )
