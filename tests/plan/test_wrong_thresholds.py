"""A mistake among the thresholds is answered with the line and the key of what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.plan_files import WorkplanError, load_plan
from tests.plan.mistakes import Wrong, each, line_of, make_wrong, problems_of, told

CASES = [
    Wrong(
        "a lead time of a kind nobody knows",
        "thresholds.toml",
        "one_off = 5",
        "once = 5",
        {("thresholds.toml", line_of("thresholds.toml", "one_off"), "once")},
    ),
    Wrong(
        "a lead time of less than nothing",
        "thresholds.toml",
        "one_off = 5",
        "one_off = -1",
        {("thresholds.toml", line_of("thresholds.toml", "one_off"), "one_off")},
    ),
    Wrong(
        "a lead time that never begins",
        "thresholds.toml",
        "problem = 3",
        "problem = 3000000",
        {("thresholds.toml", line_of("thresholds.toml", "problem"), "problem")},
    ),
    Wrong(
        "a score for an invented verdict",
        "thresholds.toml",
        "# complete = 1",
        "perfect = 1",
        {("thresholds.toml", line_of("thresholds.toml", "# complete"), "perfect")},
    ),
    Wrong(
        "a score that is no number",
        "thresholds.toml",
        "# complete = 1",
        "complete = nan",
        {("thresholds.toml", line_of("thresholds.toml", "# complete"), "complete")},
    ),
    Wrong(
        "scores in one line",
        "thresholds.toml",
        "[scores]",
        'scores = "不计分"',
        {("thresholds.toml", line_of("thresholds.toml", "[scores]"), "scores")},
    ),
    Wrong(
        "a rule on trial that is no list",
        "thresholds.toml",
        "trial = []",
        "trial = 1.5",
        {("thresholds.toml", line_of("thresholds.toml", "trial"), "trial")},
    ),
    Wrong(
        "an invented severity",
        "thresholds.toml",
        '# bad_phone = "advice"',
        'bad_phone = "fatal"',
        {("thresholds.toml", line_of("thresholds.toml", "# bad_phone"), "bad_phone")},
    ),
    Wrong(
        "an invented light",
        "thresholds.toml",
        "green =",
        "blue =",
        {("thresholds.toml", line_of("thresholds.toml", "green"), "blue")},
    ),
    Wrong(
        "a mistyped number",
        "thresholds.toml",
        "min_progress_length",
        "min_progres_length",
        {("thresholds.toml", line_of("thresholds.toml", "min_progress_length"), "min_progres_length")},
        "是不是“min_progress_length”",
    ),
    Wrong(
        "a number below nothing",
        "thresholds.toml",
        "min_progress_length = 10",
        "min_progress_length = -10",
        {("thresholds.toml", line_of("thresholds.toml", "min_progress_length"), "min_progress_length")},
    ),
    Wrong(
        "a likeness in percent",
        "thresholds.toml",
        "copied_text_similarity = 0.9",
        "copied_text_similarity = 90",
        {("thresholds.toml", line_of("thresholds.toml", "copied_text_similarity"), "copied_text_similarity")},
        "应为0至1的数",
    ),
    Wrong(
        "half a day",
        "thresholds.toml",
        "yellow_days = 7",
        "yellow_days = 7.5",
        {("thresholds.toml", line_of("thresholds.toml", "yellow_days"), "yellow_days")},
    ),
    Wrong(
        "a least that is more than the most",
        "thresholds.toml",
        "onsite_rows_least = 3",
        "onsite_rows_least = 6",
        {("thresholds.toml", line_of("thresholds.toml", "onsite_rows_least"), "onsite_rows_least")},
    ),
    Wrong(
        "a list of words nobody reads",
        "thresholds.toml",
        "empty_talk = [",
        "empty_talks = [",
        {("thresholds.toml", line_of("thresholds.toml", "empty_talk"), "empty_talks")},
    ),
    Wrong(
        "a domain written as an address",
        "thresholds.toml",
        '"fuliang.gov.cn"',
        '"https://www.fuliang.gov.cn/"',
        {("thresholds.toml", line_of("thresholds.toml", "url_domains"), "url_domains")},
        "是不是“www.fuliang.gov.cn”",
    ),
    Wrong(
        "a table nobody reads",
        "thresholds.toml",
        "[phrases]",
        "[phrase]",
        {("thresholds.toml", line_of("thresholds.toml", "[phrases]"), "phrase")},
    ),
]


@each(CASES)
def test_a_mistake_is_found_where_it_stands(folder: Path, case: Wrong) -> None:
    make_wrong(folder, case)
    assert problems_of(folder) == case.places


@each(told(CASES))
def test_a_misspelt_word_is_asked_about(folder: Path, case: Wrong) -> None:
    make_wrong(folder, case)
    with pytest.raises(WorkplanError, match=case.told):
        load_plan(folder)
