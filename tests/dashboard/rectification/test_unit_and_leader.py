"""整改 as a leader and a unit have it: what they see, what they may do, what is nobody else's."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access, data
from dashboard.access import Forbidden
from dashboard.rectification import data as known
from master import open_master
from tests.dashboard.books import HOSTILE
from tests.dashboard.conftest import become, said
from tests.dashboard.problems import APPLIED, LATE, SOON, TODAY, UNPROVED, VERIFIED, move
from tests.dashboard.rectification.desk import act_on, now_of, page, wrong
from tests.dashboard.seed import FINANCE, PLAN
from tests.patience import PATIENCE
from vocabulary.access import AccountRole
from vocabulary.inspection import ProblemAction, ProblemState

OWN = """
import datetime as dt
from dashboard import data
from dashboard.rectification import own
own.show(data.view(dt.date(2023, 9, 20)))
"""


def own(number: str = "") -> AppTest:
    """The unit's piece of its page."""
    app = AppTest.from_string(OWN, default_timeout=PATIENCE)
    if number:
        app.query_params["problem"] = number
    return app.run()


def test_a_leader_reads_and_has_no_buttons(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    become(monkeypatch, url, "leader")
    app = page(APPLIED)
    assert not app.exception
    assert "办理经过" in said(app)
    assert not app.text_area
    assert not [one for one in app.button if one.form_id]
    assert not app.code


def test_a_unit_sees_its_own_problems_only(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    become(monkeypatch, url, "unit")
    app = own()
    assert not app.exception
    cards = [key for one in app.button if (key := one.key or "").startswith("card_")]
    assert sorted(cards) == [f"card_{number}" for number in (APPLIED, VERIFIED, UNPROVED, SOON)]
    other = own(LATE)
    assert LATE not in said(other)
    assert HOSTILE not in said(other)


def test_a_units_view_gives_nobody_elses_problem(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    become(monkeypatch, url, "unit")
    view = data.View(url, "", 0, TODAY, FINANCE)
    assert {one.problem.unit for one in known.problems(view)} == {FINANCE}
    assert known.problem(view, SOON).problem.number == SOON
    foreign = known.problem(view._replace(unit=None), LATE)
    for ask in (
        lambda: known.problem(view, LATE),
        lambda: known.sources(view, foreign.problem),
        lambda: known.verdict(view, foreign.problem),
        lambda: known.reminders(view, [foreign]),
    ):
        with pytest.raises(Forbidden):
            ask()


@pytest.mark.parametrize(
    ("action", "evidence", "state"),
    [
        (ProblemAction.START, "", ProblemState.RECTIFYING),
        (ProblemAction.APPLY, "浮财字〔2023〕8号", ProblemState.APPLIED),
    ],
)
def test_a_unit_answers_and_applies(
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    action: ProblemAction,
    evidence: str,
    state: ProblemState,
) -> None:
    become(monkeypatch, url, "unit")
    app = act_on(own(SOON), action, SOON, "已经补报", evidence)
    assert not app.exception
    assert not app.error
    one = now_of(url, SOON)
    assert one.state is state
    assert (one.history[-1].by, one.history[-1].note) == ("示例丙", "已经补报")


def test_an_application_without_evidence_is_refused_in_words(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    become(monkeypatch, url, "unit")
    app = act_on(own(SOON), ProblemAction.APPLY, SOON, "改好了")
    assert "申请销号要写明佐证" in wrong(app)
    assert app.text_area(key=f"note_{SOON}").value == "改好了"
    assert now_of(url, SOON).state is ProblemState.ASSIGNED


def test_a_move_that_came_too_late_shows_what_was_typed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    become(monkeypatch, url, "unit")
    app = own(SOON)
    app.session_state[f"move_{SOON}"] = ProblemAction.APPLY
    app.run()
    app.text_area(key=f"note_{SOON}").input("我写了很多")
    app.text_area(key=f"evidence_{SOON}").input("网址一")
    with open_master(url) as master:
        move(master, SOON, ProblemAction.APPLY, 20, by="示例庚", evidence="同事先报了")
    [button] = [one for one in app.button if one.label == "申请销号"]
    button.click().run()
    assert "刚由示例庚办理" in wrong(app)
    assert [one.value for one in app.code] == ["我写了很多", "网址一"]


@pytest.mark.parametrize("login", ["leader", "unit"])
def test_who_may_not_rule_is_refused_where_it_is_done(
    url: str, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    from dashboard.rectification.moves import Asked, make

    who = access.Viewer(1, login, "示例丙", AccountRole(login), FINANCE if login == "unit" else None)
    monkeypatch.setattr(access, "viewer", lambda: who)
    monkeypatch.setattr(access, "_log_each", lambda *told, **more: None)
    with open_master(url) as master, pytest.raises(Forbidden):
        make(master, PLAN, [now_of(url, APPLIED)], Asked(ProblemAction.VERIFY, "看过"))
    assert now_of(url, APPLIED).state is ProblemState.APPLIED
