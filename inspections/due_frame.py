"""What stands on a day as one frame: a row for every task a unit reports or should report."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from inspections.lights import effective_deadline, task_of
from inspections.scope import scope_of
from master.views import MasterRow
from schemas.plan import Plan, Round
from vocabulary.codes import Force, TaskKind

COLUMNS = ("unit", "task_id", "task", "kind", "force", "status", "deadline", "promised")
"""``unit`` a code; ``task_id`` "" for a row nobody could tie to a task; ``kind``, ``force`` and ``status`` codes,
``status`` NOT_REPORTED for an expected task without a row and "" where it is unreadable; ``deadline`` and
``promised`` days as datetime64."""

NOT_REPORTED = "not_reported"
_DAY_OF_MONTH = re.compile(r"(?:(20\d{2})年)?(\d{1,2})月(\d{1,2})日")


def what_stands(rows: Iterable[MasterRow], plan: Plan, only: str | None = None) -> pd.DataFrame:
    """The frame ``tasks_due`` wants: the rows that stand, and the expected tasks no row covers.

    ``only`` is the code of a unit when the rows are those of one unit.
    """
    covered: set[tuple[str, str]] = set()
    told: list[tuple[object, ...]] = []
    for row in rows:
        if row.withdrawn:
            continue
        record = row.record
        task = task_of(record, plan)
        own = plan.task_by_id.get(record.task_id or "")
        covered.update(((record.unit, record.task_id or ""), (record.unit, own.parent if own else "")))
        told.append(
            (
                record.unit,
                record.task_id or "",
                own.name if own else record.task,
                (task.kind if task else TaskKind.ONE_OFF).value,
                (task.force if task else Force.MUST).value,
                record.status or "",
                effective_deadline(record, task),
                promised_day(record.more.get("next_steps", ""), row.changed_at.date()),
            )
        )
    for code, expected in plan.expectations.items():
        if (only is None or code == only) and plan.unit_by_code[code].inspected:
            for task_id in expected:
                if (code, task_id) not in covered:
                    task = plan.task_by_id[task_id]
                    told.append(
                        (
                            code,
                            task_id,
                            task.name,
                            task.kind.value,
                            task.force.value,
                            NOT_REPORTED,
                            task.deadline,
                            None,
                        )
                    )
    frame = pd.DataFrame(told, columns=list(COLUMNS))
    return frame.astype({"deadline": "datetime64[s]", "promised": "datetime64[s]"})


def of_round(stands: pd.DataFrame, plan: Plan, inspection_round: Round) -> pd.DataFrame:
    """The rows of the frame that a round judges; none for a 回头看, which judges another year's tasks."""
    if inspection_round.year != plan.year:
        return stands[:0]
    wanted = {(one.unit, one.task_id) for one in scope_of(plan, inspection_round)}
    parents = {item.id: item.parent for item in plan.sub_items}
    mask = [
        (unit, task_id) in wanted or (unit, parents.get(task_id, task_id)) in wanted
        for unit, task_id in zip(stands["unit"], stands["task_id"], strict=True)
    ]
    return stands[np.array(mask, dtype=bool)]


def promised_day(text: str, said_on: dt.date) -> dt.date | None:
    """The last day that 下一步措施 names ("10月20日前完成"), None where it names none after the day it was said."""
    days = []
    for year, month, day in _DAY_OF_MONTH.findall(text):
        try:
            days.append(dt.date(int(year or said_on.year), int(month), int(day)))
        except ValueError:
            continue
    last = max(days, default=None)
    return last if last is not None and last >= said_on else None
