"""What is known of the units on a day: verdicts, problems, findings, and the draw that rests on them."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspections.known_verdicts import (
    effective_verdicts,
    known_verdicts,
    must_fix_counts,
    problem_counts,
    verdicts_of_rows,
)
from inspections.sampling import proposals_of, replay
from master import Master, open_master
from master.inspection_records import (
    NewMove,
    Problem,
    ProblemEvent,
    Reason,
    SuggestedVerdict,
    VerdictDecision,
)
from tests.inspections.onsite_ledgers import AT, DAY, JUSTICE, ROUND, add, draw
from tests.inspections.test_lights import PLAN, record
from vocabulary.codes import Light, Severity
from vocabulary.findings import Finding
from vocabulary.inspection import ProblemAction, ProblemSeverity, Role, Stage, Verdict


@pytest.fixture
def master(tmp_path: Path) -> Iterator[Master]:
    with open_master(str(tmp_path / "t.db")) as opened:
        yield opened


def test_a_draw_is_recorded_with_all_it_rests_on_and_can_be_replayed_later(master: Master) -> None:
    add(master, record(task_id="4.1", status="done"), record(task_id="3.4", status="done", row=5),
        kind="work_ledger", at=dt.datetime(2023, 9, 1, 9), name="台账.xlsx")  # fmt: skip
    made = draw(master, "县司法局")
    add(
        master,
        record(task_id="4.1", status="in_progress"),
        kind="work_ledger",
        at=dt.datetime(2023, 9, 22, 9),
        name="新.xlsx",
    )
    (kept,) = master.rounds.draws("onsite_2023")
    assert kept == made
    assert replay(kept)
    assert proposals_of(kept)[0].rows == ("4.1",)  # 3.4 is looked at on site anyway


def test_verdicts_come_from_the_written_round_once_it_was_judged_and_from_the_rows_before(
    master: Master,
) -> None:
    add(
        master,
        record(task_id="4.1", status="done"),
        kind="work_ledger",
        at=dt.datetime(2023, 9, 1, 9),
        name="台账.xlsx",
    )
    told = {(unit, task): verdict for unit, task, verdict in known_verdicts(master, PLAN, ROUND, DAY)}
    assert told[JUSTICE, "4.1"] is Verdict.COMPLETE
    assert told[JUSTICE, "3.4"] is Verdict.NOT_REPORTED
    suggested = SuggestedVerdict(
        JUSTICE, "4.1", Verdict.TO_VERIFY, Light.YELLOW, "done", None, (Reason("x", "没有佐证"),)
    )
    judged = dt.datetime(2023, 9, 5, 9)
    master.rounds.move(
        "written_2023", [NewMove(Stage.REVIEWING)], "示例甲", judged, seen=None, suggestions=[suggested]
    )
    assert known_verdicts(master, PLAN, ROUND, DAY) == [(JUSTICE, "4.1", Verdict.TO_VERIFY)]
    assert len(known_verdicts(master, PLAN, ROUND, dt.date(2023, 9, 4))) > 1
    assert draw(master, "县司法局").settings["verdicts_of"] == "written_2023"
    assert draw(master, "县司法局", day=dt.date(2023, 9, 4)).settings["verdicts_of"] == "rows"
    own = [suggested._replace(verdict=Verdict.BEHIND), suggested._replace(task_id="6.7")]
    judged = dt.datetime(2023, 9, 26, 9)
    master.rounds.move(ROUND.code, [NewMove(Stage.REVIEWING)], "示例甲", judged, seen=None, suggestions=own)
    assert known_verdicts(master, PLAN, ROUND, DAY) == [
        (JUSTICE, "4.1", Verdict.BEHIND), (JUSTICE, "6.7", Verdict.TO_VERIFY),
    ]  # fmt: skip


def test_the_newest_decision_beats_the_suggestion() -> None:
    suggested = [
        SuggestedVerdict(JUSTICE, task, Verdict.COMPLETE, Light.GREEN, None, None, ())
        for task in ("4.1", "6.7")
    ]
    decided = [
        VerdictDecision(number, "r", JUSTICE, "4.1", Verdict.COMPLETE, verdict, "", "", AT, "示例甲", None)
        for number, verdict in enumerate((Verdict.BEHIND, Verdict.TO_VERIFY))
    ]
    assert effective_verdicts(suggested, decided) == [
        (JUSTICE, "4.1", Verdict.TO_VERIFY), (JUSTICE, "6.7", Verdict.COMPLETE),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("task_id", "status", "expected"),
    [("4.1", "done", Verdict.COMPLETE), ("1.3", "done", Verdict.ON_TRACK), ("6.7", "in_progress", Verdict.OVERDUE),
     ("4.1", None, Verdict.TO_VERIFY), ("4.1", "not_applicable", Verdict.NOT_APPLICABLE),
     ("4.1", "in_progress", Verdict.ON_TRACK)],
)  # fmt: skip
def test_rows_without_a_judged_round_speak_for_themselves(
    task_id: str, status: str | None, expected: Verdict
) -> None:
    told = verdicts_of_rows(PLAN, [record(task_id=task_id, status=status)], None, DAY)
    assert (JUSTICE, task_id, expected) in told


def test_problems_are_counted_by_whether_their_time_is_up() -> None:
    def problem(number: str, due: dt.date) -> Problem:
        return Problem(
            number,
            "r",
            JUSTICE,
            None,
            "",
            "",
            ProblemSeverity.MINOR,
            "",
            due,
            DAY,
            "office",
            (),
            None,
            AT,
            "示例甲",
        )

    def event(number: str, action: ProblemAction, due: dt.date | None = None) -> ProblemEvent:
        return ProblemEvent(1, number, action, Role.OFFICE, AT, "示例甲", "", "", due)

    early, late = dt.date(2023, 9, 1), dt.date(2023, 10, 31)
    problems = [
        problem(f"2023-00{n}", due) for n, due in enumerate((early, late, early, early, early), start=1)
    ]
    events = [event("2023-003", ProblemAction.CLOSE), event("2023-004", ProblemAction.EXTEND, late),
              event("2023-005", ProblemAction.CLOSE), event("2023-005", ProblemAction.REOPEN)]  # fmt: skip
    past, in_time = problem_counts(problems, events, DAY)
    assert (past[JUSTICE], in_time[JUSTICE]) == (2, 2)


def test_findings_to_be_fixed_are_counted_for_the_unit_whose_row_they_hold(master: Master) -> None:
    wrong = Finding("台账", "J5", 5, "status", "bad_status", Severity.MUST_FIX, "差不多", "……", "")
    slight = Finding("台账", "K4", 4, "phone", "bad_phone", Severity.WARNING, "1", "……", "")
    add(master, record(task_id="4.1"), record(task_id="6.7", row=5, merged=False), kind="work_ledger",
        at=dt.datetime(2023, 9, 1, 9), name="台账.xlsx", findings=(wrong, slight))  # fmt: skip
    assert must_fix_counts(master, DAY) == {JUSTICE: 1}
    add(master, record(task_id="4.1"), record(task_id="6.7", row=5), kind="work_ledger",
        at=dt.datetime(2023, 9, 3, 9), name="更正.xlsx")  # fmt: skip
    assert must_fix_counts(master, DAY) == {}
