"""What a row's deadline means beside its task's own: the plan's words are right, and its year is the one meant."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from importers.cells import MEMO_LIMIT, Reader
from importers.grammar.date_words import brackets
from importers.grammar.dates import Kind, read_deadline
from importers.grammar.text import compact_text, fold_key
from importers.parsed import Column, Parsed
from importers.settle import RowTask
from schemas.plan import Plan

_SAYS_NO_DAY = frozenset(map(str, (Kind.VAGUE, Kind.UNREADABLE, Kind.PER_ITEM)))


class _Own(NamedTuple):
    """The words of a deadline in the plan, its day, and the tasks that have it."""

    text: str
    day: str | None
    tasks: list[str]


@dataclass
class DeadlineSettler:
    """The deadlines of a plan's tasks that are not what their own words say to whoever knows no plan: 随件, 会前."""

    issued: dt.date
    reader: Reader
    of_words: dict[str, list[_Own]]
    """The folded words, with and without what stands in brackets → the tasks whose own they are."""
    late: dict[str, dt.date]
    """The tasks that end after the plan's year, with their day: what is due by 1月31日 is due in that year."""
    _keys: dict[str, str] = field(default_factory=dict, repr=False)
    _said: dict[str, dict[str, str | None]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, plan: Plan, reader: Reader) -> DeadlineSettler:
        """Those of a plan, for ledgers of its own year."""
        tasks_of: dict[tuple[str, str | None], list[str]] = defaultdict(list)
        for task in plan.task_by_id.values():
            day = task.deadline.isoformat() if task.deadline else None
            tasks_of[task.deadline_text, day].append(task.id)
        of_words: dict[str, list[_Own]] = defaultdict(list)
        for (text, day), tasks in tasks_of.items():
            outside, _ = brackets(compact_text(text))
            for key in {fold_key(text), fold_key(outside)}:
                of_words[key].append(_Own(text, day, tasks))
        late = {
            task.id: task.deadline
            for task in plan.task_by_id.values()
            if task.deadline and task.deadline.year > plan.year
        }
        return cls(plan.issued, reader, dict(of_words), late)

    def settle(self, column: Column, tasks: Sequence[RowTask]) -> None:
        """Put the plan's day where a row says its task's own words, or leaves out the year that the plan says."""
        known = {text for text in set(column.apart.texts) if self._meant_by(text)}
        issued = self.issued.isoformat()
        early = bool(self.late) and any(value and str(value) < issued for value in set(column.apart.values))
        if not known and not early:
            return
        settled: dict[int, Parsed] = {}
        for index, (cell, task) in enumerate(zip(column.cells, tasks, strict=True)):
            said = self._meant_by(cell.text) if cell.text in known else {}
            for task_id in task.ids:
                if task_id in said:
                    day = said[task_id]
                    settled[index] = Parsed(day, cell.text, extra=str(Kind.DATE if day else Kind.PER_ITEM))
                elif task_id in self.late and cell.value and str(cell.value) < issued:
                    settled[index] = self._in_the_plans_year(cell, self.late[task_id])
        column.replace(settled)

    def _in_the_plans_year(self, cell: Parsed, last: dt.date) -> Parsed:
        day = read_deadline(cell.text, last.year, self.issued).day
        return cell._replace(value=day.isoformat()) if day and self.issued <= day <= last else cell

    def _meant_by(self, text: str) -> dict[str, str | None]:
        """The tasks whose own words a text is, each with the plan's day (None: one for each case), where the words alone
        do not say it. Told when first asked: most ledgers hold few of them."""
        key = self._key(text)
        if key not in self._said:
            self._said[key] = {
                task: own.day
                for own in self.of_words.get(key, ())
                if key in map(fold_key, _not_saying(own.text, own.day, self.reader))
                for task in own.tasks
            }
        return self._said[key]

    def _key(self, text: str) -> str:
        if len(self._keys) > MEMO_LIMIT:
            self._keys.clear()
            self._said.clear()
        if text not in self._keys:
            self._keys[text] = fold_key(text)
        return self._keys[text]


def _not_saying(text: str, day: str | None, reader: Reader) -> list[str]:
    """A deadline's words in the plan, with and without what stands in brackets, where they do not say its day."""
    whole = reader.deadline(text)
    found = [text] if _needs_the_plan(whole, day) else []
    outside, insides = brackets(compact_text(text))
    if outside and insides:
        read = reader.deadline(outside)
        # Without its brackets 9月底（…） may be a day of its own; 按省申报通知（默认年底前） still says the plan's.
        if _needs_the_plan(read, day) and (read.value == whole.value or read.extra in _SAYS_NO_DAY):
            found.append(outside)
    return found


def _needs_the_plan(read: Parsed, day: str | None) -> bool:
    """Whether the words alone do not say the plan's day. What is standing by its words stays so."""
    if read.extra == Kind.STANDING:
        return False
    return bool(read.issue) or read.extra == Kind.VAGUE or read.value != day
