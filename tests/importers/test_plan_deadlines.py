"""A task's own words in the plan are right in its row, and mean the day that the plan says."""

from __future__ import annotations

import pytest

from importers.workbook import Value
from tests.importers.build import check, found, ledger, plan, row

TASKS = plan().task_by_id


def of_task(task_id: str, deadline: str) -> list[Value]:
    return row(任务编号=task_id, 工作要点="", 具体举措=TASKS[task_id].name, 完成时限=deadline)


@pytest.mark.parametrize("task_id", [task.id for task in plan().tasks])
def test_the_plans_own_words_are_never_doubted_and_never_another_day(task_id: str) -> None:
    task = TASKS[task_id]
    checked = check(ledger(of_task(task_id, f" {task.deadline_text} ")))
    assert [finding for finding in checked.findings if finding.field == "deadline"] == []
    (record,) = checked.rows
    planned = task.deadline.isoformat() if task.deadline else None
    assert record.deadline in ((planned, "standing") if task.deadline_text.startswith("定期") else (planned,))
    assert record.deadline_text == task.deadline_text


@pytest.mark.parametrize(
    ("task_id", "written", "day"),
    [
        ("5.5", "按省申报通知", "2023-12-31"),
        ("14.1", "人员变动后及时", None),
        ("6.2", "随议题", "2023-12-31"),
        ("9.3", "发行前、发行后及时", None),
        ("10.3", "招生季", "2023-09-30"),
        ("6.2a", "随议题(会前)", "2023-12-31"),
        ("16.6", "1月31日前", "2024-01-31"),
        ("16.6", "1月底前", "2024-01-31"),
        ("16.6", "1月20日前", "2024-01-20"),
    ],
)
def test_a_row_may_say_less_than_the_plan_where_its_task_makes_it_clear(
    task_id: str, written: str, day: str | None
) -> None:
    checked = check(ledger(of_task(task_id, written)))
    assert found(checked) == []
    assert [record.deadline for record in checked.rows] == [day]


@pytest.mark.parametrize(
    ("task_id", "written", "rule", "day"),
    [
        ("4.1", "随件", "vague_deadline", None),
        ("11.3", "尽快", "vague_deadline", None),
        ("16.6", "2023年1月31日", "deadline_before_plan", "2023-01-31"),
        ("16.6", "6月30日前", "deadline_before_plan", "2023-06-30"),
        ("4.1", "1月31日前", "deadline_before_plan", "2023-01-31"),
    ],
)
def test_the_words_of_another_task_and_a_day_before_the_plan_are_told(
    task_id: str, written: str, rule: str, day: str | None
) -> None:
    checked = check(ledger(of_task(task_id, written)))
    assert [finding.rule for finding in checked.findings] == [rule]
    assert [record.deadline for record in checked.rows] == [day]


def test_a_vague_deadline_is_told_what_the_plan_says_instead() -> None:
    for_all, for_each = (
        check(ledger(of_task(task_id, "尽快"))).findings[0].message for task_id in ("4.1", "11.3")
    )
    assert "任务库的时限是2023年12月31日" in for_all
    assert "任务库的时限是“审议前”" in for_each
