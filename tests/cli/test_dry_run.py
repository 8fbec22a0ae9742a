"""What a dry run says before anything is merged: row by row, old → new, and which of several ledgers counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

HEADER = "任务编号,具体举措,责任单位,责任人,完成时限,完成状态,完成率,进展情况"
MEETING = "8月10日召开清理部署会，已梳理文件35件"
CLEANING = f"4.1,行政规范性文件清理,县司法局,程示例,年底前,推进中,60%,{MEETING}"
MARKING = f"4.2,新制发文件公开属性管理,县司法局,程示例,年底前,推进中,30%,{MEETING}并作标注"
RULES = f"4.3,规章公开,县司法局,程示例,年底前,推进中,30%,{MEETING}并作整理"
AUGUST, SEPTEMBER = "2023-08-30T10:00", "2023-09-27T10:00"


def ledger(path: Path, *lines: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def september(taizhang: Run, tmp_path: Path) -> Path:
    """A second ledger of a unit: one row changed, one new, one gone."""
    taizhang("import", ledger(tmp_path / "8月.csv", CLEANING, MARKING), "--received", AUGUST)
    return ledger(tmp_path / "9月.csv", CLEANING.replace("推进中,60%", "基本完成,90%"), RULES)


def test_every_change_is_named_with_its_fields_old_and_new(taizhang: Run, september: Path) -> None:
    _, out, _ = taizhang("import", september, "--dry-run", "--received", SEPTEMBER)
    assert "新增1，变更1，未变0，撤回1。" in out
    assert "    变更  县司法局 4.1 行政规范性文件清理：" in out
    assert "完成率 60% → 90%" in out
    assert "    撤回  县司法局 4.2 新制发文件公开属性管理\n" in out
    assert "    新增  县司法局 4.3 规章公开\n" in out
    assert len(json.loads(taizhang("master", "--json")[1])["rows"]) == 2


def test_programs_get_the_same_rows_whole_from_the_dry_run_and_the_import(
    taizhang: Run, september: Path
) -> None:
    told = []
    for more in (["--dry-run"], []):
        out = taizhang("import", september, *more, "--received", SEPTEMBER, "--json")[1]
        [file] = json.loads(out)["files"]
        assert {name: len(rows) for name, rows in file["changes_detail"].items()} == {
            "new": 1, "changed": 1, "withdrawn": 1,
        }  # fmt: skip
        told.append(file["changes_detail"])
    assert told[0] == told[1]
    [changed] = told[0]["changed"]
    assert (changed["unit"], changed["task_id"], changed["row"]) == ("县司法局", "4.1", 2)
    assert {"field": "percent", "old": "60", "new": "90"} in changed["fields"]


def test_more_than_a_few_rows_are_counted(taizhang: Run, tmp_path: Path) -> None:
    lines = [CLEANING.replace("行政规范性文件清理", f"第{n}批文件清理").replace("4.1", "") for n in range(8)]
    _, out, _ = taizhang("import", ledger(tmp_path / "多.csv", *lines), "--dry-run")
    assert out.count("    新增  ") == 6
    assert "    新增  另有3行\n" in out


def test_several_ledgers_of_one_unit_in_a_batch_are_named_and_the_last_one_counts(
    taizhang: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "批"
    ledger(folder / "1.csv", CLEANING, MARKING)
    ledger(folder / "2.csv", CLEANING)
    ledger(folder / "3.csv", CLEANING, MARKING.replace("30%", "40%"))
    ledger(folder / "4.csv", CLEANING.replace("县司法局", "县财政局"))
    told = []
    for command in (["check"], ["import", "--dry-run"], ["import"]):
        _, out, err = taizhang(*command, folder, "--json")
        assert "注意：县司法局有3份工作台账（《1.csv》《2.csv》《3.csv》），以最后一份为准。" in err
        assert "县财政局有" not in err
        told.append(
            [
                file.get("submission", {}) and file["submission"]["changes"]
                for file in json.loads(out)["files"]
            ]
        )
    assert told[1] == told[2]
    assert [each["withdrawn"] for each in told[1]] == [0, 1, 0, 0]
