"""The items of a 回头看 as a table: which are kept, which is the current one, which comes next."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.rounds.look_back_frame import in_state, item_place, next_item

FRAME = pd.DataFrame(
    {
        "item": [11, 12, 13, 14],
        "match": ["已对应", "存疑", "无对应", "存疑"],
        "by": ["", "示例乙", "", "示例乙"],
    }
)


@pytest.mark.parametrize(
    ("state", "items"),
    [
        ("", [11, 12, 13, 14]),
        ("全部", [11, 12, 13, 14]),
        ("未定", [11, 13]),
        ("对应存疑", [12, 14]),
        ("已定", [12, 14]),
    ],
)
def test_the_state_keeps(state: str, items: list[int]) -> None:
    assert in_state(FRAME, state)["item"].to_list() == items


@pytest.mark.parametrize(("item", "place"), [(12, 1), (99, 0), (0, 0)])
def test_an_unknown_item_leads_to_the_first_undecided(item: int, place: int) -> None:
    assert item_place(FRAME, item) == place


@pytest.mark.parametrize(("place", "item"), [(0, 13), (1, 13), (2, 11), (3, 11)])
def test_the_next_undecided_starts_over_after_the_end(place: int, item: int) -> None:
    assert next_item(FRAME, place) == item


def test_where_all_are_decided_the_item_stays() -> None:
    assert next_item(in_state(FRAME, "已定"), 1) == 14
