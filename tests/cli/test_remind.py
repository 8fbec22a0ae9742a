"""`taizhang remind`: what is said, what is kept of it, what is written for the office."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from master import open_master
from master.inspection_records import NewProblem
from schemas.plan_files import load_plan, packaged_workplan
from tests.cli.conftest import Run
from vocabulary.inspection import ProblemSeverity

HEADER = "任务编号,具体举措,责任单位,责任人,联系电话,完成时限,完成状态,完成率,进展情况,佐证材料,下一步措施"
LEDGER = f"""{HEADER}
4.1,行政规范性文件清理,县司法局,程示例,13800000000,9月20日前,推进中,60%,8月18日召开调度会部署清理工作。,会议记录,
3.6,信息公开零复议零诉讼,县司法局,程示例,13800000000,年底前,推进中,60%,8月18日召开调度会部署相关工作。,会议记录,9月22日前报审
4.3,维护文件库,县司法局,程示例,13800000000,长期坚持,长期坚持,,已按月更新文件库并核对目录。,网页截图,
"""
JUSTICE = next(
    unit.code for unit in load_plan(packaged_workplan(), validate=False).units if unit.name == "县司法局"
)
WITHOUT_CLOCK = ("--as-of", "2023-09-26")


@pytest.fixture
def taizhang(taizhang: Run, tmp_path: Path) -> Run:
    """``taizhang`` on a master in which 县司法局 has reported."""
    (tmp_path / "县司法局台账.csv").write_text(LEDGER, encoding="utf-8")
    arrived = taizhang("import", "县司法局台账.csv", "--unit", "县司法局", "--received", "2023-08-30T10:00")
    assert arrived[0] == 0
    return taizhang


def of_unit(document: dict[str, Any], unit: str = "县司法局") -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in document["units"] if one["unit"] == unit)
    return found


def remind(taizhang: Run, *more: object, day: str = "2023-09-26") -> dict[str, Any]:
    status, out, _ = taizhang("remind", "--as-of", day, "--json", *more)
    assert status == 0
    document: dict[str, Any] = json.loads(out)
    return document


def test_the_json_tells_each_units_text_and_what_it_is_about(taizhang: Run) -> None:
    document = remind(taizhang)
    assert (document["as_of"], document["notice"]) == ("2023-09-26", "")
    items = {item["task_id"]: item for item in of_unit(document)["items"]}
    assert items["4.1"] == {
        "kind": "overdue",
        "task_id": "4.1",
        "task": "行政规范性文件清理",
        "subject": "4.1",
        "deadline": "2023-09-20",
        "days_left": -4,
        "situation": "已逾期4个工作日",
        "reminded_on": None,
    }
    assert (items["3.6"]["kind"], items["3.6"]["deadline"]) == ("recheck", "2023-09-22")
    assert "4.3" not in items
    assert of_unit(document, "县财政局")["items"][0]["kind"] == "not_reported"


def test_every_text_fits_a_chat_and_names_no_telephone(taizhang: Run) -> None:
    for text in [one["text"] for one in remind(taizhang, day="2023-12-27")["units"]]:
        assert len(text) <= 200
        assert not re.search(r"1[3-9]\d{9}|0\d{2,3}-?\d{7}", text)
        assert "\n" not in text


def test_the_same_day_says_the_same_and_the_next_says_it_again(taizhang: Run) -> None:
    first = taizhang("remind", *WITHOUT_CLOCK)
    assert taizhang("remind", *WITHOUT_CLOCK) == first
    assert "再次提醒" not in first[1]
    later = of_unit(remind(taizhang, day="2023-10-07"))
    assert "9月26日已提醒" in later["text"]
    assert {item["reminded_on"] for item in later["items"] if item["task_id"] == "4.1"} == {"2023-09-26"}


def test_what_was_only_tried_is_not_remembered(taizhang: Run, tmp_path: Path) -> None:
    remind(taizhang, "--dry-run")
    with open_master(str(tmp_path / "t.db")) as master:
        assert master.reminders.reminders() == []
    remind(taizhang, "--unit", "县司法局")
    with open_master(str(tmp_path / "t.db")) as master:
        kept = master.reminders.reminders()
    assert {one.day for one in kept} == {dt.date(2023, 9, 26)}
    assert {one.at for one in kept} == {dt.datetime(2023, 9, 26, 12)}
    assert len({one.unit for one in kept}) == 1
    assert "4.1" in {one.subject for one in kept}


def test_one_unit_is_told_what_it_would_be_told_among_all(taizhang: Run) -> None:
    everybody = remind(taizhang, "--dry-run")
    alone = remind(taizhang, "--dry-run", "--unit", "司法局")
    assert alone["units"] == [of_unit(everybody)]


def test_a_rectification_is_told_by_its_number_without_the_number_to_call(
    taizhang: Run, tmp_path: Path
) -> None:
    found = NewProblem(
        "written_2023", JUSTICE, "4.1", "文件库未更新，联系13800000000", "截图", ProblemSeverity.MINOR, "更新",
        dt.date(2023, 9, 28), dt.date(2023, 9, 4), "office",
    )  # fmt: skip
    with open_master(str(tmp_path / "t.db")) as master:
        master.problems.add([found], 2023, "示例乙", dt.datetime(2023, 9, 5, 9))

    def of_problem(document: dict[str, Any]) -> dict[str, Any]:
        items: list[dict[str, Any]] = of_unit(document)["items"]
        return next(item for item in items if item["subject"] == "2023-001")

    item = of_problem(remind(taizhang, "--dry-run"))
    assert (item["kind"], item["task_id"], item["days_left"]) == ("due_soon", None, 2)
    late = remind(taizhang, "--unit", "县司法局", day="2023-10-07")
    assert "整改2023-001“文件库未更新，联系（号码略）”9月28日到期" in of_unit(late)["text"]
    item = of_problem(late)
    assert (item["kind"], item["situation"]) == ("recheck", "已逾期1个工作日，待复核")


def test_a_round_asks_for_its_own_tasks_only(taizhang: Run) -> None:
    document = remind(taizhang, "--round", "onsite_2023", "--dry-run", day="2023-12-27")
    ids = {item["task_id"] for one in document["units"] for item in one["items"]} - {None}
    assert ids
    assert ids <= {
        "1.4", "2.1", "2.2", "2.3", "2.3b", "2.3c", "2.5", "2.6", "2.7", "3.4", "4.7", "5.4", "5.6", "9.7", "13.8", "14.4", "16.1",
    }  # fmt: skip


def test_a_year_nobody_has_published_is_said_to_be_guessed(taizhang: Run) -> None:
    document = remind(taizhang, "--dry-run", day="2027-03-01")
    assert (
        "2027年放假安排尚未公布，按周一至周五推算，公布后经办在“设置 › 日历”录入，再重新计算。"
        in document["notice"]
    )
    status, out, err = taizhang("remind", "--as-of", "2027-03-01", "--dry-run")
    assert (status, err) == (0, "")
    assert document["notice"] in out


def test_the_offices_table_lists_everything_also_what_is_optional(taizhang: Run, tmp_path: Path) -> None:
    said = remind(taizhang, "--out", "催办.xlsx", day="2023-12-27")
    sheet = openpyxl.load_workbook(tmp_path / "催办.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = rows.index(["单位", "事项", "时限", "剩余工作日", "情况", "已提醒"])
    told = rows[header + 1 :]
    optional = [row for row in told if str(row[4]).startswith("可选：")]
    assert optional
    assert len(told) - len(optional) == sum(len(one["items"]) for one in said["units"])
    assert sheet.print_title_rows == f"${header + 1}:${header + 1}"


@pytest.mark.parametrize(
    "wrong",
    [
        ("remind", "--round", "nothing"),
        ("remind", "--unit", "某某部"),
        ("remind", "--as-of", "昨天"),
        ("remind", "--out", "表.docx"),
    ],
)
def test_wrong_usage_is_one_line_and_remembers_nothing(
    taizhang: Run, tmp_path: Path, wrong: tuple[str, ...]
) -> None:
    status, out, err = taizhang(*wrong)
    assert (status, out, err.count("\n")) == (2, "", 1)
    with open_master(str(tmp_path / "t.db")) as master:
        assert master.reminders.reminders() == []
