"""From filled check sheets to verdicts and problems: by rule, with their cells, each once."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.check_sheets import (
    CheckedRow,
    CheckSheetOutcome,
    propose_decisions,
    propose_problems,
    read_rows,
    take_in,
)
from inspections.check_verdicts import verdict_after
from inspections.stages import StageError
from master import Master, open_master
from master.errors import StaleDecisionError
from master.inspection_records import NewMove, VerdictDecision
from schemas.kinds.check_sheet import DRAWN_ROW
from tests.inspections.onsite_ledgers import AT, DAY, JUSTICE, ROUND, add, draw, filled
from tests.inspections.test_lights import CODES, PLAN
from vocabulary.inspection import CheckResult, ProblemSeverity, Stage, Verdict

CONFIRMED, PARTLY, REFUTED, UNCHECKED = (
    CheckResult.CONFIRMED,
    CheckResult.PARTLY,
    CheckResult.REFUTED,
    CheckResult.UNCHECKED,
)
CLAIMED = (JUSTICE, "4.1", Verdict.COMPLETE)
"""What counted before anybody looked."""


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
def test_what_a_check_makes_of_a_claim(
    result: CheckResult, before: Verdict | None, task_id: str | None, expected: Verdict | None
) -> None:
    task = PLAN.task_by_id[task_id] if task_id else None
    assert verdict_after(result, before, task, dt.date(2023, 9, 26)) is expected


@pytest.mark.parametrize(
    ("before", "task_id", "expected"),
    [
        (Verdict.NOT_REPORTED, "4.1", Verdict.COMPLETE),
        (Verdict.BEHIND, "4.1", Verdict.COMPLETE),
        (Verdict.OVERDUE, "6.7", Verdict.COMPLETE),
        (Verdict.NOT_REPORTED, "1.1", Verdict.ON_TRACK),
        (Verdict.ON_TRACK, "4.1", Verdict.ON_TRACK),
    ],
)
def test_what_was_reported_as_done_since_and_is_confirmed_is_done(
    before: Verdict, task_id: str, expected: Verdict
) -> None:
    task = PLAN.task_by_id[task_id]
    assert verdict_after(CONFIRMED, before, task, dt.date(2023, 9, 26), claimed_done=True) is expected


def test_a_drawn_row_refuted_is_judged_like_any_other() -> None:
    (one,) = decisions([checked(REFUTED, claimed_done=True)])
    assert one.verdict is Verdict.BEHIND


def test_a_row_knows_from_its_sheet_that_it_was_drawn_as_done(tmp_path: Path) -> None:
    with open_master(f"sqlite:///{tmp_path / 't.db'}") as master:
        draw(master, "县司法局")
        add(master, filled("4.1", "属实", check_class=DRAWN_ROW))
        rows = master.rows_as_of(DAY, kind="check_sheet")
        assert [row.claimed_done for row in read_rows(rows, {}, PLAN)] == [True]


def checked(result: CheckResult, task_id: str | None = "4.1", **more: Any) -> CheckedRow:
    known: dict[str, Any] = {
        "unit": JUSTICE, "task_id": task_id, "task": "任务", "result": result, "observation": "", "photo_names": "",
        "inspector": "示例甲", "requirement": "", "found_on": dt.date(2023, 9, 26), "cell": "a.xlsx·现场核查表·I6",
        "version": 1,
    }  # fmt: skip
    return CheckedRow(**(known | more))


def decisions(rows: Iterable[CheckedRow]) -> list[VerdictDecision]:
    return propose_decisions(rows, [CLAIMED], PLAN, ROUND, "示例甲", AT)


def test_a_decision_says_what_counted_before_and_where_it_was_seen() -> None:
    (one,) = decisions([checked(REFUTED, observation="没有台账。", photo_names="a.jpg")])
    assert (one.round, one.suggested, one.verdict) == ("onsite_2023", Verdict.COMPLETE, Verdict.BEHIND)
    assert one.reason == "现场核查不属实（示例甲，2023-09-26，核查表第1稿）：没有台账。"
    assert one.evidence == "照片：a.jpg；a.xlsx·现场核查表·I6"


def test_of_several_rows_of_a_task_the_worst_counts_and_there_is_one_problem() -> None:
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
def test_a_problem_is_what_is_not_as_claimed_or_what_inspectors_ask_for(
    row: CheckedRow, expected: tuple[str, ProblemSeverity] | None
) -> None:
    found = [(one.description, one.severity) for one in propose_problems([row], ROUND, DAY)]
    assert found == ([expected] if expected else [])


def test_a_problem_carries_photos_requirement_day_and_cell() -> None:
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
def test_every_checked_task_is_decided_once_and_every_doubt_is_in_one_problem(
    drawn: list[tuple[CheckResult, str | None, str]],
) -> None:
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


@pytest.fixture
def master(tmp_path: Path) -> Iterator[Master]:
    with open_master(str(tmp_path / "t.db")) as opened:
        yield opened


def taken(master: Master, day: dt.date = DAY) -> CheckSheetOutcome:
    moment = dt.datetime.combine(day, dt.time(12))
    return take_in(master, PLAN, ROUND, day, "示例甲", moment, due_after=after, verdicts=[CLAIMED])


def test_filled_rows_are_read_with_their_true_cells(master: Master) -> None:
    add(master, filled("4.1", "不属实", observation="没有台账。"), filled("6.7", "未核查", row=7))
    rows = master.rows_as_of(DAY, kind="check_sheet")
    read = read_rows(rows, master.layouts({row.submission for row in rows}), PLAN)
    assert [(row.task_id, row.result, row.cell) for row in read] == [
        ("4.1", REFUTED, "核查表.xlsx·现场核查表·I6"), ("6.7", UNCHECKED, "核查表.xlsx·现场核查表·I7"),
    ]  # fmt: skip


def test_taking_in_twice_adds_nothing_the_second_time(master: Master) -> None:
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


def test_the_same_sheet_sent_under_another_name_adds_nothing(master: Master) -> None:
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


def test_a_corrected_sheet_decides_anew_but_makes_no_second_problem(master: Master) -> None:
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


def test_what_an_inspector_decided_afterwards_is_not_overwritten(master: Master) -> None:
    draw(master, "县司法局")
    add(master, filled("4.1", "不属实", observation="没有台账。"))
    (mine,) = taken(master).decisions
    his = VerdictDecision(
        0, "onsite_2023", JUSTICE, "4.1", mine.verdict, Verdict.COMPLETE, "补看了原件", "", AT, "示例乙", None
    )
    master.rounds.decide([his], seen={(JUSTICE, "4.1"): mine.id})
    assert taken(master).decisions == ()
    assert master.rounds.decisions("onsite_2023")[-1].by == "示例乙"


def test_problems_left_out_by_a_crash_are_added_by_the_next_call(
    master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(master, "县司法局")
    add(master, filled("4.1", "不属实", observation="没有台账。"))
    with monkeypatch.context() as broken:
        broken.setattr(type(master.problems), "add", lambda *_: (_ for _ in ()).throw(OSError("磁盘满")))
        with pytest.raises(OSError, match="磁盘满"):
            taken(master)
    again = taken(master)
    assert (len(again.decisions), len(again.problems)) == (0, 1)


def test_somebody_elses_decision_meanwhile_stops_everything(
    master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
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


def test_after_feedback_nothing_new_is_taken_in_but_what_was_may_be_asked_again(master: Master) -> None:
    draw(master, "县司法局")
    add(master, filled("4.1", "不属实", observation="没有台账。"))
    taken(master)
    master.rounds.move(
        ROUND.code, [NewMove(Stage.REVIEWING), NewMove(Stage.FEEDBACK)], "示例甲", AT, seen=None
    )
    assert taken(master).known_problems == 1
    add(
        master,
        filled("6.7", "不属实", row=7, observation="没有办。"),
        name="后到.xlsx",
        at=dt.datetime(2023, 9, 27, 9),
    )
    with pytest.raises(StageError, match="退回审核"):
        taken(master)
    assert len(master.rounds.decisions(ROUND.code)) == len(master.problems.problems()) == 1


def test_units_nobody_drew_and_sheets_of_an_earlier_round_are_left_alone(master: Master) -> None:
    add(master, filled("6.7", "不属实", observation="旧表"), at=dt.datetime(2023, 5, 9, 9), name="旧.xlsx")
    draw(master, "县司法局")
    outcome = taken(master)
    assert (outcome.rows, outcome.outside) == (0, ())
    add(master, filled("4.1", "不属实", "县财政局", observation="没有台账。"), name="财政.xlsx")
    outcome = taken(master)
    assert (outcome.decisions, outcome.problems) == ((), ())
    assert outcome.outside == (CODES["县财政局"],)


def test_a_row_outside_the_plan_is_a_problem_without_a_task_and_only_once(master: Master) -> None:
    draw(master, "县司法局")
    add(master, filled(None, "不属实", observation="公示栏空着。"))
    assert [(one.task_id, one.description) for one in taken(master).problems] == [(None, "公示栏空着。")]
    assert taken(master).problems == ()


def test_a_row_about_a_part_of_a_task_judges_the_task_where_the_unit_answers_for_the_whole(
    master: Master,
) -> None:
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


sheets = st.lists(
    st.dictionaries(
        st.sampled_from(("4.1", "6.7", "9.1")),
        st.tuples(st.sampled_from(("属实", "部分属实", "不属实", "未核查")), st.sampled_from(("甲", "乙"))),
        min_size=1,
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=15)
@given(sheets)
def test_whatever_comes_back_each_task_has_one_problem_and_a_second_call_adds_nothing(
    sent: list[dict[str, tuple[str, str]]],
) -> None:
    with TemporaryDirectory() as folder, open_master(f"{folder}/t.db") as opened:
        draw(opened, "县司法局")
        doubted = set()
        for hour, sheet in enumerate(sent):
            rows = [
                filled(task_id, result, row=6 + place, observation=text)
                for place, (task_id, (result, text)) in enumerate(sheet.items())
            ]
            add(opened, *rows, name=f"{hour}.xlsx", at=dt.datetime(2023, 9, 26, 8 + hour))
            taken(opened)
            again = taken(opened)
            assert (again.decisions, again.problems) == ((), ())
            doubted |= {
                task_id for task_id, (result, _) in sheet.items() if "部分" in result or "不" in result
            }
            newest = {one.task_id: one.reason for one in opened.rounds.decisions(ROUND.code)}
            for task_id, (result, text) in sheet.items():
                if result != "未核查":
                    assert newest[task_id].startswith(f"现场核查{result}（")
                    assert newest[task_id].endswith(f"：{text}")
        problems = opened.problems.problems()
        assert sorted(one.task_id or "" for one in problems) == sorted(doubted)
