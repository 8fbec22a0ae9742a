"""Which task of this year carries on an item of last year: by number, by text, by a person; all of it undoable."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.look_back_matches import (
    SURE_TEXT,
    ItemMatch,
    MatchMeans,
    MatchState,
    match_items,
    standing_words,
)
from master.inspection_records import TAKEN_BACK, LookBackMatch
from tests.inspections.last_year import PLAN, item

AT = dt.datetime(2023, 8, 25, 12)
NAMED = PLAN.task_by_id["4.3"].name
"""维护“文件库”、及时公开规范性文件: led by 县行政服务中心."""

LEADS = "县行政服务中心"


def number(text: str) -> dict[str, Any]:
    return {"more": {"last_number": text}}


def matched(*words: LookBackMatch, unit: str = LEADS, **fields: Any) -> ItemMatch:
    (found,) = match_items([item(1, unit, **fields)], PLAN, words)
    return found


def word(task_id: str | None, key: int = 1, reason: str = "") -> LookBackMatch:
    return LookBackMatch(key, "look_back_2022", 1, task_id, AT, "示例甲", reason)


# (what it shows, fields, state, task, means)
CASES: list[tuple[str, dict[str, Any], MatchState, str | None, MatchMeans | None]] = [
    ("the same words", {"task": NAMED}, MatchState.MATCHED, "4.3", MatchMeans.TEXT),
    ("the same words with the year and other marks", {"task": "2022年维护文件库，及时公开规范性文件。"}, MatchState.MATCHED, "4.3", MatchMeans.TEXT),
    ("this year's number and near words", {"task": "维护“文件库”", **number("4.3")}, MatchState.MATCHED, "4.3", MatchMeans.NUMBER),
    ("this year's number in full width", {"task": NAMED, **number("４.３")}, MatchState.MATCHED, "4.3", MatchMeans.NUMBER),
    ("a number that is this year's by chance", {"task": "公交线路调整征求意见", **number("4.3")}, MatchState.NONE, None, None),
    ("a number of this year, the words of another task", {"task": NAMED, **number("4.1")}, MatchState.MATCHED, "4.3", MatchMeans.TEXT),
    ("a number in another form", {"task": "公交线路调整征求意见", **number("四-6")}, MatchState.NONE, None, None),
    ("near words without a number", {"task": "规范性文件库初建"}, MatchState.DOUBTFUL, None, None),
    ("the same words, a unit not expected to", {"task": NAMED, "unit": "县教体局"}, MatchState.DOUBTFUL, None, None),
    ("this year's number and words, a unit not expected to", {"task": NAMED, "unit": "县教体局", **number("4.3")}, MatchState.DOUBTFUL, None, None),
    ("a supporting unit is not expected to", {"task": NAMED, "unit": "县司法局"}, MatchState.DOUBTFUL, None, None),
    ("words of nothing this year", {"task": "公交线路调整征求意见"}, MatchState.NONE, None, None),
    ("no words", {"task": "——"}, MatchState.NONE, None, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "fields", "state", "task_id", "means"), CASES, ids=[case[0] for case in CASES]
)
def test_an_item_is_matched_by_number_then_by_text(
    case: str, fields: dict[str, Any], state: MatchState, task_id: str | None, means: MatchMeans | None
) -> None:
    found = matched(**fields)
    assert (found.state, found.task_id, found.means) == (state, task_id, means)
    assert found.reason


def test_a_doubtful_match_shows_its_candidates_with_scores_best_first() -> None:
    near = matched(task="规范性文件库初建").candidates
    assert "4.3" in [one.task_id for one in near]
    assert [one.score for one in near] == sorted((one.score for one in near), reverse=True)
    assert all(0 < one.score < SURE_TEXT for one in near)


def test_two_tasks_that_come_equally_near_leave_the_choice_to_a_person() -> None:
    twin = PLAN.task_by_id["4.3"]._replace(id="4.9")
    plan = dataclasses.replace(PLAN, tasks=(*PLAN.tasks, twin))
    (found,) = match_items([item(1, LEADS, task=NAMED)], plan)
    assert (found.state, found.task_id) == (MatchState.DOUBTFUL, None)
    assert {one.task_id for one in found.candidates} >= {"4.3", "4.9"}
    (numbered,) = match_items([item(1, LEADS, task=NAMED, **number("4.9"))], plan)
    assert (numbered.state, numbered.task_id) == (MatchState.MATCHED, "4.9")


@pytest.mark.parametrize("task", [NAMED, "规范性文件库初建", "公交线路调整征求意见"])
@pytest.mark.parametrize("said", ["1.8", None])
def test_a_persons_word_beats_whatever_the_program_found(task: str, said: str | None) -> None:
    found = matched(word(said, reason="看过原件"), task=task)
    state = MatchState.NONE if said is None else MatchState.MATCHED
    assert (found.state, found.task_id, found.means, found.reason) == (
        state,
        said,
        MatchMeans.PERSON,
        "看过原件",
    )


def test_the_newest_word_holds() -> None:
    assert matched(word("1.8", 1), word("4.1", 2), task=NAMED).task_id == "4.1"


def test_a_word_about_another_item_says_nothing() -> None:
    other = word("1.8")._replace(item=2)
    assert matched(other, task=NAMED) == matched(task=NAMED)


def test_a_word_taken_back_lets_the_one_before_hold_again() -> None:
    words = [word("1.8", 1), word("4.1", 2), word(TAKEN_BACK, 3)]
    assert matched(*words, task=NAMED).task_id == "1.8"
    assert matched(*words, word(TAKEN_BACK, 4), task=NAMED) == matched(task=NAMED)


WORDS = st.lists(st.sampled_from(["1.8", "4.1", None, TAKEN_BACK]), max_size=8)


@given(WORDS, st.sampled_from(["1.8", "4.3", None]))
def test_a_match_and_its_undo_give_the_state_before(before: list[str | None], said: str | None) -> None:
    words = [word(task_id, key) for key, task_id in enumerate(before)]
    after = [*words, word(said, 98), word(TAKEN_BACK, 99)]
    assert standing_words(after) == standing_words(words)


@given(st.sampled_from([task.id for task in PLAN.tasks]))
def test_every_task_of_the_plan_is_found_by_its_own_words_or_asked_about(task_id: str) -> None:
    task = PLAN.task_by_id[task_id]
    members = PLAN.members(task.lead)
    inside = [code for code in members if PLAN.unit_by_code[code].category in ("department", "township")]
    if not inside or not PLAN.unit_by_code[inside[0]].inspected:
        return
    found = matched(unit=PLAN.unit_by_code[inside[0]].name, task=task.name)
    assert found.state is not MatchState.NONE
    assert found.candidates[0].score == 1
    assert task_id in [one.task_id for one in found.candidates]
