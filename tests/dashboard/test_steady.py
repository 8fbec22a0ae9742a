"""Who only looks is shown a new state now and then; who changes things, at once."""

from __future__ import annotations

import pytest

from dashboard import data, steady
from dashboard.steady import EVERY_SECONDS, SteadyRevisions
from master import open_master
from tests.dashboard.conftest import become
from tests.dashboard.seed import FIRST, JUSTICE, ledger, row, send


@pytest.mark.parametrize(
    ("course", "shown"),
    [
        pytest.param([(0, 1), (5, 1)], [1, 1], id="nothing new"),
        pytest.param([(0, 1), (1, 2), (9, 3)], [1, 1, 1], id="too soon"),
        pytest.param(
            [(0, 1), (1, 2), (EVERY_SECONDS, 3), (15, 4), (20, 5)], [1, 1, 3, 3, 5], id="now and then"
        ),
        pytest.param([(0, 1), (60, 2)], [1, 2], id="a single import shows at once"),
    ],
)
def test_a_new_state_is_shown_once_in_ten_seconds(course: list[tuple[float, int]], shown: list[int]) -> None:
    now = [0.0]
    revisions = SteadyRevisions(lambda: now[0])
    told = []
    for at, newest in course:
        now[0] = at
        told.append(revisions.shown("county", newest))
        assert revisions.shown("another county", 99) == 99
    assert told == shown


@pytest.mark.parametrize(("login", "sees_it"), [("leader", False), ("office", True)])
def test_leaders_alone_wait(empty: str, monkeypatch: pytest.MonkeyPatch, login: str, sees_it: bool) -> None:
    monkeypatch.setattr(data, "REVISIONS", steady.SteadyRevisions())
    become(monkeypatch, empty, login)
    before = data.view(FIRST.date()).revision
    with open_master(empty) as master:
        send(master, ledger(JUSTICE, row(JUSTICE, "1.1", 4), name="台账.xlsx"), FIRST)
    assert (data.view(FIRST.date()).revision > before) is sees_it
