"""A round under any sequence of steps, papers and decisions: nothing is lost, nothing frozen changes."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from inspections import deciding, running
from inspections.scope import scope_of
from inspections.stages import STAGES, StageError, stage_of
from master import open_master
from master.errors import StaleDecisionError
from schemas.plan_files import load_plan, packaged_workplan
from tests.master.ledgers import ledger, row, send
from vocabulary.codes import Status
from vocabulary.inspection import Stage, Verdict

PLAN = load_plan(packaged_workplan(), validate=False)
UNITS = ("360222100", "360222101")
ROUND = PLAN.round_by_code["written_2023"]._replace(units=UNITS, tasks=("1.3", "6.7", "16.1"))
SCOPE = {(cell.unit, cell.task_id) for cell in scope_of(PLAN, ROUND)}
START = dt.datetime(2023, 8, 10, 9)


@cache
def template() -> Path:
    """An empty master, made once."""
    path = Path(tempfile.mkdtemp()) / "template.db"
    open_master(str(path)).close()
    return path


class Rounds(RuleBasedStateMachine):
    """Steps of the office, papers of two units, a clock that only runs forward."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.sent = 0
        self.frozen: dict[int, bytes] = {}
        self.decided = 0
        self.refusals: list[str] = []
        self.told: dict[dt.date, list[object]] = {}

    def teardown(self) -> None:
        self.master.close()
        shutil.rmtree(self.folder)

    @property
    def moves(self) -> list[object]:
        return list(self.master.rounds.moves(ROUND.code))

    @property
    def stage(self) -> Stage | None:
        return stage_of(self.master.rounds.moves(ROUND.code))

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.master = open_master(str(shutil.copy(template(), self.folder / "m.db")))
        running.open_round(self.master, PLAN, ROUND, "甲", self.now)

    @precondition(lambda self: self.stage is not Stage.ARCHIVED)
    @rule()
    def one_step_on(self) -> None:
        stage = self.stage
        assert stage is not None
        self.step(STAGES[STAGES.index(stage) + 1], "")

    @rule(days=st.integers(1, 25))
    def time_passes(self, days: int) -> None:
        self.told[self.now.date()] = list(self.master.rounds.moves(ROUND.code, self.now.date()))
        self.now += dt.timedelta(days=days)

    @rule(unit=st.sampled_from(UNITS), task=st.sampled_from(("1.3", "6.7", "16.1")), status=st.sampled_from(list(Status)),
          before=st.integers(0, 20))  # fmt: skip
    def papers_arrive(self, unit: str, task: str, status: Status, before: int) -> None:
        self.sent += 1
        paper = ledger(row(unit=unit, task_id=task, status=str(status)), sender=unit, salt=self.sent)
        send(self.master, paper, max(START, self.now - dt.timedelta(days=before)))

    @rule(goal=st.sampled_from(STAGES), reason=st.sampled_from(("", "县领导要求")))
    def any_step(self, goal: Stage, reason: str) -> None:
        self.step(goal, reason)

    def step(self, goal: Stage, reason: str) -> None:
        before = self.moves
        try:
            if goal is Stage.FROZEN:
                running.freeze_round(self.master, PLAN, ROUND, "甲", self.now, reason)
            else:
                running.move_round(self.master, PLAN, ROUND, goal, "甲", self.now, reason)
        except StageError as error:
            self.refusals.append(str(error))
            assert self.moves == before, "a refused step changes nothing"
            return
        if goal is Stage.FROZEN and (snapshot := self.master.rounds.snapshot(ROUND.code)):
            self.frozen[len(self.moves)] = snapshot.document

    @precondition(lambda self: self.stage is Stage.REVIEWING)
    @rule(
        cell=st.sampled_from(sorted(SCOPE)),
        verdict=st.none() | st.sampled_from(list(Verdict)),
        blind=st.booleans(),
    )
    def decide(self, cell: tuple[str, str], verdict: Verdict | None, blind: bool) -> None:
        judged = {(one.unit, one.task_id): one for one in deciding.judged(self.master, ROUND)}
        before = judged[cell].decision
        seen = None if blind or before is None else before.id
        try:
            deciding.decide(
                self.master, PLAN, ROUND, *cell, verdict, "乙", self.now, reason="看过原件", seen=seen
            )
        except StaleDecisionError:
            assert blind
            assert before is not None
            return
        assert before is None or not blind, "nobody decides past another's word unseen"
        self.decided += 1

    @precondition(lambda self: self.stage is Stage.REVIEWING)
    @rule()
    def accept(self) -> None:
        self.decided += len(deciding.accept_undisputed(self.master, PLAN, ROUND, "乙", self.now))

    @precondition(lambda self: self.stage not in (None, Stage.REVIEWING))
    @rule(cell=st.sampled_from(sorted(SCOPE)))
    def nobody_decides_outside_the_review(self, cell: tuple[str, str]) -> None:
        with pytest.raises(StageError):
            deciding.decide(self.master, PLAN, ROUND, *cell, Verdict.COMPLETE, "乙", self.now, reason="补记")

    @invariant()
    def every_refusal_is_a_sentence(self) -> None:
        assert all(said.endswith("。") for said in self.refusals)

    @invariant()
    def every_step_follows_the_one_before(self) -> None:
        moves = self.master.rounds.moves(ROUND.code)
        assert [move.stage_from for move in moves[1:]] == [move.stage_to for move in moves[:-1]]

    @invariant()
    def no_verdict_is_lost(self) -> None:
        assert len(self.master.rounds.decisions(ROUND.code)) == self.decided
        judged = [(one.unit, one.task_id) for one in deciding.judged(self.master, ROUND)]
        assert not judged or sorted(judged) == sorted(SCOPE)

    @invariant()
    def what_was_frozen_last_stays_to_the_byte(self) -> None:
        snapshot = self.master.rounds.snapshot(ROUND.code)
        if self.frozen:
            assert snapshot is not None
            assert snapshot.document == self.frozen[max(self.frozen)]

    @invariant()
    def a_past_day_stays_as_it_was(self) -> None:
        for day, moves in self.told.items():
            assert list(self.master.rounds.moves(ROUND.code, day)) == moves


Rounds.TestCase.settings = settings(max_examples=40, stateful_step_count=30)
test_a_round_keeps_its_promises = Rounds.TestCase
