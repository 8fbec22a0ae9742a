"""A round's way through its stages in words, and what the page tells of a refusal."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.rounds.steps import deadline_words, other_goals, steps_of
from dashboard.text import on_screen
from inspections.stages import StageError
from master.inspection_records import RoundMove
from tests.dashboard.rounds.year import WRITTEN
from vocabulary.inspection import Stage

AT = dt.datetime(2023, 8, 10, 9)


def moves(*way: tuple[Stage, bool]) -> list[RoundMove]:
    return [
        RoundMove(number, "written_2023", None, stage, AT, "示例甲", "", skipped)
        for number, (stage, skipped) in enumerate(way, start=1)
    ]


def states(*way: tuple[Stage, bool]) -> str:
    return " ".join(one.state for one in steps_of(moves(*way)))


def test_before_the_first_move_everything_lies_ahead() -> None:
    assert states() == " ".join(["ahead"] * 9)


def test_a_stage_passed_over_is_told_apart_from_one_gone_through() -> None:
    way = ((Stage.PREPARING, False), (Stage.NOTIFIED, True), (Stage.REPORTING, False))
    assert states(*way).startswith("past skipped here ahead")


def test_what_was_taken_back_lies_ahead_again() -> None:
    way = (
        (Stage.PREPARING, False),
        (Stage.NOTIFIED, False),
        (Stage.REPORTING, False),
        (Stage.NOTIFIED, False),
    )
    found = steps_of(moves(*way))
    assert [one.state for one in found[:3]] == ["past", "here", "ahead"]
    assert found[1].move is not None
    assert found[1].move.id == 4
    assert found[2].move is None


def test_only_the_present_and_the_next_stage_need_no_reason() -> None:
    goals = other_goals(moves((Stage.PREPARING, False)))
    assert Stage.PREPARING not in goals
    assert Stage.NOTIFIED not in goals
    assert len(goals) == 7


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (dt.date(2023, 8, 29), "报送截止日 2023-08-31（还有 2 天）"),
        (dt.date(2023, 8, 31), "报送截止日 2023-08-31（就是今天）"),
        (dt.date(2023, 9, 3), "报送截止日 2023-08-31（已过 3 天）"),
    ],
)
def test_the_deadline_says_how_far_off_it_is(today: dt.date, words: str) -> None:
    assert deadline_words(WRITTEN, moves((Stage.REPORTING, False)), today)[0] == words


def test_after_freezing_the_deadline_is_a_day_like_any_other() -> None:
    told = deadline_words(WRITTEN, moves((Stage.FROZEN, False)), dt.date(2023, 9, 3))
    assert told[0] == "报送截止日 2023-08-31"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("改定为“滞后”要写明原因（--reason）。", "改定为“滞后”要写明原因。"),
        (
            "没有放假安排，期限算不准；请先补录，或用--as-of写明实际办理的日期。",
            "没有放假安排，期限算不准；请先补录。",
        ),
        ("还没有到，不能冻结。", "还没有到，不能冻结。"),
    ],
)
def test_what_only_the_command_line_knows_is_left_out(said: str, shown: str) -> None:
    assert on_screen(StageError(said)) == shown
