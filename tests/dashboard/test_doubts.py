"""待确认的事项: a person joins two rows, nobody else does."""

import datetime as dt
from pathlib import Path

from streamlit.testing.v1 import AppTest

from dashboard import data
from dashboard.master_table.doubts import doubts_on
from importers.pipeline import ImportSettings, import_files
from importers.workbook import Source
from master import open_master
from schemas.plan_files import packaged_workplan
from tests.dashboard.conftest import ENTRYPOINT
from tests.importers.build import plan

HEADER = "具体举措,责任单位,责任人,完成时限,完成状态,进展情况,佐证材料"
DAYS = (dt.datetime(2023, 8, 30, 10), dt.datetime(2023, 9, 27, 10))
TASKS = ("组织志愿者到社区宣传便民服务事项清单", "组织志愿者和干部进社区宣讲便民服务办事指南")


def two_ledgers(url: str) -> None:
    """The same work, told in other words a month later, without a task number."""
    with open_master(url) as master:
        for day, task in zip(DAYS, TASKS, strict=True):
            text = f"{HEADER}\n{task},县司法局,程示例,年底前,推进中,{day.month}月开展宣传活动两场并发放资料,照片\n"
            settings = ImportSettings(packaged_workplan(), plan(), day.date(), day, day)
            list(import_files([Source("台账.csv", text.encode())], settings, master))


def test_a_doubtful_match_is_shown_and_joined_by_a_person(empty: str) -> None:
    two_ledgers(empty)
    at = AppTest.from_file(str(ENTRYPOINT), default_timeout=30)
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
