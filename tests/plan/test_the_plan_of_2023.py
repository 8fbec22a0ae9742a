"""The packaged plan holds what 浮府办字〔2023〕45号 asks for, and knows fact from inference."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from schemas.plan import Plan
from schemas.plan_files import load_plan, packaged_workplan
from vocabulary.codes import DeadlineSource, Force, LeadSource, TaskKind, UnitCategory

NAMED = [
    "2.4",
    "2.6",
    "2.7",
    "4.1",
    "4.2",
    "4.3",
    "4.4",
    "5.4",
    "5.5",
    "6.2",
    "9.1",
    "9.2",
    "9.3",
    "9.7",
    "15.1",
    "15.2",
    "16.1",
    "16.2",
    "16.3",
]
ON_SITE = [
    "1.4",
    "2.1",
    "2.2",
    "2.3",
    "2.5",
    "2.6",
    "2.7",
    "3.4",
    "4.7",
    "5.4",
    "5.6",
    "9.7",
    "13.8",
    "14.4",
    "16.1",
]
PER_POINT = [9, 7, 6, 8, 6, 7, 4, 9, 7, 8, 6, 3, 8, 6, 2, 6]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(packaged_workplan())


def code(plan: Plan, name: str) -> str:
    return plan.members((name,))[0]


def test_it_has_sixteen_points_in_five_sections(plan: Plan) -> None:
    assert [point.number for point in plan.points] == list(range(1, 17))
    assert [section[0] for section in dict.fromkeys(p.section for p in plan.points)] == list("一二三四五")


def test_every_point_has_its_number_of_tasks(plan: Plan) -> None:
    count = Counter(task.point for task in plan.tasks)
    assert [count[point.number] for point in plan.points] == PER_POINT
    assert len(plan.tasks) == 102


def test_the_sub_items_hang_on_twenty_nine_tasks(plan: Plan) -> None:
    assert len(plan.sub_items) == 105
    assert len({item.parent for item in plan.sub_items}) == 29
    assert all(item.lead for item in plan.sub_items)


def test_kinds_forces_and_deadline_sources_are_counted_as_in_the_decomposition(plan: Plan) -> None:
    assert Counter(task.kind for task in plan.tasks) == {
        TaskKind.STANDING: 54,
        TaskKind.ONE_OFF: 13,
        TaskKind.SERVICE_LEVEL: 12,
        TaskKind.ZERO_TOLERANCE: 9,
        TaskKind.PUBLISH_LIST: 8,
        TaskKind.EVENT: 4,
        TaskKind.GATE: 2,
    }
    assert Counter(task.force for task in plan.tasks) == {
        Force.MUST: 98,
        Force.ENCOURAGED: 2,
        Force.EXPLORE: 1,
        Force.OPTIONAL: 1,
    }
    assert Counter(task.deadline_source for task in plan.tasks) == {
        DeadlineSource.EXPLICIT: 8,
        DeadlineSource.VAGUE: 23,
        DeadlineSource.INFERRED: 71,
    }


def test_leads_named_in_the_text_are_told_from_inferred_ones(plan: Plan) -> None:
    assert [task.id for task in plan.tasks if task.lead_source is LeadSource.NAMED] == NAMED
    assert sum(task.lead_source is LeadSource.INFERRED for task in plan.tasks) == 83


def test_the_on_site_tasks_are_those_of_the_on_site_round(plan: Plan) -> None:
    on_site = next(item for item in plan.rounds if item.code == "onsite_2023")
    assert [task.id for task in plan.tasks if task.onsite] == ON_SITE == list(on_site.tasks)


def test_no_event_means_nothing_for_a_reverse_indicator(plan: Plan) -> None:
    # A trigger lets a unit report 不涉及; 零复议、零诉讼 holds for everybody all year.
    assert plan.task_by_id["3.6"].trigger == ""
    assert sum(bool(task.trigger) for task in plan.tasks) == 38


@pytest.mark.parametrize(
    ("task", "deadline"),
    [
        ("6.7", dt.date(2023, 8, 31)),
        ("16.1", dt.date(2023, 8, 31)),
        ("16.2", dt.date(2023, 8, 31)),
        ("16.3", dt.date(2023, 9, 30)),
        ("10.3", dt.date(2023, 9, 30)),
        ("16.6", dt.date(2024, 1, 31)),
        ("1.1", dt.date(2023, 12, 31)),
        ("13.4", None),
        ("3.3", None),
        ("9.1", None),
    ],
)
def test_deadlines_are_those_of_the_text(plan: Plan, task: str, deadline: dt.date | None) -> None:
    assert plan.task_by_id[task].deadline == deadline


def test_a_task_says_in_its_own_sentence_what_is_asked_and_where_it_stands(plan: Plan) -> None:
    requirements = [task.requirement for task in plan.tasks]
    assert len(set(requirements)) == 102
    assert all(text.endswith("。") and text.count("。") == 1 and len(text) >= 15 for text in requirements)
    assert plan.task_by_id["13.4"].place == "13.S1"
    assert all(task.place.startswith(f"{task.point}.S") for task in plan.tasks)


def test_there_are_eighteen_townships_ten_towns_and_eight_others(plan: Plan) -> None:
    townships = [unit for unit in plan.units if unit.category is UnitCategory.TOWNSHIP]
    assert Counter(unit.name[-1] for unit in townships) == {"镇": 10, "乡": 8}
    assert plan.members(("各乡镇",)) == tuple(unit.code for unit in townships)
    assert {unit.peer_group for unit in townships} == {"乡镇"}


def test_every_lead_is_a_unit_or_a_group(plan: Plan) -> None:
    for task in (*plan.tasks, *plan.sub_items):
        for name in task.lead:
            group = plan.group_by_name.get(name)
            assert plan.members((name,)) or (group is not None and group.open), (task.id, name)


def test_supporting_bodies_are_known_too_except_people(plan: Plan) -> None:
    names = {name for task in plan.tasks for name in task.supporting}
    unknown = {name for name in names if not plan.members((name,)) and name not in plan.group_by_name}
    assert unknown == {"政府法律顾问", "公职律师"}


def test_party_bodies_are_not_inspected_and_everybody_inspected_belongs_to_a_group(plan: Plan) -> None:
    for unit in plan.units:
        assert unit.inspected == (unit.category is not UnitCategory.OTHER), unit.name
        assert unit.inspected == bool(unit.groups), unit.name


def test_nobody_is_expected_for_an_open_group(plan: Plan) -> None:
    assert plan.members(("各起草单位", "相关单位", "有条件的乡镇", "县直有关单位")) == ()
    assert not any("11.4" in ids for ids in plan.expectations.values())


@pytest.mark.parametrize(
    ("unit", "task", "expected"),
    [
        ("臧湾乡", "6.7", True),
        ("臧湾乡", "9.1", True),
        ("臧湾乡", "1.6", False),
        ("臧湾乡", "2.7", False),
        ("县财政局", "9.2", True),
        ("县财政局", "7.4", True),
        ("县民政局", "9.2", False),
        ("县发改委", "8.1", True),
        ("县税务局", "8.8", True),
        ("县委宣传部", "13.6", True),
        ("县委宣传部", "1.4", False),
        ("县政府办", "16.2", True),
        ("县教体局", "10.1", True),
    ],
)
def test_the_matrix_expects_a_task_of_those_who_lead_it(
    plan: Plan, unit: str, task: str, expected: bool
) -> None:
    assert (task in plan.expectations[code(plan, unit)]) is expected


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("浮梁县司法局", "县司法局"),
        ("司法局", "县司法局"),
        ("浮梁县人民政府办公室", "县政府办"),
        ("县政府办公室", "县政府办"),
        ("县发展和改革委员会", "县发改委"),
        ("卫计委", "县卫健委"),
        ("国土局", "县自然资源和规划局"),
        ("国家税务总局浮梁县税务局", "县税务局"),
        ("庄湾乡", "臧湾乡"),
        ("瑶里镇人民政府", "瑶里镇"),
        ("工商局", "县市监局"),
        ("县委网信办", "县委宣传部"),
    ],
)
def test_old_full_and_short_names_lead_to_the_unit(plan: Plan, written: str, unit: str) -> None:
    assert plan.unit_by_code[code(plan, written)].name == unit


def test_everybody_together_is_the_townships_and_the_departments(plan: Plan) -> None:
    everybody = plan.members(("各部门、各乡镇",))
    assert set(everybody) == set(plan.members(("各乡镇", "县直各部门")))
    assert len(everybody) == 61


def test_2023_has_249_working_days(plan: Plan) -> None:
    days = [dt.date(2023, 1, 1) + dt.timedelta(number) for number in range(365)]
    per_month = Counter(day.month for day in days if plan.calendar.is_working(day))
    assert [per_month[month] for month in range(1, 13)] == [18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21]
    assert plan.calendar.years == {2023, 2024}


def test_the_checklists_nobody_defined_stay_blank(plan: Plan) -> None:
    assert plan.checklists == {"三点": ("",) * 3, "五统一": ("",) * 5}


def test_rounds_and_thresholds_are_read(plan: Plan) -> None:
    assert {item.code: (item.kind, item.cut_off) for item in plan.rounds} == {
        "written_2023": ("written", dt.date(2023, 8, 31)),
        "onsite_2023": ("onsite", dt.date(2023, 9, 30)),
        "look_back_2022": ("look_back", dt.date(2023, 8, 31)),
    }
    assert plan.thresholds.number("copied_text_similarity", 0) == 0.9
    assert "已落实" in plan.thresholds.phrases["empty_talk"]
    assert plan.thresholds.severities == {}


def test_a_child_process_loads_the_plan_without_pandas() -> None:
    program = (
        "import sys; from schemas.plan_files import load_plan, packaged_workplan; "
        "print(len(load_plan(packaged_workplan(), validate=False).tasks), "
        "bool({'pandas', 'pandera'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["102", "False"]


def test_both_ways_of_loading_give_the_same_plan(plan: Plan) -> None:
    assert load_plan(packaged_workplan(), validate=False) == plan
