"""A task's number written before its words: it counts where both mean the same, else one is asked."""

import pytest

from importers.tasks import TaskMatcher
from tests.importers.build import check, found, ledger, plan, row

MATCHER = TaskMatcher(plan())


@pytest.mark.parametrize(
    ("written", "point", "task"),
    [
        ("1.3日常巡查", None, "1.3"),
        ("1.3 日常巡查", 1, "1.3"),
        ("（1.3）日常巡查", None, "1.3"),
        ("1．3：日常巡查", None, "1.3"),
        ("1.3", None, "1.3"),
        ("13.4 网上留言5个工作日内答复", 13, "13.4"),
    ],
)
def test_number_and_words_that_agree_name_the_task(written: str, point: int | None, task: str) -> None:
    assert MATCHER.led_by_number(written, point) == (task, "")


@pytest.mark.parametrize(
    ("written", "point", "asked"),
    [
        pytest.param("3.4 行政执法", None, "3.4 法制审核与会商机制", id="a list of their own"),
        pytest.param("1.1 栏目", None, "1.1 落实网络意识形态责任制", id="numbered anew"),
        pytest.param("1.3日常巡查", 3, "", id="stands under another point"),
        pytest.param("1.30 日常巡查", None, "", id="no such number"),
        pytest.param("1.3.2 日常巡查", None, "", id="a number of three levels"),
        pytest.param("日常巡查", None, "", id="no number"),
    ],
)
def test_number_and_words_that_do_not_agree_name_nothing(written: str, point: int | None, asked: str) -> None:
    assert MATCHER.led_by_number(written, point) == (None, asked)


def test_in_a_ledger_the_number_before_the_words_is_enough() -> None:
    told = row(任务编号="", 工作要点="", 具体举措="1.3日常巡查")
    checked = check(ledger(told))
    assert [record.task_id for record in checked.rows] == ["1.3"]
    assert "unmatched_task" not in [rule for *_, rule in found(checked)]


def test_where_they_disagree_the_clerk_is_asked_whether_that_task_is_meant() -> None:
    checked = check(ledger(row(任务编号="", 工作要点="", 具体举措="3.4 行政执法")))
    [asked] = [one for one in checked.findings if one.rule == "unmatched_task"]
    assert "是否为“3.4 法制审核与会商机制”？" in asked.message
    assert checked.rows[0].task_id is None
