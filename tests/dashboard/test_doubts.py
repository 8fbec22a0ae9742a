"""待确认的事项: a person joins two rows, nobody else does."""

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import data
from dashboard.master_table.doubts import doubts_on
from dashboard.settings import office_now
from importers.intake import ImportSettings
from importers.pipeline import import_files
from importers.workbook import Source
from master import open_master
from tests.dashboard.conftest import ENTRYPOINT, become, said
from tests.importers.build import plan
from tests.patience import PATIENCE

HEADER = "具体举措,责任单位,责任人,完成时限,完成状态,进展情况,佐证材料"
DAYS = (dt.datetime(2023, 8, 30, 10), dt.datetime(2023, 9, 27, 10))
TASKS = ("组织志愿者到社区宣传便民服务事项清单", "组织志愿者和干部进社区宣讲便民服务办事指南")


def two_ledgers(url: str) -> None:
    """The same work, told in other words a month later, without a task number."""
    with open_master(url) as master:
        for day, task in zip(DAYS, TASKS, strict=True):
            text = f"{HEADER}\n{task},县司法局,程示例,年底前,推进中,{day.month}月开展宣传活动两场并发放资料,照片\n"
            settings = ImportSettings(plan(), day.date(), day, day)
            list(import_files([Source("台账.csv", text.encode())], settings, master))


def open_doubts_page() -> AppTest:
    at = AppTest.from_file(str(ENTRYPOINT), default_timeout=PATIENCE)
    at.query_params["as_of"] = "2023-09-27"
    at.query_params["tab"] = "待确认的事项"
    at.run()
    return at.switch_page(str(Path("dashboard/pages/master_table.py"))).run()


def press(at: AppTest, label: str) -> None:
    next(each for each in at.button if each.label == label).click().run()
    assert not at.exception


def test_two_items_are_kept_apart_and_joined_after_all_and_parted_again(empty: str) -> None:
    two_ledgers(empty)
    at = open_doubts_page()
    press(at, "不是同一事项")
    assert data.master().open_doubts() == []
    assert len(data.master().rows_as_of(dt.date(2100, 1, 1))) == 2
    assert "没有需要确认的事项" in said(at)
    assert "示例甲：不是同一事项" in said(at)
    press(at, "改为同一事项")
    assert len(data.master().rows_as_of(dt.date(2100, 1, 1))) == 1
    press(at, "取消确认")
    assert len(data.master().rows_as_of(dt.date(2100, 1, 1))) == 2


def test_of_two_who_answer_the_same_doubt_the_second_is_told(empty: str) -> None:
    two_ledgers(empty)
    at = open_doubts_page()
    [doubt] = data.master().open_doubts()
    data.master().dismiss_doubt(doubt.item, doubt.candidate, "示例己", office_now())
    press(at, "不是同一事项")
    assert "已经有人处理过了" in at.warning[0].value
    assert [one.by for one in data.master().matches()] == ["示例己"]


def test_a_leader_sees_the_doubts_and_answers_none(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    two_ledgers(empty)
    become(monkeypatch, empty, "leader")
    at = open_doubts_page()
    assert TASKS[0] in said(at)
    assert [each.label for each in at.button] == []


def test_a_doubtful_match_is_shown_and_joined_by_a_person(empty: str) -> None:
    two_ledgers(empty)
    at = AppTest.from_file(str(ENTRYPOINT), default_timeout=PATIENCE)
    at.query_params["as_of"] = "2023-09-27"
    at.query_params["tab"] = "待确认的事项"
    at.run()
    at.switch_page(str(Path("dashboard/pages/master_table.py"))).run()
    rows = data.master().rows_as_of(DAYS[1].date())
    (doubt,) = doubts_on(rows, data.master().open_doubts())
    assert (doubt.new.record.task, doubt.old.record.task) == (TASKS[1], TASKS[0])
    button = next(each for each in at.button if each.label == "是同一事项")
    button.click().run()
    assert not at.exception
    assert data.master().open_doubts() == []
    joined = data.master().rows_as_of(dt.date(2100, 1, 1))
    assert [(row.record.task, row.version, row.withdrawn) for row in joined] == [(TASKS[1], 2, False)]
