"""Rectification as a state machine on a real database: whatever is tried, in whatever order.

Nothing is closed without verification and evidence, nothing that was recorded is lost, and what a past day
looked like never changes.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from inspections.problems import ProblemError, act, hand_over, standing_of, standings_of
from inspections.standing import Standing
from master import open_master
from master.inspection_records import NewProblem
from schemas.plan_files import load_plan, packaged_workplan
from vocabulary.inspection import ProblemAction, ProblemSeverity, ProblemState, Role

PLAN = load_plan(packaged_workplan(), validate=False)
UNITS = [unit.code for unit in PLAN.units[:3]]
FIRST_DAY = dt.date(2023, 9, 1)
names = st.sampled_from(["甲", "乙", ""])
texts = st.sampled_from(["", "说明"])


def settled(one: Standing) -> tuple[Any, ...]:
    """All of a standing that a past day must keep."""
    return (
        one.state,
        one.due,
        one.overdue,
        one.slips,
        one.evidence,
        one.verified_by,
        one.closed_by,
        one.history,
    )


class Rectification(RuleBasedStateMachine):
    """People hand over, apply, verify, close, return, extend, remind; days pass."""

    problems = Bundle("problems")
    seen = Bundle("seen")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.master = open_master(f"sqlite:///{self.folder / 't.db'}")
        self.day = FIRST_DAY
        self.lines: dict[str, int] = {}

    def teardown(self) -> None:
        self.master.close()
        shutil.rmtree(self.folder)

    @property
    def at(self) -> dt.datetime:
        return dt.datetime.combine(self.day, dt.time(12))

    @initialize(target=problems, unit=st.sampled_from(UNITS))
    def first(self, unit: str) -> str:
        return self.found(unit)

    @rule(target=problems, unit=st.sampled_from(UNITS))
    def hands_over(self, unit: str) -> str:
        return self.found(unit)

    def found(self, unit: str) -> str:
        new = NewProblem(
            "written_2023", unit, None, "问题", "", ProblemSeverity.MINOR, "改正", self.day + dt.timedelta(3), self.day, "office"
        )  # fmt: skip
        [added] = hand_over(self.master, PLAN, [new], "甲", self.at)
        return added.number

    @rule(
        number=problems,
        action=st.sampled_from([action for action in ProblemAction if action is not ProblemAction.ASSIGN]),
        role=st.sampled_from(list(Role)),
        by=names,
        note=texts,
        evidence=texts,
        days=st.one_of(st.none(), st.integers(-2, 9)),
    )
    def tries(
        self, number: str, action: ProblemAction, role: Role, by: str, note: str, evidence: str, days: int | None
    ) -> None:  # fmt: skip
        before = standing_of(self.master, PLAN, number, self.day)
        due = None if days is None else self.day + dt.timedelta(days)
        try:
            act(self.master, PLAN, number, action, role, by, self.at, note=note, evidence=evidence, due=due)
        except ProblemError as error:
            refused = str(error)
        else:
            refused = ""
        if refused:
            assert refused.endswith("。")
            assert standing_of(self.master, PLAN, number, self.day) == before, "refused, and yet changed"
            return
        after = standing_of(self.master, PLAN, number, self.day)
        assert by
        assert after.history[:-1] == before.history
        if action is ProblemAction.CLOSE:
            assert role is Role.OFFICE
            assert before.verified_by
            assert before.evidence

    @rule(number=problems, proof=texts, seen_proof=texts, far=st.integers(1, 3))
    def goes_the_straight_road(self, number: str, proof: str, seen_proof: str, far: int) -> None:
        """Random moves alone seldom come as far as 销号."""
        steps = (
            (ProblemAction.APPLY, Role.UNIT, "改好", proof),
            (ProblemAction.VERIFY, Role.OFFICE, "看过", seen_proof),
            (ProblemAction.CLOSE, Role.OFFICE, "", ""),
        )
        for action, role, note, evidence in steps[:far]:
            try:
                act(self.master, PLAN, number, action, role, "乙", self.at, note=note, evidence=evidence)
            except ProblemError:
                return

    @rule(number=problems)
    def somebody_wants_it_off_the_table(self, number: str) -> None:
        before = standing_of(self.master, PLAN, number, self.day)
        try:
            act(self.master, PLAN, number, ProblemAction.CLOSE, Role.OFFICE, "丙", self.at)
        except ProblemError:
            return
        assert before.state is ProblemState.VERIFYING
        assert before.verified_by
        assert before.evidence

    @rule(target=seen)
    def somebody_looks(self) -> tuple[dt.date, dict[str, tuple[Any, ...]]]:
        self.day += dt.timedelta(1)
        past = self.day - dt.timedelta(1)
        return past, {one.problem.number: settled(one) for one in standings_of(self.master, PLAN, past)}

    @rule(remembered=consumes(seen))
    def looks_again(self, remembered: tuple[dt.date, dict[str, tuple[Any, ...]]]) -> None:
        day, told = remembered
        again = {one.problem.number: settled(one) for one in standings_of(self.master, PLAN, day)}
        assert again == told

    @invariant()
    def nothing_is_lost_and_nothing_closed_unverified(self) -> None:
        for one in standings_of(self.master, PLAN, self.day):
            number = one.problem.number
            assert len(one.history) >= self.lines.get(number, 0)
            self.lines[number] = len(one.history)
            if one.state is ProblemState.CLOSED:
                assert one.verified_by
                assert one.verified_at
                assert one.closed_by
                assert one.evidence
                assert one.problem.at <= one.verified_at
        assert set(self.lines) == {one.number for one in self.master.problems.problems()}


Rectification.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
test_rectification_whatever_is_tried = Rectification.TestCase
