"""序时进度: how much of a task's time has passed on a day, against how much of it is said to be done.

The time of a task runs from the day the plan was issued to the deadline that counts. Only what has a percentage can
lag behind it; what is kept up all year, is measured piece by piece or must never happen has no schedule.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from schemas.plan import Thresholds
from vocabulary.codes import TaskKind

SCHEDULED = frozenset({TaskKind.ONE_OFF, TaskKind.PUBLISH_LIST, TaskKind.EVENT, TaskKind.GATE})
"""The kinds that are finished once, and so come nearer to it day by day."""


class ScheduleThresholds(NamedTuple):
    """thresholds.toml: nothing is said before ``start`` percent of the time have passed, nor while the percentage
    lies less than ``gap`` points behind."""

    start: float
    gap: float

    @classmethod
    def of(cls, thresholds: Thresholds) -> ScheduleThresholds:
        """The county's, or by default half of the time and twenty points."""
        return cls(thresholds.number("schedule_from", 50), thresholds.number("schedule_gap", 20))


def elapsed_percent(issued: dt.date, deadline: dt.date, as_of: dt.date) -> float:
    """How much of the time has passed, 0 to 100; all of it from the deadline on."""
    if as_of >= deadline:
        return 100.0
    return max(0.0, 100 * (as_of - issued).days / (deadline - issued).days)


def lags(percent: float | None, elapsed: float, threshold: ScheduleThresholds) -> bool:
    """Whether a percentage lies behind the time that has passed; never where none was written."""
    return percent is not None and elapsed >= threshold.start and elapsed - percent >= threshold.gap
