"""The same done to several problems at once: after a second click, each by itself, and told in one sentence."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.rectification import acting
from master import open_master
from tests.dashboard.conftest import said
from tests.dashboard.problems import APPLIED, CLOSED, LATE, SOON, move
from tests.dashboard.rectification.desk import act_on, now_of, page, wrong
from vocabulary.audit import AuditOutcome
from vocabulary.inspection import ProblemAction, ProblemState


def several(*numbers: str) -> AppTest:
    """The page with some problems selected."""
    app = page()
    app.session_state["problems_chosen"] = numbers
    return app.run()


def sure(app: AppTest) -> AppTest:
    """The second click of what is done to several."""
    return app.button(key="move_sure").click().run()


def test_several_are_verified_at_once_after_a_second_click_and_the_others_are_summed_up(url: str) -> None:
    app = several(APPLIED, LATE)
    assert "选中 2 个" in said(app)
    act_on(app, ProblemAction.VERIFY, "2个问题", "一并看过")
    assert "将对 1 家单位的 1 个问题办理“核查”" in said(app)
    assert "另外选中的 1 个现在不能核查" in said(app)
    assert now_of(url, APPLIED).state is ProblemState.APPLIED
    sure(app)
    [told] = [one.value for one in app.success]
    assert told == "选中的2个问题中，1个已办理“核查”，其余1个本来就不能核查，没有改动。"
    assert not app.error
    assert now_of(url, APPLIED).state is ProblemState.VERIFYING
    assert now_of(url, LATE).state is ProblemState.ASSIGNED


def test_of_several_only_what_changed_meanwhile_is_named(url: str) -> None:
    app = act_on(several(LATE, SOON, CLOSED), ProblemAction.REMIND, "3个问题")
    with open_master(url) as master:
        move(master, SOON, ProblemAction.REMIND, 20, by="示例己")
    sure(app)
    assert "选中的3个问题中，1个已办理“提醒”，其余1个本来就不能提醒" in app.success[0].value
    assert f"问题{SOON}刚由示例己办理“提醒”" in wrong(app).replace("\\", "")
    assert CLOSED not in wrong(app).replace("\\", "")
    assert [len(now_of(url, number).slips) for number in (LATE, SOON)] == [1, 1]


def test_what_is_done_to_several_has_a_line_for_each_in_the_log(url: str) -> None:
    app = act_on(several(LATE, SOON), ProblemAction.REMIND, "2个问题")
    with open_master(url) as master:
        move(master, SOON, ProblemAction.REMIND, 20, by="示例己")
    sure(app)
    with open_master(url) as master:
        kept = {one.entry.what: one.entry for one in master.audit.entries()}
        assert master.audit.check().broken_at is None
    assert kept[f"提醒督查问题{LATE}"].outcome == AuditOutcome.DONE
    assert kept[f"提醒督查问题{SOON}"].outcome == AuditOutcome.FAILED
    assert "刚由示例己办理" in kept[f"提醒督查问题{SOON}"].detail


def test_a_click_elsewhere_in_the_middle_loses_nothing_and_is_told_afterwards(url: str) -> None:
    app = act_on(several(LATE, SOON), ProblemAction.REMIND, "2个问题")
    # Streamlit ends a run by raising at the next thing it asks of the session.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acting, "_clear", lambda *_: st.stop())
        sure(app)
    assert [len(now_of(url, number).slips) for number in (LATE, SOON)] == [1, 1]
    assert "选中的2个问题中，2个已办理“提醒”。" in [one.value for one in app.run().success]


def test_the_second_half_of_a_double_click_says_nothing_else(url: str) -> None:
    decide = acting._decide

    def twice(shown: acting.Shown) -> None:
        decide(shown)
        decide(shown)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acting, "_decide", twice)
        app = act_on(several(LATE, SOON), ProblemAction.REMIND, "2个问题")
        sure(app)
    assert [one.value for one in app.success] == ["选中的2个问题中，2个已办理“提醒”。"]
    assert not app.error
    assert [len(now_of(url, number).slips) for number in (LATE, SOON)] == [1, 1]


@pytest.mark.usefixtures("url")
def test_selecting_all_leaves_out_what_is_closed() -> None:
    app = page()
    [button] = [one for one in app.button if one.label == "全选"]
    button.click().run()
    assert "选中 7 个" in said(app)
    assert CLOSED not in app.session_state["problems_chosen"]
