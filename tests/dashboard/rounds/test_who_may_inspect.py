"""督查 is the office's alone, and what is done there is in the log."""

from __future__ import annotations

import pytest

from dashboard import access
from dashboard.access import Forbidden
from dashboard.navigation import INSPECTIONS, PAGES
from master import open_master
from tests.dashboard.conftest import become
from tests.dashboard.rounds.conftest import Opened
from tests.dashboard.rounds.desk import fill, page, press
from tests.dashboard.seed import JUSTICE
from vocabulary.access import AccountRole, Action
from vocabulary.audit import AuditOutcome


def test_the_page_is_the_offices_alone() -> None:
    assert [role for role, entries in PAGES.items() if INSPECTIONS in entries] == [AccountRole.OFFICE]


def test_nobody_else_can_do_what_the_page_does(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    url = opened("reviewing")
    become(monkeypatch, url, "leader")
    with pytest.raises(Forbidden), access.doing(Action.DECIDE_VERDICT, "核定"):
        pytest.fail("never reached")
    with open_master(url) as master:
        assert not master.rounds.decisions("written_2023")


def test_every_act_is_in_the_log_with_what_became_of_it(opened: Opened) -> None:
    url = opened("reviewing")
    app = press(page(cell=f"{JUSTICE}:1.3"), "verdict_behind")
    app = press(app, "overrule_go")
    press(fill(app, f"why_{JUSTICE}:1.3", "没有会议记录"), "overrule_go")
    with open_master(url) as master:
        lines = [kept.entry for kept in reversed(master.audit.entries())]
    lines = [one for one in lines if one.action == Action.DECIDE_VERDICT]
    assert [one.outcome for one in lines] == [AuditOutcome.FAILED, AuditOutcome.DONE]
    assert {one.what for one in lines} == {"2023年书面督查：核定县司法局1.3"}
