"""The days worth comparing with: for the leader's question 与上次相比."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from schemas.plan import Plan

LAST_ROUND = "round"
LAST_SUBMISSION = "submission"
LAST_WEEK = "week"

_LOOK_BACK = "look_back"
"""It looks at last year's plan: its cut says nothing about this one."""


class Baseline(NamedTuple):
    """A day to compare with, and what it is called."""

    key: str
    day: dt.date
    name: str


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
    found = [Baseline(LAST_ROUND, one.cut_off, f"{one.name}数据截止日") for one in cuts[-1:]]
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
