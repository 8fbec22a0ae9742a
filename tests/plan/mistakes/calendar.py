"""Mistakes in the calendar of a workplan folder, one at a time."""

from __future__ import annotations

from tests.plan.mistakes import Wrong, line_of

CASES = [
    Wrong("a day twice", "calendar.csv", "2023-01-02", "2023-01-01", {("calendar.csv", 3, "date")}),
    Wrong(
        "a calendar complete until no day",
        "plan.toml",
        "calendar_until = 2024-04-07",
        'calendar_until = "四月"',
        {("plan.toml", line_of("plan.toml", "calendar_until"), "calendar_until")},
    ),
    Wrong(
        "a calendar complete until a year it does not have",
        "plan.toml",
        "calendar_until = 2024-04-07",
        "calendar_until = 2025-04-07",
        {("plan.toml", line_of("plan.toml", "calendar_until"), "calendar_until")},
    ),
    Wrong(
        "a day off years after the plan",
        "calendar.csv",
        "2023-01-02",
        "2032-01-02",
        {("calendar.csv", 3, "date")},
    ),
    Wrong(
        "a day twice, once as Excel writes it",
        "calendar.csv",
        "2023-01-02",
        "2023/1/1",
        {("calendar.csv", 3, "date")},
    ),
]
