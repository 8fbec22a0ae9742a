"""Overdue or not, and which light: the effective deadline against the day, told from the row and its task."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from inspections.schedule import SCHEDULED, ScheduleThresholds, elapsed_percent, lags
from schemas.plan import Plan, Task, Thresholds
from schemas.records import STANDING, RowRecord
from vocabulary.codes import Force, Light, Status, TaskKind

_FINISHED = frozenset({Status.DONE, Status.NOT_APPLICABLE})
_UNPENALISED = frozenset({Force.ENCOURAGED, Force.EXPLORE, Force.OPTIONAL})


class Judgement(NamedTuple):
    """A row's light, whether it is overdue, the deadline that counts and where that came from; ``behind``: the row
    lags behind its 序时进度."""

    light: Light
    overdue: bool
    deadline: dt.date | None
    reason: str
    behind: bool = False


@lru_cache(maxsize=4096)
def day_of(text: str) -> dt.date:
    """The day of an ISO date; a year has few of them, and a province writes them hundreds of thousands of times."""
    return dt.date.fromisoformat(text)


def effective_deadline(row: RowRecord, task: Task | None) -> dt.date | None:
    """The earlier of the unit's own date and the plan's; the unit cannot give itself more time."""
    own = day_of(row.deadline) if row.deadline and row.deadline != STANDING else None
    planned = task.deadline if task else None
    return own if planned is None or (own is not None and own < planned) else planned


def judge(
    row: RowRecord, task: Task | None, as_of: dt.date, thresholds: Thresholds, issued: dt.date | None = None
) -> Judgement:
    """The light of a row on a day; against its 序时进度 only where the day the plan was ``issued`` is told.

    Encouraged, exploratory and optional tasks are counted, never penalised; a standing task that is
    kept up (长期坚持) is on schedule whatever the day.
    """
    deadline = effective_deadline(row, task)
    if row.status == Status.NOT_APPLICABLE:
        return Judgement(Light.GREY, False, deadline, "不涉及")
    if row.status is None:
        return Judgement(Light.GREY, False, deadline, "状态不明")
    if row.status == Status.DONE:
        if task and task.kind is TaskKind.STANDING and deadline and as_of < deadline:
            return Judgement(Light.YELLOW, False, deadline, "常态任务年底前不算完成")
        return Judgement(Light.GREEN, False, deadline, "已完成")
    kept_up = row.status == Status.ONGOING and (task is None or task.kind is TaskKind.STANDING)
    if deadline is None or kept_up:
        return Judgement(Light.GREEN, False, deadline, "持续推进" if kept_up else "没有到期日")
    if task and task.force in _UNPENALISED:
        return Judgement(Light.GREEN, False, deadline, f"{task.force.zh}事项，不作扣分")
    days = (deadline - as_of).days
    if days < 0:
        return Judgement(Light.RED, True, deadline, f"逾期{-days}天")
    behind = _behind_schedule(row, task, deadline, as_of, thresholds, issued)
    if days <= thresholds.number("yellow_days", 7):
        soon = f"还有{days}天到期" if days else "今天到期"
        return Judgement(Light.YELLOW, False, deadline, f"{soon}，{behind}" if behind else soon, bool(behind))
    if behind:
        return Judgement(Light.YELLOW, False, deadline, behind, behind=True)
    return Judgement(Light.GREEN, False, deadline, "按时推进")


def _behind_schedule(
    row: RowRecord,
    task: Task | None,
    deadline: dt.date,
    as_of: dt.date,
    thresholds: Thresholds,
    issued: dt.date | None,
) -> str:
    """How the row lags behind its 序时进度, "" where it does not."""
    if issued is None or row.status != Status.IN_PROGRESS or task is None or task.kind not in SCHEDULED:
        return ""
    elapsed = elapsed_percent(issued, deadline, as_of)
    if not lags(row.percent, elapsed, ScheduleThresholds.of(thresholds)):
        return ""
    return f"落后于序时进度：时间已过{elapsed:.0f}%，完成率{row.percent:g}%"


def task_of(row: RowRecord, plan: Plan) -> Task | None:
    """The plan's task (or sub-item) a row reports, with the parent's deadline where it has none itself."""
    task = plan.task_by_id.get(row.task_id or "")
    return plan.whole_of(task) if task is not None and task.deadline is None else task
