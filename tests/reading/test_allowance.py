"""A child has its time of the processor, however busy the machine is; one that hangs is told from one that waits its turn."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from importers.allowance import overruns, processor_seconds

NEVER = 1e9
"""An answer that does not come."""


class Machine:
    """A clock, an answer that comes at some time, and how much of the processor a child gets from one look to the next."""

    def __init__(self, answered_at: float, used: Sequence[float | None]) -> None:
        self.clock = 0.0
        self._answered_at, self._used = answered_at, iter(used)

    def wait(self, seconds: float) -> bool:
        self.clock = min(self.clock + seconds, self._answered_at)
        return self.clock >= self._answered_at

    def used(self) -> float | None:
        return next(self._used)


@pytest.mark.parametrize(
    ("answered_at", "before", "used", "ended", "at"),
    [
        pytest.param(5, 0, [], False, 5, id="answers in its time, and is never looked at"),
        pytest.param(NEVER, 0, [30.0], True, 30, id="works all the time"),
        pytest.param(NEVER, 0, [29.9, 30.2], True, 33, id="works nearly all the time"),
        pytest.param(NEVER, 100, [100.0], True, 30, id="hangs at once"),
        pytest.param(NEVER, 0, [10.0, 10.0, 10.0], True, 70, id="works and then hangs"),
        pytest.param(
            200,
            0,
            [n / 10 for n in range(1, 9)],
            False,
            200,
            id="hardly gets anything of a very busy machine",
        ),
        pytest.param(
            100, 0, [1.0, 2.0, 3.0, 4.0], False, 100, id="gets a thirtieth of a busy machine, and answers"
        ),
        pytest.param(
            NEVER, 50, [51.0, 66.0, 81.0], True, 74, id="gets half of a busy machine, and works for ever"
        ),
        pytest.param(
            NEVER, 0, [float(n) for n in range(1, 99)], True, 312, id="crawls for ten times its allowance"
        ),
        pytest.param(NEVER, 0, [None], False, 30, id="has ended by itself, which its pipe tells"),
        pytest.param(
            NEVER, float("nan"), [float(n) for n in range(99)], True, 300, id="lied about what it had used"
        ),
    ],
)
def test_a_child_is_ended_when_it_has_had_its_time_or_hangs(
    answered_at: float, before: float, used: list[float | None], ended: bool, at: float
) -> None:
    machine = Machine(answered_at, used)
    assert overruns(30, before, machine.used, machine.wait) is ended
    assert machine.clock == pytest.approx(at, abs=1)


def test_the_processor_time_of_a_process_is_what_it_says_itself() -> None:
    told = sum(os.times()[:2])
    seen = processor_seconds(os.getpid())
    assert seen is not None
    assert told <= seen + 0.05
    assert processor_seconds(2**22 + 1) is None
