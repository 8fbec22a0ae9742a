"""All that is wrong with a workplan folder is told at once, also which of its files is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plan.mistakes import Wrong, each, line_of, make_wrong, problems_of, task, unit

IN_SEVERAL_FILES = [
    Wrong(
        "an unreadable deadline",
        "tasks.csv",
        "2023年8月,2023-08-31",
        "2023年8月,2023-08-32",
        {("tasks.csv", task("6.7"), "deadline")},
    ),
    Wrong(
        "a sub-item without its task",
        "sub_items.csv",
        "\n9.2b,9.2,",
        "\n9.2b,9.9,",
        {("sub_items.csv", line_of("sub_items.csv", "9.2b"), "parent")},
    ),
    Wrong(
        "an invented category",
        "units.csv",
        "县民政局,民政局,department",
        "县民政局,民政局,bureau",
        {("units.csv", unit("FL-D06"), "category")},
    ),
    Wrong(
        "an unreadable day",
        "calendar.csv",
        "2023-04-23,true",
        "4月23日,true",
        {("calendar.csv", line_of("calendar.csv", "2023-04-23"), "date")},
    ),
    Wrong(
        "papers due after the cut",
        "rounds.toml",
        "submit_by = 2023-09-28",
        "submit_by = 2023-10-28",
        {("rounds.toml", line_of("rounds.toml", "submit_by = 2023-09-28"), "submit_by")},
    ),
    Wrong(
        "a threshold in words",
        "thresholds.toml",
        "yellow_days = 7",
        'yellow_days = "七天"',
        {("thresholds.toml", line_of("thresholds.toml", "yellow_days"), "yellow_days")},
    ),
]


@each(IN_SEVERAL_FILES)
def test_a_mistake_is_found_where_it_stands(folder: Path, case: Wrong) -> None:
    make_wrong(folder, case)
    assert problems_of(folder) == case.places


def test_all_mistakes_of_a_folder_are_told_in_one_pass(folder: Path) -> None:
    for case in IN_SEVERAL_FILES:
        make_wrong(folder, case)
    assert problems_of(folder) == set().union(*(case.places for case in IN_SEVERAL_FILES))


@pytest.mark.parametrize("file", ["plan.toml", "tasks.csv", "units.csv"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert problems_of(folder) == {(file, 1, "")}


def test_a_folder_that_is_not_there_lacks_its_three_files(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "nothing") == {
        (name, 1, "") for name in ("plan.toml", "tasks.csv", "units.csv")
    }
