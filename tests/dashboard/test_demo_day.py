"""The demo's clock: the office lives on the day after the last sample round, and every page says so."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard import settings
from dashboard.gate.forms import sign_in_form
from dashboard.printing.paper import Sheet, page
from dashboard.settings import DAYS_BACK, Settings, demo_text, office_now
from tests.dashboard.conftest import become, open_page, said

SENTENCE = "演示：程序把今天当作"


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> dt.date:
    """A clock set back to 2023-09-28."""
    day = dt.date(2023, 9, 28)
    monkeypatch.setenv(DAYS_BACK, str((office_now().date() - day).days))
    return day


@pytest.mark.parametrize("told", ["", "0", "-3", "einige"])
def test_in_real_use_the_clock_is_the_clock_and_nothing_is_said(
    told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DAYS_BACK, told)
    now = dt.datetime.now(settings._OFFICE_TIME).replace(tzinfo=None)
    assert abs(office_now() - now) < dt.timedelta(minutes=1)
    assert demo_text() == ""
    assert SENTENCE not in sign_in_form("台账")
    assert SENTENCE not in page(Sheet("总览", "A4", ""))


def test_the_demo_is_that_day_at_this_time_of_day(demo: dt.date) -> None:
    now = dt.datetime.now(settings._OFFICE_TIME).replace(tzinfo=None)
    assert office_now().date() in (demo, demo + dt.timedelta(days=1))
    assert abs(office_now() - dt.datetime.combine(office_now().date(), now.time())) < dt.timedelta(minutes=1)


def test_the_worker_is_told_the_same_day(demo: dt.date) -> None:
    assert Settings.from_environment().environment[DAYS_BACK] == str(Settings.from_environment().days_back)
    assert Settings.from_environment().days_back > 0


def test_the_gate_and_paper_say_it(demo: dt.date) -> None:
    assert f"{SENTENCE}2023年9月28日" in sign_in_form("台账")
    assert f"{SENTENCE}2023年9月28日" in page(Sheet("总览", "A4", ""))


def test_a_page_says_it_and_the_office_stands_on_that_day(
    county: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SENTENCE not in said(open_page("overview"))
    monkeypatch.setenv(DAYS_BACK, str((office_now().date() - dt.date(2023, 9, 28)).days))
    become(monkeypatch, county, "office")
    assert f"{SENTENCE}2023年9月28日，所有数据都是虚构的。" in said(open_page("overview"))
