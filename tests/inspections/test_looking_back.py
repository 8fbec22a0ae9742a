"""Running a 回头看 on a master: decisions with what they need, problems handed over once, matches taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspections.look_back import LOOK_BACK_LEDGER, OutsideReason
from inspections.look_back_matches import MatchMeans, MatchState
from inspections.looking_back import LookBackError, decide, hand_over, look_back_of, match, unmatch
from inspections.problems import act, standings_of
from inspections.recurrences import LOOK_BACK, Recurrence
from master import Master, open_master
from master.errors import StaleDecisionError
from master.inspection_records import LookBackDecision, NewMove
from tests.inspections.last_year import CODES, PLAN, ROUND, ledger, row, send
from vocabulary.inspection import LookBackOutcome, ProblemAction, ProblemSeverity, ProblemState, Role, Stage

AS_OF = dt.date(2023, 8, 25)
AT = dt.datetime(2023, 8, 25, 12)
NOT_DONE: dict[str, Any] = {
    "outcome": LookBackOutcome.NOT_DONE, "reason": "历史文件底数不明", "new_deadline": dt.date(2023, 9, 28),
    "owner": CODES["县司法局"],
}  # fmt: skip


@pytest.fixture
def master(tmp_path: Path) -> Iterator[Master]:
    """A master with last year's list of three: one in scope, one running all year, one held back."""
    with open_master(f"sqlite:///{tmp_path / 't.db'}") as opened:
        rows = (
            row(more={"last_number": "三-3"}),
            row(task="行政许可结果公示", row=5, deadline_text="全年"),
            row(task="重大项目信息公开", row=6, merged=False),
        )
        send(opened, ledger(*rows))
        yield opened


def item_of(master: Master) -> int:
    (one,) = look_back_of(master, PLAN, ROUND, AS_OF).items
    return one.item.item


def said(master: Master, outcome: LookBackOutcome = LookBackOutcome.DONE, **fields: Any) -> LookBackDecision:
    """Decide about the one item in scope."""
    known: dict[str, Any] = {"by": "示例甲", "at": AT, "seen": None}
    return decide(master, PLAN, ROUND, item_of(master), fields.pop("outcome", outcome), **(known | fields))


def nothing_was_said(master: Master) -> bool:
    return not master.look_backs.outcomes(ROUND.code) and not master.problems.problems()


def test_every_row_of_the_files_in_force_is_told(master: Master) -> None:
    state = look_back_of(master, PLAN, ROUND, AS_OF)
    assert [one.item.task for one in state.items] == ["规范性文件库初建"]
    assert {(one.task, one.reason) for one in state.scope.outside} == {
        ("行政许可结果公示", OutsideReason.NO_DAY),
        ("重大项目信息公开", OutsideReason.HELD),
    }


def test_a_list_that_was_undone_is_gone(master: Master) -> None:
    (sent,) = master.submissions()
    master.undo(sent.id, "示例甲", "发错了", AT)
    state = look_back_of(master, PLAN, ROUND, dt.date(2023, 8, 26))
    assert (state.items, state.scope.outside) == ((), ())


def test_the_list_is_no_part_of_this_years_master(master: Master) -> None:
    assert master.rows_as_of(AS_OF) == []
    assert len(master.rows_as_of(AS_OF, kind=LOOK_BACK_LEDGER)) == 2


# (what is missing, what was said, the words of the refusal)
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("done without evidence", {"outcome": LookBackOutcome.DONE, "reason": "做完了"}, "佐证（--evidence）"),
    ("blank evidence", {"outcome": LookBackOutcome.DONE, "evidence": "  "}, "佐证（--evidence）"),
    ("changed without a reason", {"outcome": LookBackOutcome.CHANGED, "evidence": "文件"}, "原因（--reason）"),
    ("not done without a reason", NOT_DONE | {"reason": ""}, "原因（--reason）"),
    ("not done without a deadline", NOT_DONE | {"new_deadline": None}, "新的时限（--deadline）"),
    ("a deadline that is today", NOT_DONE | {"new_deadline": AS_OF}, "不在2023-08-25之后"),
    ("a deadline that has passed", NOT_DONE | {"new_deadline": dt.date(2023, 8, 1)}, "不在2023-08-25之后"),
    ("a deadline on a Saturday", NOT_DONE | {"new_deadline": dt.date(2023, 8, 26)}, "不是工作日"),
    ("a deadline on a holiday", NOT_DONE | {"new_deadline": dt.date(2023, 9, 29)}, "不是工作日"),
    ("not done without an owner", NOT_DONE | {"owner": None}, "责任单位（--owner）"),
    ("an owner nobody knows", NOT_DONE | {"owner": "XX"}, "不在单位名录"),
    ("nobody decides", NOT_DONE | {"by": " "}, "经办人姓名（--by）"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "fields", "words"), REFUSED, ids=[case for case, _, _ in REFUSED])
def test_a_decision_that_lacks_something_is_refused_and_changes_nothing(
    master: Master, case: str, fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(LookBackError, match=words.replace("(", "\\(")):
        said(master, **fields)
    assert nothing_was_said(master)


ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    ("done with evidence", {"outcome": LookBackOutcome.DONE, "evidence": "浮府办字〔2022〕45号"}),
    ("changed with a reason", {"outcome": LookBackOutcome.CHANGED, "reason": "上级已取消这项工作"}),
    ("not done with all of it", NOT_DONE),
    ("a Saturday people work on", NOT_DONE | {"new_deadline": dt.date(2023, 10, 7)}),
]


@pytest.mark.parametrize(("case", "fields"), ACCEPTED, ids=[case for case, _ in ACCEPTED])
def test_a_decision_with_what_it_needs_is_recorded(master: Master, case: str, fields: dict[str, Any]) -> None:
    decided = said(master, **fields)
    assert look_back_of(master, PLAN, ROUND, AS_OF).items[0].decision == decided
    assert (decided.by, decided.at, decided.replaces) == ("示例甲", AT, None)


def test_an_item_outside_the_scope_or_unknown_is_not_decided(master: Master) -> None:
    outside = next(one.item for one in look_back_of(master, PLAN, ROUND, AS_OF).scope.outside if one.item)
    for number, words in ((outside, "不在核查范围内"), (999, "没有编号为999")):
        with pytest.raises(LookBackError, match=words):
            decide(
                master,
                PLAN,
                ROUND,
                number,
                LookBackOutcome.DONE,
                evidence="文件",
                by="示例甲",
                at=AT,
                seen=None,
            )
    assert nothing_was_said(master)


def test_of_two_who_decide_the_second_hears_of_the_first(master: Master) -> None:
    said(master, evidence="文件")
    with pytest.raises(StaleDecisionError, match="示例甲定为“已完成”"):
        said(master, **NOT_DONE)
    assert master.problems.problems() == []


def test_a_round_that_is_archived_takes_nothing_any_more(master: Master) -> None:
    item = item_of(master)
    master.rounds.move(ROUND.code, [NewMove(Stage.ARCHIVED)], "示例乙", AT, seen=None)
    for refused in (
        lambda: said(master, evidence="文件"),
        lambda: match(master, PLAN, ROUND, item, "4.3", by="示例甲", at=AT),
        lambda: unmatch(master, PLAN, ROUND, item, by="示例甲", at=AT),
    ):
        with pytest.raises(LookBackError, match="已经归档"):
            refused()
    assert nothing_was_said(master)


def test_only_a_look_back_is_looked_back_on(master: Master) -> None:
    with pytest.raises(LookBackError, match="不是回头看"):
        look_back_of(master, PLAN, PLAN.round_by_code["written_2023"], AS_OF)


def test_what_is_not_done_becomes_a_problem_with_its_owner_and_deadline(master: Master) -> None:
    match(master, PLAN, ROUND, item_of(master), "4.3", by="示例甲", at=AT)
    said(master, **(NOT_DONE | {"owner": CODES["县财政局"]}))
    (one,) = master.problems.problems()
    assert (one.unit, one.task_id, one.due, one.source) == (
        CODES["县财政局"],
        "4.3",
        dt.date(2023, 9, 28),
        LOOK_BACK,
    )
    assert (one.severity, one.found_on) == (ProblemSeverity.SERIOUS, AS_OF)
    assert (
        one.description == "上年任务“三-3 规范性文件库初建”（时限2022年12月底）没有完成：历史文件底数不明。"
    )
    assert one.cells[1:] == ("上年清单.xlsx·清单·B4", "上年清单.xlsx·清单·E4")
    assert look_back_of(master, PLAN, ROUND, AS_OF).items[0].problem == one.number


def test_it_is_handed_over_once_however_often_it_is_decided(master: Master) -> None:
    first = said(master, **NOT_DONE)
    second = said(master, **(NOT_DONE | {"reason": "仍未清完", "seen": first.id}))
    third = said(master, evidence="清完了", seen=second.id)
    said(master, **(NOT_DONE | {"seen": third.id}))
    assert hand_over(master, PLAN, ROUND, by="示例甲", at=AT) == []
    assert len(master.problems.problems()) == 1


def test_deciding_again_with_a_later_deadline_gives_the_problem_an_extension(master: Master) -> None:
    first = said(master, **NOT_DONE)
    later = dt.date(2023, 10, 31)
    again = said(
        master,
        **(NOT_DONE | {"new_deadline": later, "reason": "底数仍不清", "seen": first.id, "by": "示例乙"}),
    )
    (one,) = standings_of(master, PLAN, AS_OF)
    assert (one.due, again.new_deadline) == (later, later)
    assert (one.history[-1].action, one.history[-1].by) == (ProblemAction.EXTEND, "示例乙")
    assert "再次定为未完成：底数仍不清" in one.history[-1].note
    said(master, **(NOT_DONE | {"new_deadline": later, "reason": "仍然", "seen": again.id}))
    assert len(standings_of(master, PLAN, AS_OF)[0].history) == len(one.history), (
        "the same deadline moves nothing"
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"new_deadline": dt.date(2023, 9, 15)}, "延期要写更晚的日期"),
        ({"owner": CODES["县财政局"]}, "责任单位不能再改"),
    ],
)
def test_deciding_again_what_its_problem_cannot_follow_is_refused_and_changes_nothing(
    master: Master, fields: dict[str, Any], words: str
) -> None:
    first = said(master, **NOT_DONE)
    with pytest.raises(LookBackError, match=words):
        said(master, **(NOT_DONE | fields | {"seen": first.id}))
    assert [one.id for one in master.look_backs.outcomes(ROUND.code)] == [first.id]
    assert standings_of(master, PLAN, AS_OF)[0].due == NOT_DONE["new_deadline"]


def test_deciding_again_after_the_problem_was_closed_hands_it_over_anew(master: Master) -> None:
    first = said(master, **NOT_DONE)
    (one,) = master.problems.problems()
    steps = (
        (ProblemAction.APPLY, Role.UNIT),
        (ProblemAction.VERIFY, Role.OFFICE),
        (ProblemAction.CLOSE, Role.OFFICE),
    )
    for action, role in steps:
        act(master, PLAN, one.number, action, role, "示例甲", AT, note="看过", evidence="目录")
    said(master, **(NOT_DONE | {"new_deadline": dt.date(2023, 10, 31), "seen": first.id}))
    (now,) = standings_of(master, PLAN, AS_OF)
    assert (now.state, now.rebounds, now.due) == (ProblemState.ASSIGNED, 1, dt.date(2023, 10, 31))


def test_a_decision_and_its_problem_are_one_transaction(
    master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("killed")

    monkeypatch.setattr("master.look_back_store.add_problem", broken)
    with pytest.raises(OSError, match="killed"):
        said(master, **NOT_DONE)
    assert nothing_was_said(master)


def test_a_decision_whose_problem_was_not_written_is_handed_over_later(master: Master) -> None:
    decision = LookBackDecision(
        0, ROUND.code, item_of(master), LookBackOutcome.NOT_DONE, "", "原因", dt.date(2023, 9, 28),
        CODES["县司法局"], AT, "示例甲", None,
    )  # fmt: skip
    master.look_backs.decide(decision, seen=None)
    assert [one.unit for one in hand_over(master, PLAN, ROUND, by="示例甲", at=AT)] == [CODES["县司法局"]]
    assert hand_over(master, PLAN, ROUND, by="示例甲", at=AT) == []


def test_a_match_is_said_taken_back_and_said_again(master: Master) -> None:
    item = item_of(master)
    before = look_back_of(master, PLAN, ROUND, AS_OF).items[0].match
    assert before.state is MatchState.DOUBTFUL
    found = match(master, PLAN, ROUND, item, "4.3", reason="看过原件", by="示例甲", at=AT)
    assert (found.state, found.task_id, found.means) == (MatchState.MATCHED, "4.3", MatchMeans.PERSON)
    assert match(master, PLAN, ROUND, item, None, by="示例乙", at=AT).state is MatchState.NONE
    assert unmatch(master, PLAN, ROUND, item, by="示例乙", at=AT) == found
    assert unmatch(master, PLAN, ROUND, item, by="示例甲", at=AT) == before
    with pytest.raises(LookBackError, match="没有什么可以撤回"):
        unmatch(master, PLAN, ROUND, item, by="示例甲", at=AT)


def test_a_match_the_program_found_can_be_undone_too(tmp_path: Path) -> None:
    named = PLAN.task_by_id["4.3"].name
    with open_master(f"sqlite:///{tmp_path / 'm.db'}") as master:
        send(master, ledger(row("县行政服务中心", task=named)))
        item = item_of(master)
        before = look_back_of(master, PLAN, ROUND, AS_OF).items[0].match
        assert (before.state, before.task_id) == (MatchState.MATCHED, "4.3")
        undone = unmatch(master, PLAN, ROUND, item, reason="不是一回事", by="示例甲", at=AT)
        assert (undone.state, undone.task_id) == (MatchState.NONE, None)
        assert unmatch(master, PLAN, ROUND, item, by="示例甲", at=AT) == before


def test_a_task_that_is_none_of_this_years_is_refused(master: Master) -> None:
    with pytest.raises(LookBackError, match=r"没有任务“17\.2”"):
        match(master, PLAN, ROUND, item_of(master), "17.2", by="示例甲", at=AT)
    assert master.look_backs.matches(ROUND.code) == []


def test_what_was_said_later_is_not_known_before(master: Master) -> None:
    later = dt.datetime(2023, 9, 5, 12)
    match(master, PLAN, ROUND, item_of(master), "4.3", by="示例甲", at=later)
    said(master, evidence="文件", at=later)
    (before,) = look_back_of(master, PLAN, ROUND, AS_OF).items
    assert (before.decision, before.match.state) == (None, MatchState.DOUBTFUL)


def test_open_last_year_and_this_year_at_the_same_unit_is_shown(master: Master) -> None:
    match(master, PLAN, ROUND, item_of(master), "4.3", by="示例甲", at=AT)
    assert look_back_of(master, PLAN, ROUND, AS_OF).recurring == ()
    this_year = row(task_id="4.3", status="in_progress", status_text="推进中")
    send(master, ledger(this_year, kind="work_ledger", collected=False), dt.datetime(2023, 8, 24, 9))
    (one,) = look_back_of(master, PLAN, ROUND, AS_OF).recurring
    assert (one.kind, one.unit, one.task_id) == (Recurrence.REPEATED, CODES["县司法局"], "4.3")
    assert "推进中" in one.why


@pytest.mark.parametrize(
    ("day", "words"), [((2023, 7, 1), "早于要点印发日期"), ((2030, 5, 8), "没有2030-05-08的放假安排")]
)
def test_nothing_is_decided_on_a_day_before_the_plan_or_beyond_the_calendar(
    master: Master, day: tuple[int, int, int], words: str
) -> None:
    with pytest.raises(LookBackError, match=words):
        said(master, evidence="文件", at=dt.datetime(*day, 12))
    assert nothing_was_said(master)
