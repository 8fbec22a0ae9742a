"""Which task of the plan a row reports: by its number, else by its point and its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from importers.grammar.numerals import read_numeral
from importers.grammar.tasks import split_task_ids
from importers.grammar.text import fold_key
from importers.wordings import Wordings, pairs
from schemas.plan import Plan, Task

_NUMBERING = re.compile(
    r"^\s*(?:(?:第|要点)?\s*[（(【\[]?\s*(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[）)】\]]?\s*[、.．。:：]?\s*(?:要点|条|项|点)?[、.．:：]?)?"
    r"(?P<title>.*)$",
    re.DOTALL,
)
_LED_BY_NUMBER = re.compile(
    r"\s*[（(【\[]?\s*(?P<id>[0-9]{1,2}[.．][0-9]{1,2}[a-z]?)(?![0-9.．])\s*[）)】\]]?[\s、:：]*(?P<words>.*)",
    re.DOTALL,
)
_NUMBERS_ALONE = re.compile(r"(?=.*[0-9])(?:[0-9.．、，,；;/\s和及与至到~—–\-]|(?<=[0-9])[a-zA-Z])+")
ENOUGH = 0.62
"""So well words must fit a task of the whole plan."""
ENOUGH_WITHIN_POINT = 0.45
CLEAR_LEAD = 0.2
"""So much better than the next task."""
WORTH_ASKING = 0.35
AGREED = 0.5
"""Of a text behind a task's number so much must be the task's own words: units have lists of their own, and number them."""


class PointReading(NamedTuple):
    """The point a cell names (None when it names none that exists) and a suggestion."""

    number: int | None
    suggestion: str


class TaskReading(NamedTuple):
    """The tasks a row reports: ids, and what was written that is no task."""

    ids: tuple[str, ...]
    unknown: str
    suggestion: str


def _bigrams(text: str) -> frozenset[str]:
    key = fold_key(text)
    return frozenset(key[i : i + 2] for i in range(len(key) - 1))


class TaskMatcher:
    """Knows the plan's points and tasks by every wording a ledger may use.

    Lives in the reading child; its answers are remembered because units copy the same table.
    """

    def __init__(self, plan: Plan) -> None:
        self._points = {point.number: point for point in plan.points}
        self._by_title = {fold_key(point.title): point.number for point in plan.points}
        self._tasks: dict[str, Task] = plan.task_by_id
        self._plan = plan
        self._by_name = {fold_key(task.name): task.id for task in plan.tasks}
        self._known_ids = frozenset(self._tasks)
        self.settled: dict[Any, Any] = {}
        """What importers.settle remembers about whole rows."""
        self._point_memo: dict[str, PointReading] = {}
        self._match_memo: dict[tuple[int | None, str], tuple[str | None, str]] = {}

    @cached_property
    def _wordings(self) -> Wordings:
        # Not before a row without a number comes: a child should start fast.
        return Wordings(self._plan)

    def point_of(self, task_id: str) -> int:
        """The point a known task belongs to."""
        return self._tasks[task_id].point

    def read_ids(self, text: str) -> TaskReading:
        """The task ids in a cell's text."""
        ids: list[str] = []
        unknown: list[str] = []
        for part in split_task_ids(text, self._known_ids):
            (ids if part in self._known_ids else unknown).append(part)
        near = unknown[0].rstrip("abcdefghijklmn") if unknown else ""
        suggestion = near if near in self._known_ids else ""
        return TaskReading(tuple(dict.fromkeys(ids)), "、".join(unknown), suggestion)

    def read_point(self, text: str) -> PointReading:
        """The point a title, a number or both name."""
        reading = self._point_memo.get(text)
        if reading is None:
            reading = self._point_memo[text] = self._read_point(text)
        return reading

    def _read_point(self, text: str) -> PointReading:
        match = _NUMBERING.match(text)
        number_text, title = (match["number"], match["title"]) if match else (None, text)
        number = read_numeral(number_text) if number_text else None
        key = fold_key(title)
        if key:
            by_title = self._by_title.get(key) or self._by_title.get(fold_key(text))
            if by_title is None and len(key) >= 5:
                by_title = next((n for t, n in self._by_title.items() if t in key or key in t), None)
            if by_title is not None:
                return PointReading(by_title, "")
            near = self._nearest_point(key)
            if near is not None and near[1] >= 0.8:
                return PointReading(near[0], "")
            if number in self._points and near is not None and near[0] == number:
                return PointReading(number, "")
            suggestion = self._points[near[0]].title if near and near[1] >= 0.4 else ""
            return PointReading(None, suggestion)
        if number in self._points:
            return PointReading(number, "")
        return PointReading(None, "")

    def _nearest_point(self, key: str) -> tuple[int, float] | None:
        asked = _bigrams(key)
        if not asked:
            return None
        scored = [
            (number, 2 * len(asked & own) / (len(asked) + len(own)))
            for title, number in self._by_title.items()
            if (own := _bigrams(title))
        ]
        return max(scored, key=lambda pair: pair[1], default=None)

    def numbers_alone(self, text: str, point: int | None) -> tuple[str, ...]:
        """The tasks of a text that is nothing but their numbers ("1.2、1.3"), none where one of them is unknown or the
        first stands under another point."""
        if not _NUMBERS_ALONE.fullmatch(text):
            return ()
        reading = self.read_ids(text)
        if reading.unknown or not reading.ids or point not in (None, self.point_of(reading.ids[0])):
            return ()
        return reading.ids

    def name_of(self, ids: Sequence[str]) -> str:
        """The tasks' names in the plan, for rows that give nothing but their numbers."""
        return "；".join(self._tasks[task_id].name for task_id in ids)

    def led_by_number(self, text: str, point: int | None) -> tuple[str | None, str]:
        """A task whose number stands before its words ("1.3日常巡查"): its id where both mean the same task, else
        None and the task that the number alone would be, to be asked about."""
        match = _LED_BY_NUMBER.match(text)
        task = self._tasks.get(match["id"].replace("．", ".")) if match else None
        if match is None or task is None or point not in (None, task.point):
            return None, ""
        words = match["words"]
        if self._wordings.shares(words, task.id) >= AGREED if pairs(words) else not fold_key(words):
            return task.id, ""
        return None, f"{task.id} {task.name}"

    def match(self, text: str, point: int | None) -> tuple[str | None, str]:
        """The task a text describes, if its words fit one clearly best; else None and the task to ask about, if any."""
        key = (point, text)
        if key not in self._match_memo:
            self._match_memo[key] = self._match(text, point)
        return self._match_memo[key]

    def _match(self, text: str, point: int | None) -> tuple[str | None, str]:
        exact = self._by_name.get(fold_key(text))
        if exact is not None and point in (None, self._tasks[exact].point):
            return exact, ""
        nearest = self._wordings.nearest(text, lambda task_id: point in (None, self._tasks[task_id].point))
        if not nearest:
            return None, ""
        (fit, task_id), (next_fit, _) = nearest[0], nearest[1] if len(nearest) > 1 else (0.0, "")
        if fit >= (ENOUGH if point is None else ENOUGH_WITHIN_POINT) and fit - next_fit >= CLEAR_LEAD:
            return task_id, ""
        return None, f"{task_id} {self._tasks[task_id].name}" if fit >= WORTH_ASKING else ""
