"""Mistakes in plan.toml of a workplan folder, one at a time."""

from __future__ import annotations

from tests.plan.mistakes import Wrong, line_of, task

CASES = [
    Wrong("no year", "plan.toml", "year = 2023", "", {("plan.toml", 1, "year")}),
    Wrong(
        "an issued day in words",
        "plan.toml",
        "issued = 2023-08-02",
        'issued = "八月二日"',
        {("plan.toml", line_of("plan.toml", "issued"), "issued")},
    ),
    Wrong(
        "a checklist that is no list",
        "plan.toml",
        '"三点" = ["", "", ""]',
        '"三点" = 3',
        {("plan.toml", line_of("plan.toml", '"三点"'), "三点")},
    ),
    Wrong(
        "a broken string",
        "plan.toml",
        'document_number = "浮',
        "document_number = 浮",
        {("plan.toml", line_of("plan.toml", "document_number"), "")},
    ),
    Wrong(
        "a point twice",
        "plan.toml",
        "number = 3\n",
        "number = 2\n",
        {
            ("plan.toml", line_of("plan.toml", "number = 3"), "number"),
            *(("tasks.csv", task(f"3.{number}"), "point") for number in range(1, 7)),
        },
    ),
    Wrong(
        "a day of issue that is not of this plan",
        "plan.toml",
        "issued = 2023-08-02",
        "issued = 2032-08-02",
        {("plan.toml", line_of("plan.toml", "issued"), "issued")},
    ),
    Wrong(
        "a mistyped key at the head",
        "plan.toml",
        "year = 2023",
        "year = 2023\nyeer = 2024",
        {("plan.toml", line_of("plan.toml", "year") + 1, "yeer")},
        "是不是“year”",
    ),
    Wrong(
        "a key at the head that fell into a table",
        "plan.toml",
        'name = "被督查单位"\n',
        'name = "被督查单位"\ncalendar_untill = 2024-04-07\n',
        {("plan.toml", line_of("plan.toml", 'name = "被督查单位"') + 1, "calendar_untill")},
    ),
    Wrong(
        "a table nobody reads in the plan",
        "plan.toml",
        "[checklists]",
        "[checklist]",
        {("plan.toml", line_of("plan.toml", "[checklists]"), "checklist")},
    ),
    Wrong(
        "a mistyped key of a point",
        "plan.toml",
        "number = 2\n",
        'number = 2\nsecton = "一"\n',
        {("plan.toml", line_of("plan.toml", "number = 2") + 1, "secton")},
    ),
    Wrong(
        "a mistyped key of the region",
        "plan.toml",
        'city = "',
        'ctiy = "',
        {("plan.toml", line_of("plan.toml", "city"), "ctiy")},
    ),
    Wrong(
        "a region whose name is a number",
        "plan.toml",
        'name = "浮梁县"\n',
        "name = 3\n",
        {("plan.toml", line_of("plan.toml", 'name = "浮梁县"'), "name")},
    ),
]
