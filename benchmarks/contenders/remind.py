"""Reminders for every unit of a plan: from the frame of what stands to the texts."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from benchmarks.corpus.standing import AS_OF, WARMING, what_would_stand


def run(arguments: dict[str, Any]) -> dict[str, float]:
    """Find what is due and say it for the units of ``plan``. Making the frame is not timed."""
    from inspections.due import by_unit, tasks_due
    from inspections.reminders import LIMIT, ReminderWriter
    from schemas.plan_files import load_plan

    plan = load_plan(Path(arguments["plan"]), validate=False)
    stands = what_would_stand(plan)
    tasks_due(stands[:WARMING], plan, AS_OF)
    began = time.perf_counter()
    due = by_unit(tasks_due(stands, plan, AS_OF), plan, AS_OF)
    writer = ReminderWriter(plan.calendar, AS_OF)
    texts = [writer.text(code, plan.unit_by_code[code].name, dues) for code, dues in due.items()]
    seconds = time.perf_counter() - began
    said = [text.text for text in texts if text is not None]
    if not said or max(map(len, said)) > LIMIT:
        raise RuntimeError("no text, or one that is too long")
    counts = {"rows": len(stands), "due": sum(map(len, due.values())), "texts": len(said)}
    return {"seconds": seconds, **{name: float(count) for name, count in counts.items()}}
