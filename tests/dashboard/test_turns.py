"""A few pages at a time: no more than that, the first come first, and nobody for ever."""

from __future__ import annotations

import threading
import time

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.turns import AT_ONCE, TURNS, Turns
from tests.dashboard.conftest import open_page

LONG = 60.0


def test_no_more_than_a_few_are_computed_at_a_time() -> None:
    turns, now, most, lock = Turns(2, LONG), 0, 0, threading.Lock()

    def page() -> None:
        nonlocal now, most
        with turns.one():
            with lock:
                now, most = now + 1, max(most, now + 1)
            time.sleep(0.02)
            with lock:
                now -= 1

    threads = [threading.Thread(target=page) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert most == 2


def test_who_clicked_first_is_answered_first() -> None:
    turns, order = Turns(1, LONG), []

    def page(number: int) -> None:
        with turns.one():
            order.append(number)

    threads = [threading.Thread(target=page, args=(number,)) for number in range(5)]
    with turns.one():
        for number, one in enumerate(threads, start=1):
            one.start()
            while len(turns._free._cond._waiters) < number:  # type: ignore[attr-defined]
                time.sleep(0.001)
    for one in threads:
        one.join()
    assert order == list(range(5))


def test_a_page_that_hangs_stops_nobody_for_long() -> None:
    turns = Turns(1, 0.05)
    with turns.one(), turns.one():
        pass
    free = [turns._free.acquire(blocking=False) for _ in range(2)]
    assert free == [True, False], "who was not given a turn must not give one back"


def test_who_finds_no_turn_free_waits_for_one() -> None:
    turns = Turns(1, 0.05)
    with turns.one():
        began = time.monotonic()
        with turns.one():
            assert time.monotonic() - began >= 0.05


def test_a_page_that_fails_or_starts_over_gives_its_turn_back() -> None:
    turns = Turns(1, LONG)
    for error in (KeyError, SystemExit):
        with pytest.raises(error), turns.one():
            raise error
    with turns.one():
        pass


@pytest.mark.usefixtures("county")
def test_every_page_gives_its_turn_back() -> None:
    pages: list[AppTest] = [open_page(name) for name in ("overview", "intake", "units", "master_table")]
    assert not any(page.exception for page in pages)
    assert TURNS._free._value == AT_ONCE
