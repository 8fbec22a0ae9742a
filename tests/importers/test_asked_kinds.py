"""A kind that is only read when somebody asks: never guessed, its days and titles in the year it speaks of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from importers.check import Checker
from importers.clean import clean_workbook, normaliser_for
from importers.clean_ledger import CleanLedger
from importers.copies import CopyFinder
from importers.intake import ImportSettings
from importers.pipeline import import_files
from importers.reading_child import FileJob, RefusedFile
from importers.recognise import recognise
from importers.workbook import Sheet, Source, Value, Workbook
from inspections.look_back import LOOK_BACK_LEDGER
from master import open_master
from reports.master_rows import TITLES
from schemas.kinds import ledger_kinds
from schemas.plan_files import packaged_workplan
from schemas.records import CheckedLedger
from tests.importers.build import found, ledger, plan, sheet, unit_names

RECEIVED = dt.date(2023, 8, 25)
HEADER = ("条目", "2022年重点任务", "责任单位", "完成时间", "是否完成", "落实情况", "未完成原因")
ROW = ("三-3", "规范性文件库初建", "县司法局", "12月底", "否", "入库一百零八件。", "底数不明")


def read(*rows: Sequence[Value], title: str = "2022年政务公开工作要点落实情况一览表") -> CheckedLedger:
    """What is made of a list read as last year's."""
    cleaned = cleaned_as(sheet([[title], *rows]), LOOK_BACK_LEDGER, 2022)
    assert isinstance(cleaned, CleanLedger), cleaned
    return Checker(plan(), RECEIVED, 2022).check([cleaned], RECEIVED, CopyFinder(0.9))[0]


def cleaned_as(one: Sheet, kind: str | None, year: int | None) -> CleanLedger | RefusedFile:
    job = FileJob(Source("清单.xlsx", b""), None, kind, year)
    return clean_workbook(job, Workbook("xlsx", (one,)), normaliser_for(packaged_workplan(), year))


def test_a_list_of_last_year_is_read_as_it_stands() -> None:
    checked = read(HEADER, ROW)
    (record,) = checked.rows
    assert found(checked) == []
    assert (record.task, record.task_id, record.point, unit_names(checked)) == (
        "规范性文件库初建",
        None,
        None,
        ["县司法局"],
    )
    assert (record.status, record.progress) == ("not_started", "入库一百零八件。")
    assert record.more == {"last_number": "三-3", "unfinished_because": "底数不明"}


def test_a_day_without_a_year_belongs_to_last_year() -> None:
    (record,) = read(HEADER, ROW).rows
    assert (record.deadline, record.deadline_text) == ("2022-12-31", "12月底")


@pytest.mark.parametrize(
    ("title", "wrong"),
    [("2022年政务公开工作台账", False), ("2023年政务公开工作台账", True), ("任务清单", False)],
)
def test_last_years_title_is_the_right_one(title: str, wrong: bool) -> None:
    checked = read(HEADER, ROW, title=title)
    assert [rule for _, rule in found(checked)] == (["wrong_template"] if wrong else [])


@pytest.mark.parametrize(
    ("text", "outside"), [("2022年6月底", False), ("2023年3月底", True), ("2021年12月底", True)]
)
def test_a_deadline_is_held_against_last_year(text: str, outside: bool) -> None:
    checked = read(HEADER, (*ROW[:3], text, *ROW[4:]))
    assert [rule for _, rule in found(checked)] == (["deadline_out_of_year"] if outside else [])
    assert all("2022年度" in finding.message for finding in checked.findings)


def test_a_number_of_this_year_is_only_a_number_of_last_year() -> None:
    (record,) = read(HEADER, ("4.1", *ROW[1:])).rows
    assert (record.task_id, record.more["last_number"]) == (None, "4.1")


def test_an_export_of_last_years_master_is_read() -> None:
    values: dict[str, Value] = {
        **dict.fromkeys(TITLES, ""),
        "责任单位": "县司法局", "任务编号": "4.3", "要点": "要点题目", "任务": "规范性文件库初建", "完成时限（原文）": "12月底",
        "时限": "2022-12-31", "考核时限": "2022-12-31", "完成状态（原文）": "推进中", "状态": "推进中", "完成率": 0.6, "灯色": "红",
        "逾期": "逾期", "进展情况": "入库一百零八件。", "佐证材料": "清单", "责任人": "示例甲", "配合单位": "县财政局", "版本": 2.0,
        "来源文件": "台账.xlsx", "工作表": "台账", "行": 4.0,
    }  # fmt: skip
    cleaned = cleaned_as(sheet([TITLES, [values[title] for title in TITLES]]), LOOK_BACK_LEDGER, 2022)
    assert isinstance(cleaned, CleanLedger)
    checked = Checker(plan(), RECEIVED, 2022).check([cleaned], RECEIVED, CopyFinder(0.9))[0]
    (record,) = checked.rows
    assert found(checked) == []
    assert (record.task, record.deadline, record.status, record.evidence) == (
        "规范性文件库初建",
        "2022-12-31",
        "in_progress",
        "清单",
    )
    assert (record.more["last_number"], unit_names(checked), record.contact) == (
        "4.3",
        ["县司法局"],
        "示例甲",
    )
    assert (record.more["灯色"], record.more["要点"]) == ("红", "要点题目")


def test_what_is_no_list_is_refused_not_guessed() -> None:
    cleaned = cleaned_as(
        sheet([["通讯录"], ["姓名", "电话"], ["示例甲", "0798-2620000"]]), LOOK_BACK_LEDGER, 2022
    )
    assert isinstance(cleaned, RefusedFile)


@pytest.mark.parametrize(
    "rows", [[HEADER, ROW], [("条目", "上年任务", "责任单位", "完成时限", "是否完成", "未完成原因"), ROW[:6]]]
)
def test_no_sheet_is_guessed_to_be_of_such_a_kind(rows: list[Sequence[Value]]) -> None:
    recognised = recognise(sheet(rows), None)
    assert recognised is None or not recognised[1].asked_only


def test_every_sheet_is_of_the_kind_that_was_asked_for() -> None:
    recognised = recognise(ledger(), None, LOOK_BACK_LEDGER)
    assert recognised is not None
    assert recognised[1].code == LOOK_BACK_LEDGER


def test_the_same_bytes_read_as_another_kind_are_no_duplicate(tmp_path: Path) -> None:
    content = "条目,上年任务,责任单位,完成时限,是否完成,落实情况\n三-3,规范性文件库初建,县司法局,2022年12月底,否,入库一百零八件已上网\n".encode()
    when = dt.datetime(2023, 8, 25, 9)
    ordinary = ImportSettings(plan(), RECEIVED, when, when)
    asked = ImportSettings(plan(), RECEIVED, when, when, kind=LOOK_BACK_LEDGER, year=2022)
    outcomes = []
    with open_master(f"sqlite:///{tmp_path / 't.db'}") as master:
        for settings in (ordinary, asked, asked, ordinary):
            (result,) = import_files([Source("清单.csv", content)], settings, master)
            outcomes.append((result.ledger.ledger_kind, str(result.outcome) == "duplicate"))
        assert len(master.rows_as_of(RECEIVED, kind=LOOK_BACK_LEDGER)) == 1
    assert outcomes == [
        ("work_ledger", False),
        (LOOK_BACK_LEDGER, False),
        (LOOK_BACK_LEDGER, True),
        (None, True),
    ]


def test_kinds_that_are_asked_for_come_last() -> None:
    asked = [kind.asked_only for kind in ledger_kinds().values()]
    assert asked == sorted(asked)
    assert any(asked)
