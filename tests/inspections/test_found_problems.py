"""Which verdicts become 督查问题, how they are worded, and that none is handed over twice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from inspections.deciding import confirmed_events
from inspections.found_problems import problems_from_verdicts
from inspections.verdict_view import JudgedVerdict
from master import open_master
from master.inspection_records import NewProblem, Problem, Reason, SuggestedVerdict, VerdictDecision
from schemas.plan_files import load_plan, packaged_workplan
from schemas.working_days import add_working_days
from vocabulary.codes import Light, TaskKind
from vocabulary.inspection import ProblemSeverity, Verdict

PLAN = load_plan(packaged_workplan(), validate=False)
ROUND = PLAN.round_by_code["written_2023"]
DAY = dt.date(2023, 9, 26)
UNIT = PLAN.units[0].code


def judged(verdict: Verdict, decided: Verdict | None = None, task_id: str = "4.1") -> JudgedVerdict:
    suggested = SuggestedVerdict(
        UNIT, task_id, verdict, Light.RED, None, None, (Reason("late", "截止日已过", ("台账.xlsx·台账·I4",)),)
    )
    decision = None
    if decided is not None:
        at = dt.datetime(2023, 9, 20, 9)
        decision = VerdictDecision(
            1, ROUND.code, UNIT, task_id, verdict, decided, "抽查不符", "抽查记录", at, "甲", None
        )
    return JudgedVerdict(suggested, decision)


def found(*verdicts: JudgedVerdict, known: tuple[Problem, ...] = ()) -> list[NewProblem]:
    return problems_from_verdicts(
        PLAN, ROUND, verdicts, DAY, known=known,
        due_after=lambda start, days: add_working_days(PLAN.calendar, start, days),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "decided", "words"),
    [
        (Verdict.OVERDUE, None, "逾期未完成：截止日已过"),
        (Verdict.NOT_REPORTED, None, "没有报送"),
        (Verdict.BEHIND, None, "进度滞后"),
        (Verdict.COMPLETE, Verdict.TO_VERIFY, "有待核实：抽查不符"),
        (Verdict.COMPLETE, Verdict.OVERDUE, "逾期未完成：抽查不符"),
        (Verdict.TO_VERIFY, None, None),
        (Verdict.OVERDUE, Verdict.COMPLETE, None),
        (Verdict.COMPLETE, None, None),
        (Verdict.ON_TRACK, None, None),
        (Verdict.NOT_APPLICABLE, None, None),
    ],
)
def test_the_verdict_that_counts_makes_the_problem(
    verdict: Verdict, decided: Verdict | None, words: str | None
) -> None:
    problems = found(judged(verdict, decided))
    if words is None:
        assert problems == []
    else:
        [problem] = problems
        assert words in problem.description
        assert problem.requirement.endswith("。")
        assert problem.cells == ("台账.xlsx·台账·I4",)


def test_the_deadline_is_counted_in_working_days_over_the_holidays() -> None:
    [problem] = found(judged(Verdict.OVERDUE))
    assert (problem.found_on, problem.due) == (DAY, dt.date(2023, 10, 16))


def test_a_unit_and_task_is_handed_over_once_a_round() -> None:
    [new] = found(judged(Verdict.OVERDUE), judged(Verdict.BEHIND))
    before = Problem("2023-001", *new, dt.datetime(2023, 9, 25), "甲")
    assert found(judged(Verdict.OVERDUE), known=(before,)) == []
    assert len(found(judged(Verdict.OVERDUE, task_id="4.2"), known=(before,))) == 1
    assert len(found(judged(Verdict.OVERDUE), known=(before._replace(round="onsite_2023"),))) == 1


def test_what_happened_is_grave_and_what_was_only_reported_late_is_not() -> None:
    zero = next(task for task in PLAN.tasks if task.kind is TaskKind.ZERO_TOLERANCE)
    event = judged(Verdict.BEHIND, task_id=zero.id)
    confirmed = event.suggested._replace(reasons=(Reason("event_confirmed", "已核实发生"),))
    assert found(event._replace(suggested=confirmed))[0].severity is ProblemSeverity.GRAVE
    assert found(judged(Verdict.OVERDUE, task_id=zero.id))[0].severity is ProblemSeverity.SERIOUS
    assert found(judged(Verdict.BEHIND, task_id=zero.id))[0].severity is ProblemSeverity.MINOR


def test_a_problem_reported_late_does_not_count_as_a_confirmed_event_in_the_next_round(
    tmp_path: Path,
) -> None:
    zero = next(task for task in PLAN.tasks if task.kind is TaskKind.ZERO_TOLERANCE)
    [late] = found(judged(Verdict.OVERDUE, task_id=zero.id))
    grave = late._replace(severity=ProblemSeverity.GRAVE, unit=PLAN.units[1].code)
    with open_master(str(tmp_path / "m.db")) as master:
        master.problems.add([late, grave], 2023, "甲", dt.datetime(2023, 9, 26))
        assert confirmed_events(master, PLAN) == {(PLAN.units[1].code, zero.id)}
