"""What a row's deadline means beside its task's own: the plan's words are right, and its year is the one meant."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from importers.cells import MEMO_LIMIT, Reader
from importers.grammar.date_words import brackets
from importers.grammar.dates import Kind, read_deadline
from importers.grammar.text import compact_text, fold_key
from importers.parsed import Column, Parsed
from importers.settle import RowTask
from schemas.plan import Plan

_SAYS_NO_DAY = frozenset(map(str, (Kind.VAGUE, Kind.UNREADABLE, Kind.PER_ITEM)))


@dataclass
class DeadlineSettler:
    """The deadlines of a plan's tasks that are not what their own words say to whoever knows no plan: 随件, 会前."""

    issued: dt.date
    words: dict[str, dict[str, str | None]]
    """The folded words → the tasks whose own they are, each with the plan's day (None: one for each case)."""
    late: dict[str, dt.date]
    """The tasks that end after the plan's year, with their day: what is due by 1月31日 is due in that year."""
    _keys: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, plan: Plan, reader: Reader) -> DeadlineSettler:
        """Those of a plan, for ledgers of its own year."""
        of_words: dict[tuple[str, str | None], list[str]] = defaultdict(list)
        for task in plan.task_by_id.values():
            day = task.deadline.isoformat() if task.deadline else None
            of_words[task.deadline_text, day].append(task.id)
        words: dict[str, dict[str, str | None]] = defaultdict(dict)
        for (text, day), tasks in of_words.items():
            for said in _not_saying(text, day, reader):
                words[fold_key(said)] |= dict.fromkeys(tasks, day)
        late = {
            task.id: task.deadline
            for task in plan.task_by_id.values()
            if task.deadline and task.deadline.year > plan.year
        }
        return cls(plan.issued, dict(words), late)

    def settle(self, column: Column, tasks: Sequence[RowTask]) -> None:
        """Put the plan's day where a row says its task's own words, or leaves out the year that the plan says."""
        known = {text for text in set(column.apart.texts) if self._key(text) in self.words}
        issued = self.issued.isoformat()
        early = bool(self.late) and any(value and str(value) < issued for value in set(column.apart.values))
        if not known and not early:
            return
        settled: dict[int, Parsed] = {}
        for index, (cell, task) in enumerate(zip(column.cells, tasks, strict=True)):
            said = self.words[self._key(cell.text)] if cell.text in known else {}
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

    def _key(self, text: str) -> str:
        if len(self._keys) > MEMO_LIMIT:
            self._keys.clear()
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
