"""The stages of a round as a table: what follows what, and what is said instead."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.stages import STAGES, StageError, check_day, opening_steps, require, stage_of, steps_to
from master.inspection_records import RoundMove
from schemas.plan_files import load_plan, packaged_workplan
from vocabulary.inspection import Stage

PLAN = load_plan(packaged_workplan(), validate=False)
WRITTEN = PLAN.round_by_code["written_2023"]
stages = st.sampled_from(STAGES)


def move(stage: Stage, at: dt.datetime = dt.datetime(2023, 9, 1, 9)) -> RoundMove:
    return RoundMove(1, WRITTEN.code, None, stage, at, "张三", "", False)


def test_the_stages_stand_in_the_order_of_the_work() -> None:
    assert [stage.zh for stage in STAGES] == [
        "准备",
        "通知",
        "报送",
        "冻结",
        "审核",
        "反馈",
        "整改",
        "复核",
        "归档",
    ]


@pytest.mark.parametrize(("stage", "goal"), [(None, STAGES[0]), *pairwise(STAGES)])
def test_one_step_on_needs_no_reason(stage: Stage | None, goal: Stage) -> None:
    assert [(step.stage_to, step.skipped) for step in steps_to(stage, goal, "")] == [(goal, False)]


@pytest.mark.parametrize(
    ("stage", "goal", "said"),
    [
        (Stage.FROZEN, Stage.FROZEN, "已经在“冻结”阶段"),
        (Stage.FROZEN, Stage.REPORTING, "退回“报送”要写明原因"),
        (Stage.REPORTING, Stage.REVIEWING, "到“审核”之前还有冻结"),
        (None, Stage.REPORTING, "到“报送”之前还有准备、通知"),
    ],
)
def test_any_other_step_without_a_reason_is_refused_in_a_sentence(
    stage: Stage | None, goal: Stage, said: str
) -> None:
    with pytest.raises(StageError, match=said):
        steps_to(stage, goal, " ")


@given(st.none() | stages, stages)
def test_with_a_reason_nothing_is_skipped_silently(stage: Stage | None, goal: Stage) -> None:
    if stage is goal:
        return
    steps = steps_to(stage, goal, "县领导要求")
    here = -1 if stage is None else STAGES.index(stage)
    expected = STAGES[here + 1 : STAGES.index(goal) + 1] or (goal,)
    assert tuple(step.stage_to for step in steps) == tuple(expected)
    assert [step.skipped for step in steps] == [*(True for _ in steps[1:]), False]
    assert all(step.reason for step in steps)


def test_opening_goes_through_preparation_and_notice_and_only_once() -> None:
    assert [step.stage_to for step in opening_steps(None, "")] == [
        Stage.PREPARING,
        Stage.NOTIFIED,
        Stage.REPORTING,
    ]
    assert [step.stage_to for step in opening_steps(Stage.NOTIFIED, "")] == [Stage.REPORTING]
    with pytest.raises(StageError, match="不用再开"):
        opening_steps(Stage.REVIEWING, "")


def test_what_a_stage_does_not_allow_names_the_stages_that_do() -> None:
    with pytest.raises(StageError, match="在“报送”阶段，不能核定；要在审核阶段才行"):
        require([move(Stage.REPORTING)], [Stage.REVIEWING], "核定")
    require([move(Stage.REVIEWING)], [Stage.REVIEWING], "核定")
    assert stage_of([]) is None


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (dt.datetime(2025, 1, 6, 9), "calendar.csv没有2025-01-06的放假安排"),
        (dt.datetime(2023, 8, 1, 9), "早于要点印发日期2023-08-02"),
        (dt.datetime(2023, 9, 1, 8), "不能再补记更早的"),
    ],
)
def test_a_step_lies_neither_before_the_plan_nor_before_the_last_one(at: dt.datetime, said: str) -> None:
    with pytest.raises(StageError, match=said):
        check_day(PLAN, WRITTEN, at, [move(Stage.REPORTING)])
