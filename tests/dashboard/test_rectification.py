"""整改 as the office, a leader and a unit have it: what each sees, what each may do, what is refused in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import access, data
from dashboard.access import Forbidden
from dashboard.rectification import acting
from dashboard.rectification import data as known
from dashboard.text import esc_html
from inspections.problems import standing_of
from inspections.standing import Standing
from master import open_master
from tests.dashboard.books import HOSTILE
from tests.dashboard.conftest import become, open_page, opened_by_office, said
from tests.dashboard.problems import (
    APPLIED,
    CLOSED,
    LATE,
    NUMBERS,
    SOON,
    TODAY,
    UNPROVED,
    VERIFIED,
    move,
    seed_problems,
    set_clock,
)
from tests.dashboard.seed import FINANCE, JUSTICE, PLAN
from vocabulary.access import AccountRole
from vocabulary.audit import AuditOutcome
from vocabulary.inspection import ProblemAction, ProblemState

OWN = """
import datetime as dt
from dashboard import data
from dashboard.rectification import own
own.show(data.view(dt.date(2023, 9, 20)))
"""


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The county with problems, opened by the office on 2023-09-20."""
    address = seed_problems(tmp_path / "problems.db")
    set_clock(monkeypatch)
    yield from opened_by_office(address, monkeypatch)


def page(number: str = "", **query: str) -> AppTest:
    """整改 with a problem opened."""
    asked = {name if name == "as_of" else f"problem_{name}": value for name, value in query.items()}
    return open_page("rectification", **({"problem": number} if number else {}), **asked)


def own(number: str = "") -> AppTest:
    """The unit's piece of its page."""
    app = AppTest.from_string(OWN, default_timeout=30)
    if number:
        app.query_params["problem"] = number
    return app.run()


def act_on(app: AppTest, action: ProblemAction, about: str, note: str = "", evidence: str = "") -> AppTest:
    """Choose a move, write, press its button."""
    app.session_state[f"move_{about}"] = action
    app.run()
    if note:
        app.text_area(key=f"note_{about}").input(note)
    if evidence:
        app.text_area(key=f"evidence_{about}").input(evidence)
    [button] = [one for one in app.button if one.label.startswith(action.zh) and one.form_id]
    return button.click().run()


def now_of(url: str, number: str) -> Standing:
    with open_master(url) as master:
        return standing_of(master, PLAN, number, TODAY)


def wrong(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in app.error)


def labels(app: AppTest) -> list[str]:
    return [one.label for one in app.button]


@pytest.mark.usefixtures("url")
def test_the_board_names_numerator_and_denominator() -> None:
    app = page()
    assert not app.exception
    text = said(app)
    for words in ("1/7", "3/7", "已销号 1／全部 8 个", "12.5%", "共 8 个"):
        assert words in text


@pytest.mark.usefixtures("url")
def test_a_figure_leads_to_its_problems_and_on_the_same_day() -> None:
    text = said(open_page("rectification", as_of="2023-10-01"))
    queries = [dict(parse_qsl(unescape(href))) for href in re.findall(r"href='rectification\?([^']+)'", text)]
    assert [query["as_of"] for query in queries] == ["2023-10-01"] * 3
    counts = [re.search(r"共 (\d+) 个", said(open_page("rectification", **query))) for query in queries]
    shown = re.findall(r">(\d+)/7</a>", text)
    assert [told[1] if told else "0" for told in counts] == shown
    assert shown != ["0", "0", "0"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.usefixtures("url")
def test_every_state_opens_with_its_story(number: str) -> None:
    app = page(number)
    assert not app.exception
    assert not app.error
    assert f"{number}　" in said(app)
    assert "办理经过" in said(app)


@pytest.mark.usefixtures("url")
def test_an_address_of_no_problem_is_answered_in_words() -> None:
    app = page("2023-999")
    assert not app.exception
    assert "没有编号为“2023-999”的督查问题" in said(app)


@pytest.mark.usefixtures("url")
def test_cell_text_is_shown_as_it_was_written() -> None:
    app = page(LATE)
    assert esc_html(HOSTILE) in said(app)
    assert not any(HOSTILE in str(one.value) for one in (*app.markdown, *app.caption))
    assert not any(HOSTILE in one.label for one in app.button)


@pytest.mark.usefixtures("url")
def test_a_phone_number_in_a_cell_is_masked() -> None:
    app = page(LATE)
    told = said(app) + "".join(one.label for one in app.button) + app.dataframe[0].value.to_string()
    assert "139****5678" in said(app)
    assert "13912345678" not in told


@pytest.mark.usefixtures("url")
def test_the_cell_a_problem_rests_on_leads_to_the_file() -> None:
    text = said(page(LATE))
    assert "司法局.xlsx　台账　H4" in text
    assert "/files/original/1" in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"band": "逾期"}, 1),
        ({"state": "核查"}, 2),
        ({"unit": "县财政局"}, 4),
        ({"severity": "严重"}, 1),
        ({"search": "2023-008"}, 1),
        ({"round": "2023年书面督查"}, 8),
    ],
)
@pytest.mark.usefixtures("url")
def test_the_filters_of_the_address_choose_the_problems(query: dict[str, str], count: int) -> None:
    assert f"共 {count} 个" in said(page(**query))


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


@pytest.mark.usefixtures("url")
def test_a_past_day_can_only_be_looked_at() -> None:
    app = page(APPLIED, as_of="2023-09-11")
    assert "只能看" in said(app)
    assert not app.text_area
    [button] = [one for one in app.button if one.label.startswith("看今天")]
    button.click().run()
    assert f"note_{APPLIED}" in [one.key for one in app.text_area]


@pytest.mark.usefixtures("url")
def test_one_goes_on_to_the_next_problem_of_the_filtered_list() -> None:
    app = page(APPLIED, unit="县财政局")
    app.button(key="neighbour_下一个").click().run()
    assert f"{VERIFIED}　" in said(app)
    assert app.button(key="neighbour_上一个").label == f"上一个　{APPLIED}"
    last = page(SOON, unit="县财政局")
    assert last.button(key="neighbour_下一个").disabled


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


@pytest.mark.usefixtures("empty")
def test_without_problems_the_page_says_where_they_come_from() -> None:
    app = open_page("rectification")
    assert not app.exception
    assert "还没有督查问题" in said(app)
