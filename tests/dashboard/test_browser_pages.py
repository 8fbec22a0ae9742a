"""Every page of every role as a browser shows it, on a phone, a desk and a projector.

One visit looks at everything at once: Chinese, no request outside and no breach of the policy, no wider than its
screen, no failure, usable without eyes or mouse (axe), and whatever somebody wrote shown as it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Locator, Page, TimeoutError

from dashboard.job_queue import is_active
from dashboard.navigation import PAGES
from master import open_master
from tests.dashboard.books import HOSTILE
from tests.dashboard.browsing import (
    Served,
    Visit,
    assert_no_english,
    needs_browser,
    serving,
    settle,
    wait_for,
)
from tests.dashboard.full_county import DAY, full_county
from tests.patience import PATIENCE
from vocabulary.access import AccountRole

pytestmark = needs_browser
PHONE, DESK, PROJECTOR = 390, 1440, 1920
_AXE = Axe()


class Looked(NamedTuple):
    """A page as somebody opens it; ``written`` when words that somebody wrote must be on it."""

    login: str
    path: str
    written: bool = False


PLACES = (
    Looked("office", "?task=1.1", written=True),
    Looked("office", "intake?job=1", written=True),
    Looked("office", "inspections", written=True),
    Looked("office", "inspections?part_written=情况和比较"),
    Looked("office", "inspections?round=onsite_2023"),
    Looked("office", "inspections?round=onsite_2023&part_onsite=逐项核定"),
    Looked("office", "inspections?round=look_back_2022"),
    Looked("office", "rectification?problem=2023-001", written=True),
    Looked("office", "units?unit=县司法局", written=True),
    Looked("office", "master"),
    Looked("office", "master?tab=两日对比&since=2023-09-15&until=2023-09-18"),
    Looked("office", "master?tab=口径不一的共同任务"),
    Looked("office", "master?tab=待确认的事项"),
    *(
        Looked("office", f"settings?part={part}")
        for part in ("单位", "集合单位", "任务", "督查轮次", "口径", "规则", "日历", "版本和文件")
    ),
    Looked("leader", ""),
    Looked("leader", "units"),
    Looked("leader", "rectification"),
    Looked("leader", "master"),
    Looked("unit", "?problem=2023-002"),
    Looked("civil", "?check=2", written=True),
    Looked("auditor", ""),
    *(Looked("keeper", f"?tab={tab}") for tab in ("账号", "新建账号", "安全设置", "权限表")),
    Looked("keeper", "settings"),
)
PAPERS = ("print/overview?as_of=2023-09-20", "print/map?as_of=2023-09-20")
FORMS = ("login", "password")
EMPTY = (
    *(("office", one) for one in ("", "intake", "inspections", "rectification", "units", "master")),
    ("leader", ""),
    ("unit", ""),
    ("auditor", ""),
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server on the full county, its two batches tried."""
    folder = tmp_path_factory.mktemp("pages")
    with serving(folder, full_county(folder / "pages.db"), day=DAY) as started:
        with open_master(started.db) as master:
            wait_for(lambda: not any(is_active(one) for one in master.jobs.list(9)))
        yield started


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server on a database nothing was ever imported into."""
    folder = tmp_path_factory.mktemp("bare")
    with serving(folder, str(folder / "bare.db"), day=DAY) as started:
        yield started


@pytest.fixture(scope="module")
def visits(browser: Browser) -> Iterator[Callable[[Served, str], Visit]]:
    """Somebody's visit on a server: they sign in once for all their pages."""
    known: dict[tuple[str, str], Visit] = {}

    def of(server: Served, login: str) -> Visit:
        key = (server.address, login)
        if key not in known:
            known[key] = Visit(browser, server.address, login, PHONE, 844)
        return known[key]

    yield of
    for visit in known.values():
        visit.context.close()


@pytest.mark.parametrize("place", PLACES, ids=lambda one: f"{one.login}-{one.path}")
def test_a_page_is_right_on_every_screen(
    served: Served, visits: Callable[[Served, str], Visit], place: Looked
) -> None:
    visit = visits(served, place.login)
    visit.page.set_viewport_size({"width": PHONE, "height": 844})
    page = visit.open(place.path)
    _assert_right(page, PHONE)
    _resize(page, DESK, 1000)
    _assert_right(page, DESK)
    _assert_usable(page)
    _assert_literal(page, place.written)
    if place.login in ("office", "civil"):
        _open_everything(page)
    _resize(page, PROJECTOR, 1080)
    if place.login == "leader":
        page.get_by_text("投影", exact=True).click()
        page.wait_for_function("() => getComputedStyle(document.documentElement).fontSize === '23px'")
        settle(page)
    _assert_right(page, PROJECTOR)
    assert visit.foreign == []


@pytest.mark.parametrize("address", [*PAPERS, *FORMS])
def test_a_page_of_its_own_is_right_on_every_screen(
    served: Served, visits: Callable[[Served, str], Visit], address: str
) -> None:
    visit = visits(served, "office")
    visit.open("units")
    page = visit.page
    page.goto(f"{served.address}/{address}")
    for width in (PHONE, DESK, PROJECTOR):
        page.set_viewport_size({"width": width, "height": 844})
        assert_no_english(page)
        # A sheet of paper is as wide as paper is, whatever looks at it.
        assert address in PAPERS or _width(page) <= width
    _assert_usable(page)
    _assert_literal(page, False)
    assert visit.foreign == []


@pytest.mark.parametrize(("login", "path"), EMPTY)
def test_an_empty_page_says_what_to_do(
    bare: Served, visits: Callable[[Served, str], Visit], login: str, path: str
) -> None:
    visit = visits(bare, login)
    page = visit.open(path)
    _assert_right(page, PHONE)
    said = " ".join(page.locator("[data-testid=stMain]").inner_text().split())
    assert "。" in said
    _resize(page, DESK, 1000)
    _assert_right(page, DESK)
    _assert_usable(page)
    page.set_viewport_size({"width": PHONE, "height": 844})
    assert visit.foreign == []


@pytest.mark.parametrize(
    ("login", "paths"),
    [
        ("leader", ("?task=1.1", "units?unit=县司法局", "rectification?problem=2023-001")),
        ("office", ("intake",)),
    ],
)
def test_dark_is_as_readable_as_light(
    browser: Browser, served: Served, login: str, paths: tuple[str, ...]
) -> None:
    visit = Visit(browser, served.address, login, DESK, 1000, dark=True)
    for path in paths:
        _assert_usable(visit.open(path))
    visit.context.close()


def test_every_page_of_every_role_is_looked_at() -> None:
    logins = {"office": AccountRole.OFFICE, "leader": AccountRole.LEADER, "civil": AccountRole.UNIT}
    logins |= {"auditor": AccountRole.AUDITOR, "keeper": AccountRole.ADMIN}
    looked = {(logins[one.login], one.path.partition("?")[0]) for one in PLACES if one.login in logins}
    # The first of somebody's pages has no address of its own.
    assert looked == {
        (role, entry.address if place else "")
        for role, pages in PAGES.items()
        for place, entry in enumerate(pages)
    }


def _resize(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    settle(page)


def _width(page: Page) -> int:
    """How wide what scrolls sideways would be."""
    return int(
        page.evaluate("""() => Math.max(...[document.documentElement, document.querySelector('[data-testid=stMain]')]
            .filter(Boolean).map((one) => one.scrollWidth))""")
    )


def _assert_right(page: Page, width: int) -> None:
    assert_no_english(page)
    assert _width(page) <= width
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.get_by_text("页面出错").count() == 0


def _assert_usable(page: Page) -> None:
    """Nothing serious by the rules of axe."""
    found = [
        f"{one['id']}: {node['target']} {node['html'][:300]}"
        for one in _AXE.run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
    assert found == []


def _assert_literal(page: Page, written: bool) -> None:
    """What was planted is there letter by letter, and nothing of it has become markup."""
    made = (
        "img[src*=evil], a[href*=evil], .katex, [data-testid=stMain] script, "
        "[data-testid=stMain] h1:not(.tz-title)"
    )
    assert page.locator(made).all_inner_texts() == []
    if written:
        # Long words are cut short in lists: what is left of them is still as it was written.
        assert HOSTILE[:10] in page.locator("body").inner_text()


def _open(page: Page, one: Locator, opened: Locator) -> None:
    """Open a field; a run of the page that comes in between closes it again, as it does for people."""
    for patience in (5, 10, 30, PATIENCE):
        field = one.locator("input:not([type=hidden])")
        if one.get_attribute("data-testid") == "stSelectbox":
            field.focus()
            page.keyboard.press("ArrowDown")
        else:
            one.get_by_role("button").first.click()
        try:
            opened.locator("visible=true").first.wait_for(timeout=patience * 1000)
        except TimeoutError:
            continue
        return
    raise AssertionError("it does not open")


def _open_everything(page: Page) -> None:
    """Whatever opens over or in a page is Chinese too."""
    opened = page.locator(
        "[data-baseweb=popover], [data-testid=stPopoverBody], [role=listbox], [role=dialog]"
    )
    for kind in ("stPopover", "stSelectbox", "stDateInput"):
        # The first of a kind: closing one may choose something and change what else there is.
        for one in page.get_by_test_id(kind).locator("visible=true").all()[:1]:
            one.evaluate("(it) => it.scrollIntoView({block: 'center'})")
            _open(page, one, opened)
            assert_no_english(page)
            page.keyboard.press("Escape")
            opened.locator("visible=true").first.wait_for(state="hidden")
    page.evaluate(
        "document.querySelectorAll('[data-testid=stExpander] summary').forEach((one) => one.click())"
    )
    for one in page.locator("[data-testid=stDataFrame]:visible").all()[:1]:
        one.evaluate("(it) => it.scrollIntoView({block: 'center'})")
        one.hover()
    settle(page)
    assert_no_english(page)
