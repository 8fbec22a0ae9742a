"""Rounds in the database: steps one after the other, snapshots that stay, decisions nobody overlooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from master import Master, MasterError, open_master
from master.errors import StaleDecisionError
from master.inspection_records import NewMove, NewSnapshot, Reason, SuggestedVerdict, VerdictDecision
from tests.master.ledgers import at, day, ledger, row, send
from vocabulary.codes import Light
from vocabulary.inspection import Stage, Verdict

ROUND = "written_2023"


def advance(
    master: Master,
    *stages: Stage,
    snapshot: NewSnapshot | None = None,
    suggestions: Sequence[SuggestedVerdict] = (),
) -> int:
    """Move the round through stages; the number of the last move."""
    moves = master.rounds.moves(ROUND)
    seen = moves[-1].id if moves else None
    made = master.rounds.move(
        ROUND,
        [NewMove(stage) for stage in stages],
        "张三",
        at(10, 9),
        seen=seen,
        snapshot=snapshot,
        suggestions=suggestions,
    )
    return made[-1].id


def snapshot_of(master: Master, until: dt.date) -> NewSnapshot:
    return NewSnapshot(until, {"sifa": until}, tuple(master.rows_as_of(until)))


def test_a_round_tells_its_steps_in_order_with_who_when_and_why(master: Master) -> None:
    advance(master, Stage.PREPARING, Stage.NOTIFIED)
    (first, second) = master.rounds.moves(ROUND)
    assert (first.stage_from, first.stage_to) == (None, Stage.PREPARING)
    assert (second.stage_from, second.stage_to, second.by, second.at) == (
        Stage.PREPARING,
        Stage.NOTIFIED,
        "张三",
        at(10, 9),
    )
    assert master.rounds.moves("another") == []


def test_of_two_who_move_a_round_the_second_hears_of_the_first(master: Master) -> None:
    advance(master, Stage.PREPARING)
    with pytest.raises(StaleDecisionError, match="刚被张三改动过（现在是“准备”）"):
        master.rounds.move(ROUND, [NewMove(Stage.NOTIFIED)], "李四", at(10), seen=None)
    assert len(master.rounds.moves(ROUND)) == 1


def test_a_snapshot_stays_the_same_to_the_byte_whatever_arrives_afterwards(url: str) -> None:
    with open_master(url) as master:
        send(master, ledger(row(status="in_progress"), row(task_id="10.6")), at(1))
        advance(master, Stage.FROZEN, snapshot=snapshot_of(master, day(5)))
        before = master.rounds.snapshot(ROUND)
        assert before is not None
        assert {one.record.task_id for one in before.rows} == {"10.5", "10.6"}
        late = send(master, ledger(row(status="done")), at(3))
        master.undo(1, "李四", "报错文件", at(20))
        send(master, ledger(row(status="not_started"), salt="again"), at(2))
        master.undo(late.id, "李四", "报错文件", at(21))
    with open_master(url) as again:
        after = again.rounds.snapshot(ROUND)
    assert after is not None
    assert (after.document, after.digest, after.rows) == (before.document, before.digest, before.rows)


def test_a_snapshot_whose_rows_were_tampered_with_is_not_shown(master: Master) -> None:
    send(master, ledger(row(status="in_progress")), at(1))
    advance(master, Stage.FROZEN, snapshot=snapshot_of(master, day(5)))
    with master._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE ledger_rows SET status = 'done'")
    with pytest.raises(MasterError, match="校验值不符"):
        master.rounds.snapshot(ROUND)


def test_a_round_that_was_not_frozen_has_no_snapshot(master: Master) -> None:
    assert master.rounds.snapshot(ROUND) is None


def test_a_move_and_what_it_brings_are_stored_together_or_not_at_all(master: Master) -> None:
    twice = suggestion("10.5")
    with pytest.raises(Exception, match=r"(?i)unique"):
        advance(master, Stage.REVIEWING, suggestions=[twice, twice])
    assert master.rounds.moves(ROUND) == []
    assert master.rounds.suggestions(ROUND) == []


def suggestion(task_id: str, verdict: Verdict = Verdict.ON_TRACK) -> SuggestedVerdict:
    why = Reason("on_schedule", "按时限推进", ("台账.xlsx·台账·H4",))
    return SuggestedVerdict("sifa", task_id, verdict, Light.GREEN, "in_progress", None, (why,))


def decision(
    task_id: str = "10.5", verdict: Verdict = Verdict.BEHIND, by: str = "张三", hour: int = 9
) -> VerdictDecision:
    return VerdictDecision(
        0, ROUND, "sifa", task_id, Verdict.ON_TRACK, verdict, "现场看过", "照片3", at(12, hour), by, None
    )


def test_suggestions_come_back_with_their_reasons_and_cells(master: Master) -> None:
    given = [suggestion("10.5"), suggestion("10.6", Verdict.OVERDUE)]
    advance(master, Stage.REVIEWING, suggestions=given)
    assert master.rounds.suggestions(ROUND) == given


def test_a_decision_is_kept_beside_the_one_it_replaces(master: Master) -> None:
    (first,) = master.rounds.decide([decision()], seen={})
    (second,) = master.rounds.decide(
        [decision(verdict=Verdict.COMPLETE, by="李四", hour=11)], seen={("sifa", "10.5"): first.id}
    )
    assert master.rounds.decisions(ROUND) == [first, second]
    assert second.replaces == first.id


def test_the_second_inspector_sees_what_the_first_said_before_it_counts(master: Master) -> None:
    master.rounds.decide([decision()], seen={})
    with pytest.raises(StaleDecisionError, match="已由张三在09-12 09:00核定为“滞后”（现场看过）"):
        master.rounds.decide([decision("10.6"), decision(verdict=Verdict.COMPLETE, by="李四")], seen={})
    assert [one.task_id for one in master.rounds.decisions(ROUND)] == ["10.5"], "all of a batch or none"


def test_a_past_day_knows_neither_later_moves_nor_later_decisions(master: Master) -> None:
    advance(master, Stage.PREPARING)
    master.rounds.decide([decision()], seen={})
    assert master.rounds.moves(ROUND, day(9)) == []
    assert master.rounds.decisions(ROUND, day(11)) == []
    assert len(master.rounds.decisions(ROUND, day(12))) == 1


def test_a_late_unit_counts_only_by_an_exception_that_says_who_why_and_until(master: Master) -> None:
    master.rounds.except_unit(ROUND, "sifa", day(7), "张三", at(6), "停电两天")
    (one,) = master.rounds.exceptions(ROUND)
    assert (one.unit, one.until, one.by, one.reason) == ("sifa", day(7), "张三", "停电两天")


def test_a_draw_is_kept_with_everything_needed_to_replay_it(master: Master) -> None:
    number = master.rounds.record_draw(ROUND, "20230920", {"random": 2}, {"units": ["sifa"]}, "张三", at(20))
    (one,) = master.rounds.draws(ROUND)
    assert (one.id, one.seed, one.settings, one.result) == (
        number,
        "20230920",
        {"random": 2},
        {"units": ["sifa"]},
    )
