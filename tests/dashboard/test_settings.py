"""设置: what is typed is compared, judged, saved with a reason, kept as a version; two people do not overwrite each other."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.data import settings
from dashboard.settings_page import changing
from master import Master, MasterError, open_master
from master.errors import StaleDecisionError
from master.places import own_workplan, workplan_in_force
from schemas.plan_edit import CellEdit, ValueEdit, apply
from schemas.plan_files import WorkplanError, load_plan, packaged_workplan
from schemas.plan_folder import digest, pack, put_files, read_files
from tests.dashboard.conftest import become, open_page, said
from tests.dashboard.seed import FIRST, JUSTICE, ledger, row, send
from tests.dashboard.test_server import Web
from vocabulary.codes import Severity
from vocabulary.findings import Finding

AT = dt.datetime(2023, 8, 20, 9)
PARTS = ("单位", "集合单位", "任务", "督查轮次", "口径", "规则", "日历", "版本和文件")


@pytest.fixture
def own(empty: str) -> Path:
    """The folder of a database whose plan may be changed."""
    put_files(own_workplan(empty), read_files(packaged_workplan()))
    return own_workplan(empty)


@pytest.fixture
def master(empty: str) -> Iterator[Master]:
    with open_master(empty) as opened:
        yield opened


def open_part(part: str) -> AppTest:
    return open_page("settings", part=part)


def type_into(
    app: AppTest, sheet: str, rows: dict[int, dict[str, Any]], mount: int = 0, **more: Any
) -> AppTest:
    """What a browser sends when cells of an editor were changed."""
    key = f"sheet_{sheet}_{mount}"
    app.session_state[key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": [], **more}
    return app.run()


def save(app: AppTest, name: str, why: str = "单位来函") -> AppTest:
    app.text_input(key=f"why_{name}").set_value(why)
    return app.button(key=f"save_{name}").click().run()


def words(app: AppTest) -> str:
    boxes = (app.success, app.warning, app.error)
    return said(app) + "\n".join(f"{one.value}" for kind in boxes for one in kind).replace("\\", "")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.usefixtures("own")
def test_every_part_opens(part: str) -> None:
    app = open_part(part)
    assert not app.exception
    assert not app.error
    assert "没有未保存的改动" in said(app) or part == "版本和文件"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.usefixtures("empty")
def test_the_plan_of_the_installation_is_only_looked_at(part: str) -> None:
    app = open_part(part)
    assert not app.exception
    assert "开始修改" in said(app)
    assert [one.key for one in app.button if str(one.key).startswith("save_")] == []


def test_the_first_click_copies_the_plan_and_everything_follows(empty: str) -> None:
    app = open_part("单位")
    app.button(key="start_editing").click().run()
    assert "可以修改了" in words(app)
    assert settings().workplan == own_workplan(empty) == workplan_in_force(empty)
    assert read_files(own_workplan(empty)) == read_files(packaged_workplan())


def test_a_change_is_shown_judged_and_saved_with_its_reason(own: Path, master: Master) -> None:
    app = type_into(open_part("单位"), "units", {0: {"short_name": "浮梁"}})
    assert "“浮梁镇” → “浮梁”" in said(app)
    assert load_plan(own).units[0].short_name == "浮梁镇"
    app = save(app, "units")
    assert "已保存为第 1 版" in words(app)
    assert load_plan(own).units[0].short_name == "浮梁"
    newest, found = master.workplans.list()
    assert (newest.number, newest.reason, found.number, found.by) == (1, "单位来函", 0, "")
    [line] = master.audit.entries(search="修改要点数据")
    assert (line.entry.person, line.entry.what) == (newest.by, "修改要点数据 1 处（单位来函）")
    assert master.workplans.content(0) == read_files(packaged_workplan())
    assert "单位来函" in said(open_part("版本和文件"))


def test_without_a_reason_nothing_is_saved_and_what_was_typed_stays(own: Path) -> None:
    app = save(type_into(open_part("单位"), "units", {0: {"short_name": "浮梁"}}), "units", why=" ")
    assert "为什么改" in words(app)
    assert "“浮梁镇” → “浮梁”" in said(app)
    assert load_plan(own).units[0].short_name == "浮梁镇"


def test_a_change_that_breaks_the_plan_is_refused_with_file_line_and_column(own: Path) -> None:
    app = type_into(open_part("单位"), "units", {1: {"name": "浮梁镇"}})
    assert "units.csv第3行" in words(app)
    assert app.button(key="save_units").disabled
    assert load_plan(own).units[1].name != "浮梁镇"


def test_the_second_of_two_people_is_told_and_keeps_what_was_typed(own: Path, master: Master) -> None:
    app = type_into(open_part("单位"), "units", {0: {"short_name": "我的"}})
    files = read_files(own)
    theirs = apply(files, [CellEdit("units.csv", "360222100", "short_name", "浮梁镇", "别人的")]).files
    changing.change(master, own, theirs, seen=digest(files), by="李四", reason="来电", at=AT)
    app = save(app, "units")
    assert "李四刚在 09:00 保存了第 1 版（来电）" in words(app)
    assert "别人已改为“别人的”，您填的是“我的”" in words(app)
    assert load_plan(own).units[0].short_name == "别人的"
    app = save(app, "units", "核对过")
    assert load_plan(own).units[0].short_name == "我的"
    assert [one.reason for one in master.workplans.list()] == ["核对过", "来电", changing.FOUND]


def test_what_was_typed_survives_a_look_at_another_part(own: Path) -> None:
    app = type_into(open_part("单位"), "units", {0: {"short_name": "浮梁"}})
    app.session_state["part"] = "日历"
    app.run()
    assert "浮梁镇” → “" not in said(app)
    app.session_state["part"] = "单位"
    app.run()
    assert "“浮梁镇” → “浮梁”" in said(app)
    assert load_plan(own).units[0].short_name == "浮梁镇"


def test_giving_up_brings_back_what_stands(own: Path) -> None:
    app = type_into(open_part("单位"), "units", {0: {"short_name": "浮梁"}})
    app.button(key="discard_units").click().run()
    assert "没有未保存的改动" in said(app)
    assert own.exists()


@pytest.mark.parametrize(
    ("part", "sheet", "name", "rows", "more", "difference"),
    [
        ("任务", "tasks", "tasks", {0: {"deadline": "2023-11-30", "kind": "一次性"}}, {}, "时限"),
        ("督查轮次", "rounds", "rounds", {1: {"tasks": ["1.4", "2.1"]}}, {}, "去掉 2.2"),
        ("督查轮次", "rounds", "rounds", {0: {"rectification_days": 15}}, {}, "“10” → “15”"),
        ("集合单位", "groups", "groups", {}, {"added_rows": [{"name": "试点", "open": True}]}, "新增集合单位"),
        ("集合单位", "groups.checklists", "groups", {0: {"item": "查阅点"}}, {}, "三点"),
        ("日历", "calendar", "calendar", {0: {"note": "元旦"}}, {"deleted_rows": [1]}, "去掉日期"),
        ("日历", "calendar.until", "calendar", {0: {"value": None}}, {}, "“2024-04-07” → （空）"),
        ("口径", "thresholds.numbers", "thresholds", {2: {"value": 10}}, {}, "“7” → “10”"),
        ("口径", "thresholds.lights", "thresholds", {2: {"value": "逾期"}}, {}, "红"),
        ("口径", "thresholds.lead_days", "thresholds", {0: {"value": None}}, {}, "“5” → （空）"),
        ("口径", "thresholds.scores", "thresholds", {0: {"value": 1.5}}, {}, "“1.5”"),
        ("口径", "thresholds.empty_talk", "thresholds", {}, {"added_rows": [{"word": "已办"}]}, "增加 已办"),
        ("规则", "rules", "rules", {5: {"severity": "建议", "state": "试行"}}, {}, "试行的规则"),
        ("规则", "rules", "rules", {5: {"state": "停用"}}, {}, "停用的规则"),
    ],
)  # fmt: skip
def test_every_table_can_be_changed(
    own: Path, part: str, sheet: str, name: str, rows: dict[int, Any], more: dict[str, Any], difference: str
) -> None:
    before = read_files(own)
    app = type_into(open_part(part), sheet, rows, **more)
    assert difference in said(app)
    app = save(app, name)
    assert "已保存" in words(app)
    assert read_files(own) != before
    assert load_plan(own).units


@pytest.mark.parametrize(
    ("part", "sheet", "rows", "more", "words_"),
    [
        ("单位", "units", {0: {"code": "X"}}, {}, "单位代码定了不再改"),
        ("单位", "units", {}, {"added_rows": [{"name": "新局"}]}, "还没有填“代码”"),
        ("日历", "calendar", {1: {"date": "2023-01-01"}}, {}, "有两行的“日期”"),
        ("规则", "rules", {0: {"state": "停用"}}, {}, "不能试行、停用或减轻"),
    ],
)
@pytest.mark.usefixtures("own")
def test_what_may_not_be_done_is_said_at_once(
    part: str, sheet: str, rows: dict[int, Any], more: dict[str, Any], words_: str
) -> None:
    app = type_into(open_part(part), sheet, rows, **more)
    assert words_ in words(app)
    assert [one.key for one in app.button if str(one.key).startswith("save_")] == []


def test_a_change_outside_the_page_is_noticed_and_kept(own: Path, master: Master) -> None:
    save(type_into(open_part("单位"), "units", {0: {"short_name": "浮梁"}}), "units")
    by_hand = read_files(own)["thresholds.toml"].replace(b"yellow_days = 7", b"yellow_days = 9")
    (own / "thresholds.toml").write_bytes(by_hand)
    app = open_part("版本和文件")
    assert "“7” → “9”" in said(app)
    save(type_into(open_part("单位"), "units", {1: {"short_name": "鹅湖"}}), "units")
    assert [one.reason for one in master.workplans.list()] == [
        "单位来函",
        changing.OUTSIDE,
        "单位来函",
        changing.FOUND,
    ]
    assert master.workplans.content(2)["thresholds.toml"] == by_hand


def test_a_version_is_returned_to_as_a_new_one(own: Path, master: Master) -> None:
    save(type_into(open_part("单位"), "units", {0: {"short_name": "浮梁"}}), "units")
    app = open_part("版本和文件")
    app.selectbox(key="version").select(0).run()
    app.toggle(key="return_0").set_value(True).run()
    app.button(key="save_return_0").click().run()
    assert read_files(own) == read_files(packaged_workplan())
    assert master.workplans.list()[0].reason == "恢复到第 0 版"
    assert master.workplans.list()[0].number == 2


def test_files_are_imported_after_a_look_at_the_difference(own: Path) -> None:
    text = read_files(own)["thresholds.toml"].replace(b"yellow_days = 7", b"yellow_days = 9")
    app = open_part("版本和文件")
    app.file_uploader[0].set_value([("thresholds.toml", text, "text/plain")]).run()
    assert "“7” → “9”" in said(app)
    assert load_plan(own).thresholds.number("yellow_days", 0) == 7
    app = save(app, "import")
    assert load_plan(own).thresholds.number("yellow_days", 0) == 9
    assert not app.file_uploader[0].value


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


PLAN = read_files(packaged_workplan())


@pytest.mark.parametrize(
    ("name", "content", "words_"),
    [
        ("a.csv", b"x", "不是要点数据的文件"),
        ("a.zip", b"PK nonsense", "打不开"),
        ("a.zip", zipped({"readme.txt": b"x"}), "没有要点数据的文件"),
        ("a.zip", zipped({"a/units.csv": b"x", "b/units.csv": b"x"}), "不止一个 units.csv"),
    ],
)
def test_an_upload_that_is_no_plan_is_refused_in_words(name: str, content: bytes, words_: str) -> None:
    with pytest.raises(MasterError, match=words_):
        changing.uploaded_files([(name, content)], PLAN)


def test_a_zip_stands_for_the_whole_folder_and_a_file_for_itself() -> None:
    inner = {f"2023/{name}": content for name, content in PLAN.items() if name != "calendar.csv"}
    assert "calendar.csv" not in changing.uploaded_files([("计划.zip", zipped(inner))], PLAN)
    assert changing.uploaded_files([("units.csv", b"x")], PLAN) == PLAN | {"units.csv": b"x"}
    assert changing.uploaded_files([("计划.zip", pack(PLAN))], {}) == PLAN


def test_nothing_is_kept_of_a_change_that_cannot_be_put_in_place(
    own: Path, master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(changing, "put_files", full)
    files = read_files(own)
    edited = apply(files, [ValueEdit("thresholds.toml", "numbers", "yellow_days", 7, 9)]).files
    with pytest.raises(MasterError, match="原来的文件没有变"):
        changing.change(master, own, edited, seen=digest(files), by="张三", reason="x", at=AT)
    assert master.workplans.list() == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [("units.csv", WorkplanError), ("tasks.csv", WorkplanError), ("plan.toml", WorkplanError)],
)
def test_a_folder_that_would_be_no_plan_is_not_written(
    own: Path, master: Master, name: str, kind: type[Exception]
) -> None:
    files = read_files(own)
    with pytest.raises(kind):
        changing.change(master, own, files | {name: b"x"}, seen=digest(files), by="x", reason="x", at=AT)
    assert read_files(own) == files
    assert master.workplans.list() == []


def test_the_folder_must_be_the_one_that_was_looked_at(own: Path, master: Master) -> None:
    with pytest.raises(StaleDecisionError, match="在页面之外被改动"):
        changing.change(master, own, PLAN, seen="0" * 64, by="x", reason="x", at=AT)


@pytest.mark.parametrize(
    ("login", "status"), [("office", 200), ("keeper", 200), ("leader", 403), ("unit", 403)]
)
def test_only_those_who_may_change_the_plan_take_it_along(
    own: Path, empty: str, login: str, status: int
) -> None:
    assert Web(empty, login).get("/files/workplan.zip")[0] == status
    assert Web(empty, login).get("/files/workplan/7.zip")[0] == (404 if status == 200 else 403)


def test_an_administrator_sees_the_page_without_a_word_of_the_ledgers(
    own: Path, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    become(monkeypatch, empty, "keeper")
    app = open_part("单位")
    assert not app.exception
    assert "没有认出的单位名称" not in said(app)
    assert "没有未保存的改动" in said(app)
    assert own.exists()


def test_a_name_nobody_knows_becomes_an_alias(own: Path, empty: str, master: Master) -> None:
    finding = Finding(
        "台账", "D4", 4, "unit", "unknown_unit", Severity.MUST_FIX, "县公法局", "单位无法识别。", ""
    )
    send(master, ledger(JUSTICE, row(JUSTICE, "1.1", 4), name="司法局.xlsx", findings=(finding,)), FIRST)
    app = open_part("单位")
    app.selectbox(key="alias_name").select("县公法局").run()
    app.selectbox(key="alias_unit").select(JUSTICE).run()
    assert "增加 县公法局" in said(app)
    app = save(app, "aliases")
    assert "县公法局" in load_plan(own).unit_by_code[JUSTICE].aliases
    assert "单位名称都认得出" in said(app)


def test_a_plan_broken_by_hand_can_be_put_back_by_those_who_may(
    own: Path, empty: str, master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = read_files(own)
    edited = apply(files, [CellEdit("units.csv", "360222100", "short_name", "浮梁镇", "浮梁")]).files
    changing.change(master, own, edited, seen=digest(files), by="张三", reason="x", at=AT)
    (own / "units.csv").write_text("code\n", encoding="utf-8")
    app = AppTest.from_function(_rescue).run()
    assert "恢复到最近保存的第 1 版" in said(app)
    app.button(key="rescue").click().run()
    assert read_files(own) == edited
    assert [one.number for one in master.workplans.list()] == [3, 2, 1, 0]
    assert master.workplans.content(2)["units.csv"] == b"code\n"
    become(monkeypatch, empty, "leader")
    app = AppTest.from_function(_rescue).run()
    assert not app.button
    assert "请告诉县政府办的经办人" in said(app)


def _rescue() -> None:
    from dashboard.settings_page import rescue

    rescue.offer()
