"""`taizhang problems`: a problem from hand-over to closing, and what is refused on the way."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import inspections.problems
from cli import main
from master import open_master
from master.inspection_records import ProblemEvent
from tests.cli.conftest import Run
from vocabulary.inspection import ProblemAction, Role

NUMBER = "2023-001"


@pytest.fixture
def taizhang(taizhang: Run) -> Run:
    """Run ``taizhang problems …``; gives (exit status, stdout, stderr)."""
    return partial(taizhang, "problems")


@pytest.fixture
def handed_over(taizhang: Run) -> Run:
    """One problem, due in ten working days from 4 September."""
    status, _, err = taizhang(
        "add", "--round", "written_2023", "--unit", "县司法局", "--task", "4.1", "--description", "没有集中公开。",
        "--requirement", "全部公开。", "--days", 10, "--by", "甲", "--as-of", "2023-09-04",
    )  # fmt: skip
    assert (status, err) == (0, "")
    return taizhang


def listed(taizhang: Run, day: str = "2023-12-31", *more: str) -> list[dict[str, Any]]:
    status, out, _ = taizhang("list", "--json", "--as-of", day, *more)
    assert status == 0
    found: list[dict[str, Any]] = json.loads(out)["problems"]
    return found


def test_from_hand_over_to_closing(handed_over: Run) -> None:
    steps: list[list[object]] = [
        ["start", NUMBER, "--by", "乙", "--as-of", "2023-09-05"],
        ["apply", NUMBER, "--by", "乙", "--note", "已公开", "--evidence", "网址", "--as-of", "2023-09-08"],
        ["verify", NUMBER, "--by", "甲", "--note", "逐条看过", "--as-of", "2023-09-11"],
        ["close", NUMBER, "--by", "丙", "--as-of", "2023-09-12"],
    ]
    for step in steps:
        assert handed_over(*step)[0] == 0
    [problem] = listed(handed_over)
    assert (problem["due"], problem["state"], problem["verified_by"], problem["closed_by"]) == (
        "2023-09-18", "closed", "甲", "丙",
    )  # fmt: skip
    assert [listed(handed_over, f"2023-09-{day}")[0]["state"] for day in ("04", "05", "08", "11", "12")] == [
        "assigned", "rectifying", "applied", "verifying", "closed",
    ]  # fmt: skip
    assert listed(handed_over, "2023-09-03") == []
    _, out, _ = handed_over("show", NUMBER, "--json", "--as-of", "2023-12-31")
    history = json.loads(out)["problem"]["history"]
    assert [(line["action"], line["role"], line["by"]) for line in history] == [
        ("assign", "office", "甲"), ("start", "unit", "乙"), ("apply", "unit", "乙"), ("verify", "office", "甲"),
        ("close", "office", "丙"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["close", NUMBER, "--by", "甲"], "不能销号"),
        (["close", NUMBER, "--by", "乙", "--as", "unit"], "只能由县政府办办理"),
        (["verify", NUMBER, "--by", "甲", "--note", "看过"], "不能核查"),
        (["return", NUMBER, "--by", "甲", "--note", "不实"], "不能退回"),
        (["extend", NUMBER, "--by", "甲", "--note", "汛期", "--due", "2023-09-11"], "更晚的日期"),
        (["extend", NUMBER, "--by", "甲", "--days", "30"], "延期要写明原因"),
        (["slip", NUMBER, "--by", "甲", "--colour", "red"], "下一张应是蓝色提醒单"),
        (["reopen", NUMBER, "--by", "甲", "--note", "反弹"], "不能重新交办"),
        (["start", NUMBER, "--by", " "], "要写明经办人姓名"),
    ],
)
def test_what_is_not_allowed_is_one_sentence_status_1_and_nothing_changed(
    handed_over: Run, argv: list[str], said: str
) -> None:
    before = listed(handed_over)
    status, out, err = handed_over(*argv, "--as-of", "2023-09-06")
    assert (status, out) == (1, "")
    assert said in err
    assert err.count("。") == 1
    assert err.count("\n") == 1
    assert listed(handed_over) == before


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["show", "2023-999"], "没有编号为“2023-999”的督查问题"),
        (["list", "--state", "好了"], "没有“好了”这个整改进度"),
        (["list", "--round", "nowhere"], "没有轮次"),
        (["list", "--unit", "县大数据局"], "单位名录中没有"),
        (["extend", NUMBER, "--by", "甲", "--note", "汛期", "--due", "月底"], "--due"),
        (["extend", NUMBER, "--by", "甲", "--note", "汛期", "--days", "0"], "1以上"),
    ],
)
def test_what_does_not_exist_is_wrong_usage(handed_over: Run, argv: list[str], said: str) -> None:
    status, out, err = handed_over(*argv, "--as-of", "2023-09-06")
    assert (status, out) == (2, "")
    assert said in err


def test_nothing_is_written_into_the_past(handed_over: Run) -> None:
    handed_over("start", NUMBER, "--by", "乙", "--as-of", "2023-09-08")
    status, _, err = handed_over("apply", NUMBER, "--by", "乙", "--as-of", "2023-09-06")
    assert status == 1
    assert "不能补记" in err


def test_slips_are_blue_then_yellow_then_red_with_their_days(handed_over: Run) -> None:
    for day in (19, 20, 21):
        assert handed_over("slip", NUMBER, "--by", "甲", "--as-of", f"2023-09-{day}")[0] == 0
    [problem] = listed(handed_over, "2023-09-21")
    assert [(slip["colour"], slip["at"][:10]) for slip in problem["slips"]] == [
        ("蓝", "2023-09-19"), ("黄", "2023-09-20"), ("红", "2023-09-21"),
    ]  # fmt: skip
    assert handed_over("slip", NUMBER, "--by", "甲", "--as-of", "2023-09-22")[0] == 1
    assert problem["overdue"]


def test_a_return_and_an_extension_move_the_deadline_in_working_days(handed_over: Run) -> None:
    handed_over("apply", NUMBER, "--by", "乙", "--as-of", "2023-09-08")
    handed_over("return", NUMBER, "--by", "甲", "--note", "不实", "--days", 5, "--as-of", "2023-09-26")
    assert listed(handed_over)[0]["due"] == "2023-10-09"
    handed_over(
        "extend", NUMBER, "--by", "甲", "--note", "汛期", "--due", "2023-10-20", "--as-of", "2023-09-27"
    )
    assert listed(handed_over)[0]["due"] == "2023-10-20"
    assert [one["due"] for one in listed(handed_over, "2023-09-26")] == ["2023-10-09"]


def test_of_two_people_at_once_the_second_is_told_what_the_first_did(
    handed_over: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = inspections.problems.lacking

    def slow(*arguments: Any) -> str | None:
        # The other one is faster: after this one has looked, before it writes.
        monkeypatch.setattr(inspections.problems, "lacking", real)
        assert main(["problems", "slip", NUMBER, "--by", "李四", "--as-of", "2023-09-19", "--json"]) == 0
        return real(*arguments)

    monkeypatch.setattr(inspections.problems, "lacking", slow)
    status, _, err = handed_over("slip", NUMBER, "--by", "张三", "--as-of", "2023-09-19")
    assert status == 1
    assert "刚由李四办理“提醒”" in err
    assert [slip["by"] for slip in listed(handed_over)[0]["slips"]] == ["李四"]


def test_the_list_narrows_by_unit_round_and_state(handed_over: Run) -> None:
    handed_over(
        "add", "--round", "onsite_2023", "--unit", "县财政局", "--description", "没有专人。", "--requirement", "明确专人。",
        "--due", "2023-10-20", "--by", "甲", "--as-of", "2023-10-08",
    )  # fmt: skip

    def numbers(*more: str) -> list[str]:
        return [one["number"] for one in listed(handed_over, "2023-10-09", *more)]

    assert numbers() == ["2023-001", "2023-002"]
    assert numbers("--unit", "县财政局") == ["2023-002"]
    assert numbers("--round", "written_2023") == ["2023-001"]
    assert numbers("--state", "overdue") == ["2023-001"]
    assert numbers("--state", "交办") == ["2023-001", "2023-002"]
    assert numbers("--state", "closed") == []


def test_the_export_writes_the_lists_asked_for(handed_over: Run, tmp_path: Path) -> None:
    status, out, _ = handed_over("export", "--out", tmp_path / "清单", "--as-of", "2023-09-20", "--json")
    assert status == 0
    assert json.loads(out)["files"] == [
        "2023年问题清单.xlsx", "2023年任务清单.xlsx", "2023年责任清单.xlsx", "2023年整改台账.xlsx",
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(tmp_path / "清单" / "2023年问题清单.xlsx").active
    assert sheet is not None
    assert sheet["B4"].value == NUMBER
    handed_over("export", "--out", tmp_path / "一种", "--list", "ledger", "--as-of", "2023-09-20")
    assert [path.name for path in (tmp_path / "一种").iterdir()] == ["2023年整改台账.xlsx"]


def test_a_problem_needs_a_description_a_requirement_and_a_day_to_come(taizhang: Run) -> None:
    base = ["add", "--round", "written_2023", "--unit", "县司法局", "--by", "甲", "--as-of", "2023-09-04"]
    for more, said in (
        (["--requirement", "改"], "没有写明是什么问题"),
        (["--description", "坏"], "没有写整改要求"),
        (["--description", "坏", "--requirement", "改", "--due", "2023-09-01"], "已经过去"),
        (["--description", "坏", "--requirement", "改", "--previous", "2022-001"], "没有编号为“2022-001”"),
    ):
        status, _, err = taizhang(*base, *more)
        assert (status, said in err) == (1, True), err
    assert listed(taizhang) == []


def test_events_written_by_other_hands_are_read_too(handed_over: Run, tmp_path: Path) -> None:
    with open_master(f"sqlite:///{tmp_path / 't.db'}") as master:
        [assigned] = master.problems.events()
        new = ProblemEvent(0, NUMBER, ProblemAction.START, Role.UNIT, assigned.at, "示例甲", "", "", None)
        master.problems.add_event(new, seen=assigned.id)
    assert listed(handed_over)[0]["state"] == "rectifying"


def test_who_says_what_he_has_seen_is_told_of_what_came_since(handed_over: Run) -> None:
    _, out, _ = handed_over("show", NUMBER, "--json", "--as-of", "2023-09-05")
    seen = json.loads(out)["problem"]["seen"]
    step = ["slip", NUMBER, "--by", "甲", "--seen", seen, "--as-of", "2023-09-05"]
    assert handed_over(*step)[0] == 0
    status, _, err = handed_over(*step)
    assert status == 1
    assert "问题2023-001刚由甲办理“提醒”" in err
    assert handed_over("slip", NUMBER, NUMBER, "--by", "甲", "--seen", seen)[0] == 2


@pytest.mark.parametrize(
    ("day", "said"),
    [("2023-07-01", "早于要点印发日期2023-08-02"), ("2030-05-08", "calendar.csv没有2030-05-08的放假安排")],
)
def test_nothing_is_handed_over_on_a_day_before_the_plan_or_beyond_the_calendar(
    taizhang: Run, day: str, said: str
) -> None:
    status, _, err = taizhang(
        "add", "--round", "written_2023", "--unit", "县司法局", "--description", "坏", "--requirement", "改", "--days", 5,
        "--by", "甲", "--as-of", day,
    )  # fmt: skip
    assert (status, said in err) == (1, True)
    assert listed(taizhang, "2031-01-01") == []
