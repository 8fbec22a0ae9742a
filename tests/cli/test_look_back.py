"""`taizhang look-back`: last year's list from the file to the situation table, refusals in one sentence."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from master import open_master
from master.inspection_records import NewMove
from tests.cli.conftest import Run
from vocabulary.inspection import Stage

SAMPLES = Path(__file__).resolve().parents[2] / "sample_ledgers" / "2022"
ROUND = ("--round", "look_back_2022")
DAY = ("--as-of", "2023-08-25")


@pytest.fixture
def look_back(taizhang: Run) -> Run:
    """Run ``taizhang look-back …``; gives (exit status, stdout, stderr)."""
    return partial(taizhang, "look-back")


def load(look_back: Run) -> dict[str, Any]:
    status, out, _ = look_back(
        "load", SAMPLES, *ROUND, "--received", "2023-08-20", "--by", "示例甲", "--json"
    )
    assert status == 0
    document: dict[str, Any] = json.loads(out)
    return document


def items(look_back: Run) -> dict[str, Any]:
    status, out, _ = look_back("items", *ROUND, *DAY, "--json")
    assert status == 0
    document: dict[str, Any] = json.loads(out)
    return document


def item_of(look_back: Run, task: str) -> int:
    found: int = next(one["item"] for one in items(look_back)["items"] if one["task"] == task)
    return found


def test_last_years_files_are_loaded_expanded_and_parted(look_back: Run) -> None:
    document = load(look_back)
    assert [(one["ledger_kind"], one["outcome"], len(one["rows"])) for one in document["files"]] == [
        ("look_back_ledger", "accepted", 42),
        ("look_back_ledger", "accepted", 10),
    ]
    told = items(look_back)
    # Two of 瑶里镇's own rows are rows of the office's list too.
    assert (told["rows"], told["in_scope"], told["out_of_scope"]) == (50, 42, 8)
    assert len(told["items"]) == 42
    assert {one["reason"] for one in told["outside"]} == {"no_day", "open_body", "not_in_round"}
    towns = [one for one in told["items"] if one["task"] == "乡镇公开栏统一样式"]
    assert len({one["unit"] for one in towns}) == 18


def test_loading_again_changes_nothing(look_back: Run) -> None:
    load(look_back)
    before = items(look_back)
    assert {one["outcome"] for one in load(look_back)["files"]} == {"duplicate"}
    assert items(look_back) == before


def test_a_match_is_made_shown_and_taken_back(look_back: Run) -> None:
    load(look_back)
    item = item_of(look_back, "公开工作培训两期")
    _, before, _ = look_back("matches", *ROUND, *DAY, "--json")
    status, out, _ = look_back("match", item, *ROUND, *DAY, "--task", "14.3", "--by", "示例甲", "--json")
    assert status == 0
    assert json.loads(out)["task_id"] == "14.3"
    shown = json.loads(look_back("matches", *ROUND, *DAY, "--json")[1])["matches"]
    assert next(one for one in shown if one["item"] == item)["by"] == "示例甲"
    assert look_back("unmatch", item, *ROUND, *DAY, "--by", "示例甲")[0] == 0
    assert look_back("matches", *ROUND, *DAY, "--json")[1] == before


def test_a_decision_becomes_a_problem_and_is_written_out(look_back: Run) -> None:
    load(look_back)
    item = item_of(look_back, "规范性文件库初建")
    status, out, _ = look_back(
        "decide", item, "not_done", *ROUND, *DAY, "--reason", "=底数不明", "--deadline", "2023-09-28", "--owner",
        "司法局", "--by", "示例甲", "--json",
    )  # fmt: skip
    assert status == 0
    decided = json.loads(out)
    assert (decided["outcome"], decided["owner"], decided["problem"]) == ("not_done", "县司法局", "2023-001")
    status, out, _ = look_back("export", *ROUND, *DAY, "--out", "情况表.xlsx")
    assert status == 0
    assert "要核查42项（已定1项），不在范围内8行" in out
    sheet = openpyxl.load_workbook("情况表.xlsx")["核查情况"]
    line = next(row for row in sheet.iter_rows(values_only=True) if row[2] == "规范性文件库初建")
    assert line[7:] == ("未完成", "=底数不明", "2023年9月28日", "县司法局", "2023-001")


REFUSED = [
    ("a round nobody knows", ("items", "--round", "x"), 2, "没有轮次“x”"),
    ("a round of another kind", ("items", "--round", "written_2023"), 2, "不是回头看"),
    ("an item nobody knows", ("decide", 9999, "done", *ROUND, *DAY, "--evidence", "文", "--by", "甲"), 1, "没有编号为9999"),
    ("no evidence", ("decide", 1, "done", *ROUND, *DAY, "--by", "甲"), 1, "--evidence"),
    ("no name", ("decide", 1, "done", *ROUND, *DAY, "--evidence", "文"), 2, "--by"),
    ("an empty name", ("decide", 1, "done", *ROUND, *DAY, "--evidence", "文", "--by", ""), 1, "--by"),
    ("an outcome nobody knows", ("decide", 1, "half", *ROUND, *DAY, "--by", "甲"), 2, "half"),
    ("a day that is none", ("decide", 1, "not_done", *ROUND, *DAY, "--by", "甲", "--deadline", "9月"), 2, "--deadline"),
    ("an owner nobody knows", ("decide", 1, "not_done", *ROUND, *DAY, "--by", "甲", "--owner", "没有局"), 2, "没有局"),
    ("a task nobody knows", ("match", 1, *ROUND, *DAY, "--task", "99.9", "--by", "甲"), 1, "没有任务“99.9”"),
    ("neither task nor none", ("match", 1, *ROUND, *DAY, "--by", "甲"), 2, "--task"),
    ("nothing to undo", ("unmatch", 1, *ROUND, *DAY, "--by", "甲"), 1, "没有什么可以撤回"),
    ("a file that is not there", ("load", "没有.xlsx", *ROUND), 2, "找不到"),
    ("no action", (), 2, "动作"),
]  # fmt: skip


def test_what_cannot_be_done_is_said_in_one_sentence_and_changes_nothing(look_back: Run) -> None:
    load(look_back)
    before = items(look_back)
    for case, argv, expected, words in REFUSED:
        status, out, err = look_back(*argv)
        assert (status, out) == (expected, ""), case
        assert words in err, (case, err)
        assert err.count("\n") == 1, (case, err)
    assert items(look_back) == before
    assert json.loads(look_back("matches", *ROUND, *DAY, "--json")[1])["recurring"] == []


def test_a_list_is_not_loaded_into_a_round_that_is_archived(look_back: Run, tmp_path: Path) -> None:
    with open_master(str(tmp_path / "t.db")) as master:
        step = [NewMove(Stage.ARCHIVED)]
        master.rounds.move("look_back_2022", step, "示例乙", dt.datetime(2023, 8, 1), seen=None)
    status, _, err = look_back("load", SAMPLES, *ROUND)
    assert (status, "已经归档" in err) == (1, True)
    assert items(look_back)["rows"] == 0


def test_before_anything_was_loaded_there_is_nothing_to_check(look_back: Run) -> None:
    assert items(look_back)["items"] == []
    assert look_back("export", *ROUND, *DAY, "--out", "空.xlsx")[0] == 0
    assert openpyxl.load_workbook("空.xlsx").sheetnames == [
        "核查情况",
        "不在核查范围",
        "与今年任务的对应",
        "屡查未改与反弹",
    ]
