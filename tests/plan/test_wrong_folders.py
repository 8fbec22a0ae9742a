"""A wrong workplan folder is answered with the file, the line and the column of what is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from schemas.plan_files import WorkplanError, load_plan, packaged_workplan


class Wrong(NamedTuple):
    """One mistake made in a copy of the packaged folder, and where it has to be found."""

    mistake: str
    file: str
    old: str
    new: str
    places: set[tuple[str, int, str]]


def line_of(file: str, start: str) -> int:
    lines = (packaged_workplan() / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def task(task_id: str) -> int:
    return line_of("tasks.csv", f"{task_id},")


def unit(unit_code: str) -> int:
    return line_of("units.csv", f"{unit_code},")


CASES = [
    Wrong(
        "a lead nobody knows",
        "tasks.csv",
        "\n9.2,9,政府债务信息公开,县财政局",
        "\n9.2,9,政府债务信息公开,县金库",
        {("tasks.csv", task("9.2"), "lead")},
    ),
    Wrong(
        "leads run together",
        "tasks.csv",
        "\n1.2,1,平台与新媒体安全防护、应急保障,县政府办;",
        "\n1.2,1,平台与新媒体安全防护、应急保障,县政府办、",
        {("tasks.csv", task("1.2"), "lead")},
    ),
    Wrong(
        "no lead",
        "tasks.csv",
        "\n9.2,9,政府债务信息公开,县财政局,",
        "\n9.2,9,政府债务信息公开,,",
        {("tasks.csv", task("9.2"), "lead")},
    ),
    Wrong(
        "a point that does not exist",
        "tasks.csv",
        "\n9.2,9,",
        "\n9.2,17,",
        {("tasks.csv", task("9.2"), "point")},
    ),
    Wrong(
        "a point that is no number",
        "tasks.csv",
        "\n9.2,9,",
        "\n9.2,九,",
        {("tasks.csv", task("9.2"), "point")},
    ),
    Wrong(
        "a task twice",
        "tasks.csv",
        "\n9.3,9,",
        "\n9.2,9,",
        {
            ("tasks.csv", task("9.3"), "id"),
            *(("sub_items.csv", line_of("sub_items.csv", f"9.3{letter}"), "parent") for letter in "ab"),
        },
    ),
    Wrong(
        "an invented kind",
        "tasks.csv",
        ",县政府办,zero_tolerance,must,全年,",
        ",县政府办,zero,must,全年,",
        {("tasks.csv", task("1.5"), "kind"), ("tasks.csv", task("5.2"), "kind")},
    ),
    Wrong(
        "an unreadable deadline",
        "tasks.csv",
        "2023年8月,2023-08-31",
        "2023年8月,2023-08-32",
        {("tasks.csv", task("6.7"), "deadline")},
    ),
    Wrong(
        "a deadline before the plan",
        "tasks.csv",
        "2023年8月,2023-08-31",
        "2023年8月,2023-07-31",
        {("tasks.csv", task("6.7"), "deadline")},
    ),
    Wrong("a renamed column", "tasks.csv", ",lead,", ",leads,", {("tasks.csv", 1, "lead")}),
    Wrong(
        "a column twice",
        "tasks.csv",
        ",trigger,",
        ",name,",
        {("tasks.csv", 1, "name"), ("tasks.csv", 1, "trigger")},
    ),
    Wrong(
        "a comma without quotes",
        "tasks.csv",
        "\n9.2,9,",
        "\n9.2,9,政府,",
        {("tasks.csv", task("9.2"), "第19列")},
    ),
    Wrong(
        "a quote that never closes",
        "tasks.csv",
        "\n16.6,16,",
        '\n16.6,16,"',
        {("tasks.csv", task("16.6"), "")},
    ),
    Wrong(
        "a sub-item without its task",
        "sub_items.csv",
        "\n9.2b,9.2,",
        "\n9.2b,9.9,",
        {("sub_items.csv", line_of("sub_items.csv", "9.2b"), "parent")},
    ),
    Wrong(
        "a sub-item of an unknown unit",
        "sub_items.csv",
        "县图书馆",
        "县书店",
        {("sub_items.csv", line_of("sub_items.csv", "2.3b"), "lead")},
    ),
    Wrong("a code twice", "units.csv", "\nFL-D06,", "\nFL-D05,", {("units.csv", unit("FL-D06"), "code")}),
    Wrong(
        "an alias of two units",
        "units.csv",
        ",浮梁县民政局,",
        ",浮梁县民政局;财政局,",
        {("units.csv", unit("FL-D06"), "aliases")},
    ),
    Wrong(
        "an alias that differs by width only",
        "units.csv",
        ",浮梁县民政局,",
        ",县委宣传部（网信办）,",
        {("units.csv", unit("FL-O01"), "aliases")},
    ),
    Wrong(
        "a unit named like a group",
        "units.csv",
        ",浮梁县民政局,",
        ",各部门,",
        {("units.csv", unit("FL-D06"), "aliases")},
    ),
    Wrong(
        "an invented category",
        "units.csv",
        "县民政局,民政局,department",
        "县民政局,民政局,bureau",
        {("units.csv", unit("FL-D06"), "category")},
    ),
    Wrong(
        "a yes-or-no that is neither",
        "units.csv",
        "浮梁县民政局,县直各部门,true",
        "浮梁县民政局,县直各部门,也许",
        {("units.csv", unit("FL-D06"), "inspected")},
    ),
    Wrong(
        "a member of an open group",
        "units.csv",
        "浮梁县民政局,县直各部门",
        "浮梁县民政局,县直各部门;相关单位",
        {("plan.toml", line_of("plan.toml", 'name = "相关单位"') + 1, "open")},
    ),
    Wrong(
        "a group mistyped at one unit",
        "units.csv",
        "浮梁县民政局,县直各部门",
        "浮梁县民政局,县直个部门",
        {("units.csv", unit("FL-D06"), "groups")},
    ),
    Wrong(
        "two letters of a group swapped at one unit",
        "units.csv",
        "浮梁县民政局,县直各部门",
        "浮梁县民政局,县直各门部",
        {("units.csv", unit("FL-D06"), "groups")},
    ),
    Wrong(
        "an unreadable day",
        "calendar.csv",
        "2023-04-23,true",
        "4月23日,true",
        {("calendar.csv", line_of("calendar.csv", "2023-04-23"), "date")},
    ),
    Wrong("a day twice", "calendar.csv", "2023-01-02", "2023-01-01", {("calendar.csv", 3, "date")}),
    Wrong(
        "a calendar complete until no day",
        "plan.toml",
        "calendar_until = 2024-04-07",
        'calendar_until = "四月"',
        {("plan.toml", line_of("plan.toml", "calendar_until"), "calendar_until")},
    ),
    Wrong(
        "a calendar complete until a year it does not have",
        "plan.toml",
        "calendar_until = 2024-04-07",
        "calendar_until = 2025-04-07",
        {("plan.toml", line_of("plan.toml", "calendar_until"), "calendar_until")},
    ),
    Wrong("no year", "plan.toml", "year = 2023", "", {("plan.toml", 1, "year")}),
    Wrong(
        "an issued day in words",
        "plan.toml",
        "issued = 2023-08-02",
        'issued = "八月二日"',
        {("plan.toml", line_of("plan.toml", "issued"), "issued")},
    ),
    Wrong(
        "a checklist that is no list",
        "plan.toml",
        '"三点" = ["", "", ""]',
        '"三点" = 3',
        {("plan.toml", line_of("plan.toml", '"三点"'), "三点")},
    ),
    Wrong(
        "a broken string",
        "plan.toml",
        'document_number = "浮',
        "document_number = 浮",
        {("plan.toml", line_of("plan.toml", "document_number"), "")},
    ),
    Wrong(
        "a point twice",
        "plan.toml",
        "number = 3\n",
        "number = 2\n",
        {
            ("plan.toml", line_of("plan.toml", "number = 3"), "number"),
            *(("tasks.csv", task(f"3.{number}"), "point") for number in range(1, 7)),
        },
    ),
    Wrong(
        "a group with nobody in it",
        "plan.toml",
        'name = "各执收单位"\nopen = true',
        'name = "各执收单位"',
        {("plan.toml", line_of("plan.toml", 'name = "各执收单位"'), "name")},
    ),
    Wrong(
        "a group of an unknown group",
        "plan.toml",
        'includes = ["各乡镇"',
        'includes = ["各街道"',
        {("plan.toml", line_of("plan.toml", "includes"), "includes")},
    ),
    Wrong(
        "a group of itself",
        "plan.toml",
        'includes = ["各乡镇", "县直各部门"]',
        'includes = ["各乡镇、县直各部门"]',
        {("plan.toml", line_of("plan.toml", "includes"), "includes")},
    ),
    Wrong(
        "two groups of each other",
        "plan.toml",
        'includes = ["各乡镇", "县直各部门"]\n',
        'includes = ["全县"]\n\n[[groups]]\nname = "全县"\nincludes = ["各乡镇", "各乡镇、县直各部门"]\n',
        {
            ("plan.toml", line_of("plan.toml", "includes"), "includes"),
            ("plan.toml", line_of("plan.toml", "includes") + 4, "includes"),
        },
    ),
    Wrong(
        "a group of a group whose members a person names",
        "plan.toml",
        'includes = ["各乡镇",',
        'includes = ["相关单位",',
        {("plan.toml", line_of("plan.toml", "includes"), "includes")},
    ),
    Wrong(
        "a round of an unknown task",
        "rounds.toml",
        '"16.1",',
        '"16.9",',
        {("rounds.toml", line_of("rounds.toml", '  "1.4"') - 1, "tasks")},
    ),
    Wrong(
        "a round of invented units",
        "rounds.toml",
        '["department", "township"]\ntasks = []\nnote = "要点16.2',
        '["village"]\ntasks = []\nnote = "要点16.2',
        {("rounds.toml", line_of("rounds.toml", "unit_categories"), "unit_categories")},
    ),
    Wrong(
        "papers due after the cut",
        "rounds.toml",
        "submit_by = 2023-09-28",
        "submit_by = 2023-10-28",
        {("rounds.toml", line_of("rounds.toml", "submit_by = 2023-09-28"), "submit_by")},
    ),
    Wrong(
        "a round of an invented kind",
        "rounds.toml",
        'kind = "onsite"',
        'kind = "visit"',
        {("rounds.toml", line_of("rounds.toml", 'kind = "onsite"'), "kind")},
    ),
    Wrong(
        "a round of no kind",
        "rounds.toml",
        'kind = "onsite"\n',
        "",
        {("rounds.toml", line_of("rounds.toml", 'kind = "onsite"') - 3, "kind")},
    ),
    Wrong(
        "a look-back at this year",
        "rounds.toml",
        "year = 2022",
        "year = 2023",
        {("rounds.toml", line_of("rounds.toml", "year = 2022"), "year")},
    ),
    Wrong(
        "an inspection of last year's plan that is no look-back",
        "rounds.toml",
        'kind = "onsite"\n',
        'kind = "onsite"\nyear = 2022\n',
        {("rounds.toml", line_of("rounds.toml", 'kind = "onsite"') + 1, "year")},
    ),
    Wrong(
        "a year in two digits",
        "rounds.toml",
        "year = 2022",
        "year = 22",
        {("rounds.toml", line_of("rounds.toml", "year = 2022"), "year")},
    ),
    Wrong(
        "a round of units nobody knows",
        "rounds.toml",
        "cut_off = 2023-09-30",
        'cut_off = 2023-09-30\nunits = ["县司法局", "县金库"]',
        {("rounds.toml", line_of("rounds.toml", "cut_off = 2023-09-30") + 1, "units")},
    ),
    Wrong(
        "a rectification in no time",
        "rounds.toml",
        "submit_by = 2023-09-28\nrectification_days = 10",
        "submit_by = 2023-09-28\nrectification_days = 0",
        {("rounds.toml", line_of("rounds.toml", "submit_by = 2023-09-28") + 1, "rectification_days")},
    ),
    Wrong(
        "a rectification without end",
        "rounds.toml",
        "submit_by = 2023-09-28\nrectification_days = 10",
        "submit_by = 2023-09-28\nrectification_days = 100000000",
        {("rounds.toml", line_of("rounds.toml", "submit_by = 2023-09-28") + 1, "rectification_days")},
    ),
    Wrong(
        "a cut-off that is no day",
        "rounds.toml",
        "cut_off = 2023-09-30",
        'cut_off = "九月底"',
        {("rounds.toml", line_of("rounds.toml", "cut_off = 2023-09-30"), "cut_off")},
    ),
    Wrong(
        "a round before the plan was issued",
        "rounds.toml",
        "submit_by = 2023-09-28",
        "submit_by = 2023-07-28",
        {("rounds.toml", line_of("rounds.toml", "submit_by = 2023-09-28"), "submit_by")},
    ),
    Wrong(
        "a round in a year without calendar",
        "rounds.toml",
        "cut_off = 2023-09-30",
        "cut_off = 2027-09-30",
        {("rounds.toml", line_of("rounds.toml", "cut_off = 2023-09-30"), "cut_off")},
    ),
    Wrong(
        "a lead time of a kind nobody knows",
        "thresholds.toml",
        "one_off = 5",
        "once = 5",
        {("thresholds.toml", line_of("thresholds.toml", "one_off"), "once")},
    ),
    Wrong(
        "a lead time of less than nothing",
        "thresholds.toml",
        "one_off = 5",
        "one_off = -1",
        {("thresholds.toml", line_of("thresholds.toml", "one_off"), "one_off")},
    ),
    Wrong(
        "a lead time that never begins",
        "thresholds.toml",
        "problem = 3",
        "problem = 3000000",
        {("thresholds.toml", line_of("thresholds.toml", "problem"), "problem")},
    ),
    Wrong(
        "a score for an invented verdict",
        "thresholds.toml",
        "# complete = 1",
        "perfect = 1",
        {("thresholds.toml", line_of("thresholds.toml", "# complete"), "perfect")},
    ),
    Wrong(
        "a score that is no number",
        "thresholds.toml",
        "# complete = 1",
        "complete = nan",
        {("thresholds.toml", line_of("thresholds.toml", "# complete"), "complete")},
    ),
    Wrong(
        "scores in one line",
        "thresholds.toml",
        "[scores]",
        'scores = "不计分"',
        {("thresholds.toml", line_of("thresholds.toml", "[scores]"), "scores")},
    ),
    Wrong(
        "a threshold in words",
        "thresholds.toml",
        "yellow_days = 7",
        'yellow_days = "七天"',
        {("thresholds.toml", line_of("thresholds.toml", "yellow_days"), "yellow_days")},
    ),
    Wrong(
        "a rule on trial that is no list",
        "thresholds.toml",
        "trial = []",
        "trial = 1.5",
        {("thresholds.toml", line_of("thresholds.toml", "trial"), "trial")},
    ),
    Wrong(
        "an invented severity",
        "thresholds.toml",
        '# bad_phone = "advice"',
        'bad_phone = "fatal"',
        {("thresholds.toml", line_of("thresholds.toml", "# bad_phone"), "bad_phone")},
    ),
    Wrong(
        "an invented light",
        "thresholds.toml",
        "green =",
        "blue =",
        {("thresholds.toml", line_of("thresholds.toml", "green"), "blue")},
    ),
    Wrong(
        "a supporting unit mistyped",
        "tasks.csv",
        "inferred,县委宣传部,standing,must,全年,2023-12-31,inferred,,false,把网络",
        "inferred,县委宣船部,standing,must,全年,2023-12-31,inferred,,false,把网络",
        {("tasks.csv", task("1.1"), "supporting")},
    ),
    Wrong(
        "a letter for a digit in the code of a ledger",
        "tasks.csv",
        ",L01;L31,1.S1",
        ",L0l;L31,1.S1",
        {("tasks.csv", task("1.1"), "ledger_kinds")},
    ),
    Wrong(
        "a task numbered as another point's",
        "tasks.csv",
        "\n9.2,9,",
        "\n9.2,8,",
        {("tasks.csv", task("9.2"), "point")},
    ),
    Wrong(
        "a sub-item numbered as another task's",
        "sub_items.csv",
        "\n9.2b,9.2,",
        "\n9.2b,9.3,",
        {("sub_items.csv", line_of("sub_items.csv", "9.2b"), "parent")},
    ),
    Wrong(
        "a deadline years after the plan",
        "tasks.csv",
        "2023年8月,2023-08-31",
        "2023年8月,2033-08-31",
        {("tasks.csv", task("6.7"), "deadline")},
    ),
    Wrong(
        "an optional column mistyped",
        "tasks.csv",
        ",requirement,",
        ",requirment,",
        {("tasks.csv", 1, "requirment")},
    ),
    Wrong(
        "a day off years after the plan",
        "calendar.csv",
        "2023-01-02",
        "2032-01-02",
        {("calendar.csv", 3, "date")},
    ),
    Wrong(
        "a day twice, once as Excel writes it",
        "calendar.csv",
        "2023-01-02",
        "2023/1/1",
        {("calendar.csv", 3, "date")},
    ),
    Wrong(
        "a day of issue that is not of this plan",
        "plan.toml",
        "issued = 2023-08-02",
        "issued = 2032-08-02",
        {("plan.toml", line_of("plan.toml", "issued"), "issued")},
    ),
    Wrong(
        "a mistyped key at the head",
        "plan.toml",
        "year = 2023",
        "year = 2023\nyeer = 2024",
        {("plan.toml", line_of("plan.toml", "year") + 1, "yeer")},
    ),
    Wrong(
        "a key at the head that fell into a table",
        "plan.toml",
        'name = "被督查单位"\n',
        'name = "被督查单位"\ncalendar_untill = 2024-04-07\n',
        {("plan.toml", line_of("plan.toml", 'name = "被督查单位"') + 1, "calendar_untill")},
    ),
    Wrong(
        "a table nobody reads in the plan",
        "plan.toml",
        "[checklists]",
        "[checklist]",
        {("plan.toml", line_of("plan.toml", "[checklists]"), "checklist")},
    ),
    Wrong(
        "a mistyped key of a point",
        "plan.toml",
        "number = 2\n",
        'number = 2\nsecton = "一"\n',
        {("plan.toml", line_of("plan.toml", "number = 2") + 1, "secton")},
    ),
    Wrong(
        "a mistyped key of the region",
        "plan.toml",
        'city = "',
        'ctiy = "',
        {("plan.toml", line_of("plan.toml", "city"), "ctiy")},
    ),
    Wrong(
        "a region whose name is a number",
        "plan.toml",
        'name = "浮梁县"\n',
        "name = 3\n",
        {("plan.toml", line_of("plan.toml", 'name = "浮梁县"'), "name")},
    ),
    Wrong(
        "a mistyped key of a round",
        "rounds.toml",
        "submit_by = 2023-09-28\nrectification_days = 10",
        "submit_by = 2023-09-28\nrectificaton_days = 15",
        {("rounds.toml", line_of("rounds.toml", "submit_by = 2023-09-28") + 1, "rectificaton_days")},
    ),
    Wrong(
        "a round years after the plan",
        "rounds.toml",
        "cut_off = 2023-09-30",
        "cut_off = 2033-09-30",
        {("rounds.toml", line_of("rounds.toml", "cut_off = 2023-09-30"), "cut_off")},
    ),
    Wrong(
        "a table nobody reads among the rounds",
        "rounds.toml",
        '[[rounds]]\ncode = "look',
        '[[round]]\ncode = "look',
        {("rounds.toml", line_of("rounds.toml", 'code = "look') - 1, "round")},
    ),
    Wrong(
        "a mistyped number",
        "thresholds.toml",
        "min_progress_length",
        "min_progres_length",
        {("thresholds.toml", line_of("thresholds.toml", "min_progress_length"), "min_progres_length")},
    ),
    Wrong(
        "a number below nothing",
        "thresholds.toml",
        "min_progress_length = 10",
        "min_progress_length = -10",
        {("thresholds.toml", line_of("thresholds.toml", "min_progress_length"), "min_progress_length")},
    ),
    Wrong(
        "a likeness in percent",
        "thresholds.toml",
        "copied_text_similarity = 0.9",
        "copied_text_similarity = 90",
        {("thresholds.toml", line_of("thresholds.toml", "copied_text_similarity"), "copied_text_similarity")},
    ),
    Wrong(
        "half a day",
        "thresholds.toml",
        "yellow_days = 7",
        "yellow_days = 7.5",
        {("thresholds.toml", line_of("thresholds.toml", "yellow_days"), "yellow_days")},
    ),
    Wrong(
        "a least that is more than the most",
        "thresholds.toml",
        "onsite_rows_least = 3",
        "onsite_rows_least = 6",
        {("thresholds.toml", line_of("thresholds.toml", "onsite_rows_least"), "onsite_rows_least")},
    ),
    Wrong(
        "a list of words nobody reads",
        "thresholds.toml",
        "empty_talk = [",
        "empty_talks = [",
        {("thresholds.toml", line_of("thresholds.toml", "empty_talk"), "empty_talks")},
    ),
    Wrong(
        "a domain written as an address",
        "thresholds.toml",
        '"fuliang.gov.cn"',
        '"https://www.fuliang.gov.cn/"',
        {("thresholds.toml", line_of("thresholds.toml", "url_domains"), "url_domains")},
    ),
    Wrong(
        "a table nobody reads",
        "thresholds.toml",
        "[phrases]",
        "[phrase]",
        {("thresholds.toml", line_of("thresholds.toml", "[phrases]"), "phrase")},
    ),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(packaged_workplan(), tmp_path / "workplan"))


def problems_of(folder: Path, *, validate: bool = True) -> set[tuple[str, int, str]]:
    with pytest.raises(WorkplanError) as caught:
        load_plan(folder, validate=validate)
    return {(problem.file, problem.line, problem.column) for problem in caught.value.problems}


def make_wrong(folder: Path, case: Wrong) -> None:
    path = folder / case.file
    text = path.read_text(encoding="utf-8")
    assert case.old in text
    path.write_text(text.replace(case.old, case.new), encoding="utf-8", newline="\n")


@pytest.mark.parametrize("case", CASES, ids=[case.mistake for case in CASES])
def test_a_mistake_is_found_where_it_stands(folder: Path, case: Wrong) -> None:
    make_wrong(folder, case)
    assert problems_of(folder) == case.places


def test_all_mistakes_of_a_folder_are_told_in_one_pass(folder: Path) -> None:
    chosen = [
        case
        for case in CASES
        if case.mistake
        in {
            "an invented category",
            "an unreadable deadline",
            "an unreadable day",
            "a sub-item without its task",
            "papers due after the cut",
            "a threshold in words",
        }
    ]
    for case in chosen:
        make_wrong(folder, case)
    assert problems_of(folder) == set().union(*(case.places for case in chosen))


@pytest.mark.parametrize("file", ["plan.toml", "tasks.csv", "units.csv"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert problems_of(folder) == {(file, 1, "")}


def test_a_folder_that_is_not_there_lacks_its_three_files(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "nothing") == {
        (name, 1, "") for name in ("plan.toml", "tasks.csv", "units.csv")
    }


def test_a_line_is_the_true_line_after_quoted_line_breaks_and_blank_lines(folder: Path) -> None:
    path = folder / "tasks.csv"
    text = path.read_text(encoding="utf-8")
    text = text.replace("1.1,1,落实网络意识形态责任制", '1.1,1,"落实网络\n意识形态\n责任制"').replace(
        "\n1.3,", "\n\n,,,\n1.3,"
    )
    path.write_text(text.replace("\n9.2,9,", "\n9.2,99,"), encoding="utf-8", newline="\n")
    assert problems_of(folder) == {("tasks.csv", task("9.2") + 4, "point")}


def test_a_child_process_refuses_rows_it_cannot_build_at_the_same_place(folder: Path) -> None:
    case = next(case for case in CASES if case.mistake == "an invented kind")
    make_wrong(folder, case)
    assert problems_of(folder, validate=False) == case.places


def test_the_sentence_says_what_is_there_and_what_is_allowed(folder: Path) -> None:
    make_wrong(folder, next(case for case in CASES if case.mistake == "an invented kind"))
    with pytest.raises(
        WorkplanError, match="现在是“zero”，应为standing（常态）、one_off（一次性）"
    ) as caught:
        load_plan(folder)
    assert f"tasks.csv第{task('1.5')}行“kind”" in str(caught.value)


def test_a_round_in_a_year_without_calendar_is_told_what_to_do_about_it(folder: Path) -> None:
    make_wrong(folder, next(case for case in CASES if case.mistake == "a round in a year without calendar"))
    with pytest.raises(WorkplanError, match=r"calendar\.csv中没有2027年的放假安排，公布后请补录"):
        load_plan(folder)


def test_a_folder_without_calendar_has_rounds_all_the_same(folder: Path) -> None:
    (folder / "calendar.csv").unlink()
    path = folder / "plan.toml"
    text = path.read_text(encoding="utf-8").replace("calendar_until = 2024-04-07", "")
    path.write_text(text, encoding="utf-8", newline="\n")
    assert len(load_plan(folder).rounds) == 3


@pytest.mark.parametrize("name", ["各执法局", "县直四部门", "市直各部门", "政府组成部门"])
def test_a_word_of_its_own_makes_a_group_of_its_own(folder: Path, name: str) -> None:
    path = folder / "units.csv"
    text = path.read_text(encoding="utf-8").replace("浮梁县民政局,县直各部门", f"浮梁县民政局,{name}")
    path.write_text(text, encoding="utf-8", newline="\n")
    assert load_plan(folder).group_by_name[name].members == ("FL-D06",)


@pytest.mark.parametrize(
    ("mistake", "question"),
    [
        ("a mistyped number", "是不是“min_progress_length”"),
        ("a mistyped key of a round", "是不是“rectification_days”"),
        ("a mistyped key at the head", "是不是“year”"),
        ("a lead nobody knows", "没有这个集合单位"),
        ("a supporting unit mistyped", "是不是“县委宣传部”"),
        ("a group mistyped at one unit", "是不是“县直各部门”"),
        ("a domain written as an address", "是不是“www.fuliang.gov.cn”"),
        ("a letter for a digit in the code of a ledger", "别处写的是“L01”"),
        ("a likeness in percent", "应为0至1的数"),
        ("two groups of each other", "各乡镇、县直各部门→全县→各乡镇、县直各部门"),
    ],
)
def test_a_misspelt_word_is_asked_about(folder: Path, mistake: str, question: str) -> None:
    make_wrong(folder, next(case for case in CASES if case.mistake == mistake))
    with pytest.raises(WorkplanError, match=question):
        load_plan(folder)


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
    make_wrong(folder, Wrong("", file, old, new, set()))
    assert load_plan(folder)


def test_a_plan_that_does_not_number_its_tasks_by_point_may_do_so(folder: Path) -> None:
    path = folder / "tasks.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    points = [line.split(",", 2)[1] for line in lines[1:]]
    moved = [
        ",".join((line.split(",", 2)[0], point, line.split(",", 2)[2]))
        for line, point in zip(lines[1:], reversed(points), strict=True)
    ]
    path.write_text("\n".join((lines[0], *moved)) + "\n", encoding="utf-8", newline="\n")
    assert load_plan(folder)


def test_an_empty_plan_file_is_told_what_belongs_in_it(folder: Path) -> None:
    (folder / "plan.toml").write_text("", encoding="utf-8")
    head = {
        ("plan.toml", 1, key)
        for key in ("year", "issued", "title", "document_number", "issuing_body", "points")
    }
    assert head <= problems_of(folder)
