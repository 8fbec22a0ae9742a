"""Which task words mean where no number was written: told where they fit one clearly best, else asked about."""

import pytest

from importers.tasks import TaskMatcher
from schemas.plan import Task
from tests.importers.build import check, ledger, plan, row

PLAN = plan()
MATCHER = TaskMatcher(PLAN)


@pytest.mark.parametrize("task", PLAN.tasks, ids=lambda task: task.id)
def test_the_plans_own_words_name_their_task(task: Task) -> None:
    assert MATCHER.match(task.name, None) == (task.id, "")
    assert MATCHER.match(task.requirement[: len(task.requirement) // 2], None) == (task.id, "")


@pytest.mark.parametrize(
    ("written", "task"),
    [
        ("日常巡查", "1.3"),
        ("加强网站日常巡查和维护", "1.3"),
        ("8月政府开放月", "6.7"),
        ("网上民意征集", "6.4"),
        ("预算决算及三公经费公开", "9.1"),
        ("义务教育招生信息公开", "10.3"),
        ("我为政府网站找错答复", "13.3"),
        ("领导小组人员调整", "14.1"),
        ("开展政务公开培训", "14.3"),
        ("未完成事项整改", "16.5"),
    ],
)
def test_a_clerks_words_that_fit_one_task_name_it(written: str, task: str) -> None:
    assert MATCHER.match(written, None) == (task, "")


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        pytest.param("部门预决算公开", "9.1", id="nearer than the debts"),
        pytest.param("召开领导小组会议", "14.2", id="meeting or members"),
    ],
)
def test_words_that_only_come_near_a_task_are_asked_about(written: str, asked: str) -> None:
    task, question = MATCHER.match(written, None)
    assert (task, question.partition(" ")[0]) == (None, asked)


@pytest.mark.parametrize(
    "written",
    [
        "做好政府信息公开工作",
        "依申请公开办理",
        "开展政务公开工作",
        "政策文件公开",
        "党建工作",
        "疫情防控",
        "重大决策预公开",
        "财政预决算公开",
        "政务公开领导小组会议",
    ],
)
def test_words_that_stand_in_many_tasks_name_none(written: str) -> None:
    assert MATCHER.match(written, None)[0] is None


@pytest.mark.parametrize(
    ("written", "point", "task"),
    [("就业创业政策公开", 10, "10.2"), ("网站安全防护", 1, "1.2"), ("解读专家库", 12, "12.3")],
)
def test_within_a_point_less_is_enough(written: str, point: int, task: str) -> None:
    assert MATCHER.match(written, point) == (task, "")


def test_in_a_ledger_a_doubtful_task_is_a_question_with_the_number_to_write() -> None:
    checked = check(ledger(row(任务编号="", 工作要点="", 具体举措="部门预决算公开")))
    [asked] = [one for one in checked.findings if one.rule == "unmatched_task"]
    assert "是否为“9.1 " in asked.message
    assert checked.rows[0].task_id is None
