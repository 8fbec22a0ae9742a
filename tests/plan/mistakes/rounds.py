"""Mistakes among rounds of a workplan folder, one at a time."""

from __future__ import annotations

from tests.plan.mistakes import Wrong, line_of

WITHOUT_CALENDAR = Wrong(
    "a round in a year without calendar",
    "rounds.toml",
    "cut_off = 2023-09-30",
    "cut_off = 2027-09-30",
    {("rounds.toml", line_of("rounds.toml", "cut_off = 2023-09-30"), "cut_off")},
)
CASES = [
    Wrong(
        "a round of an unknown task",
        "rounds.toml",
        '"16.1",',
        '"16.9",',
        {("rounds.toml", line_of("rounds.toml", '  "1.4"') - 1, "tasks")},
    ),
    Wrong(
        "a round of invented units",
        "rounds.toml",
        '["department", "township"]\ntasks = []\nnote = "要点16.2',
        '["village"]\ntasks = []\nnote = "要点16.2',
        {("rounds.toml", line_of("rounds.toml", "unit_categories"), "unit_categories")},
    ),
    Wrong(
        "a round of an invented kind",
        "rounds.toml",
        'kind = "onsite"',
        'kind = "visit"',
        {("rounds.toml", line_of("rounds.toml", 'kind = "onsite"'), "kind")},
    ),
    Wrong(
        "a round of no kind",
        "rounds.toml",
        'kind = "onsite"\n',
        "",
        {("rounds.toml", line_of("rounds.toml", 'kind = "onsite"') - 3, "kind")},
    ),
    Wrong(
        "a look-back at this year",
        "rounds.toml",
        "year = 2022",
        "year = 2023",
        {("rounds.toml", line_of("rounds.toml", "year = 2022"), "year")},
    ),
    Wrong(
        "an inspection of last year's plan that is no look-back",
        "rounds.toml",
        'kind = "onsite"\n',
        'kind = "onsite"\nyear = 2022\n',
        {("rounds.toml", line_of("rounds.toml", 'kind = "onsite"') + 1, "year")},
    ),
    Wrong(
        "a year in two digits",
        "rounds.toml",
        "year = 2022",
        "year = 22",
        {("rounds.toml", line_of("rounds.toml", "year = 2022"), "year")},
    ),
    Wrong(
        "a round of units nobody knows",
        "rounds.toml",
        "cut_off = 2023-09-30",
        'cut_off = 2023-09-30\nunits = ["县司法局", "县金库"]',
        {("rounds.toml", line_of("rounds.toml", "cut_off = 2023-09-30") + 1, "units")},
    ),
    Wrong(
        "a rectification in no time",
        "rounds.toml",
        "submit_by = 2023-09-28\nrectification_days = 10",
        "submit_by = 2023-09-28\nrectification_days = 0",
        {("rounds.toml", line_of("rounds.toml", "submit_by = 2023-09-28") + 1, "rectification_days")},
    ),
    Wrong(
        "a rectification without end",
        "rounds.toml",
        "submit_by = 2023-09-28\nrectification_days = 10",
        "submit_by = 2023-09-28\nrectification_days = 100000000",
        {("rounds.toml", line_of("rounds.toml", "submit_by = 2023-09-28") + 1, "rectification_days")},
    ),
    Wrong(
        "a cut-off that is no day",
        "rounds.toml",
        "cut_off = 2023-09-30",
        'cut_off = "九月底"',
        {("rounds.toml", line_of("rounds.toml", "cut_off = 2023-09-30"), "cut_off")},
    ),
    Wrong(
        "a round before the plan was issued",
        "rounds.toml",
        "submit_by = 2023-09-28",
        "submit_by = 2023-07-28",
        {("rounds.toml", line_of("rounds.toml", "submit_by = 2023-09-28"), "submit_by")},
    ),
    WITHOUT_CALENDAR,
    Wrong(
        "a mistyped key of a round",
        "rounds.toml",
        "submit_by = 2023-09-28\nrectification_days = 10",
        "submit_by = 2023-09-28\nrectificaton_days = 15",
        {("rounds.toml", line_of("rounds.toml", "submit_by = 2023-09-28") + 1, "rectificaton_days")},
        "是不是“rectification_days”",
    ),
    Wrong(
        "a round years after the plan",
        "rounds.toml",
        "cut_off = 2023-09-30",
        "cut_off = 2033-09-30",
        {("rounds.toml", line_of("rounds.toml", "cut_off = 2023-09-30"), "cut_off")},
    ),
    Wrong(
        "a table nobody reads among the rounds",
        "rounds.toml",
        '[[rounds]]\ncode = "look',
        '[[round]]\ncode = "look',
        {("rounds.toml", line_of("rounds.toml", 'code = "look') - 1, "round")},
    ),
]
