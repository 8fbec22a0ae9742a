"""What stands in a province's master: every unit of a plan with every task, as the frame reminders start from."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pandas as pd

from inspections.due import COLUMNS, NOT_REPORTED
from schemas.plan import Plan
from vocabulary.codes import Status

AS_OF = dt.date(2023, 9, 15)
_STATUSES = {
    Status.IN_PROGRESS.value: 0.45,
    Status.ONGOING.value: 0.2,
    Status.DONE.value: 0.2,
    Status.NOT_STARTED.value: 0.05,
    Status.NOT_APPLICABLE.value: 0.02,
    NOT_REPORTED: 0.08,
}
_OWN_DAYS = 0.1
"""The share of rows whose unit set itself an earlier day, and of those that promise one."""


def what_would_stand(plan: Plan, seed: int = 1) -> pd.DataFrame:
    """Units × tasks rows with the columns of ``inspections.due.COLUMNS``."""
    random = np.random.default_rng(seed)
    units, tasks = list(plan.unit_by_code), plan.tasks
    rows = len(units) * len(tasks)
    planned = np.array([task.deadline for task in tasks], dtype="datetime64[D]")
    deadline = np.tile(planned, len(units))
    own = random.random(rows) < _OWN_DAYS
    deadline[own] = _days(random, int(own.sum()))
    promised = np.full(rows, "NaT", dtype="datetime64[D]")
    says = random.random(rows) < _OWN_DAYS
    promised[says] = _days(random, int(says.sum()))
    by_task = {
        "task_id": [task.id for task in tasks],
        "task": [task.name for task in tasks],
        "kind": [task.kind.value for task in tasks],
        "force": [task.force.value for task in tasks],
    }
    frame = pd.DataFrame(
        {
            "unit": np.repeat(np.array(units, dtype=object), len(tasks)),
            **{name: np.tile(np.array(words, dtype=object), len(units)) for name, words in by_task.items()},
            "status": random.choice(list(_STATUSES), rows, p=list(_STATUSES.values())).astype(object),
            "deadline": deadline,
            "promised": promised,
        },
        columns=list(COLUMNS),
    )
    words = dict.fromkeys(("unit", "task_id", "task", "kind", "force", "status"), "str")
    return frame.astype({**words, "deadline": "datetime64[s]", "promised": "datetime64[s]"})


def _days(random: np.random.Generator, count: int) -> npt.NDArray[np.datetime64]:
    first = np.datetime64("2023-08-15", "D")
    return first + random.integers(0, 139, count).astype("timedelta64[D]")
