"""What differs between two states of the master, field by field. No screen here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from dashboard.figures import status_word
from dashboard.text import mask_phones, percent_text
from master.views import MasterRow
from schemas.field_words import as_text, field_title, in_words
from schemas.plan import Plan
from schemas.records import CONTENT_FIELDS, RowRecord

NEW, CHANGED, WITHDRAWN = "新增", "变更", "撤回"
KINDS = (NEW, CHANGED, WITHDRAWN)

HEADS = {
    "kind": "差异",
    "unit_name": "单位",
    "task_id": "编号",
    "task": "任务",
    "field": "栏目",
    "old": "原值",
    "new": "新值",
    "source": "来源",
}


class FieldDifference(NamedTuple):
    """One field that differs, named as in the ledger, in words."""

    name: str
    title: str
    old: str
    new: str


def field_differences(
    before: RowRecord, now: RowRecord, plan: Plan, *, phones: bool = False
) -> list[FieldDifference]:
    """The fields in which two records of an item differ. What was understood and the words it was understood from
    are said once; telephone numbers are whole only where ``phones`` says so."""
    names = [
        name for name in CONTENT_FIELDS if name != "more" and getattr(before, name) != getattr(now, name)
    ]
    found = [
        (name, as_text(getattr(before, name)), as_text(getattr(now, name)))
        for name in names
        if not (name.endswith("_text") and name.removesuffix("_text") in names)
    ]
    keys = [key for key in {**before.more, **now.more} if before.more.get(key) != now.more.get(key)]
    found += [
        (key, before.more.get(key, ""), now.more.get(key, ""))
        for key in keys
        if not (key.endswith("_text") and key.removesuffix("_text") in keys)
    ]
    return [
        FieldDifference(
            name,
            field_title(name),
            *(
                text if phones else mask_phones(text)
                for text in (in_words(name, old, plan), in_words(name, new, plan))
            ),
        )
        for name, old, new in found
    ]


def differences(before: Iterable[MasterRow], now: Sequence[MasterRow], plan: Plan) -> pd.DataFrame:
    """One line for every new and every withdrawn row, one for every changed field; in the plan's order of units.

    ``unit`` is the code; ``item`` the row's number in the master.
    """
    stood = {row.item: row for row in before if not row.withdrawn}
    lines = [line for row in now for line in _lines(stood.get(row.item), row, plan)]
    # An item joined to another since then is no longer known by its own number.
    here = {row.item for row in now}
    lines += [_gone(row, plan) for item, row in stood.items() if item not in here]
    frame = pd.DataFrame(lines, columns=["item", "unit", *HEADS])
    order = {unit.code: place for place, unit in enumerate(plan.units)}
    return frame.sort_values("unit", key=lambda codes: codes.map(order), kind="stable", ignore_index=True)


def _lines(old: MasterRow | None, row: MasterRow, plan: Plan) -> list[dict[str, object]]:
    if row.withdrawn:
        return [_gone(old, plan)] if old is not None else []
    if old is None:
        return [_line(NEW, row, plan, field_title("status"), "", _state(row))]
    return [
        _line(CHANGED, row, plan, one.title, one.old, one.new)
        for one in field_differences(old.record, row.record, plan)
    ]


def _gone(row: MasterRow, plan: Plan) -> dict[str, object]:
    return _line(WITHDRAWN, row, plan, field_title("status"), _state(row), "")


def _state(row: MasterRow) -> str:
    """How a row that is new or gone stands: status and completion rate in words."""
    return f"{status_word(row.record.status)} {percent_text(row.record.percent)}".strip()


def _line(
    kind: str, row: MasterRow, plan: Plan, field: str = "", old: str = "", new: str = ""
) -> dict[str, object]:
    record = row.record
    unit = plan.unit_by_code.get(record.unit)
    return {
        "item": row.item,
        "unit": record.unit,
        "kind": kind,
        "unit_name": unit.name if unit else record.unit,
        "task_id": record.task_id or "",
        "task": record.task,
        "field": field,
        "old": old,
        "new": new,
        "source": f"{row.file_name}　{record.sheet}　第{record.row}行",
    }


def counted(frame: pd.DataFrame) -> dict[str, int]:
    """How many rows are new, changed, withdrawn."""
    return {kind: frame.loc[frame["kind"] == kind, "item"].nunique() for kind in KINDS}


def export_lines(frame: pd.DataFrame, since: dt.date, until: dt.date) -> Iterator[tuple[object, ...]]:
    """The titles, then the lines, each with the two days."""
    yield ("起", "止", *HEADS.values())
    for line in frame[list(HEADS)].itertuples(index=False):
        yield (since.isoformat(), until.isoformat(), *line)
