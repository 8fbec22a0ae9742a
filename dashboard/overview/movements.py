"""What advanced, stalled or went back since an earlier day, row by row."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vocabulary.codes import Status

ADVANCED, LATE, BACK, STALLED = "新完成", "新逾期", "倒退", "停滞"
MOVEMENT_WORDS = (LATE, BACK, STALLED, ADVANCED)
"""In the order in which they call for action."""

_RANK = {Status.NOT_STARTED.zh: 0, Status.IN_PROGRESS.zh: 1, Status.ONGOING.zh: 1, Status.DONE.zh: 2}
_SETTLED = (Status.DONE.zh, Status.NOT_APPLICABLE.zh)
_BEFORE = ["item", "status", "percent", "overdue", "withdrawn", "submission", "progress"]


class Movements(NamedTuple):
    """Rows by kind of movement (columns of ``figures.work_frame`` and ``before``, the earlier status and percent).

    ``unfinished`` are the rows that stand, concern the unit and are not done. ``unsent`` of the stalled ones belong
    to the ``unsent_units`` (codes), which have sent nothing since.
    """

    rows: dict[str, pd.DataFrame]
    unfinished: int
    unsent: int
    unsent_units: frozenset[str]


def movements(before: pd.DataFrame, now: pd.DataFrame) -> Movements:
    """Compare two frames of ``figures.work_frame``, the older first. A row may stand in two kinds.

    倒退: the status fell, a finished or begun task no longer concerns the unit, or less is said to be done.
    停滞: it stood before, is not finished, and its status, percentage and progress text are what they were.
    """
    both = now.merge(before[_BEFORE], on="item", how="left", suffixes=("", "_before"))
    both = both[~both["withdrawn"].astype(bool)]
    stood = (both["submission_before"].notna() & ~both["withdrawn_before"].eq(True)).to_numpy()
    done = (both["status"] == Status.DONE.zh).to_numpy()
    was_done = (both["status_before"] == Status.DONE.zh).to_numpy()
    late, was_late = both["overdue"].eq(True).to_numpy(), both["overdue_before"].eq(True).to_numpy()
    unfinished = ~both["status"].isin(_SETTLED).to_numpy()
    stalled = stood & unfinished & _same(both)
    masks = {
        LATE: late & ~was_late,
        BACK: stood & _went_back(both),
        STALLED: stalled,
        ADVANCED: done & ~(stood & was_done),
    }
    both = both.assign(
        before=[_state(*each) for each in zip(both["status_before"], both["percent_before"], strict=True)]
    )
    unsent = stalled & (both["submission"] == both["submission_before"]).to_numpy()
    return Movements(
        {kind: both[masks[kind]].sort_values(["point", "task_id"], kind="stable") for kind in MOVEMENT_WORDS},
        int(unfinished.sum()),
        int(unsent.sum()),
        frozenset(both.loc[unsent, "unit"]),
    )


class Moved(NamedTuple):
    """The rows of one task that moved: its id and name, and where. ``items`` are the rows' own numbers."""

    task_id: str
    task: str
    units: tuple[str, ...]
    items: tuple[int, ...]


def by_task(rows: pd.DataFrame, most: int) -> list[Moved]:
    """The tasks that moved in most units, each once. A row nobody could tie to a task is one by its own words."""
    found = []
    keys = rows["task_id"].where(rows["task_id"] != "", rows["task"])
    parts = sorted(rows.groupby(keys, sort=False), key=lambda part: -len(part[1]))
    for _, part in parts[:most]:
        first = part.iloc[0]
        found.append(
            Moved(first["task_id"], first["task"], tuple(part["unit_name"]), tuple(map(int, part["item"])))
        )
    return found


def _went_back(both: pd.DataFrame) -> np.ndarray:
    rank, was = both["status"].map(_RANK), both["status_before"].map(_RANK)
    fallen = (rank < was) | (both["percent"].astype(float) < both["percent_before"].astype(float))
    retreated = (both["status"] == Status.NOT_APPLICABLE.zh) & (was > 0)
    told: np.ndarray = ((fallen & rank.notna() & was.notna()) | retreated).to_numpy()
    return told


def _same(both: pd.DataFrame) -> np.ndarray:
    text, was = (
        both[name].fillna("").str.replace(r"\s+", "", regex=True) for name in ("progress", "progress_before")
    )
    percent, before = (
        both["percent"].astype(float).fillna(-1.0),
        both["percent_before"].astype(float).fillna(-1.0),
    )
    told: np.ndarray = (
        (text == was) & (both["status"] == both["status_before"]) & (percent == before)
    ).to_numpy()
    return told


def _state(status: object, percent: object) -> str:
    """As it stood: "推进中 40%", "" where it did not stand."""
    if not isinstance(status, str):
        return ""
    number = percent if isinstance(percent, float) and percent == percent else None
    return status if number is None else f"{status} {number:g}%"
