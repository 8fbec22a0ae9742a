"""From filled check sheets to verdicts and problems: by rule, with their cells, each once."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.consolidate import NOTHING_KNOWN, TextConsolidator
from inspections.check_sheets import (
    CheckedRow,
    propose_decisions,
    propose_problems,
    read_rows,
    take_in,
    verdict_after,
)
from inspections.onsite import (
    draw_units,
    effective_verdicts,
    known_verdicts,
    must_fix_counts,
    problem_counts,
    verdicts_of_rows,
)
from inspections.sampling import proposals_of, replay
from master import Master, open_master
from master.errors import StaleDecisionError
from master.inspection_records import (
    NewMove,
    Problem,
    ProblemEvent,
    Reason,
    SuggestedVerdict,
    VerdictDecision,
)
from schemas.layout import Layout
from schemas.records import CheckedLedger, Delivery, RowRecord
from tests.inspections.test_lights import CODES, PLAN, record
from vocabulary.codes import Light, Severity
from vocabulary.findings import Finding
from vocabulary.inspection import CheckResult, ProblemAction, ProblemSeverity, Role, Stage, Verdict

ROUND = PLAN.round_by_code["onsite_2023"]
JUSTICE = CODES["县司法局"]
AT = dt.datetime(2023, 9, 27, 12)
DAY = AT.date()
CONFIRMED, PARTLY, REFUTED, UNCHECKED = (
    CheckResult.CONFIRMED,
    CheckResult.PARTLY,
    CheckResult.REFUTED,
    CheckResult.UNCHECKED,
)
LAYOUT = Layout({"现场核查表": {"check_result": "H", "observation": "I"}})


def after(start: dt.date, days: int) -> dt.date:
    return start + dt.timedelta(days=days)


# 4.1 is due on 2023-12-31, 6.7 on 2023-08-31, 2.7 is encouraged.
VERDICTS = [
    (CONFIRMED, Verdict.COMPLETE, "4.1", Verdict.COMPLETE),
    (CONFIRMED, Verdict.TO_VERIFY, "4.1", Verdict.COMPLETE),
    (CONFIRMED, Verdict.BEHIND, "4.1", Verdict.BEHIND),
    (CONFIRMED, Verdict.NOT_REPORTED, "4.1", Verdict.NOT_REPORTED),
    (CONFIRMED, None, "4.1", Verdict.ON_TRACK),
    (PARTLY, Verdict.COMPLETE, "4.1", Verdict.TO_VERIFY),
    (PARTLY, Verdict.OVERDUE, "4.1", Verdict.OVERDUE),
    (REFUTED, Verdict.COMPLETE, "4.1", Verdict.BEHIND),
    (REFUTED, Verdict.ON_TRACK, "4.1", Verdict.BEHIND),
    (REFUTED, Verdict.NOT_APPLICABLE, "4.1", Verdict.BEHIND),
    (REFUTED, Verdict.COMPLETE, "6.7", Verdict.OVERDUE),
    (REFUTED, Verdict.TO_VERIFY, "6.7", Verdict.OVERDUE),
    (REFUTED, Verdict.NOT_REPORTED, "6.7", Verdict.NOT_REPORTED),
    (REFUTED, Verdict.COMPLETE, "2.7", Verdict.TO_VERIFY),
    (REFUTED, None, None, Verdict.BEHIND),
    (UNCHECKED, Verdict.COMPLETE, "4.1", None),
]


@pytest.mark.parametrize(("result", "before", "task_id", "expected"), VERDICTS)
def test_what_a_check_makes_of_a_claim(result, before, task_id, expected):
    task = PLAN.task_by_id[task_id] if task_id else None
    assert verdict_after(result, before, task, dt.date(2023, 9, 26)) is expected


def checked(result: CheckResult, task_id: str | None = "4.1", **more) -> CheckedRow:
    known = {
        "unit": JUSTICE, "task_id": task_id, "task": "任务", "result": result, "observation": "", "photo_names": "",
        "inspector": "示例甲", "requirement": "", "found_on": dt.date(2023, 9, 26), "cell": "a.xlsx·现场核查表·I6",
        "version": 1,
    }  # fmt: skip
    return CheckedRow(**(known | more))


def decisions(rows, verdicts=((JUSTICE, "4.1", Verdict.COMPLETE),)):
    return propose_decisions(rows, verdicts, PLAN, ROUND, "示例甲", AT)


def test_a_decision_says_what_counted_before_and_where_it_was_seen():
    (one,) = decisions([checked(REFUTED, observation="没有台账。", photo_names="a.jpg")])
    assert (one.round, one.suggested, one.verdict) == ("onsite_2023", Verdict.COMPLETE, Verdict.BEHIND)
    assert one.reason == "现场核查不属实（示例甲，2023-09-26，核查表第1稿）：没有台账。"
    assert one.evidence == "照片：a.jpg；a.xlsx·现场核查表·I6"


def test_of_several_rows_of_a_task_the_worst_counts_and_there_is_one_problem():
    rows = [checked(CONFIRMED, cell="c1"), checked(REFUTED, observation="甲", cell="c2"),
            checked(PARTLY, observation="乙", cell="c3")]  # fmt: skip
    assert [one.verdict for one in decisions(rows)] == [Verdict.BEHIND]
    (problem,) = propose_problems(rows, ROUND, DAY)
    assert (problem.description, problem.cells) == ("甲；乙", ("c2", "c3"))


PROBLEMS = [
    (checked(REFUTED, observation="甲"), ("甲", ProblemSeverity.SERIOUS)),
    (checked(PARTLY, observation="乙"), ("乙", ProblemSeverity.MINOR)),
    (checked(CONFIRMED, requirement="补签字"), ("补签字", ProblemSeverity.MINOR)),
    (checked(CONFIRMED, observation="很好"), None),
    (checked(UNCHECKED, requirement="下次再看"), None),
]


@pytest.mark.parametrize(("row", "expected"), PROBLEMS)
def test_a_problem_is_what_is_not_as_claimed_or_what_inspectors_ask_for(row, expected):
    found = [(one.description, one.severity) for one in propose_problems([row], ROUND, DAY)]
    assert found == ([expected] if expected else [])


def test_a_problem_carries_photos_requirement_day_and_cell():
    row = checked(
        REFUTED, observation="甲", photo_names="a.jpg", requirement="改好", found_on=dt.date(2023, 9, 25)
    )
    (problem,) = propose_problems([row], ROUND, dt.date(2023, 10, 20))
    assert (problem.evidence, problem.requirement, problem.due) == ("a.jpg", "改好", dt.date(2023, 10, 20))
    assert (problem.found_on, problem.source, problem.cells) == (
        dt.date(2023, 9, 25),
        "check_sheet",
        (row.cell,),
    )


results = st.lists(
    st.tuples(st.sampled_from(tuple(CheckResult)), st.sampled_from(("4.1", "6.7", None)), st.text())
)


@given(results)
def test_every_checked_task_is_decided_once_and_every_doubt_is_in_one_problem(drawn):
    rows = [checked(result, task_id, observation=text, task=text) for result, task_id, text in drawn]
    decided = decisions(rows)
    assert len({one.task_id for one in decided}) == len(decided)
    assert {one.task_id for one in decided} == {
        row.task_id for row in rows if row.task_id and row.result is not UNCHECKED
    }
    doubted = [row for row in rows if row.result in (PARTLY, REFUTED)]
    problems = propose_problems(rows, ROUND, DAY)
    assert sum(len(one.cells) for one in problems) == len(doubted)
    assert {one.task_id for one in problems} == {row.task_id for row in doubted}


# ---- on a master


@pytest.fixture
def master(tmp_path: Path) -> Iterator[Master]:
    with open_master(str(tmp_path / "t.db")) as opened:
        yield opened


def add(
    master: Master,
    *rows: RowRecord,
    kind: str = "check_sheet",
    at: dt.datetime = dt.datetime(2023, 9, 26, 17),
    name: str = "核查表.xlsx",
    findings: tuple[Finding, ...] = (),
) -> None:
    """Merge rows as a file of their own."""
    file = CheckedLedger(name, f"{name}{at}", 1, kind, JUSTICE, False, rows, findings, (), layout=LAYOUT)
    consolidator = TextConsolidator()
    prior = master.prior(kind, {row.unit for row in rows}, at) if rows else NOTHING_KNOWN
    master.merge(consolidator.prepare(file, Delivery(at, at), prior), consolidator)


def filled(task_id: str | None, result: str, unit: str = "县司法局", row: int = 6, **more: str) -> RowRecord:
    said = {
        "check_result": result,
        "check_result_value": result,
        "inspector": "示例甲",
        "checked_on_value": "2023-09-26",
    }
    return record(
        unit, task_id, sheet="现场核查表", row=row, status=None, status_text="", more={**said, **more}
    )


def draw(master: Master, *units: str, day: dt.date = dt.date(2023, 9, 20)):
    moment = dt.datetime.combine(day, dt.time(12))
    codes = [CODES[name] for name in units]
    return draw_units(master, PLAN, ROUND, day, "种子", "示例甲", moment, worst=0, drawn=0, added=codes)


def taken(master: Master, verdicts=((JUSTICE, "4.1", Verdict.COMPLETE),), day: dt.date = DAY):
    moment = dt.datetime.combine(day, dt.time(12))
    return take_in(master, PLAN, ROUND, day, "示例甲", moment, due_after=after, verdicts=verdicts)


def test_filled_rows_are_read_with_their_true_cells(master):
    add(master, filled("4.1", "不属实", observation="没有台账。"), filled("6.7", "未核查", row=7))
    rows = master.rows_as_of(DAY, kind="check_sheet")
    read = read_rows(rows, master.layouts({row.submission for row in rows}), PLAN)
    assert [(row.task_id, row.result, row.cell) for row in read] == [
        ("4.1", REFUTED, "核查表.xlsx·现场核查表·I6"), ("6.7", UNCHECKED, "核查表.xlsx·现场核查表·I7"),
    ]  # fmt: skip


def test_taking_in_twice_adds_nothing_the_second_time(master):
    draw(master, "县司法局")
    add(master, filled("4.1", "不属实", observation="没有台账。"), filled("6.7", "属实", row=7))
    first, second = taken(master), taken(master, day=dt.date(2023, 9, 28))
    assert (len(first.decisions), len(first.problems)) == (2, 1)
    assert (first.known_decisions, first.known_problems) == (0, 0)
    assert first.problems[0].due == DAY + dt.timedelta(days=10)
    assert (second.decisions, second.problems) == ((), ())
    assert (second.known_decisions, second.known_problems) == (2, 1)
    assert len(master.rounds.decisions("onsite_2023")) == 2
    assert [one.number for one in master.problems.problems()] == ["2023-001"]


def test_the_same_sheet_sent_under_another_name_adds_nothing(master):
    draw(master, "县司法局")
    add(master, filled("4.1", "不属实", observation="没有台账。"))
    taken(master)
    add(
        master,
        filled("4.1", "不属实", observation="没有台账。"),
        name="再报.xlsx",
        at=dt.datetime(2023, 9, 27, 9),
    )
    again = taken(master, day=dt.date(2023, 9, 28))
    assert (again.decisions, again.problems, again.changed) == ((), (), ())


def test_a_corrected_sheet_decides_anew_but_makes_no_second_problem(master):
    draw(master, "县司法局")
    add(master, filled("4.1", "不属实", observation="没有台账。"))
    taken(master)
    for hour, result, words in ((9, "部分属实", "台账缺两项。"), (10, "不属实", "没有台账。")):
        add(
            master,
            filled("4.1", result, observation=words),
            name=f"{hour}.xlsx",
            at=dt.datetime(2023, 9, 28, hour),
        )
        again = taken(master, day=dt.date(2023, 9, 28))
        assert [one.replaces is not None for one in again.decisions] == [True]
        assert again.problems == ()
        assert again.changed == (("2023-001",) if hour == 9 else ())
    assert [one.verdict for one in master.rounds.decisions("onsite_2023")] == [
        Verdict.BEHIND, Verdict.TO_VERIFY, Verdict.BEHIND,
    ]  # fmt: skip


def test_what_an_inspector_decided_afterwards_is_not_overwritten(master):
    draw(master, "县司法局")
    add(master, filled("4.1", "不属实", observation="没有台账。"))
    (mine,) = taken(master).decisions
    his = VerdictDecision(
        0, "onsite_2023", JUSTICE, "4.1", mine.verdict, Verdict.COMPLETE, "补看了原件", "", AT, "示例乙", None
    )
    master.rounds.decide([his], seen={(JUSTICE, "4.1"): mine.id})
    assert taken(master).decisions == ()
    assert master.rounds.decisions("onsite_2023")[-1].by == "示例乙"


def test_problems_left_out_by_a_crash_are_added_by_the_next_call(master, monkeypatch):
    draw(master, "县司法局")
    add(master, filled("4.1", "不属实", observation="没有台账。"))
    with monkeypatch.context() as broken:
        broken.setattr(type(master.problems), "add", lambda *_: (_ for _ in ()).throw(OSError("磁盘满")))
        with pytest.raises(OSError, match="磁盘满"):
            taken(master)
    again = taken(master)
    assert (len(again.decisions), len(again.problems)) == (0, 1)


def test_somebody_elses_decision_meanwhile_stops_everything(master, monkeypatch):
    draw(master, "县司法局")
    add(master, filled("4.1", "不属实", observation="没有台账。"))
    other = VerdictDecision(
        0, "onsite_2023", JUSTICE, "4.1", Verdict.COMPLETE, Verdict.COMPLETE, "看过", "", AT, "示例乙", None
    )
    known = master.rounds.decisions("onsite_2023")
    master.rounds.decide([other], seen={})
    monkeypatch.setattr(type(master.rounds), "decisions", lambda *_: known)
    with pytest.raises(StaleDecisionError, match="示例乙"):
        taken(master)
    assert master.problems.problems() == []


def test_units_nobody_drew_and_sheets_of_an_earlier_round_are_left_alone(master):
    add(master, filled("6.7", "不属实", observation="旧表"), at=dt.datetime(2023, 5, 9, 9), name="旧.xlsx")
    draw(master, "县司法局")
    outcome = taken(master)
    assert (outcome.rows, outcome.outside) == (0, ())
    add(master, filled("4.1", "不属实", "县财政局", observation="没有台账。"), name="财政.xlsx")
    outcome = taken(master)
    assert (outcome.decisions, outcome.problems) == ((), ())
    assert outcome.outside == (CODES["县财政局"],)


def test_a_row_outside_the_plan_is_a_problem_without_a_task_and_only_once(master):
    draw(master, "县司法局")
    add(master, filled(None, "不属实", observation="公示栏空着。"))
    assert [(one.task_id, one.description) for one in taken(master).problems] == [(None, "公示栏空着。")]
    assert taken(master).problems == ()


def test_a_draw_is_recorded_with_all_it_rests_on_and_can_be_replayed_later(master):
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


def test_verdicts_come_from_the_written_round_once_it_was_judged_and_from_the_rows_before(master):
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


def test_a_row_about_a_part_of_a_task_judges_the_task_where_the_unit_answers_for_the_whole(master):
    draw(master, "县司法局", "县档案馆")
    part = next(item.id for item in PLAN.sub_items if item.parent in PLAN.expectations[JUSTICE])
    add(master, filled(part, "不属实", observation="没有。"))
    add(master, filled("2.3c", "不属实", "县档案馆", observation="没有。"), name="档案.xlsx")
    outcome = taken(master)
    whole = PLAN.task_by_id[part].parent
    assert {(one.unit, one.task_id) for one in outcome.decisions} == {
        (JUSTICE, whole),
        (CODES["县档案馆"], "2.3c"),
    }
    assert {one.task_id for one in outcome.problems} == {whole, "2.3c"}


def test_the_newest_decision_beats_the_suggestion():
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
def test_rows_without_a_judged_round_speak_for_themselves(task_id, status, expected):
    told = verdicts_of_rows(PLAN, [record(task_id=task_id, status=status)], None, DAY)
    assert (JUSTICE, task_id, expected) in told


def test_problems_are_counted_by_whether_their_time_is_up():
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


def test_findings_to_be_fixed_are_counted_for_the_unit_whose_row_they_hold(master):
    wrong = Finding("台账", "J5", 5, "status", "bad_status", Severity.MUST_FIX, "差不多", "……", "")
    slight = Finding("台账", "K4", 4, "phone", "bad_phone", Severity.WARNING, "1", "……", "")
    add(master, record(task_id="4.1"), record(task_id="6.7", row=5, merged=False), kind="work_ledger",
        at=dt.datetime(2023, 9, 1, 9), name="台账.xlsx", findings=(wrong, slight))  # fmt: skip
    assert must_fix_counts(master, DAY) == {JUSTICE: 1}
    add(master, record(task_id="4.1"), record(task_id="6.7", row=5), kind="work_ledger",
        at=dt.datetime(2023, 9, 3, 9), name="更正.xlsx")  # fmt: skip
    assert must_fix_counts(master, DAY) == {}
