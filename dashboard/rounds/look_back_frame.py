"""The items of a 回头看 as a table to be worked through. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from inspections.looking_back import CheckedItem
from schemas.plan import Plan
from vocabulary.codes import ChineseEnum


class ItemState(ChineseEnum):
    """How far the office is with an item of last year's list."""

    UNDECIDED = "undecided", "未定"
    DOUBTFUL = "doubtful", "对应存疑"
    DECIDED = "decided", "已定"


def item_frame(items: Sequence[CheckedItem], plan: Plan) -> pd.DataFrame:
    """One line per item in scope, in the list's order; ``item`` is its number, ``state`` the match in a word."""
    return pd.DataFrame(
        [
            {
                "item": one.item.item,
                "unit": one.item.unit,
                "unit_name": plan.unit_by_code[one.item.unit].short_name,
                "last_number": one.item.last_number,
                "task": one.item.task,
                "match": one.match.state.zh,
                "task_id": one.match.task_id or "",
                "suggested": one.suggested.outcome.zh if one.suggested.outcome else "需核实",
                "decided": one.decision.outcome.zh if one.decision else "",
                "by": one.decision.by if one.decision else "",
            }
            for one in items
        ],
        columns=[
            "item", "unit", "unit_name", "last_number", "task", "match", "task_id", "suggested", "decided", "by",
        ],
    )  # fmt: skip


def in_state(frame: pd.DataFrame, state: str) -> pd.DataFrame:
    """The items in a state; "" keeps all."""
    masks = {
        ItemState.UNDECIDED.zh: frame["by"] == "",
        ItemState.DOUBTFUL.zh: frame["match"] == "存疑",
        ItemState.DECIDED.zh: frame["by"] != "",
    }
    return frame[masks[state]].reset_index(drop=True) if state in masks else frame


def item_place(frame: pd.DataFrame, item: int) -> int:
    """Where an item stands; where it does not, the first nobody decided, else the first."""
    known = frame.index[frame["item"] == item]
    if len(known):
        return int(known[0])
    free = frame.index[frame["by"] == ""]
    return int(free[0]) if len(free) else 0


def next_item(frame: pd.DataFrame, place: int) -> int:
    """The number of the next undecided item, after the end from the beginning; the present one where there is none."""
    free = [one for one in frame.index[frame["by"] == ""] if one != place]
    following = next((one for one in free if one > place), free[0] if free else place)
    return int(frame["item"].iloc[following])
