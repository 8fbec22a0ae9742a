"""How near a clerk's words are to the tasks of the plan, by the letter pairs they share."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from importers.grammar.text import fold_key
from schemas.plan import Plan

LONGEST = 400
"""So much of a text is compared."""
TELLING = 3
"""A sub-item's name of fewer letter pairs (医疗) stands in too many texts to tell a task."""
_FILLING = re.compile(
    "开展|做好|加强|组织|推进|落实|召开|认真|切实|积极|扎实|进一步|工作|情况|有关|相关|本单位|各单位|办理"
)
"""What stands in front of and behind every task, and says nothing of which it is."""
_FOREIGN = 0.6
"""What a pair weighs that stands in no task: 1 is one that stands in a single task, 0 one that stands in all."""
_SHORT = 4.0
"""A text that weighs less than this cannot cover a task by being short."""
_PART = 0.35
_PART_COUNTS = 0.75
"""A text that covers less than this part of a wording may be about something else that is mentioned there."""


def pairs(text: str) -> frozenset[str]:
    """The letter pairs of a text; none reaches over a filling word."""
    keys = map(fold_key, _FILLING.split(text[:LONGEST]))
    return frozenset(key[i : i + 2] for key in keys for i in range(len(key) - 1))


class Wordings:
    """Every wording of a plan's tasks: names, requirements, and names of sub-items that tell something."""

    def __init__(self, plan: Plan) -> None:
        self._of_task = {task.id: [pairs(task.name), pairs(task.requirement)] for task in plan.tasks}
        for item in plan.sub_items:
            wording = pairs(item.name)
            if len(wording) >= TELLING:
                self._of_task[item.parent].append(wording)
        self._holders: dict[str, list[str]] = {}
        for task_id, wordings in self._of_task.items():
            for pair in frozenset().union(*wordings):
                self._holders.setdefault(pair, []).append(task_id)
        rarest = math.log(len(self._of_task) + 1)
        self._weights = {pair: 1 - math.log(len(holders)) / rarest for pair, holders in self._holders.items()}
        self._weighed = {
            task_id: [(wording, self._weight(wording)) for wording in wordings if wording]
            for task_id, wordings in self._of_task.items()
        }

    def shares(self, text: str, task_id: str) -> float:
        """The largest part of a text's pairs that stands in one wording of a task, 0 to 1."""
        asked = pairs(text)
        return max((len(asked & own) for own in self._of_task.get(task_id, ())), default=0) / (
            len(asked) or 1
        )

    def nearest(self, text: str, within: Callable[[str], bool]) -> list[tuple[float, str]]:
        """The tasks ``within`` admits that share a pair with a text, with how well they fit (0 to 1), best first."""
        asked = pairs(text)
        weight = max(self._weight(asked), _SHORT)
        near = {task_id for pair in asked for task_id in self._holders.get(pair, ()) if within(task_id)}
        fits = [
            (
                max(self._fit(asked, weight, own, own_weight) for own, own_weight in self._weighed[task_id]),
                task_id,
            )
            for task_id in near
        ]
        return sorted(fits, reverse=True)

    def _fit(self, asked: frozenset[str], weight: float, own: frozenset[str], own_weight: float) -> float:
        shared = self._weight(asked & own)
        return shared / min(own_weight, weight) * (1 if shared >= _PART * own_weight else _PART_COUNTS)

    def _weight(self, of: frozenset[str]) -> float:
        return math.fsum(self._weights.get(pair, _FOREIGN) for pair in of)
