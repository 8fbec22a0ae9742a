"""What the pages count: rows as a judged frame, headline figures, late rows, the map of units and points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from inspections.expectations import Reporting, reporting
from inspections.lights import judge, task_of
from master.views import MasterRow
from schemas.plan import Plan
from schemas.records import RowRecord
from vocabulary.codes import Force, Light, Status

UNKNOWN_STATUS = "状态不明"
MISSING = "缺"
"""The map's word for a unit and point where a row was expected and none came."""

STATUS_WORDS = (*(status.zh for status in Status), UNKNOWN_STATUS)
LIGHT_WORDS = tuple(light.zh for light in (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY))

COLUMNS = (
    "item",
    "unit",
    "unit_name",
    "peer_group",
    "point",
    "task_id",
    "task",
    "status",
    "percent",
    "light",
    "reason",
    "overdue",
    "days_late",
    "deadline",
    "deadline_text",
    "progress",
    "evidence",
    "contact",
    "file_name",
    "sheet",
    "row",
    "version",
    "submission",
    "received_at",
    "changed_at",
    "withdrawn",
)


class Headline(NamedTuple):
    """The figures a leader reads first. ``in_force`` are the rows that stand; 不涉及 leaves ``applicable``."""

    expected: int
    reported: int
    in_force: int
    applicable: int
    done: int
    overdue: int
    overdue_units: int
    due_soon: int
    missing_tasks: int


def work_frame(rows: Iterable[MasterRow], plan: Plan, as_of: dt.date) -> pd.DataFrame:
    """Every row known on the day with its light; withdrawn ones marked. Units in the plan's order."""
    frame = pd.DataFrame([_line(row, plan, as_of) for row in rows], columns=list(COLUMNS))
    order = {unit.code: place for place, unit in enumerate(plan.units)}
    return frame.sort_values("unit", key=lambda codes: codes.map(order), kind="stable", ignore_index=True)


def _line(row: MasterRow, plan: Plan, as_of: dt.date) -> tuple[object, ...]:
    record = row.record
    unit = plan.unit_by_code.get(record.unit)
    verdict = judge(record, task_of(record, plan), as_of, plan.thresholds, plan.issued)
    overdue = verdict.overdue and not row.withdrawn
    late = (as_of - verdict.deadline).days if overdue and verdict.deadline else 0
    return (
        row.item,
        record.unit,
        unit.name if unit else record.unit,
        unit.peer_group if unit else "其他",
        record.point or 0,
        record.task_id or "",
        record.task,
        status_word(record.status),
        record.percent,
        verdict.light.zh,
        verdict.reason,
        overdue,
        late,
        verdict.deadline,
        record.deadline_text,
        record.progress or "",
        record.evidence or "",
        record.contact or "",
        row.file_name,
        record.sheet,
        record.row,
        row.version,
        row.submission,
        row.received_at,
        row.changed_at,
        row.withdrawn,
    )


def status_word(status: str | None) -> str:
    """The Chinese word of a status code."""
    return Status(status).zh if status else UNKNOWN_STATUS


def in_force(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that stand."""
    return frame[~frame["withdrawn"].astype(bool)]


def who_reported(plan: Plan, rows: Sequence[RowRecord], reported: Collection[str]) -> Reporting:
    """应报与已报 over the whole plan."""
    return reporting(plan, rows, reported)


def only_of(told: Reporting, unit: str | None) -> Reporting:
    """What concerns one unit; everything when ``unit`` is None."""
    if unit is None:
        return told
    expected, reported, silent = (
        tuple(one for one in units if one.code == unit)
        for units in (told.expected, told.reported, told.silent)
    )
    missing = tuple(one for one in told.missing_tasks if one.unit.code == unit)
    return Reporting(expected, reported, silent, missing)


def headline(frame: pd.DataFrame, told: Reporting) -> Headline:
    """The first figures of the page."""
    rows = in_force(frame)
    late = rows[rows["overdue"].astype(bool)]
    return Headline(
        expected=len(told.expected),
        reported=len(told.reported),
        in_force=len(rows),
        applicable=int((rows["status"] != Status.NOT_APPLICABLE.zh).sum()),
        done=int((rows["status"] == Status.DONE.zh).sum()),
        overdue=len(late),
        overdue_units=late["unit"].nunique(),
        due_soon=int((rows["light"] == Light.YELLOW.zh).sum()),
        missing_tasks=len(told.missing_tasks),
    )


def late_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """What is late, the longest first."""
    rows = in_force(frame)
    late = rows[rows["overdue"].astype(bool)]
    return late.sort_values(["days_late", "point"], ascending=[False, True], kind="stable", ignore_index=True)


def late_units(late: pd.DataFrame, plan: Plan, most: int = 3) -> list[tuple[str, list[tuple[str, int]]]]:
    """Within each peer group the units with most late rows: (group, [(unit, rows)]). Groups are never ranked."""
    names = {unit.code: unit.short_name for unit in plan.units}
    told = []
    for group in peer_groups(plan):
        counted = late.loc[late["peer_group"] == group, "unit"].value_counts().head(most)
        if len(counted):
            told.append((group, [(names[str(code)], int(rows)) for code, rows in counted.items()]))
    return told


def late_tasks(late: pd.DataFrame, most: int = 3) -> list[tuple[str, int]]:
    """The tasks late in most units: (id and name, units). Rows without a task id are told by their own text."""
    keys = late["task_id"].where(late["task_id"] != "", late["task"])
    counted = late.groupby(keys)["unit"].nunique().sort_values(ascending=False, kind="stable").head(most)
    labels = {
        key: f"{number} {task}".strip()
        for key, number, task in zip(keys[::-1], late["task_id"][::-1], late["task"][::-1], strict=True)
    }
    return [(labels[str(key)], int(units)) for key, units in counted.items()]


def status_counts(frame: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Rows per point and status: point, title, status, rows. Every point appears."""
    counted = (
        in_force(frame).groupby(["point", "status"], as_index=False).size().rename(columns={"size": "rows"})
    )
    points = pd.DataFrame(
        {
            "point": [point.number for point in plan.points],
            "title": [f"{point.number}　{point.title}" for point in plan.points],
        }
    )
    counts = points.merge(counted, on="point", how="left")
    counts["rows"] = counts["rows"].fillna(0).astype(int)
    counts["status"] = counts["status"].fillna(UNKNOWN_STATUS)
    return counts


def unit_map(frame: pd.DataFrame, plan: Plan, peer_group: str) -> pd.DataFrame:
    """The units of a peer group against the points: unit_name, point, light (worst), done, applicable, overdue.

    A point nothing is expected of, and nothing said, has no line. Without a row where one was expected
    the light is 缺. Encouraged and exploratory tasks are never missing.
    """
    expected = {
        unit.code: _expected_points(plan, unit.code)
        for unit in plan.units
        if unit.peer_group == peer_group and unit.inspected and plan.expectations[unit.code]
    }
    names = {unit.code: unit.short_name for unit in plan.units}
    rows = in_force(frame)
    rows = rows[rows["unit"].isin(expected.keys())]
    by_place = dict(iter(rows.groupby(["unit", "point"])))
    lines = []
    for code, points in expected.items():
        for point in plan.points:
            part = by_place.get((code, point.number))
            if part is not None:
                lines.append((names[code], point.number, point.title, *_place(part)))
            elif point.number in points:
                lines.append((names[code], point.number, point.title, MISSING, 0, 0, 0))
    return pd.DataFrame(
        lines, columns=["unit_name", "point", "title", "light", "done", "applicable", "overdue"]
    )


def _expected_points(plan: Plan, code: str) -> set[int]:
    tasks = (plan.task_by_id[task_id] for task_id in plan.expectations[code])
    return {task.point for task in tasks if task.force not in (Force.ENCOURAGED, Force.EXPLORE)}


def _place(part: pd.DataFrame) -> tuple[str, int, int, int]:
    lights = set(part["light"])
    worst = next(word for word in LIGHT_WORDS if word in lights)
    applicable = int((part["status"] != Status.NOT_APPLICABLE.zh).sum())
    return worst, int((part["status"] == Status.DONE.zh).sum()), applicable, int(part["overdue"].sum())


def peer_groups(plan: Plan) -> list[str]:
    """The groups units are compared within, in the plan's order, of units that must report."""
    return list(
        dict.fromkeys(
            unit.peer_group for unit in plan.units if unit.inspected and plan.expectations[unit.code]
        )
    )
