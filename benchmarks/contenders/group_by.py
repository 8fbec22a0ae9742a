"""What one would write without a reminder in mind: late and soon rows counted per unit with a pandas group-by."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from benchmarks.corpus.standing import AS_OF, what_would_stand

_SOON = 7


def run(arguments: dict[str, Any]) -> dict[str, float]:
    """Count per unit, in calendar days and without words. Making the frame is not timed."""
    import pandas as pd

    from schemas.plan_files import load_plan

    stands = what_would_stand(load_plan(Path(arguments["plan"]), validate=False))
    today = pd.Timestamp(AS_OF)
    began = time.perf_counter()
    open_ = ~stands["status"].isin(["done", "not_applicable", "ongoing"])
    late = open_ & (stands["deadline"] < today)
    soon = open_ & ~late & (stands["deadline"] <= today + pd.Timedelta(days=_SOON))
    counted = stands.assign(late=late, soon=soon).groupby("unit", sort=False)[["late", "soon"]].sum()
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "rows": float(len(stands)), "due": float(counted.to_numpy().sum())}
