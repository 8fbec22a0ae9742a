"""What changed between two days: for the leader's question 与上次相比."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from schemas.plan import Plan
from vocabulary.codes import Status

LAST_ROUND = "round"
LAST_SUBMISSION = "submission"
LAST_WEEK = "week"

_LOOK_BACK = "look_back"
"""It looks at last year's plan: its cut says nothing about this one."""
_KINDS = ("新逾期", "新完成", "状态变化", "撤回", "新增", "逾期消除")


class Baseline(NamedTuple):
    """A day to compare with, and what it is called."""

    key: str
    day: dt.date
    name: str


class Comparison(NamedTuple):
    """Counts by kind of change, and one line per changed row: kind, unit_name, task_id, task, before, after."""

    counts: dict[str, int]
    rows: pd.DataFrame
    new_units: tuple[str, ...]


def baselines(plan: Plan, received: Iterable[dt.date], as_of: dt.date) -> list[Baseline]:
    """The days worth comparing with: the last round's cut, the submission day before the newest, a week ago.

    Only days on which something was already known; the same day only once.
    """
    days = sorted({day for day in received if day <= as_of})
    if not days:
        return []
    cuts = sorted(
        (one for one in plan.rounds if one.kind != _LOOK_BACK and one.cut_off < as_of),
        key=lambda one: one.cut_off,
    )
    found = [Baseline(LAST_ROUND, one.cut_off, f"{one.name}截止日") for one in cuts[-1:]]
    found += [Baseline(LAST_SUBMISSION, day, "上一个报送日") for day in days[-2:-1]]
    found.append(Baseline(LAST_WEEK, as_of - dt.timedelta(days=7), "一周前"))
    by_day: dict[dt.date, Baseline] = {}
    for one in found:
        if days[0] <= one.day < as_of:
            by_day.setdefault(one.day, one)
    return list(by_day.values())


def any_day(day: dt.date) -> Baseline:
    """A day somebody chose to compare with; its key is the day itself."""
    return Baseline(day.isoformat(), day, "选定的日子")


def baseline_of(bases: list[Baseline], key: str, as_of: dt.date) -> Baseline | None:
    """The baseline of a key, or of a day before; the first where the key means neither, None without any."""
    try:
        day = dt.date.fromisoformat(key)
    except ValueError:
        return next((one for one in bases if one.key == key), bases[0] if bases else None)
    return any_day(day) if day < as_of else baseline_of(bases, "", as_of)


def compare(before: pd.DataFrame, now: pd.DataFrame) -> Comparison:
    """Two frames of ``figures.work_frame``, the older first."""
    columns = ["item", "status", "percent", "overdue", "withdrawn", "version"]
    both = now.merge(before[columns], on="item", how="left", suffixes=("", "_before"))
    known = both["version_before"].notna()
    stands = ~both["withdrawn"].astype(bool)
    stood = known & ~both["withdrawn_before"].eq(True)
    changed_status = stood & stands & (both["status"] != both["status_before"])
    late, was_late = both["overdue"].eq(True), both["overdue_before"].eq(True)
    done = both["status"] == Status.DONE.zh
    masks = {
        "新逾期": stands & late & ~was_late,
        "新完成": stands & done & (both["status_before"] != Status.DONE.zh),
        "逾期消除": stands & ~late & was_late,
        "状态变化": changed_status & ~done,
        "撤回": ~stands & stood,
        "新增": stands & ~stood,
    }
    counts = {kind: int(masks[kind].sum()) for kind in _KINDS}
    counts["内容更新"] = int((stood & stands & (both["version"] != both["version_before"])).sum())
    both["kind"] = ""
    for kind in reversed(_KINDS):
        both.loc[masks[kind], "kind"] = kind
    rows = both[both["kind"] != ""].copy()
    rows["before"] = rows["status_before"].fillna("（无）")
    rows["after"] = rows["status"]
    rows["rank"] = rows["kind"].map({kind: place for place, kind in enumerate(_KINDS)})
    rows = rows.sort_values(["rank", "point"], kind="stable", ignore_index=True)
    news = [name for name in dict.fromkeys(now["unit_name"]) if name not in set(before["unit_name"])]
    shown = ["kind", "unit_name", "task_id", "task", "before", "after", "reason", "percent", "percent_before"]
    return Comparison(counts, rows[shown], tuple(news))
