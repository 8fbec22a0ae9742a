"""What a finding's message may name besides its own cell, told for the rows that have a finding and no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from importers.clean_ledger import CleanLedger
from schemas.plan import Plan
from vocabulary.days import in_chinese

_NO_LIMIT = "任务库中查不到这项任务的时限"


class Details:
    """The details of the rows of some ledgers, which stand one below the other in ``frame``."""

    def __init__(self, plan: Plan, ledgers: Sequence[CleanLedger], frame: pd.DataFrame, year: int) -> None:
        self._plan, self._ledgers, self._frame = plan, ledgers, frame
        self.always = {"year": str(year), "issued": plan.issued.isoformat()}
        """What is the same for all rows."""

    def of(
        self, names: Sequence[str], positions: Sequence[int], places: Sequence[tuple[int, int]]
    ) -> list[Mapping[str, str]]:
        """The named details of some rows; ``places`` are the numbers of their ledgers and of their records in these."""
        columns = {
            name: self._frame[name].take(positions).tolist()
            if name in self._frame.columns
            else [self._told(name, self._ledgers[number], record) for number, record in places]
            for name in names
            if name not in self.always
        }
        return [
            self.always | {name: _shown(values[place]) for name, values in columns.items()}
            for place in range(len(positions))
        ]

    def _told(self, name: str, ledger: CleanLedger, record: int) -> Any:
        if name == "sender_name":
            return self._plan.unit_names.get(ledger.sender or "", "")
        if name == "unknown":
            return ledger.unknown.get(record, "")
        if name == "plan_limit":
            return self._limit(str(ledger.values["task_id"][record]))
        return found_in(ledger, name, record)

    def _limit(self, task_id: str) -> str:
        """What the plan says of a task's deadline."""
        task = self._plan.task_by_id.get(task_id)
        if task is None:
            return _NO_LIMIT
        whole = self._plan.whole_of(task)
        deadline = task.deadline or whole.deadline
        words = in_chinese(deadline) if deadline else f"“{task.deadline_text or whole.deadline_text}”"
        return f"任务库的时限是{words}"


def found_in(ledger: CleanLedger, column: str, record: int) -> str:
    """What a column of a ledger holds at a record, "" where the ledger has no such column."""
    values = ledger.values.get(column)
    return "" if values is None else _shown(values[record])


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None or value != value else str(value)
