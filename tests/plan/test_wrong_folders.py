"""A mistake in a workplan folder is answered with the file, the line and the column of what is wrong; all of a folder's
at once, also which of its files is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.plan_files import WorkplanError, load_plan
from tests.plan.mistakes import (
    Wrong,
    calendar,
    change,
    each,
    make_wrong,
    plan_file,
    problems_of,
    rounds,
    several_files,
    task,
    tasks,
    thresholds,
    told,
    units,
)

CASES = [
    case
    for subject in (tasks, units, calendar, plan_file, rounds, thresholds, several_files)
    for case in subject.CASES
]


@each(CASES)
def test_a_mistake_is_found_where_it_stands(folder: Path, case: Wrong) -> None:
    make_wrong(folder, case)
    assert problems_of(folder) == case.places


@each(told(CASES))
def test_a_misspelt_word_is_asked_about(folder: Path, case: Wrong) -> None:
    make_wrong(folder, case)
    with pytest.raises(WorkplanError, match=case.told):
        load_plan(folder)


def test_all_mistakes_of_a_folder_are_told_in_one_pass(folder: Path) -> None:
    for case in several_files.CASES:
        make_wrong(folder, case)
    assert problems_of(folder) == set().union(*(case.places for case in several_files.CASES))


@pytest.mark.parametrize("file", ["plan.toml", "tasks.csv", "units.csv"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert problems_of(folder) == {(file, 1, "")}


def test_a_folder_that_is_not_there_lacks_its_three_files(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "nothing") == {
        (name, 1, "") for name in ("plan.toml", "tasks.csv", "units.csv")
    }


def test_a_line_is_the_true_line_after_quoted_line_breaks_and_blank_lines(folder: Path) -> None:
    change(folder, "tasks.csv", "1.1,1,落实网络意识形态责任制", '1.1,1,"落实网络\n意识形态\n责任制"')
    change(folder, "tasks.csv", "\n1.3,", "\n\n,,,\n1.3,")
    change(folder, "tasks.csv", "\n9.2,9,", "\n9.2,99,")
    assert problems_of(folder) == {("tasks.csv", task("9.2") + 4, "point")}


def test_a_child_process_refuses_rows_it_cannot_build_at_the_same_place(folder: Path) -> None:
    make_wrong(folder, tasks.INVENTED_KIND)
    assert problems_of(folder, validate=False) == tasks.INVENTED_KIND.places


def test_the_sentence_says_what_is_there_and_what_is_allowed(folder: Path) -> None:
    make_wrong(folder, tasks.INVENTED_KIND)
    with pytest.raises(
        WorkplanError, match="现在是“zero”，应为standing（常态）、one_off（一次性）"
    ) as caught:
        load_plan(folder)
    assert f"tasks.csv第{task('1.5')}行“kind”" in str(caught.value)


def test_an_empty_plan_file_is_told_what_belongs_in_it(folder: Path) -> None:
    (folder / "plan.toml").write_text("", encoding="utf-8")
    head = {
        ("plan.toml", 1, key)
        for key in ("year", "issued", "title", "document_number", "issuing_body", "points")
    }
    assert head <= problems_of(folder)


def test_a_round_in_a_year_without_calendar_is_told_what_to_do_about_it(folder: Path) -> None:
    make_wrong(folder, rounds.WITHOUT_CALENDAR)
    with pytest.raises(WorkplanError, match=r"calendar\.csv中没有2027年的放假安排，公布后请补录"):
        load_plan(folder)
