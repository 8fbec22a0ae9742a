"""`taizhang round`: what is refused, in which sentence, with which status, and that nothing changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli import main

ROUND = "written_2023"


def run(db: Path, *words: str) -> int:
    return main(["round", *words, "--db", str(db)])


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "m.db"
    assert run(path, "open", ROUND, "--as-of", "2023-08-10", "--by", "示例甲") == 0
    return path


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("open", "spring_2023", "--by", "甲"), 2, "没有轮次“spring_2023”，现有：written_2023"),
        (("open", ROUND, "--as-of", "2023-08-11", "--by", "甲"), 1, "已经在“报送”阶段，报送早已开始"),
        (("open", "onsite_2023", "--as-of", "2023-08-01", "--by", "甲"), 1, "早于要点印发日期2023-08-02"),
        (("open", "onsite_2023", "--as-of", "2025-01-06", "--by", "甲"), 1, "calendar.csv没有2025-01-06的放假安排"),
        (("open", "onsite_2023", "--by", " "), 2, "--by 要写经手人姓名"),
        (("move", ROUND, "重审", "--as-of", "2023-09-01", "--by", "甲"), 2, "阶段 没有“重审”，可以写：准备、通知"),
        (("move", ROUND, "审核", "--as-of", "2023-09-01", "--by", "甲"), 1, "到“审核”之前还有冻结"),
        (("move", ROUND, "归档", "--as-of", "2023-09-01", "--by", "甲", "--reason", "急"), 1, "冻结和审核不能越过"),
        (("move", ROUND, "通知", "--as-of", "2023-09-01", "--by", "甲"), 1, "退回“通知”要写明原因"),
        (("freeze", ROUND, "--as-of", "2023-08-30", "--by", "甲"), 1, "报送截止日是2023-08-31，还没有到"),
        (("move", ROUND, "冻结", "--as-of", "2023-08-30", "--by", "甲"), 1, "报送截止日是2023-08-31，还没有到"),
        (("freeze", ROUND, "--as-of", "2023-08-09", "--by", "甲"), 1, "不能再补记更早的"),
        (("snapshot", ROUND), 1, "还没有冻结，没有冻结数据"),
        (("verdicts", ROUND), 1, "还没有核定意见"),
        (("accept", ROUND, "--as-of", "2023-09-01", "--by", "甲"), 1, "在“报送”阶段，不能核定；要在审核阶段才行"),
        (("decide", ROUND, "县司法局", "1.3", "--as-of", "2023-09-01", "--by", "甲"), 1, "不能核定"),
        (("except", ROUND, "--unit", "县司法局", "--until", "9月6日", "--by", "甲"), 2, "--until 要写成2023-09-15这样的日期"),
        (("except", ROUND, "--unit", "县司法局", "--until", "2023-09-06", "--as-of", "2023-09-01", "--by", "甲"), 1, "要写明原因"),
        (("except", ROUND, "--unit", "县税局子", "--until", "2023-09-06", "--by", "甲"), 2, "单位名录中没有“县税局子”"),
        (("situation", ROUND, "--out", "x.xlsx"), 1, "还没有进入审核，没有情况表"),
    ],
)  # fmt: skip
def test_what_the_stage_does_not_allow_is_one_sentence_and_changes_nothing(
    db: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], status: int, said: str
) -> None:
    before = shown(db, capsys)
    assert run(db, *words) == status
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.count("\n") == 1
    assert shown(db, capsys) == before


def shown(db: Path, capsys: pytest.CaptureFixture[str]) -> object:
    capsys.readouterr()
    assert run(db, "show", ROUND, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_a_decision_shows_both_what_was_suggested_and_what_was_decided(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(db, "freeze", ROUND, "--as-of", "2023-09-01", "--by", "示例甲") == 0
    assert run(db, "verdicts", ROUND, "--as-of", "2023-09-02", "--by", "示例乙", "--unit", "县司法局") == 0
    capsys.readouterr()
    silent = (
        "decide",
        ROUND,
        "县司法局",
        "16.1",
        "--as-of",
        "2023-09-02",
        "--by",
        "示例乙",
        "--verdict",
        "完成",
    )
    assert run(db, *silent) == 1
    assert "系统建议“未报”，改定为“完成”要写明原因" in capsys.readouterr().err
    assert run(db, *silent, "--reason", "纸质台账已收", "--evidence", "盖章件") == 0
    capsys.readouterr()
    assert run(db, "verdicts", ROUND, "--unit", "县司法局", "--json") == 0
    found = {one["task_id"]: one for one in json.loads(capsys.readouterr().out)["verdicts"]}["16.1"]
    assert (found["suggested"], found["verdict"], found["decision"]["reason"]) == (
        "not_reported",
        "complete",
        "纸质台账已收",
    )
