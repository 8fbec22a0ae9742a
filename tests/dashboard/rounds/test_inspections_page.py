"""督查 on the screen: it opens in every stage, says what is not allowed, and does what the command line does."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access
from dashboard.access import Forbidden
from dashboard.importing import run_job
from dashboard.navigation import INSPECTIONS, PAGES
from dashboard.rounds import acting
from dashboard.text import esc_html
from inspections.deciding import decide, judged
from inspections.looking_back import decide as decide_item
from inspections.looking_back import look_back_of
from inspections.running import awaited_feedback, lateness
from inspections.sampling import proposals_of
from master import open_master
from tests.dashboard.books import HOSTILE
from tests.dashboard.conftest import become, open_page, said
from tests.dashboard.rounds.conftest import Opened
from tests.dashboard.rounds.year import AT, LOOK_BACK, ONSITE, WRITTEN
from tests.dashboard.seed import CIVIL, FINANCE, JUSTICE, PLAN, ledger, row, send
from vocabulary.access import AccountRole, Action
from vocabulary.audit import AuditOutcome
from vocabulary.codes import Outcome
from vocabulary.inspection import LookBackOutcome, Stage, Verdict

SAMPLES = Path(__file__).parents[3] / "sample_ledgers" / "2022"


def page(**query: str) -> AppTest:
    return open_page("inspections", **query)


def shown(app: AppTest) -> str:
    assert not app.exception
    return said(app) + "\n".join(one.value.replace("\\", "") for one in (*app.error, *app.success))


def fill(app: AppTest, key: str, words: str) -> AppTest:
    app.text_input(key=key).set_value(words)
    return app


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def verdict(url: str, unit: str, task_id: str) -> Verdict:
    with open_master(url) as master:
        return next(
            one.verdict for one in judged(master, WRITTEN) if (one.unit, one.task_id) == (unit, task_id)
        )


def stage(url: str, code: str) -> Stage:
    with open_master(url) as master:
        return master.rounds.moves(code)[-1].stage_to


# ---- stages


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


# ---- verdicts


def test_a_verdict_is_shown_with_what_it_rests_on(opened: Opened) -> None:
    opened("reviewing")
    text = shown(page(cell=f"{JUSTICE}:1.1"))
    for words in (
        "县司法局　1.1",
        "为什么这样建议",
        "8月18日召开调度会",
        "司法局第一次.xlsx",
        "/files/original/",
    ):
        assert words in text


def test_a_row_that_was_held_back_is_shown_in_its_own_words_too(opened: Opened) -> None:
    opened("reviewing")
    text = shown(page(cell=f"{FINANCE}:1.3"))
    assert "有必改问题，没有入库" in text
    assert "8月18日召开调度会" in text


def test_agreeing_records_it_and_brings_the_next_undecided(opened: Opened) -> None:
    url = opened("reviewing")
    app = press(page(cell=f"{JUSTICE}:1.1"), "agree")
    assert "编号1）" in shown(app)
    assert app.query_params["cell"] != [f"{JUSTICE}:1.1"]
    with open_master(url) as master:
        [one] = master.rounds.decisions("written_2023")
        assert (one.unit, one.task_id, one.by, one.at) == (JUSTICE, "1.1", "示例甲", AT)


def test_overruling_without_a_reason_is_refused_in_words(opened: Opened) -> None:
    url = opened("reviewing")
    app = press(page(cell=f"{JUSTICE}:1.3"), "verdict_behind")
    app = press(app, "overrule_go")
    assert "改定为“滞后”要写明原因。" in shown(app)
    with open_master(url) as master:
        assert not master.rounds.decisions("written_2023")


def test_overruling_with_a_reason_counts(opened: Opened) -> None:
    url = opened("reviewing")
    app = press(page(cell=f"{JUSTICE}:1.3"), "verdict_behind")
    press(fill(app, f"why_{JUSTICE}:1.3", "没有会议记录"), "overrule_go")
    assert verdict(url, JUSTICE, "1.3") is Verdict.BEHIND


def test_the_second_inspector_sees_the_first_and_keeps_what_he_typed(opened: Opened) -> None:
    url = opened("reviewing")
    app = press(page(cell=f"{JUSTICE}:1.3"), "verdict_behind")
    with open_master(url) as master:
        decide(
            master,
            PLAN,
            WRITTEN,
            JUSTICE,
            "1.3",
            Verdict.TO_VERIFY,
            "示例丙",
            AT,
            reason="等街道回话",
            seen=None,
        )
    app = press(fill(app, f"why_{JUSTICE}:1.3", "没有会议记录"), "overrule_go")
    text = shown(app)
    assert "示例丙" in text
    assert "等街道回话" in text
    assert verdict(url, JUSTICE, "1.3") is Verdict.TO_VERIFY
    assert app.text_input(key=f"why_{JUSTICE}:1.3").value == "没有会议记录"
    press(app, "overrule_go")
    assert verdict(url, JUSTICE, "1.3") is Verdict.BEHIND


def test_a_session_that_ends_in_the_middle_of_a_reason_loses_nothing(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = opened("reviewing")
    app = press(page(cell=f"{JUSTICE}:1.3"), "verdict_behind")
    signed_in = access.token()
    monkeypatch.setattr(access, "token", lambda: "")
    app = press(fill(app, f"why_{JUSTICE}:1.3", "没有会议记录"), "overrule_go")
    assert "登录已超时或已退出" in shown(app)
    with open_master(url) as master:
        assert not master.rounds.decisions("written_2023")
    monkeypatch.setattr(access, "token", lambda: signed_in)
    app.run()
    assert app.text_input(key=f"why_{JUSTICE}:1.3").value == "没有会议记录"
    press(app, "overrule_go")
    assert verdict(url, JUSTICE, "1.3") is Verdict.BEHIND


def test_the_undisputed_are_accepted_together_after_confirming(opened: Opened) -> None:
    url = opened("reviewing")
    app = page()
    assert app.button(key="accept_all_written_2023").disabled
    assert "不在其内：建议“待核实”的" in shown(app)
    app.checkbox(key="sure_written_2023").check().run()
    text = shown(press(app, "accept_all_written_2023"))
    with open_master(url) as master:
        found = judged(master, WRITTEN)
    left = [one for one in found if one.decision is None]
    assert f"已同意{len(found) - len(left)}项；还有{len(left)}项“待核实”要逐项核定" in text
    assert all(one.verdict is Verdict.TO_VERIFY for one in left)


def test_the_address_chooses_what_is_listed(opened: Opened) -> None:
    opened("reviewing")
    text = shown(page(of_unit="县民政局", of_state="未核定"))
    assert "筛选出" in text
    assert "县民政局　" in text


def test_after_review_nothing_can_be_decided(opened: Opened) -> None:
    opened("fed_back")
    app = page(cell=f"{JUSTICE}:1.1")
    assert "不能核定；要在审核阶段才行" in shown(app)
    assert not [one for one in app.button if one.key == "agree"]


def test_the_figures_name_part_and_whole(opened: Opened) -> None:
    opened("reviewing")
    text = shown(page(part_written="情况和比较"))
    assert "自报与核定不符" in text
    assert "没有核定，下面的数按系统建议计入" in text
    assert "同类单位比较" in "".join(one.value for one in page(part_written="情况和比较").subheader)


def test_a_figure_leads_to_its_rows(opened: Opened) -> None:
    opened("reviewing")
    app = page(part_written="情况和比较")
    text = shown(press(app, "rows_written_2023_看待核实的事项"))
    assert "筛选出 2 项，其中未核定 2 项" in text
    assert "县财政局　1.3" in text


def test_the_lists_of_problems_are_those_of_the_round(opened: Opened) -> None:
    opened("fed_back")
    text = shown(page())
    for which in ("problems", "tasks", "duties", "ledger"):
        assert f"/files/problems/{which}.xlsx?as_of=2023-09-08&amp;round=written_2023" in text


def test_a_link_may_name_a_round_by_its_code(opened: Opened) -> None:
    opened("reviewing")
    assert "抽取督查单位" in [one.value for one in page(round="onsite_2023").subheader]


def test_what_a_unit_wrote_is_shown_as_written(opened: Opened) -> None:
    opened("reviewing")
    app = page(cell=f"{JUSTICE}:3.4")
    assert esc_html(HOSTILE) in shown(app)
    assert not any(HOSTILE in str(one.value) for one in (*app.markdown, *app.subheader, *app.caption))


# ---- the draw


def test_a_draw_needs_a_seed_and_a_reason_for_who_is_named(opened: Opened) -> None:
    url = opened("fed_back")
    app = page(round="2023年现场督查")
    assert "请写种子" in shown(press(app, "draw_go"))
    app.multiselect(key="added").set_value([CIVIL])
    assert "指定列入单位要写明原因" in shown(press(fill(app, "seed", "2023-09-08"), "draw_go"))
    with open_master(url) as master:
        assert not master.rounds.draws(ONSITE.code)
    text = shown(press(fill(app, "because", "群众反映集中"), "draw_go"))
    assert "种子“2023-09-08”" in text
    assert "由示例甲（群众反映集中）指定列入" in text
    assert "与记录一致" in text
    with open_master(url) as master:
        [draw] = master.rounds.draws(ONSITE.code)
    assert CIVIL in {one.unit for one in proposals_of(draw)}
    assert f"/files/rounds/onsite_2023/check-sheet/{draw.id}/{CIVIL}" in text


def test_taking_in_without_any_sheet_says_so(opened: Opened) -> None:
    opened("fed_back")
    app = press(page(round="2023年现场督查"), "take_in_onsite_2023")
    assert "核查表0行" in shown(app)


# ---- looking back


def item(url: str, task: str) -> int:
    with open_master(url) as master:
        state = look_back_of(master, PLAN, LOOK_BACK, AT.date())
    return next(one.item.item for one in state.items if one.item.task == task)


def test_last_years_list_is_queued_as_what_it_is_and_read_by_its_own_columns(opened: Opened) -> None:
    url = opened("fresh")
    app = page(round="2022年要点回头看")
    assert "请先选上年清单的文件" in shown(press(app, "list_go"))
    path = SAMPLES / "2022年政务公开工作要点任务落实情况（县政府办汇总）.xlsx"
    app.file_uploader[0].set_value([(path.name, path.read_bytes(), "application/octet-stream")])
    app.run()
    assert "1份文件已排队试算（第1号）" in shown(press(app, "list_go"))
    with open_master(url) as master:
        [job] = master.jobs.list()
        files = master.jobs.contents(job.id)
        [told] = run_job(job, files, master, PLAN, AT)
    assert job.dry_run
    assert told.outcome is not Outcome.REFUSED
    assert told.report["rows"] == 42


def test_an_item_is_matched_and_the_match_undone(opened: Opened) -> None:
    url = opened("fresh")
    number = item(url, "规范性文件库初建")
    app = page(round="2022年要点回头看", item=str(number))
    app.selectbox(key=f"task_{number}").set_value("3.4")
    assert f"事项{number}：已对应 3.4。" in shown(press(app, f"match_{number}"))
    assert "的对应已撤回" in shown(press(app, f"unmatch_{number}"))


def test_a_like_task_is_laid_beside_the_item_with_its_score(opened: Opened) -> None:
    url = opened("fresh")
    like = f"{PLAN.task_by_id['3.4'].name}情况"
    text = shown(page(round="2022年要点回头看", item=str(item(url, like))))
    assert "相似度" in text
    assert f"上年：{like}" in text


def test_done_needs_evidence_and_not_done_is_handed_over(opened: Opened) -> None:
    url = opened("fresh")
    number = item(url, "规范性文件库初建")
    app = page(round="2022年要点回头看", item=str(number))
    assert app.date_input(key=f"deadline_{number}").value == dt.date(2023, 9, 22)
    app = press(fill(app, f"reason_{number}", ""), f"go_{number}")
    assert "定为未完成要写明原因。" in shown(app)
    app = press(fill(app, f"reason_{number}", "底数不明"), f"go_{number}")
    assert "已交办为问题2023-001" in shown(app)
    with open_master(url) as master:
        [decided] = master.look_backs.outcomes(LOOK_BACK.code)
    assert decided.outcome is LookBackOutcome.NOT_DONE


def test_what_was_decided_stands_in_the_form_when_it_is_decided_anew(opened: Opened) -> None:
    url = opened("fresh")
    number = item(url, "规范性文件库初建")
    with open_master(url) as master:
        made = decide_item(
            master,
            PLAN,
            LOOK_BACK,
            number,
            LookBackOutcome.NOT_DONE,
            reason="底数不明",
            new_deadline=dt.date(2023, 10, 31),
            owner=CIVIL,
            by="示例乙",
            at=AT - dt.timedelta(days=1),
            seen=None,
        )
    app = page(round="2022年要点回头看", item=str(number))
    fields = {
        one.key.partition(f"_{number}")[0]: one for one in (*app.text_input, *app.date_input, *app.selectbox)
    }
    assert fields["reason"].value == "底数不明"
    assert fields["deadline"].value == dt.date(2023, 10, 31)
    assert fields["owner"].value == CIVIL
    press(app, next(key for one in app.button if (key := one.key or "").startswith(f"go_{number}")))
    assert not app.error
    with open_master(url) as master:
        *_, again = master.look_backs.outcomes(LOOK_BACK.code)
    assert again.id > made.id
    assert (again.reason, again.new_deadline, again.owner) == ("底数不明", dt.date(2023, 10, 31), CIVIL)


# ---- who


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
