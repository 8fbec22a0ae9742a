"""A mistake in each of several files of a workplan folder."""

from __future__ import annotations

from tests.plan.mistakes import Wrong, line_of, task, unit

CASES = [
    Wrong(
        "an unreadable deadline",
        "tasks.csv",
        "2023年8月,2023-08-31",
        "2023年8月,2023-08-32",
        {("tasks.csv", task("6.7"), "deadline")},
    ),
    Wrong(
        "a sub-item without its task",
        "sub_items.csv",
        "\n9.2b,9.2,",
        "\n9.2b,9.9,",
        {("sub_items.csv", line_of("sub_items.csv", "9.2b"), "parent")},
    ),
    Wrong(
        "an invented category",
        "units.csv",
        "县民政局,民政局,department",
        "县民政局,民政局,bureau",
        {("units.csv", unit("FL-D06"), "category")},
    ),
    Wrong(
        "an unreadable day",
        "calendar.csv",
        "2023-04-23,true",
        "4月23日,true",
        {("calendar.csv", line_of("calendar.csv", "2023-04-23"), "date")},
    ),
    Wrong(
        "papers due after the cut",
        "rounds.toml",
        "submit_by = 2023-09-28",
        "submit_by = 2023-10-28",
        {("rounds.toml", line_of("rounds.toml", "submit_by = 2023-09-28"), "submit_by")},
    ),
    Wrong(
        "a threshold in words",
        "thresholds.toml",
        "yellow_days = 7",
        'yellow_days = "七天"',
        {("thresholds.toml", line_of("thresholds.toml", "yellow_days"), "yellow_days")},
    ),
]
