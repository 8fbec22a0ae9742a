"""我的台账 as a unit opens it: its own, in words, and nothing of anybody else by whatever door."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import data, spool
from dashboard.access import Forbidden
from dashboard.navigation import PAGES
from dashboard.opened import settings
from dashboard.own.reading import OFFICE_FILE
from dashboard.settings import DB
from dashboard.text import esc_html
from master import Master, MasterError, open_master
from master.job_records import FileState
from schemas.records import CheckedLedger
from schemas.rules import catalogue
from tests.dashboard.books import HOSTILE
from tests.dashboard.conftest import ENTRYPOINT, said
from tests.dashboard.seed import CIVIL, FINANCE, FIRST, JUSTICE, PLAN, SECOND, TOWN, ledger, row, seed, send
from tests.dashboard.viewers import look_as
from tests.patience import PATIENCE
from vocabulary.access import AccountRole
from vocabulary.codes import Outcome, Severity
from vocabulary.findings import Finding

OTHERS = [unit.name for unit in PLAN.units if unit.code != JUSTICE]


def opened(monkeypatch: pytest.MonkeyPatch, unit: str = JUSTICE, **query: str) -> AppTest:
    look_as(monkeypatch, os.environ[DB], unit)
    app = AppTest.from_file(str(ENTRYPOINT), default_timeout=PATIENCE)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def quiet(app: AppTest) -> bool:
    return not app.exception and not app.error


def everything(app: AppTest) -> str:
    """All a page shows, options of its widgets included."""
    chosen = [str(one) for box in app.selectbox for one in box.options]
    frames = [frame.value.to_csv() for frame in app.dataframe]
    return "\n".join([said(app), *chosen, *frames])


@pytest.mark.usefixtures("county")
def test_it_is_the_only_page_of_a_unit_and_says_first_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch)
    text = said(app)
    assert quiet(app)
    assert "县司法局" in text
    assert "现在要做" in text
    assert "9月28日前报送（2023年现场督查），还差 13 天；已报第 2 次；有 1 处必改待更正" in text
    assert "逾期 1 项" in text


@pytest.mark.usefixtures("county")
def test_it_shows_what_is_expected_what_was_sent_and_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    text = said(opened(monkeypatch, only="全部"))
    for words in (
        f"要我们报的任务（{len(PLAN.expectations[JUSTICE])} 项）",
        "台账 第8行有 1 处必改，改好重新报送后才算数",
        "H8　状态",
        "已报台账里要看的地方（2 处）",
        "报送记录（2 次）",
        "最近一次有效的报送，其中 1 行有必改，改好前暂不入库",
        "以 2023-09-15 10:00 收到的第 2 次为准",
        "督查科",
        f"/files/template/{JUSTICE}",
    ):
        assert words in text


@pytest.mark.usefixtures("county")
def test_the_list_may_be_narrowed_by_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "逾期 1 项（要处理的" in said(opened(monkeypatch, only="逾期"))


@pytest.mark.usefixtures("county")
def test_a_row_tells_its_versions_with_cells_and_both_values(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch)
    box = app.selectbox(key="item")
    place = next(number for number, one in enumerate(box.options) if one.startswith("3.4"))
    app = box.select_index(place).run()
    assert quiet(app)
    text = said(app)
    assert "推进中 → <b>已完成</b>" in text
    assert "台账 第5行" in text


@pytest.mark.parametrize("unit", [JUSTICE, TOWN, FINANCE])
@pytest.mark.usefixtures("county")
def test_nothing_of_another_unit_stands_on_it(monkeypatch: pytest.MonkeyPatch, unit: str) -> None:
    app = opened(monkeypatch, unit, only="全部")
    assert quiet(app)
    text = everything(app)
    others = [one.name for one in PLAN.units if one.code not in (unit, "FL-D01")]
    own_words = {word for task in PLAN.tasks for word in (task.name, task.requirement, task.evidence)}
    assert [name for name in others if name in text and not any(name in words for words in own_words)] == []


@pytest.mark.usefixtures("county")
def test_another_unit_in_the_address_or_the_state_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = everything(opened(monkeypatch))
    app = opened(monkeypatch, unit=JUSTICE)
    app.query_params["unit"] = CIVIL
    app.session_state["unit"] = CIVIL
    app.run()
    assert quiet(app)
    assert "民政局" not in everything(app)
    assert "县司法局" in plain


@pytest.mark.parametrize("check", ["1", "2", "99", "1 or 1", "²", "-1"])
def test_the_check_of_somebody_else_is_not_shown(
    county: str, monkeypatch: pytest.MonkeyPatch, check: str, tmp_path: Path
) -> None:
    del county
    monkeypatch.setenv(DB, seed(tmp_path / "jobs.db"))
    with open_master(str(tmp_path / "jobs.db")) as master:
        for unit in (CIVIL, None):
            master.jobs.enqueue([("别人的.xlsx", b"1")], "李四", SECOND, dry_run=True, unit=unit)
    app = opened(monkeypatch, check=check)
    assert [one.value for one in app.error] == ["没有这个报送批次，或者它不是本单位的。"]
    assert "别人的" not in everything(app)


@pytest.mark.parametrize("page", [entry.script for entry in PAGES[AccountRole.OFFICE]])
@pytest.mark.usefixtures("county")
def test_no_page_of_the_county_opens(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    app = opened(monkeypatch)
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        app.switch_page(f"dashboard/pages/{page}.py")


@pytest.mark.usefixtures("county")
def test_every_loader_refuses_another_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    look_as(monkeypatch, os.environ[DB], JUSTICE)
    view = data.view(dt.date(2023, 9, 15))
    civil = next(one.id for one in data.master().submissions(unit=CIVIL))
    for load in (
        lambda: data.submissions(view, CIVIL),
        lambda: data.history(view, CIVIL),
        lambda: data.findings(view, civil),
        lambda: data.submitted_rows(view, CIVIL, civil),
        lambda: data.submitted_rows(view, JUSTICE, civil),
        lambda: data.layouts(view, CIVIL),
        lambda: data.verdicts(view, CIVIL),
        lambda: data.calls(view, CIVIL),
    ):
        with pytest.raises(Forbidden):
            load()
    assert set(data.work_frame(view)["unit"]) == {JUSTICE}
    assert {one.unit.code for one in data.told(view).missing_tasks} == {JUSTICE}
    assert data.conflicts(view) == []


@pytest.mark.usefixtures("empty")
def test_who_has_sent_nothing_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, as_of="2023-08-27")
    text = said(app)
    assert quiet(app)
    assert "8月31日前报送台账（2023年书面督查），还差 4 天；还没有报送。" in text
    assert "还没有收到过这个单位的文件" in text


def collected(*units: str) -> CheckedLedger:
    rows = [row(unit, "1.3", number) for number, unit in enumerate(units, start=4)]
    made = ledger(units[0], *rows, name="县政府办秘密汇总（含民政局）.xlsx")
    return CheckedLedger(
        made.file_name, made.sha256, 1, "work_ledger", "FL-D01", True, made.rows, made.findings, ()
    )


def test_a_collected_ledger_is_told_of_without_its_name_and_cannot_be_had(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_master(empty) as master:
        send(master, collected(JUSTICE, CIVIL), SECOND)
    app = opened(monkeypatch)
    text = everything(app)
    assert quiet(app)
    assert OFFICE_FILE in text
    assert "秘密" not in text
    assert "民政局" not in text
    assert "/files/original" not in text


@pytest.mark.usefixtures("county")
def test_hostile_words_are_shown_as_they_were_written(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, only="全部")
    assert quiet(app)
    assert esc_html(HOSTILE) in said(app)
    texts = (*app.markdown, *app.subheader, *app.caption, *app.warning, *app.success, *app.info)
    assert not any(HOSTILE in str(one.value) for one in texts)


def test_choosing_a_file_queues_a_check_of_the_own_unit(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch)
    app.file_uploader[0].set_value([(f"司法局 {HOSTILE}.xlsx", b"PK-not-really", "application/octet-stream")])
    app.run()
    next(one for one in app.button if one.label == "检查").click()
    app.run()
    assert quiet(app)
    with open_master(empty) as master:
        [job] = master.jobs.list()
    assert (job.unit, job.login, job.created_by, job.dry_run) == (
        JUSTICE,
        f"wang.{JUSTICE.lower()}",
        "王小明",
        True,
    )
    assert job.options["unit"] == JUSTICE
    assert app.query_params["check"] == str(job.id)


def test_a_password_field_appears_for_a_file_that_needs_one(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch)
    assert not app.text_input
    locked = bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")
    app.file_uploader[0].set_value([("加密.xlsx", locked, "application/octet-stream")])
    app.run()
    app.text_input[0].set_value("s3cret")
    next(one for one in app.button if one.label == "检查").click().run()
    with open_master(empty) as master:
        assert master.jobs.list()[0].options["password"] == "s3cret"


def test_a_database_that_does_not_answer_costs_nobody_the_file(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch)
    app.file_uploader[0].set_value([("司法局.xlsx", b"PK", "application/octet-stream")])
    app.run()

    def busy(*_given: object, **_more: object) -> int:
        raise MasterError("数据库正忙。")

    with monkeypatch.context() as patched:
        patched.setattr(type(data.master().jobs), "enqueue", busy)
        next(one for one in app.button if one.label == "检查").click()
        app.run()
    assert "已经保存在服务器上，没有丢失" in app.warning[0].value
    with open_master(empty) as master:
        assert spool.queue_all(master, settings().spool, SECOND) == 1
        assert master.jobs.list()[0].unit == JUSTICE


def held(master: Master, name: str, **report: object) -> int:
    """A check by a colleague that waits for a decision."""
    options = {"received_at": SECOND.isoformat(), "unit": JUSTICE, "refusals": {}}
    number = master.jobs.enqueue(
        [(name, b"1")], "李四", SECOND, dry_run=True, options=options, login="li", unit=JUSTICE
    )
    master.jobs.claim("w", SECOND)
    told = {"rows": 3, "held": 1, "found": {"must_fix": 1}, "counts": {"new": 2, "held": 1}, **report}
    state, outcome = FileState.NEEDS_CORRECTION, Outcome.NEEDS_CORRECTION
    master.jobs.report_file(number, "w", SECOND, 0, state, outcome, "", told)
    master.jobs.hold(number, "w", SECOND)
    return number


def test_a_check_waits_with_its_words_for_whoever_of_the_unit_comes(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = [
        "台账",
        "I5",
        5,
        "status",
        "bad_status",
        "must_fix",
        HOSTILE,
        f"状态“{HOSTILE}”不对。",
        "",
        False,
    ]
    with open_master(empty) as master:
        number = held(master, f"台账 {HOSTILE}.xlsx", findings=[finding])
    app = opened(monkeypatch)
    assert quiet(app)
    assert "检查完了，还没有报送" in app.warning[0].value
    assert "李四上传" in app.warning[0].value
    assert f"/files/check/{number}/0" in said(app)
    assert "与上次相比：将新增 2 行，1 行暂不入库。" in said(app)
    next(one for one in app.button if one.label.startswith("发送")).click()
    app.run()
    with open_master(empty) as master:
        newest = master.jobs.list()[0]
    assert (newest.dry_run, newest.created_by, newest.unit) == (False, "王小明", JUSTICE)


@pytest.mark.parametrize("stage", ["checked", "sent"])
def test_whose_text_is_the_same_is_not_told_to_a_unit(
    empty: str, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    other = PLAN.unit_by_code[CIVIL].name
    text = "8月18日召开调度会。"
    message = catalogue()["copied_text"].message("进展情况", text, "", {"copied_from": other})
    assert other in message
    told = Finding("台账", "F4", 4, "progress", "copied_text", Severity.WARNING, text, message, "")
    with open_master(empty) as master:
        if stage == "checked":
            held(master, "台账.xlsx", findings=[[*told[:5], "warning", *told[6:]]])
        else:
            send(master, ledger(JUSTICE, row(JUSTICE, "1.1", 4), name="台账.xlsx", findings=(told,)), FIRST)
    shown = everything(opened(monkeypatch, only="全部"))
    assert f"您填的是“{text}”，与另一单位的进展文字几乎相同。" in shown
    assert other not in shown


def test_what_a_colleague_has_sent_meanwhile_is_said_to_be_sent(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_master(empty) as master:
        number = held(master, "台账.xlsx")
        master.jobs.confirm(number, "李四", SECOND, "已由李四确认入库", login="li")
    app = opened(monkeypatch, check=str(number))
    assert quiet(app)
    assert "已由李四确认入库，您的操作没有重复执行" in app.info[0].value
    assert not any("没有报送" in one.value for one in app.warning)


def test_what_is_not_sent_can_be_dropped(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_master(empty) as master:
        held(master, "台账.xlsx")
    app = opened(monkeypatch)
    next(one for one in app.button if one.label == "先不发").click()
    app.run()
    with open_master(empty) as master:
        assert master.jobs.list()[0].message == "已由王小明放弃，没有报送"
        assert not master.submissions()
