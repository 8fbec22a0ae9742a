"""Reminders for every unit of a plan, and what one would write without them: pandas group-bys over the same frame."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.corpus.standing import AS_OF, what_would_stand

if TYPE_CHECKING:
    import pandas as pd

    from inspections.reminders import ReminderText
    from schemas.plan import Plan

_SOON = 7


def run(arguments: dict[str, Any]) -> dict[str, float]:
    """All three ``repeats`` times by turns for the units of ``plan``; the medians. Making the frame is not timed."""
    from schemas.plan_files import load_plan

    plan = load_plan(Path(arguments["plan"]), validate=False)
    stands = what_would_stand(plan)
    works: dict[str, Callable[[], Any]] = {
        "seconds": lambda: _texts(stands, plan),
        "counts": lambda: _counts(stands),
        "names": lambda: _names(stands),
    }
    timed: dict[str, list[float]] = {name: [] for name in works}
    for number in range(arguments["repeats"] + 1):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            if number:  # the first time pandas loads parts of itself, for all of them
                timed[name].append(time.perf_counter() - began)
    due, texts = _texts(stands, plan)
    _require_same_units(set(_names(stands).index), {text.unit for text in texts})
    counted = {"rows": len(stands), "due": due, "texts": len(texts)}
    return {name: statistics.median(seconds) for name, seconds in timed.items()} | {
        name: float(number) for name, number in counted.items()
    }


def _texts(stands: pd.DataFrame, plan: Plan) -> tuple[int, list[ReminderText]]:
    """What is due, in working days by the kind's lead time, and what each unit is told of it."""
    from inspections.due import by_unit, tasks_due
    from inspections.reminders import ReminderWriter

    due = by_unit(tasks_due(stands, plan, AS_OF), plan, AS_OF)
    writer = ReminderWriter(plan.calendar, AS_OF)
    texts = (writer.text(code, plan.unit_by_code[code].name, dues) for code, dues in due.items())
    return sum(map(len, due.values())), [text for text in texts if text is not None]


def _late_and_soon(stands: pd.DataFrame) -> tuple[pd.Series[bool], pd.Series[bool]]:
    import pandas as pd

    today = pd.Timestamp(AS_OF)
    unfinished = ~stands["status"].isin(["done", "not_applicable", "ongoing"])
    late = unfinished & (stands["deadline"] < today)
    return late, unfinished & ~late & (stands["deadline"] <= today + pd.Timedelta(days=_SOON))


def _counts(stands: pd.DataFrame) -> pd.DataFrame:
    """How many rows of each unit are late and soon due, in calendar days."""
    late, soon = _late_and_soon(stands)
    return stands.assign(late=late, soon=soon).groupby("unit", sort=False)[["late", "soon"]].sum()


def _names(stands: pd.DataFrame) -> pd.Series[str]:
    """The names of each unit's late and soon tasks, the earliest first."""
    late, soon = _late_and_soon(stands)
    return stands[late | soon].sort_values("deadline").groupby("unit", sort=False)["task"].agg("、".join)


def _require_same_units(named: set[str], told: set[str]) -> None:
    """Promises and forces make some difference, but most units a group-by names must have been told something."""
    if len(named & told) < 0.9 * len(named):
        raise RuntimeError(f"{len(named)} units have something due, {len(named & told)} of them were told")
