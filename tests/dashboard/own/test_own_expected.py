"""What is expected of a unit against what it reported, and what a row went through."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.own import expected
from dashboard.own.expected import HeldRow, TaskLine, held_rows, task_lines
from dashboard.own.history import versions
from dashboard.own.reading import ToldVerdict
from inspections.verdict_view import judged_cells
from master.inspection_records import SuggestedVerdict
from schemas.layout import Layout
from tests.dashboard.own.made import seen, work
from tests.dashboard.seed import JUSTICE, PLAN, finding, row
from vocabulary.codes import Light, Severity, Status
from vocabulary.inspection import Verdict

EXPECTED = PLAN.expectations[JUSTICE]
HELD = HeldRow("台账", 8, "1.4", "分级审核", 2)


def verdict(task_id: str, found: Verdict) -> dict[str, ToldVerdict]:
    suggested = SuggestedVerdict(JUSTICE, task_id, found, Light.YELLOW, None, None, ())
    [judged] = judged_cells([suggested], [])
    return {task_id: ToldVerdict(PLAN.round_by_code["written_2023"], judged)}


def lines(verdicts: dict[str, ToldVerdict] | None = None) -> dict[str, TaskLine]:
    told = task_lines(PLAN, JUSTICE, work(), [HELD], {"1.4", "1.5"}, verdicts or {})
    return {line.task_id or line.name: line for line in told}


def test_every_expected_task_has_one_line_and_what_was_reported_besides_comes_last() -> None:
    told = list(lines())
    assert tuple(told[: len(EXPECTED)]) == EXPECTED
    assert told[len(EXPECTED) :] == ["自行增加的一项"]


@pytest.mark.parametrize(
    ("task", "missing", "late", "wrong", "to_do"),
    [
        ("1.1", False, True, False, "逾期10天，请抓紧办理并更新进展"),
        ("1.3", False, False, False, ""),
        ("1.4", False, False, True, "台账 第8行有 2 处必改，改好重新报送后才算数"),
        ("1.5", True, False, False, "没有填报，请补填一行"),
        ("自行增加的一项", False, False, False, ""),
    ],
)
def test_a_line_says_what_is_missing_late_or_wrong(
    task: str, missing: bool, late: bool, wrong: bool, to_do: str
) -> None:
    line = lines()[task]
    assert (line.missing, line.late, line.wrong) == (missing, late, wrong)
    assert "；".join(line.to_do()) == to_do


def test_the_choices_keep_what_they_name() -> None:
    told = list(lines().values())
    counted = expected.counts(told)
    assert counted[expected.MISSING] == counted[expected.LATE] == counted[expected.WRONG] == 1
    assert counted[expected.TO_DO] == 3
    assert counted[expected.ALL] == len(told)


@pytest.mark.parametrize(
    ("task", "found", "doubted"),
    [
        ("3.4", Verdict.BEHIND, True),
        ("3.4", Verdict.ON_TRACK, False),
        ("1.3", Verdict.TO_VERIFY, False),  # what is done by now has answered it
    ],
)
def test_a_verdict_that_finds_fault_asks_for_something_until_the_row_is_done(
    task: str, found: Verdict, doubted: bool
) -> None:
    assert lines(verdict(task, found))[task].doubted is doubted


def test_a_row_sent_and_held_back_is_said_to_be_there() -> None:
    told = lines()
    assert expected.reported(told["1.4"]) == ["已填报，暂未入库"]
    assert expected.reported(told["1.5"]) == ["未填报"]
    assert expected.reported(told["1.1"]) == ["推进中 40%"]
    assert expected.reported(told["1.3"]) == ["已完成"]


def test_only_must_fix_findings_of_the_row_itself_are_counted() -> None:
    records = [row(JUSTICE, "1.4", 8, merged=False), row(JUSTICE, "1.1", 4)]
    found = [finding("H8"), finding("K8", Severity.WARNING), finding("H4")]
    assert held_rows(records, found) == [HeldRow("台账", 8, "1.4", records[0].task, 1)]


def test_each_version_names_the_cells_that_changed_and_both_values() -> None:
    before = row(JUSTICE, "1.1", 4)
    after = row(JUSTICE, "1.1", 6, Status.DONE, percent=100.0, percent_text="100%", more={"remark": "已归档"})
    layout = Layout({"台账": {"status": "I", "percent": "J", "remark": "M"}})
    [new, old] = versions([seen(1, before, 1, 3), seen(1, after, 2, 4)], {4: layout}, PLAN)
    assert old.steps == ()
    told = {step.title: (step.old, step.new, step.cell) for step in new.steps}
    assert told["完成状态"] == ("推进中", "已完成", "I6")
    assert told["完成率"] == ("40%", "100%", "J6")
    assert told["备注"] == ("（空）", "已归档", "M6")
    assert (new.file_name, new.place) == ("台账4.xlsx", "台账 第6行")


def test_a_version_is_compared_with_the_one_that_counted_not_with_one_held_back() -> None:
    first = row(JUSTICE, "1.1", 4)
    held = row(JUSTICE, "1.1", 4, percent=150.0, merged=False)
    [third, second, _] = versions(
        [seen(1, first, 1, 3), seen(1, held, None, 4), seen(1, first, 1, 5)], {}, PLAN
    )
    assert second.standing == "暂不入库"
    assert third.steps == ()


def test_an_undone_version_says_so() -> None:
    undone = seen(1, row(JUSTICE, "1.1", 4), None, 3, undone_at=dt.datetime(2023, 9, 1))
    assert versions([undone], {}, PLAN)[0].standing == "已撤销"
