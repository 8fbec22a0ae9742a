"""序时进度: half of the time gone and thirty percent done is said, and explained; the county sets the measure."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from inspections.claims import claims_of
from inspections.lights import judge
from inspections.schedule import ScheduleThresholds, elapsed_percent, lags
from inspections.scope import scope_of
from inspections.verdicts import judge_claims
from schemas.plan import Thresholds
from tests.inspections.rows import code, master_row, plan, record, verdict_on, written
from vocabulary.codes import Light
from vocabulary.inspection import Verdict

DEFAULT = ScheduleThresholds.of(Thresholds())
OCTOBER = dt.date(2023, 10, 31)


@pytest.mark.parametrize(
    ("as_of", "percent"),
    [("2023-08-01", 0), ("2023-08-02", 0), ("2023-08-12", 50), ("2023-08-22", 100), ("2024-01-01", 100)],
)
def test_time_runs_from_the_plan_s_issue_to_the_deadline(as_of: str, percent: float) -> None:
    issued, deadline = dt.date(2023, 8, 2), dt.date(2023, 8, 22)
    assert elapsed_percent(issued, deadline, dt.date.fromisoformat(as_of)) == percent


def test_a_deadline_before_the_issue_leaves_no_time() -> None:
    assert elapsed_percent(dt.date(2023, 8, 2), dt.date(2023, 8, 1), dt.date(2023, 8, 1)) == 100


@pytest.mark.parametrize(
    ("percent", "elapsed", "behind"),
    [
        (30, 50, True),
        (30, 49, False),
        (31, 50, False),
        (30.5, 50.5, True),
        (80, 100, True),
        (0, 40, False),
        (None, 99, False),
    ],
)
def test_half_of_the_time_and_twenty_points_are_the_default(
    percent: float | None, elapsed: float, behind: bool
) -> None:
    assert lags(percent, elapsed, DEFAULT) is behind


def test_the_reason_says_from_when_to_when_how_much_time_and_how_much_work() -> None:
    one = verdict_on("县司法局", "4.1", master_row(1, record("县司法局", "4.1", percent=30.0)), as_of=OCTOBER)
    told = {reason.code: reason for reason in one.reasons}["behind_schedule"]
    assert one.verdict is Verdict.BEHIND
    assert told.text == "落后于序时进度：自2023年8月2日要点印发到时限2023年12月31日，时间已过60%，完成率30%"
    assert {cell.rsplit("·", 1)[1] for cell in told.cells} == {"E4", "C4"}


def test_the_everyday_light_says_the_same() -> None:
    row, task = record("县司法局", "4.1", percent=30.0), plan().task_by_id["4.1"]
    judged = judge(row, task, OCTOBER, plan().thresholds, plan().issued)
    assert (judged.light, judged.overdue, judged.behind) == (Light.YELLOW, False, True)
    assert judged.reason == "落后于序时进度：时间已过60%，完成率30%"


@pytest.mark.parametrize(
    ("numbers", "behind"),
    [({"schedule_from": 101}, False), ({"schedule_gap": 31}, False), ({"schedule_gap": 5}, True)],
)
def test_the_county_sets_the_measure_or_does_without(numbers: dict[str, float], behind: bool) -> None:
    rows = [master_row(1, record("县司法局", "4.1", percent=30.0))]
    thresholds = replace(plan().thresholds, numbers={**plan().thresholds.numbers, **numbers})
    claims = claims_of(plan(), scope_of(plan(), written()), rows, reported={code("县司法局")})
    judged = judge_claims(claims.frame, OCTOBER, thresholds)
    line = judged[(judged["unit"] == code("县司法局")) & (judged["task_id"] == "4.1")].iloc[0]
    assert (line["verdict"] == Verdict.BEHIND.value) is behind


@pytest.mark.parametrize("percent", [0, 10, 29.9, 30, 30.1, 40, 55, 60, 79, 80, 99, 100])
@pytest.mark.parametrize(
    "day", ["2023-08-31", "2023-10-15", "2023-10-16", "2023-10-17", "2023-10-31", "2023-12-30", "2023-12-31"]
)
def test_whole_columns_and_single_rows_agree(percent: float, day: str) -> None:
    as_of, row = dt.date.fromisoformat(day), record("县司法局", "4.1", percent=float(percent))
    one = verdict_on("县司法局", "4.1", master_row(1, row), as_of=as_of)
    single = judge(row, plan().task_by_id["4.1"], as_of, plan().thresholds, plan().issued)
    assert ("behind_schedule" in {reason.code for reason in one.reasons}) is single.behind
