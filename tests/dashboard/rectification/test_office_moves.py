"""What the office does with a problem, what is refused in words, and that nothing typed is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access
from master import open_master
from tests.dashboard.conftest import become, said
from tests.dashboard.problems import APPLIED, CLOSED, LATE, UNPROVED, VERIFIED, move
from tests.dashboard.rectification.desk import act_on, now_of, page, wrong
from tests.dashboard.seed import FINANCE, JUSTICE
from vocabulary.inspection import ProblemAction, ProblemState


def labels(app: AppTest) -> list[str]:
    return [one.label for one in app.button]


@pytest.mark.parametrize(
    ("number", "action", "note", "state"),
    [
        (APPLIED, ProblemAction.VERIFY, "到现场看过", ProblemState.VERIFYING),
        (APPLIED, ProblemAction.RETURN, "截图看不出日期", ProblemState.RETURNED),
        (VERIFIED, ProblemAction.CLOSE, "", ProblemState.CLOSED),
        (VERIFIED, ProblemAction.RETURN, "又坏了", ProblemState.RETURNED),
        (CLOSED, ProblemAction.REOPEN, "反弹了", ProblemState.ASSIGNED),
        (LATE, ProblemAction.REMIND, "", ProblemState.ASSIGNED),
    ],
)
def test_the_office_makes_the_moves_the_state_allows(
    url: str, number: str, action: ProblemAction, note: str, state: ProblemState
) -> None:
    app = act_on(page(number), action, number, note)
    assert not app.exception
    assert not app.error
    assert f"已办理“{action.zh}”" in "".join(one.value for one in app.success)
    one = now_of(url, number)
    assert one.state is state
    assert (one.history[-1].by, one.history[-1].note) == ("示例甲", note)
    assert app.text_area(key=f"note_{number}").value == ""


def test_a_new_deadline_comes_with_its_reason(url: str) -> None:
    app = page(LATE)
    app.session_state[f"move_{LATE}"] = ProblemAction.EXTEND
    app.run()
    app.text_area(key=f"note_{LATE}").input("等上级批复")
    app.date_input(key=f"due_{LATE}").set_value(dt.date(2023, 10, 20))
    [button] = [one for one in app.button if one.label == "延期"]
    button.click().run()
    assert not app.error
    assert now_of(url, LATE).due == dt.date(2023, 10, 20)


@pytest.mark.parametrize(
    ("number", "action", "why"),
    [
        (APPLIED, ProblemAction.VERIFY, "核查要写明看到了什么"),
        (APPLIED, ProblemAction.RETURN, "退回要写明原因"),
        (LATE, ProblemAction.EXTEND, "延期要写明原因"),
        (CLOSED, ProblemAction.REOPEN, "重新交办要写明反弹的情况"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_changed(
    url: str, number: str, action: ProblemAction, why: str
) -> None:
    before = now_of(url, number)
    app = act_on(page(number), action, number)
    assert why in wrong(app)
    assert "--" not in wrong(app).replace("\\", "")
    assert now_of(url, number) == before


def test_closing_without_evidence_is_not_offered_and_explained(url: str) -> None:
    app = page(UNPROVED)
    assert "还没有佐证，不能销号" in said(app)
    assert "销号" not in labels(app)
    assert now_of(url, UNPROVED).open


def test_the_second_of_two_people_sees_what_the_first_did_and_keeps_the_words(url: str) -> None:
    app = page(APPLIED)
    app.text_area(key=f"note_{APPLIED}").input("我也看过，材料齐全")
    with open_master(url) as master:
        move(master, APPLIED, ProblemAction.RETURN, 20, by="示例己", note="看不清")
    [button] = [one for one in app.button if one.label == "核查"]
    button.click().run()
    assert "刚由示例己办理" in wrong(app)
    assert "您写的内容还在" in wrong(app)
    assert now_of(url, APPLIED).state is ProblemState.RETURNED
    assert app.text_area(key=f"note_{APPLIED}").value == "我也看过，材料齐全"
    assert "看不清" in said(app)


def test_the_text_to_paste_is_short_and_recorded_on_request(url: str) -> None:
    app = page(LATE)
    [text] = [one.value for one in app.code]
    assert LATE in text
    assert len(text) <= 200
    [button] = [one for one in app.button if "记为今天已提醒" in one.label]
    button.click().run()
    with open_master(url) as master:
        assert [(one.unit, one.subject) for one in master.reminders.reminders()] == [(JUSTICE, LATE)]


def test_a_problem_is_handed_over_by_hand(url: str) -> None:
    app = page()
    app.selectbox(key="new_unit").select(FINANCE)
    app.text_area(key="new_what").input("公开栏目没有更新")
    [button] = [one for one in app.button if one.label == "交办"]
    button.click().run()
    assert "没有写整改要求" in wrong(app)
    assert app.text_area(key="new_what").value == "公开栏目没有更新"
    app.text_area(key="new_requirement").input("七日内更新")
    [button] = [one for one in app.button if one.label == "交办"]
    button.click().run()
    assert not app.error
    new = now_of(url, "2023-009")
    assert (new.problem.unit, new.problem.by, new.due) == (FINANCE, "示例甲", dt.date(2023, 10, 10))
    assert "2023-009　" in said(app)


def test_a_session_that_ended_in_the_middle_of_a_form_changes_nothing_and_loses_nothing(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(APPLIED)
    app.text_area(key=f"note_{APPLIED}").input("到现场看过，材料齐全")
    monkeypatch.setattr(access, "token", lambda: "ended")
    [button] = [one for one in app.button if one.label == "核查"]
    button.click().run()
    assert "重新登录" in wrong(app)
    assert now_of(url, APPLIED).state is ProblemState.APPLIED
    become(monkeypatch, url, "office")
    app.run()
    assert app.text_area(key=f"note_{APPLIED}").value == "到现场看过，材料齐全"
