"""Running 现场督查: the draw that rests on what is known on a day, and the rows of each unit's check sheet."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from inspections.known_verdicts import (
    judged_round,
    known_verdicts,
    must_fix_counts,
    problem_counts,
    standing_rows,
)
from inspections.sampling import EffectiveVerdict, factors, propose, units_in_scope
from inspections.stages import StageError, unusable_day
from master import Master
from master.inspection_records import Draw
from schemas.kinds.check_sheet import DRAWN_ROW, ONSITE_TASK
from schemas.plan import Plan, Round, Task, Unit
from schemas.records import RowRecord
from vocabulary.codes import Status

_LONGEST_REPORT = 150
_NOTHING_REPORTED = "未报"


class SheetRow(NamedTuple):
    """One row of a check sheet as it is printed: what the unit says of the task, what is to be looked at."""

    task_id: str
    task: str
    check_class: str
    self_report: str
    check_content: str


def draw_units(
    master: Master,
    plan: Plan,
    inspection_round: Round,
    as_of: dt.date,
    seed: str,
    by: str,
    at: dt.datetime,
    *,
    worst: int | None = None,
    drawn: int | None = None,
    added: Sequence[str] = (),
    verdicts: Iterable[EffectiveVerdict] | None = None,
) -> Draw:
    """Propose the units of a round as known on a day, draw the rows to be verified, and record it all.

    ``worst`` (of each peer group) and ``drawn`` are thresholds.toml's unless given; ``added`` are unit codes
    that ``by`` names; ``verdicts`` are ``known_verdicts`` unless given. The settings tell where they came from:
    ``verdicts_of`` is a round's code, "rows" or "given"; ``excluded`` are the units that are neither proposed nor
    drawn (see ``own_offices``), unless added.
    Raises StageError on a day before the plan, or one the county's calendar knows nothing of.
    """
    refused = unusable_day(plan, at.date())
    if refused:
        raise StageError(refused)
    numbers = plan.thresholds
    before = judged_round(master, plan, inspection_round, as_of) if verdicts is None else None
    excluded = own_offices(plan, inspection_round)
    units = [unit for unit in units_in_scope(plan, inspection_round) if unit.code not in excluded]
    past, in_time = problem_counts(master.problems.problems(as_of), master.problems.events(as_of), as_of)
    counted = factors(
        units,
        known_verdicts(master, plan, inspection_round, as_of) if verdicts is None else verdicts,
        numbers,
        open_problems=in_time,
        unrectified=past,
        must_fix=must_fix_counts(master, as_of),
    )
    done = done_tasks(plan, inspection_round, standing_rows(master, as_of))
    asked = {*(unit.code for unit in units), *added}
    proposed = propose(
        counted,
        seed,
        worst=int(numbers.number("onsite_worst", 1)) if worst is None else worst,
        drawn=int(numbers.number("onsite_random", 3)) if drawn is None else drawn,
        added=[(unit, by) for unit in added],
        done={unit: rows for unit, rows in done.items() if unit in asked},
        least=int(numbers.number("onsite_rows_least", 3)),
        most=int(numbers.number("onsite_rows_most", 5)),
    )
    settings = {
        **proposed.settings,
        "excluded": list(excluded),
        "as_of": as_of.isoformat(),
        "verdicts_of": before.code if before else "given" if verdicts is not None else "rows",
    }
    number = master.rounds.record_draw(inspection_round.code, seed, settings, proposed.result, by, at)
    return Draw(number, inspection_round.code, seed, at, by, settings, proposed.result)


def own_offices(plan: Plan, inspection_round: Round) -> tuple[str, ...]:
    """The codes of the body that issued the plan and inspects by it: nobody draws himself. A round that names it
    among its units wants it looked at."""
    return tuple(code for code in plan.members((plan.issuing_body,)) if code not in inspection_round.units)


def onsite_tasks(plan: Plan, inspection_round: Round, unit: str) -> tuple[Task, ...]:
    """The tasks of a unit that the round looks at on site: the round's own list, else those the plan marks."""
    wanted = set(inspection_round.tasks) or {task.id for task in plan.tasks if task.onsite}
    tasks = (plan.task_by_id[task_id] for task_id in plan.expectations.get(unit, ()))
    return tuple(task for task in tasks if task.id in wanted or task.parent in wanted)


def done_tasks(plan: Plan, inspection_round: Round, rows: Iterable[RowRecord]) -> dict[str, list[str]]:
    """Per unit the ids of tasks reported as done, without those that are looked at on site anyway."""
    done: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        if row.status == Status.DONE and row.task_id in plan.task_by_id:
            done[row.unit][row.task_id] = None
    looked_at = {unit: {task.id for task in onsite_tasks(plan, inspection_round, unit)} for unit in done}
    return {
        unit: [task_id for task_id in ids if not {task_id, plan.task_by_id[task_id].parent} & looked_at[unit]]
        for unit, ids in done.items()
    }


def sheet_rows(
    plan: Plan, inspection_round: Round, unit: Unit, rows: Sequence[RowRecord], drawn: Sequence[str]
) -> tuple[SheetRow, ...]:
    """The rows of a unit's check sheet: its on-site tasks, then the drawn rows; ``rows`` are those it reported."""
    reported: dict[str, list[RowRecord]] = defaultdict(list)
    for row in rows:
        if row.unit == unit.code and row.task_id:
            reported[row.task_id].append(row)
            task = plan.task_by_id.get(row.task_id)
            if task is not None and task.parent:
                reported[task.parent].append(row)
    planned = [
        SheetRow(
            task.id,
            _name_of(task, plan),
            ONSITE_TASK,
            _self_report(reported[task.id]),
            _to_look_at(task, plan),
        )
        for task in onsite_tasks(plan, inspection_round, unit.code)
    ]
    for task_id in sorted(drawn, key=_number):
        task = plan.task_by_id[task_id]
        planned.append(
            SheetRow(
                task_id,
                _name_of(task, plan),
                DRAWN_ROW,
                _self_report(reported[task_id]),
                _originals(task, reported[task_id]),
            )
        )
    return tuple(planned)


def _name_of(task: Task, plan: Plan) -> str:
    """A part of a task says little without the task: 专区建设（档案馆）."""
    parent = plan.task_by_id.get(task.parent)
    return f"{parent.name}（{task.name}）" if parent else task.name


def _to_look_at(task: Task, plan: Plan) -> str:
    parent = plan.task_by_id.get(task.parent, task)
    return task.requirement or task.indicator or parent.requirement or parent.indicator


def _self_report(rows: Sequence[RowRecord]) -> str:
    return "\n".join(map(_report_of, rows)) or _NOTHING_REPORTED


def _report_of(row: RowRecord) -> str:
    said: Mapping[str, str | None] = {
        "": Status(row.status).zh if row.status else row.status_text or "状态不明",
        "完成率": row.percent_text,
        "进展": row.progress,
        "佐证材料": row.evidence,
        "公开链接": row.more.get("links"),
    }
    text = "；".join(
        f"{label}：{words.rstrip('。；;')}" if label else words for label, words in said.items() if words
    )
    return text if len(text) <= _LONGEST_REPORT else f"{text[:_LONGEST_REPORT]}……（全文见台账）"


def _originals(task: Task, rows: Sequence[RowRecord]) -> str:
    named = "；".join(dict.fromkeys(row.evidence for row in rows if row.evidence))
    return f"核对原件：{named or task.evidence or '能证明已完成的文件、照片、记录'}"


def _number(task_id: str) -> list[tuple[int, str]]:
    """10.2 after 9.1: numbers in an id are compared as numbers."""
    parts = re.findall(r"[0-9]+|[^0-9]+", task_id)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]
