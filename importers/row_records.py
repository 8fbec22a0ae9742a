"""The records of a table's rows: a row of several units or tasks becomes several."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from importers.settle import RowTask
from importers.whose import Share, Shares

_NO_TASK = (None,)


@dataclass(slots=True)
class RowRecords:
    """A table's records, column by column: the data row each comes from, its unit's share, its task. And per
    data row, which records are its, whose they are and what they report."""

    index: list[int]
    share: list[Share]
    task_id: list[str | None]
    point: list[int | None]
    text: list[str]
    numbers: list[range]
    shares: list[Shares]
    tasks: list[RowTask]
    single: bool
    """Whether every row is one record, as in most ledgers."""

    @classmethod
    def of(
        cls, shares: list[Shares], tasks: list[RowTask], point_of: Callable[[str], int | None]
    ) -> RowRecords:
        """The records of the data rows, given whose they are and what they report: one record for each unit and task."""
        size = len(shares)
        if all(
            len(whose.units) == 1 and len(task.ids) < 2 for whose, task in zip(shares, tasks, strict=True)
        ):
            return cls(
                list(range(size)),
                [whose.units[0] for whose in shares],
                [task.ids[0] if task.ids else None for task in tasks],
                [task.point for task in tasks],
                [task.text for task in tasks],
                [range(number, number + 1) for number in range(size)],
                shares,
                tasks,
                single=True,
            )
        rows = cls([], [], [], [], [], [], shares, tasks, single=False)
        for index in range(size):
            rows._add(index, point_of)
        return rows

    def _add(self, index: int, point_of: Callable[[str], int | None]) -> None:
        first, task = len(self.index), self.tasks[index]
        for share in self.shares[index].units:
            for task_id in task.ids or _NO_TASK:
                self.index.append(index)
                self.share.append(share)
                self.task_id.append(task_id)
                self.point.append(point_of(task_id) if task_id else task.point)
                self.text.append(task.text)
        self.numbers.append(range(first, len(self.index)))
