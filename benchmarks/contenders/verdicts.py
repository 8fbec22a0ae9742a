"""Verdicts on every unit's every task, and a plain pandas group-by over the same frame, in one process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_SHARES = (0.35, 0.4, 0.05, 0.1, 0.05, 0.05)
"""How many claim each status, and (last) none."""
_RARE = ("unchanged", "copied", "moved_deadline", "owner_changed", "regressed", "evidence_later", "held", "withdrawn",
         "parts_missing", "confirmed_event", "zero_report", "expanded")  # fmt: skip
_USUAL = ("present", "reported", "has_evidence", "explained")


def run(arguments: dict[str, Any]) -> dict[str, float]:
    """Both ``repeats`` times by turns over ``units`` units × the plan's tasks; the medians."""
    import datetime as dt

    from inspections.verdicts import judge_claims
    from schemas.plan_files import load_plan, packaged_workplan

    plan = load_plan(packaged_workplan(), validate=False)
    claims = _claims(plan, arguments["units"])
    by = ["peer_group", "task_id", "status"]
    as_of = dt.date(2023, 8, 31)
    timed: dict[str, list[float]] = {"seconds": [], "plain": []}
    for number in range(arguments["repeats"] + 1):
        ours = _clocked(lambda: judge_claims(claims, as_of, plan.thresholds))
        plain = _clocked(lambda: claims.groupby(by, observed=True).size())
        if number:  # the first time fills caches, on both sides
            timed["seconds"].append(ours)
            timed["plain"].append(plain)
    medians = {name: statistics.median(seconds) for name, seconds in timed.items()}
    return {**medians, "lines": float(len(claims))}


def _clocked(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _claims(plan: Any, units: int) -> pd.DataFrame:
    """A frame as ``inspections.claims`` builds it: the plan's tasks, each unit in one of the peer groups."""
    import numpy as np
    import pandas as pd

    from inspections.verdicts import FORCE_TYPE, KIND_TYPE, NO_DAY, STATUS_TYPE

    random = np.random.default_rng(1)
    tasks, groups = plan.tasks, list(dict.fromkeys(unit.peer_group for unit in plan.units))
    lines = units * len(tasks)

    def of_unit(codes: Any, names: Any) -> Any:
        return pd.Categorical.from_codes(np.repeat(codes, len(tasks)), names)

    def of_task(values: list[Any], dtype: Any) -> Any:
        return np.tile(np.array(values, dtype), units)

    def words(values: list[str], dtype: Any) -> Any:
        codes = of_task(list(pd.Categorical(values, dtype=dtype).codes), np.int8)
        return pd.Categorical.from_codes(codes, dtype=dtype)

    ids: Any = [task.id for task in tasks]
    statuses = random.choice([0, 1, 2, 3, 4, -1], lines, p=_SHARES)
    planned = [task.deadline.toordinal() if task.deadline else NO_DAY for task in tasks]
    columns = {
        "unit": of_unit(np.arange(units), [f"U{number:05d}" for number in range(units)]),
        "task_id": pd.Categorical.from_codes(of_task(list(range(len(tasks))), np.int8), ids),
        "peer_group": of_unit(np.arange(units) % len(groups), groups),
        "kind": words([task.kind for task in tasks], KIND_TYPE),
        "force": words([task.force for task in tasks], FORCE_TYPE),
        "triggered": of_task([bool(task.trigger) for task in tasks], np.bool_),
        "year_end": np.full(lines, 738885, np.int32),
        "started": np.full(lines, plan.issued.toordinal(), np.int32),
        "deadline": of_task(planned, np.int32),
        "status": pd.Categorical.from_codes(statuses, dtype=STATUS_TYPE),
        "percent": random.choice([np.nan, 0, 50, 100], lines).astype(np.float32),
        "completed_on": random.choice([NO_DAY, 738720, 738760], lines).astype(np.int32),
        **{name: random.random(lines) < 0.03 for name in _RARE},
        **{name: random.random(lines) < 0.9 for name in _USUAL},
        "rate": random.integers(0, 4, lines).astype(np.int8),
        "row_id": np.arange(lines),
        "item": np.arange(lines),
        "source": np.arange(lines),
    }
    return pd.DataFrame(columns)
