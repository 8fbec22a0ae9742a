"""What one would write without a reminder in mind: late and soon rows per unit with a pandas group-by."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from benchmarks.corpus.standing import AS_OF, WARMING, what_would_stand

_SOON = 7


def run(arguments: dict[str, Any]) -> dict[str, float]:
    """Per unit, in calendar days: how many rows, and with ``names`` which tasks. Making the frame is not timed."""
    from schemas.plan_files import load_plan

    stands = what_would_stand(load_plan(Path(arguments["plan"]), validate=False))
    work = _names if arguments.get("names") else _counts
    work(stands[:WARMING])
    began = time.perf_counter()
    found = work(stands)
    return {"seconds": time.perf_counter() - began, "rows": float(len(stands)), "units": float(len(found))}


def _late_and_soon(stands: Any) -> tuple[Any, Any]:
    import pandas as pd

    today = pd.Timestamp(AS_OF)
    open_ = ~stands["status"].isin(["done", "not_applicable", "ongoing"])
    late = open_ & (stands["deadline"] < today)
    return late, open_ & ~late & (stands["deadline"] <= today + pd.Timedelta(days=_SOON))


def _counts(stands: Any) -> Any:
    late, soon = _late_and_soon(stands)
    return stands.assign(late=late, soon=soon).groupby("unit", sort=False)[["late", "soon"]].sum()


def _names(stands: Any) -> Any:
    late, soon = _late_and_soon(stands)
    due = stands[late | soon].sort_values("deadline")
    return due.groupby("unit", sort=False)["task"].agg("、".join)
