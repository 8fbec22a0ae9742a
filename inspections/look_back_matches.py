"""Which of this year's tasks carries on an item of last year's list: by number, by text, by a person. Pure.

GIVENS: the items, the plan, the words people said.
STEPS: a person's newest word that was not taken back decides. Else the number, where it is one of this year's
and the texts agree; else the text. What is alike but not sure, or whose unit was not expected to do that task,
is doubtful and waits for a person.
RETURNS: one match per item, with the candidates that came near.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from inspections.look_back import LookBackItem
from master.inspection_records import TAKEN_BACK, LookBackMatch
from schemas.plan import Plan, Task
from vocabulary.codes import ChineseEnum

SURE_TEXT = 0.85
"""From this similarity on (0 to 1) an item and a task are the same, where the unit is one expected to do it."""

DOUBTFUL_TEXT = 0.6
"""From this similarity on a person is asked."""

CLEAR_LEAD = 0.05
"""A second task that comes as near as this leaves the first one doubtful."""

SHARED_WORDS = 0.62
"""From this share on the shorter text's letter pairs standing in the other, in whatever order, say something."""

CONTAINED = 0.8
"""The most that shared words are worth: near, never sure."""

TELLING = 4
"""A text of fewer letter pairs stands in too many others to say anything."""

MOST_CANDIDATES = 5
_NUMBER = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}[a-z]?")
_NOISE = re.compile(r"20[0-9]{2}年(?:度)?|[\W_]+")


class MatchState(ChineseEnum):
    """How an item of last year stands to this year's tasks."""

    MATCHED = "matched", "已对应"
    DOUBTFUL = "doubtful", "存疑"
    NONE = "none", "无对应"


class MatchMeans(ChineseEnum):
    """What a match was told by."""

    NUMBER = "number", "编号"
    TEXT = "text", "文字"
    PERSON = "person", "人工"


class MatchCandidate(NamedTuple):
    """A task that may carry an item on. ``score`` is 0 to 1; ``expected`` whether the unit is expected to do it."""

    task_id: str
    name: str
    score: float
    expected: bool


class ItemMatch(NamedTuple):
    """Which task carries an item on. ``word`` is the person's word that decides, None where none does."""

    item: int
    state: MatchState
    task_id: str | None
    means: MatchMeans | None
    reason: str
    candidates: tuple[MatchCandidate, ...] = ()
    word: LookBackMatch | None = None


def match_items(
    items: Iterable[LookBackItem], plan: Plan, words: Iterable[LookBackMatch] = ()
) -> list[ItemMatch]:
    """One match per item, in their order. ``words`` are what people said, oldest first."""
    said = standing_words(words)
    matcher = TextMatcher(plan)
    return [matcher.match(item, said.get(item.item)) for item in items]


def standing_words(words: Iterable[LookBackMatch]) -> dict[int, LookBackMatch]:
    """The word that holds for each item: TAKEN_BACK takes back the one before, which lets the one before that
    hold again."""
    stacks: dict[int, list[LookBackMatch]] = defaultdict(list)
    for word in words:
        stack = stacks[word.item]
        if word.task_id != TAKEN_BACK:
            stack.append(word)
        elif stack:
            stack.pop()
    return {item: stack[-1] for item, stack in stacks.items() if stack}


def similarity(one: str, other: str) -> float:
    """How alike two texts are (0 to 1), years and punctuation aside."""
    return _alike(_plain(one), _plain(other))


def _plain(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def _alike(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    score = fuzz.ratio(one, other) / 100
    pairs, others = _pairs(one), _pairs(other)
    fewer = min(len(pairs), len(others))
    shared = len(pairs & others) / fewer if fewer >= TELLING else 0.0
    return max(score, min(shared, CONTAINED)) if shared >= SHARED_WORDS else score


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


class TextMatcher:
    """Knows the texts of a plan's tasks and who is expected to do them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._texts = [
            (task, tuple(filter(None, (_plain(task.name), _plain(task.requirement)))))
            for task in (*plan.tasks, *plan.sub_items)
        ]
        self._near: dict[str, list[tuple[Task, float]]] = {}

    @cached_property
    def _expected(self) -> dict[str, frozenset[str]]:
        """By task the units expected to do it or a part of it."""
        units: dict[str, set[str]] = defaultdict(set)
        for task, _ in self._texts:
            for task_id in filter(None, (task.id, task.parent)):
                units[task_id].update(self._plan.members(task.lead))
        return {task_id: frozenset(codes) for task_id, codes in units.items()}

    def match(self, item: LookBackItem, word: LookBackMatch | None = None) -> ItemMatch:
        """The match of one item; ``word`` is the person's word that holds."""
        near = self.candidates(item)
        if word is not None:
            state = MatchState.NONE if word.task_id is None else MatchState.MATCHED
            reason = word.reason or f"{word.by}指定"
            return ItemMatch(item.item, state, word.task_id, MatchMeans.PERSON, reason, near, word)
        return self._by_number(item, near) or self._by_text(item, near)

    def candidates(self, item: LookBackItem) -> tuple[MatchCandidate, ...]:
        """The tasks that come near an item, best first; of equals the one expected of the unit, then the plan's
        order."""
        found = [self._candidate(task, item.unit, score) for task, score in self._alike(_plain(item.task))]
        found.sort(key=lambda one: (-one.score, not one.expected))
        return tuple(found[:MOST_CANDIDATES])

    def _alike(self, text: str) -> list[tuple[Task, float]]:
        """The tasks whose words come near a text. Remembered: one row of a list stands for many units."""
        near = self._near.get(text)
        if near is None:
            scored = (
                (task, max((_alike(text, one) for one in told), default=0.0)) for task, told in self._texts
            )
            near = self._near[text] = [(task, score) for task, score in scored if score >= DOUBTFUL_TEXT]
        return near

    def _candidate(self, task: Task, unit: str, score: float) -> MatchCandidate:
        return MatchCandidate(
            task.id, task.name, round(score, 4), unit in self._expected.get(task.id, frozenset())
        )

    def _by_number(self, item: LookBackItem, near: Sequence[MatchCandidate]) -> ItemMatch | None:
        number = unicodedata.normalize("NFKC", item.last_number).strip().lower()
        if not _NUMBER.fullmatch(number):
            return None
        candidate = next((one for one in near if one.task_id == number), None)
        if candidate is None:
            # Last year's numbers may look like this year's: without like texts they say nothing.
            return None
        if not candidate.expected:
            return ItemMatch(
                item.item, MatchState.DOUBTFUL, None, None, _not_expected(candidate), tuple(near)
            )
        return ItemMatch(
            item.item,
            MatchState.MATCHED,
            number,
            MatchMeans.NUMBER,
            f"编号{number}相同，文字相近",
            tuple(near),
        )

    def _by_text(self, item: LookBackItem, near: tuple[MatchCandidate, ...]) -> ItemMatch:
        if not near:
            return ItemMatch(item.item, MatchState.NONE, None, None, "今年的任务里没有文字相近的", near)
        best = near[0]
        rival = next((one for one in near[1:] if best.score - one.score < CLEAR_LEAD), None)
        if best.score < SURE_TEXT:
            reason = f"与{best.task_id}“{best.name}”相近（{best.score:.0%}），请确认"
        elif rival is not None:
            reason = f"{best.task_id}和{rival.task_id}都相近，请确认是哪一项"
        elif not best.expected:
            reason = _not_expected(best)
        else:
            return ItemMatch(
                item.item,
                MatchState.MATCHED,
                best.task_id,
                MatchMeans.TEXT,
                f"文字相同（{best.score:.0%}）",
                near,
            )
        return ItemMatch(item.item, MatchState.DOUBTFUL, None, None, reason, near)


def _not_expected(candidate: MatchCandidate) -> str:
    return f"文字与{candidate.task_id}“{candidate.name}”相同，但今年这项任务不由该单位承担，请确认"
