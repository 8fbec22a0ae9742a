"""A round on the screen: what its stage is, what comes next, what cannot be done yet and why."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from dashboard.rounds import acting
from inspections.deciding import decide, judged
from inspections.running import awaited_feedback, lateness
from master import open_master
from tests.dashboard.rounds.conftest import Opened
from tests.dashboard.rounds.desk import fill, page, press, shown
from tests.dashboard.rounds.year import AT, WRITTEN
from tests.dashboard.seed import CIVIL, JUSTICE, PLAN, ledger, row, send
from vocabulary.inspection import Stage, Verdict


def stage(url: str, code: str) -> Stage:
    with open_master(url) as master:
        return master.rounds.moves(code)[-1].stage_to


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("fresh", "下一步：开始准备"),
        ("reporting", "下一步：冻结数据"),
        ("frozen", "数据已经冻结。点“进入审核”"),
        ("reviewing", "现在不能反馈并交办问题：还有"),
        ("decided", "下一步：反馈并交办问题"),
        ("fed_back", "下一步：进入整改"),
    ],
)
def test_a_round_opens_in_every_stage_and_says_what_is_next(opened: Opened, state: str, words: str) -> None:
    opened(state)
    text = shown(page())
    assert words in text
    assert "报送截止日 2023-08-31" in text


@pytest.mark.parametrize("name", ["2023年现场督查", "2022年要点回头看"])
@pytest.mark.parametrize("state", ["fresh", "fed_back"])
def test_the_other_rounds_open_too(opened: Opened, name: str, state: str) -> None:
    opened(state)
    assert "准备" in shown(page(round=name))


def test_a_link_may_name_a_round_by_its_code(opened: Opened) -> None:
    opened("reviewing")
    assert "抽取督查单位" in [one.value for one in page(round="onsite_2023").subheader]


def test_the_way_tells_who_moved_the_round_and_when(opened: Opened) -> None:
    opened("reviewing")
    text = shown(page())
    assert "8月10日 示例甲" in text
    assert "9月6日 示例甲" in text
    assert text.count("<span>现在</span>") == 1


def test_before_the_deadline_freezing_is_off_and_says_why(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened("reporting")
    monkeypatch.setattr(acting, "office_now", lambda: dt.datetime(2023, 8, 30, 9))
    app = page()
    assert app.button(key="step_written_2023_frozen").disabled
    assert "报送截止日是2023-08-31，还没有到，不能冻结" in shown(app)
    assert "（还有 1 天）" in shown(app)


def test_on_a_day_the_calendar_does_not_know_nothing_can_be_moved(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened("reporting")
    monkeypatch.setattr(acting, "office_now", lambda: dt.datetime(2026, 3, 2, 9))
    app = page()
    assert app.button(key="step_written_2023_frozen").disabled
    text = shown(app)
    assert "calendar.csv没有2026-03-02的放假安排" in text
    assert not re.search(r"--(?!tz)[a-z]", text)


def test_freezing_keeps_the_rows_and_says_how_many(opened: Opened) -> None:
    url = opened("reporting")
    app = press(page(), "step_written_2023_frozen")
    assert "冻结早了的，只能写明原因退回" in shown(app)
    assert stage(url, "written_2023") is Stage.REPORTING
    app = press(app, "stage_sure")
    assert "已冻结：6行，校验值" in shown(app)
    assert stage(url, "written_2023") is Stage.FROZEN


def test_review_then_feedback_hands_over_problems(opened: Opened) -> None:
    url = opened("decided")
    app = press(page(), "step_written_2023_feedback")
    asked = re.search(r"将给 (\d+) 家单位交办 (\d+) 个督查问题", shown(app))
    assert asked
    assert "只是系统的建议" not in shown(app)
    assert "问题不能收回" in shown(app)
    with open_master(url) as master:
        assert not master.problems.problems()
    text = shown(press(app, "stage_sure"))
    assert f"交办督查问题{asked[2]}个" in text
    assert "已反馈，交办督查问题" in text
    assert "整改期限10个工作日" in text
    with open_master(url) as master:
        assert master.problems.problems(round_code="written_2023")


def test_before_handing_over_it_is_said_how_much_nobody_has_decided(opened: Opened) -> None:
    url = opened("reviewing")
    with open_master(url) as master:
        for one in judged(master, WRITTEN):
            if one.verdict is Verdict.TO_VERIFY:
                decide(
                    master,
                    PLAN,
                    WRITTEN,
                    one.unit,
                    one.task_id,
                    Verdict.BEHIND,
                    "示例乙",
                    AT,
                    reason="材料不全",
                )
        found = awaited_feedback(master, PLAN, WRITTEN, AT)
    text = shown(press(page(), "step_written_2023_feedback"))
    assert f"交办 {len(found.problems)} 个督查问题" in text
    assert f"其中 {found.undecided} 个只是系统的建议，还没有人核定" in text
    assert 0 < found.undecided < len(found.problems)
    assert stage(url, "written_2023") is Stage.REVIEWING


def test_going_back_needs_a_reason(opened: Opened) -> None:
    url = opened("reviewing")
    app = page()
    app.selectbox(key="goal_written_2023").set_value(Stage.REPORTING)
    assert "退回“报送”要写明原因" in shown(press(app, "goal_go_written_2023"))
    assert stage(url, "written_2023") is Stage.REVIEWING
    app.selectbox(key="goal_written_2023").set_value(Stage.REPORTING)
    press(fill(app, "goal_reason_written_2023", "冻结早了"), "goal_go_written_2023")
    assert stage(url, "written_2023") is Stage.REPORTING
    assert "冻结早了" in shown(app)


def test_lateness_is_excused_with_a_reason(opened: Opened) -> None:
    url = opened("reporting")
    app = page()
    app.selectbox(key="excuse_unit").set_value(CIVIL)
    app.date_input(key="excuse_until").set_value(dt.date(2023, 9, 15))
    assert "逾期报送照计要写明原因。" in shown(press(app, "excuse_go"))
    press(fill(app, "excuse_reason", "系统故障"), "excuse_go")
    assert "已登记：县民政局在2023-09-15以前的逾期报送照计" in shown(app)
    with open_master(url) as master:
        [one] = master.rounds.exceptions("written_2023")
        assert (one.unit, one.reason) == (CIVIL, "系统故障")


@pytest.mark.parametrize(
    ("day", "present"), [("2023-08-05", "未到"), ("2023-08-10", "报送"), ("2023-09-06", "审核")]
)
def test_a_past_day_shows_the_stage_of_that_day_and_nothing_to_be_done(
    opened: Opened, day: str, present: str
) -> None:
    opened("fed_back")
    app = page(as_of=day)
    text = shown(app)
    assert "只能看" in text
    assert ("aria-current='step'" in text) is (present != "未到")
    assert present == "未到" or f"<b>{present}</b><span>现在</span>" in text
    assert [one.label for one in app.button] == ["看今天（9月8日）的情况"]
    assert "下一步：进入整改" in shown(app.button[0].click().run())


def test_archiving_is_asked_for_once_more_and_only_where_it_can_be_done(opened: Opened) -> None:
    url = opened("fed_back")
    app = page()
    app.selectbox(key="goal_written_2023").set_value(Stage.ARCHIVED)
    press(fill(app, "goal_reason_written_2023", "不再复核"), "goal_go_written_2023")
    assert "个督查问题没有销号" in shown(app)
    assert not [one for one in app.button if one.key == "stage_sure"]
    assert stage(url, "written_2023") is Stage.FEEDBACK


def test_who_only_corrected_late_is_told_apart_from_who_was_late(opened: Opened) -> None:
    url = opened("reporting")
    late = dt.datetime(2023, 9, 5, 9)
    with open_master(url) as master:
        before = master.reported_units(WRITTEN.submit_by)
        assert CIVIL not in before
        assert JUSTICE in before
        for unit in (CIVIL, JUSTICE):
            send(master, ledger(unit, row(unit, "1.1", 4), name=f"{unit}更正.xlsx"), late)
        found = lateness(master, PLAN, WRITTEN, AT.date())
    assert (CIVIL in found.late, CIVIL in found.corrected) == (True, False)
    assert (JUSTICE in found.late, JUSTICE in found.corrected) == (False, True)
    app = page()
    text = shown(app)
    assert "按时报过、过期又报了更正：按时报的照样计入，更正不计" in text
    press(app, "step_written_2023_frozen")
    assert f"没有登记照计、不计入的：逾期的 {len(found.late)} 家、" in shown(app)


def test_the_lists_of_problems_are_those_of_the_round(opened: Opened) -> None:
    opened("fed_back")
    text = shown(page())
    for which in ("problems", "tasks", "duties", "ledger"):
        assert f"/files/problems/{which}.xlsx?as_of=2023-09-08&amp;round=written_2023" in text
