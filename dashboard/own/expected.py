"""What the plan expects of one unit against what the unit reported: one line per task. No screen here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from dashboard.own.reading import ToldVerdict
from schemas.plan import Plan, Task
from schemas.records import RowRecord
from vocabulary.codes import Force, Severity, Status
from vocabulary.findings import Finding
from vocabulary.inspection import Verdict

ALL, TO_DO, MISSING, LATE, WRONG = "全部", "要处理的", "漏填", "逾期", "有必改"
CHOICES = (TO_DO, MISSING, LATE, WRONG, ALL)
"""By what the list may be narrowed."""

FINE_VERDICTS = frozenset({Verdict.COMPLETE, Verdict.ON_TRACK, Verdict.NOT_APPLICABLE})
_MAY_STAY_OUT = frozenset({Force.ENCOURAGED, Force.EXPLORE})


class HeldRow(NamedTuple):
    """A row of the file that counts which its 必改 findings keep out of the master."""

    sheet: str
    row: int
    task_id: str
    task: str
    must_fix: int


class TaskLine(NamedTuple):
    """One task of a unit: ``task`` is None for a row the plan does not ask of it.

    ``rows`` are lines of ``figures.work_frame`` that report it (or parts of it), ``held`` those that were sent and do
    not count yet. ``verdict`` is what was fed back.
    """

    task_id: str
    name: str
    task: Task | None
    rows: tuple[Mapping[str, Any], ...]
    held: tuple[HeldRow, ...]
    missing: bool
    verdict: ToldVerdict | None

    @property
    def late(self) -> bool:
        """Whether a row of it is overdue."""
        return any(row["overdue"] for row in self.rows)

    @property
    def wrong(self) -> bool:
        """Whether something must be corrected before it counts."""
        return bool(self.held)

    @property
    def is_open(self) -> bool:
        """Whether the unit has something to do about it, as far as can be told."""
        return self.missing or self.late or self.wrong or self.doubted

    @property
    def doubted(self) -> bool:
        """Whether a verdict was fed back that the unit's rows do not answer yet."""
        if self.verdict is None or self.verdict.judged.verdict in FINE_VERDICTS:
            return False
        return not self.rows or any(row["status"] != Status.DONE.zh for row in self.rows)

    def fits(self, choice: str) -> bool:
        """Whether it belongs to a choice of CHOICES."""
        return {
            ALL: True,
            TO_DO: self.is_open,
            MISSING: self.missing,
            LATE: self.late,
            WRONG: self.wrong,
        }.get(choice, True)

    def to_do(self) -> list[str]:
        """What to do about it, in the words of a clerk."""
        words = []
        if self.missing:
            words.append(
                "没有填报，请补填一行" + ("（没有发生的，报零报告）" if _is_event(self.task) else "")
            )
        words += [
            f"{one.sheet} 第{one.row}行有 {one.must_fix} 处必改，改好重新报送后才算数" for one in self.held
        ]
        words += [f"{row['reason']}，请抓紧办理并更新进展" for row in self.rows if row["overdue"]]
        if self.doubted and self.verdict is not None and not words:
            words.append(f"督查结论是“{self.verdict.judged.verdict.zh}”，请补充进展和佐证后再报")
        return words


def _is_event(task: Task | None) -> bool:
    return task is not None and bool(task.trigger)


def task_lines(
    plan: Plan,
    unit: str,
    rows: pd.DataFrame,
    held: Iterable[HeldRow],
    missing: Collection[str],
    verdicts: Mapping[str, ToldVerdict],
) -> list[TaskLine]:
    """Every task expected of the unit in the plan's order, then what it reported besides.

    ``rows`` are its rows that stand; ``missing`` the ids of tasks no row covers. A task that was sent with something
    to correct is not missing: it is wrong.
    """
    expected = plan.expectations.get(unit, ())
    by_task: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows.to_dict("records"):
        by_task[_key(plan, expected, row["task_id"], row["task"])].append({str(k): v for k, v in row.items()})
    held_by: dict[str, list[HeldRow]] = defaultdict(list)
    for one in held:
        held_by[_key(plan, expected, one.task_id, one.task)].append(one)
    lines = []
    for key in dict.fromkeys((*expected, *by_task, *held_by)):
        task = plan.task_by_id.get(key)
        own, bad = tuple(by_task.get(key, ())), tuple(held_by.get(key, ()))
        name = task.name if task else str(own[0]["task"] if own else bad[0].task)
        lines.append(
            TaskLine(
                key if task else "",
                name,
                task if key in expected else None,
                own,
                bad,
                key in missing and not bad,
                verdicts.get(key),
            )
        )
    return lines


def _key(plan: Plan, expected: Sequence[str], task_id: str, text: str) -> str:
    """The line a row belongs to: its task, the task its part belongs to, or its own words."""
    if task_id in expected or task_id not in plan.task_by_id:
        return task_id or text
    parent = plan.task_by_id[task_id].parent
    return parent if parent in expected else task_id


def held_rows(records: Iterable[RowRecord], findings: Iterable[Finding]) -> list[HeldRow]:
    """The rows of a submission that do not count, each with how much is to be corrected in it."""
    must: dict[tuple[str, int | None], int] = defaultdict(int)
    for one in findings:
        if one.severity is Severity.MUST_FIX:
            must[one.sheet, one.row] += 1
    return [
        HeldRow(one.sheet, one.row, one.task_id or "", one.task, must[one.sheet, one.row])
        for one in records
        if not one.merged
    ]


def counts(lines: Sequence[TaskLine]) -> dict[str, int]:
    """How many lines each choice keeps."""
    return {choice: sum(line.fits(choice) for line in lines) for choice in CHOICES}


def asked(line: TaskLine) -> list[tuple[str, str]]:
    """What the plan says of a task: (heading, words), without what it leaves open."""
    task = line.task
    if task is None:
        return []
    force = "" if task.force is Force.MUST else f"（{task.force.zh}）"
    found = [
        ("性质", f"{task.kind.zh}{force}"),
        ("要求", task.requirement),
        ("什么时候要办", task.trigger),
        ("指标", task.indicator),
        ("要附的佐证", task.evidence),
    ]
    return [(name, words) for name, words in found if words]


def reported(line: TaskLine) -> list[str]:
    """What the unit said, as it said it: status, share, of which part."""
    words = []
    for row in line.rows:
        part = f"{row['task_id']} " if row["task_id"] not in ("", line.task_id) else ""
        percent = row["percent"]
        share = "" if percent is None or percent != percent or _says_all(row) else f" {percent:g}%"
        words.append(f"{part}{row['status']}{share}")
    if not words and line.held:
        return ["已填报，暂未入库"]
    if not words:
        may = line.task is not None and line.task.force in _MAY_STAY_OUT
        return ["未填报（鼓励探索，可不报）" if may else "未填报"]
    return words


def _says_all(row: Mapping[str, Any]) -> bool:
    return bool(row["status"] == Status.DONE.zh and row["percent"] == 100)
