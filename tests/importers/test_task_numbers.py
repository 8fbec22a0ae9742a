"""A task's number written before its words: it counts where both mean the same, else one is asked."""

import pytest

from importers.tasks import TaskMatcher
from tests.importers.build import check, found, ledger, plan, row, sheet

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


@pytest.mark.parametrize(
    ("written", "point", "tasks"),
    [
        ("1.2、1.3", None, ("1.2", "1.3")),
        ("2.1至2.3", None, ("2.1", "2.2", "2.3")),
        ("2.1-2.3", 2, ("2.1", "2.2", "2.3")),
        ("1.2\n1.3", 1, ("1.2", "1.3")),
        pytest.param("1.2、1.99", None, (), id="one of them is unknown"),
        pytest.param("2.1、2.2", 1, (), id="under another point"),
        ("9.2a、9.2B", None, ("9.2a", "9.2b")),
        pytest.param("36", None, (), id="a number that is no task's"),
        pytest.param("IPv6 1.2", None, (), id="letters that are no part of a number"),
        pytest.param("、", None, (), id="no number at all"),
        pytest.param("1.2、1.3 日常巡查", None, (), id="words beside them"),
    ],
)
def test_nothing_but_numbers_in_the_place_of_words_are_the_tasks(
    written: str, point: int | None, tasks: tuple[str, ...]
) -> None:
    assert MATCHER.numbers_alone(written, point) == tasks


def test_a_row_with_numbers_in_the_place_of_words_is_a_record_for_each() -> None:
    checked = check(ledger(row(任务编号="", 工作要点="", 具体举措="4.1、4.2")))
    assert [record.task_id for record in checked.rows] == ["4.1", "4.2"]
    assert {record.task for record in checked.rows} == {"4.1、4.2"}
    assert found(checked) == []


def test_a_number_that_is_no_tasks_keeps_its_finding_beside_numbers_that_are() -> None:
    checked = check(ledger(row(任务编号="17.2", 工作要点="", 具体举措="4.1")))
    assert ("B4", "unknown_point") in found(checked)
    assert [record.task_id for record in checked.rows] == [None]


def test_beside_a_number_the_words_may_be_missing_and_are_the_plans() -> None:
    checked = check(ledger(row(工作要点="", 具体举措="")))
    [record] = checked.rows
    assert (record.task_id, record.task) == ("4.1", plan().task_by_id["4.1"].name)
    assert found(checked) == []


def test_of_a_row_told_by_its_number_alone_the_number_is_marked() -> None:
    bare = row(工作要点="", 具体举措="")
    checked = check(ledger(bare, [*bare]))
    [told] = checked.findings
    assert (told.cell, told.rule, told.found) == ("B5", "duplicate_row", "4.1")


@pytest.mark.parametrize("heading", ["编号", "序号"])
@pytest.mark.parametrize(
    ("serial", "words", "task"),
    [
        ("4.1", "", "4.1"),
        ("4", "", None),
        ("4.99", "", None),
        pytest.param("4.1", "开展别的工作", None, id="their own list, counted alike"),
    ],
)
def test_a_serial_that_is_a_tasks_number_counts_where_the_row_says_nothing_else(
    heading: str, serial: str, words: str, task: str | None
) -> None:
    header = [heading, "任务名称", "责任单位", "责任人", "完成时限", "完成状态", "佐证材料"]
    told = [serial, words, "县司法局", "程示例", "年底前", "推进中", "记录"]
    checked = check(sheet([["2023年政务公开工作台账"], header, told]))
    assert [record.task_id for record in checked.rows] == [task]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("要点一", 1),
        ("要点1", 1),
        ("要点十六", 16),
        ("第三点", 3),
        ("第3条", 3),
        ("（四）", 4),
        ("要点四：深化政务信息管理", 4),
        ("要点二十", None),
        ("要点", None),
    ],
)
def test_a_point_is_known_by_its_number_however_it_is_written(written: str, number: int | None) -> None:
    assert MATCHER.read_point(written).number == number
