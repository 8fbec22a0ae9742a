"""Signing in and out in a real browser: what other tabs do then, and what becomes of half-typed text."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect
from sqlalchemy import update

from dashboard.settings import office_now
from master import open_master
from master.account_tables import sessions
from master.engine import writing
from master.records import stamp
from tests.dashboard.browsing import Served, Visit, assert_no_english, needs_browser, serving
from tests.dashboard.people import PASSWORD
from tests.dashboard.seed import seed
from tests.patience import PATIENCE

pytestmark = needs_browser
SEARCH = "任务、进展、责任人、文件名"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server on the small county."""
    folder = tmp_path_factory.mktemp("gate")
    with serving(folder, seed(folder / "gate.db")) as started:
        yield started


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    visited = Visit(browser, served.address)
    yield visited
    visited.context.close()
    assert visited.foreign == []


def test_the_form_speaks_chinese_and_leads_where_one_wanted_to_go(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/master?search=公开")
    expect(page.get_by_label("登录名")).to_be_focused()
    assert_no_english(page)
    page.get_by_label("登录名").fill("office")
    page.get_by_label("密码").fill("falsch")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("登录名或密码不正确")
    expect(page.get_by_label("登录名")).to_have_value("office")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_placeholder(SEARCH)).to_have_value("公开")


def test_signing_out_in_one_tab_takes_every_other_to_the_form(visit: Visit) -> None:
    first = visit.open("master")
    second = visit.context.new_page()
    second.goto(f"{visit.address}/units")
    second.locator(".tz-title").wait_for()
    first.get_by_role("button", name="退出").click()
    for page in (first, second):
        expect(page.get_by_label("登录名")).to_be_visible()
    first.goto(f"{visit.address}/master")
    expect(first.get_by_label("登录名")).to_be_visible()


def test_an_account_that_is_disabled_is_out_of_its_open_tab_without_a_click(
    browser: Browser, served: Served
) -> None:
    visited = Visit(browser, served.address, "leader")
    page = visited.open("master")
    with open_master(served.db) as master:
        account = master.accounts.account("leader")
        assert account is not None
        master.accounts.change(account.id, disabled_at=office_now())
        master.accounts.end_sessions(office_now(), "disabled", account=account.id)
    expect(page.get_by_label("登录名")).to_be_visible()
    visited.context.close()


def test_a_tab_that_timed_out_goes_on_with_what_was_typed_after_signing_in_elsewhere(
    visit: Visit, served: Served
) -> None:
    page = visit.open("master")
    expect(page.get_by_placeholder(SEARCH)).to_be_visible()
    page.get_by_placeholder(SEARCH).fill("半截话")
    _rest_too_long(served.db)
    sheet = page.get_by_role("alertdialog", name="登录已超时")
    expect(sheet).to_be_visible()
    with visit.context.expect_page() as opened:
        sheet.get_by_role("link").click()
    _enter(opened.value)
    expect(sheet).to_be_hidden()
    field = page.get_by_placeholder(SEARCH)
    expect(field).to_have_value("半截话")
    expect(field).to_be_enabled()
    field.press("Enter")
    page.get_by_text("没有符合条件的事项").wait_for()


@pytest.mark.parametrize("lost", [False, True], ids=["reaches the server", "is lost on its way"])
def test_text_that_is_sent_after_the_time_is_up_is_not_lost(visit: Visit, served: Served, lost: bool) -> None:
    """It is lost where the server hangs up in the moment in which it is sent."""
    page = visit.page
    relay = Relay(page)
    visit.open("master")
    field = page.get_by_placeholder(SEARCH)
    expect(field).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    relay.hold()
    field.fill("刚刚写完")
    field.press("Enter")
    relay.wait()
    _rest_too_long(served.db)
    relay.let_go(lost=lost)
    sheet = page.get_by_role("alertdialog", name="登录已超时")
    expect(sheet).to_be_visible()
    other = visit.context.new_page()
    other.goto(f"{visit.address}/login")
    _enter(other)
    expect(sheet).to_be_hidden()
    expect(field).to_have_value("刚刚写完")
    page.get_by_text("没有符合条件的事项").wait_for()


def test_somebody_else_who_signs_in_does_not_get_the_tab(visit: Visit, served: Served) -> None:
    page = visit.open("master")
    page.get_by_placeholder(SEARCH).fill("只有我看得到")
    page.keyboard.press("Enter")
    page.get_by_text("没有符合条件的事项").wait_for()
    _rest_too_long(served.db)
    expect(page.get_by_role("alertdialog", name="登录已超时")).to_be_visible()
    other = visit.context.new_page()
    other.goto(f"{visit.address}/login")
    _enter(other, "auditor")
    expect(page.get_by_placeholder(SEARCH)).to_have_count(0)
    expect(page.get_by_text("示例丁")).to_be_visible()


def _enter(page: Page, login: str = "office") -> None:
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.locator(".tz-title").wait_for()


class Relay:
    """Between a tab and the server: what the tab says can be held, and then sent or lost."""

    def __init__(self, page: Page) -> None:
        self._page, self._holding = page, False
        self._held: list[tuple[WebSocketRoute, str | bytes]] = []
        page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def _connect(self, tab: WebSocketRoute) -> None:
        server = tab.connect_to_server()
        tab.on_message(lambda said: self._say(server, said))

    def _say(self, server: WebSocketRoute, said: str | bytes) -> None:
        if self._holding:
            self._held.append((server, said))
        else:
            server.send(said)

    def hold(self) -> None:
        self._holding = True

    def wait(self) -> None:
        """Until the tab has said something."""
        end = time.monotonic() + PATIENCE
        while not self._held:
            assert time.monotonic() < end, "the tab says nothing"
            self._page.wait_for_timeout(20)

    def let_go(self, *, lost: bool) -> None:
        self._holding = False
        for server, said in [] if lost else self._held:
            server.send(said)


def _rest_too_long(db: str) -> None:
    with open_master(db) as master, writing(master._engine) as connection:
        connection.execute(
            update(sessions)
            .where(sessions.c.ended_at.is_(None))
            .values(seen_at=stamp(office_now() - dt.timedelta(hours=1)))
        )
