"""What is unusual in a workplan folder, and possible, is taken as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.plan_files import load_plan
from tests.plan.mistakes import change


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("tasks.csv", "县公安局;各开办单位", "县人民法院;县人民医院;县税务局"),
        ("tasks.csv", ",L01;L31,1.S1", ",L99;专项台账,1.S1"),
        ("tasks.csv", "2023年8月,2023-08-31", "2023年8月,2025-12-31"),
        ("units.csv", ",lead_source", ",lead_source,备注"),
        ("sub_items.csv", "\n9.2b,", "\n乙,"),
        ("thresholds.toml", "min_progress_length = 10", "min_progress_length = 0"),
        ("thresholds.toml", "schedule_from = 50", "schedule_from = 101"),
        ("thresholds.toml", "onsite_weight_overdue = 3", "onsite_weight_overdue = 2.5"),
        ("thresholds.toml", "# complete = 1", "overdue = -1"),
        ("thresholds.toml", '"gov.cn"', '"*.GOV.cn", ".edu.cn", "cn", "政务.cn"'),
        ("plan.toml", "issued = 2023-08-02", 'issued_date = "2023年3月2日"'),
        ("plan.toml", "issued = 2023-08-02", "issued = 2022-12-30"),
    ],
)
def test_what_is_unusual_and_possible_is_taken(folder: Path, file: str, old: str, new: str) -> None:
    change(folder, file, old, new)
    assert load_plan(folder).tasks


def test_a_plan_that_does_not_number_its_tasks_by_point_may_do_so(folder: Path) -> None:
    path = folder / "tasks.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    points = [line.split(",", 2)[1] for line in lines[1:]]
    moved = [
        ",".join((line.split(",", 2)[0], point, line.split(",", 2)[2]))
        for line, point in zip(lines[1:], reversed(points), strict=True)
    ]
    path.write_text("\n".join((lines[0], *moved)) + "\n", encoding="utf-8", newline="\n")
    assert load_plan(folder).tasks


@pytest.mark.parametrize("name", ["各执法局", "县直四部门", "市直各部门", "政府组成部门"])
def test_a_word_of_its_own_makes_a_group_of_its_own(folder: Path, name: str) -> None:
    change(folder, "units.csv", "浮梁县民政局,县直各部门", f"浮梁县民政局,{name}")
    assert load_plan(folder).group_by_name[name].members == ("FL-D06",)


def test_a_folder_without_calendar_has_rounds_all_the_same(folder: Path) -> None:
    (folder / "calendar.csv").unlink()
    change(folder, "plan.toml", "calendar_until = 2024-04-07", "")
    assert len(load_plan(folder).rounds) == 3
