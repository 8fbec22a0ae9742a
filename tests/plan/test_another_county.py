"""Another county's folder is data: it loads as it comes out of Excel and Notepad, with no change of code."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from schemas.plan_files import load_plan, packaged_workplan
from vocabulary.codes import DeadlineSource, Force, LeadSource, UnitCategory

PLAN = """\
year = 2024
title = "2024年示例县政务公开工作要点"
document_number = "示府办字〔2024〕1号"
issued = "2024-03-01"
issuing_body = "示例县人民政府办公室"

[[points]]
number = 1
section = "一、公开"
title = "管好网站"
"""
TASKS = """\
id,point,name,lead,supporting,kind,force,deadline_text,deadline,deadline_source,trigger,onsite,indicator,evidence,ledger_kinds
1.1,1,办好网站,示例县政府办,,standing,must,全年,2024-12-31,inferred,,false,,,
1.2,1,清理账号,各乡;各承办单位,,one_off,,6月底前,2024/6/30,,,TRUE,,,L01;L04
"""
UNITS = """\
code,name,short_name,category,peer_group,aliases,groups,inspected,lead_source
A1,示例县政府办,,department,,政府办,,,
A2,东山乡,,township,,,各乡,是,seen
A3,西山乡,,township,,,各乡,是,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"plan.toml": PLAN, "tasks.csv": TASKS, "units.csv": UNITS}.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    return tmp_path


@pytest.mark.parametrize("validate", [True, False])
def test_a_folder_of_three_files_loads_with_sane_defaults(folder: Path, validate: bool) -> None:
    plan = load_plan(folder, validate=validate)
    task = plan.task_by_id["1.2"]
    assert (plan.year, plan.issued) == (2024, dt.date(2024, 3, 1))
    assert (task.deadline, task.force, task.deadline_source) == (
        dt.date(2024, 6, 30),
        Force.MUST,
        DeadlineSource.INFERRED,
    )
    assert task.onsite
    assert task.ledger_kinds == ("L01", "L04")
    assert plan.expectations == {"A1": ("1.1",), "A2": ("1.2",), "A3": ("1.2",)}
    assert [unit.short_name for unit in plan.units] == ["示例县政府办", "东山乡", "西山乡"]
    assert [unit.peer_group for unit in plan.units] == ["其他", "乡镇", "乡镇"]
    assert [unit.lead_source for unit in plan.units] == [
        LeadSource.INFERRED,
        LeadSource.SEEN,
        LeadSource.INFERRED,
    ]
    assert plan.rounds == ()
    assert plan.calendar.years == frozenset()
    assert plan.calendar.is_working(dt.date(2024, 3, 4))
    assert plan.thresholds.number("min_progress_length", 10) == 10


def test_a_collective_word_that_names_nobody_is_an_open_group(folder: Path) -> None:
    group = load_plan(folder).group_by_name["各承办单位"]
    assert (group.open, group.members) == (True, ())


GROUPS = """
[[groups]]
name = "全县"
includes = ["县乡"]

[[groups]]
name = "县乡"
includes = ["县直", "各乡"]
"""


def test_a_group_of_groups_of_groups_holds_all_their_units_once(folder: Path) -> None:
    (folder / "plan.toml").write_text(PLAN + GROUPS, encoding="utf-8")
    tasks = TASKS.replace("各乡;各承办单位", "全县;东山乡").replace(
        "示例县政府办,,standing", "县乡,,standing"
    )
    (folder / "tasks.csv").write_text(tasks, encoding="utf-8")
    (folder / "units.csv").write_text(UNITS.replace("政府办,,,", "政府办,县直,,"), encoding="utf-8")
    plan = load_plan(folder)
    assert plan.group_by_name["全县"].members == plan.group_by_name["县乡"].members == ("A1", "A2", "A3")
    assert plan.expectations == dict.fromkeys(("A1", "A2", "A3"), ("1.1", "1.2"))


def test_a_round_without_details_covers_departments_and_townships(folder: Path) -> None:
    (folder / "rounds.toml").write_text(
        '[[rounds]]\ncode = "w"\nname = "书面督查"\nkind = "written"\ncut_off = 2024-08-31\n',
        encoding="utf-8",
    )
    (only,) = load_plan(folder).rounds
    assert (only.submit_by, only.rectification_days) == (dt.date(2024, 8, 31), 10)
    assert only.unit_categories == (UnitCategory.DEPARTMENT, UnitCategory.TOWNSHIP)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_encodings_of_excel_and_notepad_are_read(tmp_path: Path, encoding: str) -> None:
    folder = Path(shutil.copytree(packaged_workplan(), tmp_path / "workplan"))
    for path in folder.iterdir():
        path.write_text(path.read_text(encoding="utf-8"), encoding=encoding)
    assert load_plan(folder) == load_plan(packaged_workplan())


def test_blank_lines_empty_columns_and_windows_line_ends_change_nothing(folder: Path) -> None:
    before = load_plan(folder)
    for name in ("tasks.csv", "units.csv"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        text = "\r\n,,,\r\n\r\n".join(f"{line},,," for line in lines) + "\r\n\r\n"
        (folder / name).write_text(text, encoding="utf-8", newline="")
    assert load_plan(folder) == before
