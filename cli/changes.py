"""What an import changes, row by row: in a few lines for people, whole for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from importers.changes import RowChanges, row_changes
from importers.intake import FileResult
from master.records import FieldChange
from schemas.field_words import field_title, in_words
from schemas.plan import Plan
from schemas.records import RowRecord

_FEW = 5
"""Lines of each sort; the rest is counted, and whole in the JSON."""
_LONG = 60
"""Letters of a value; the rest of a long 进展 helps nobody to decide."""


def changes_fields(result: FileResult, plan: Plan) -> dict[str, list[dict[str, Any]]] | None:
    """The rows a file brings, changes and takes back, with old and new of every field; values as in the rows' JSON
    but all as text. None where nothing was compared."""
    if result.consolidation is None:
        return None
    told: dict[str, list[dict[str, Any]]] = {"new": [], "changed": [], "withdrawn": []}
    for kind, found in _of_file(result):
        about = {"ledger_kind": kind}
        told["new"] += [_fields(row, plan) | about for row in found.new]
        told["changed"] += [
            _fields(row, plan) | about | {"fields": [one._asdict() for one in fields]}
            for row, fields in found.changed
        ]
        told["withdrawn"] += [_fields(row, plan) | about for row in found.withdrawn]
    return told


def change_lines(result: FileResult, plan: Plan) -> Iterator[str]:
    """A few lines of each sort for people; what replaces or goes away comes before what is new."""
    for _, found in _of_file(result):
        changed = [f"变更  {_row(row, plan)}{_old_to_new(fields, plan)}" for row, fields in found.changed]
        gone = [f"撤回  {_row(row, plan)}" for row in found.withdrawn]
        for lines in (changed, gone, [f"新增  {_row(row, plan)}" for row in found.new]):
            yield from lines[:_FEW]
            if len(lines) > _FEW:
                yield f"{lines[0][:2]}  另有{len(lines) - _FEW}行"


def _of_file(result: FileResult) -> Iterator[tuple[str | None, RowChanges]]:
    for one in (result, *result.parts):
        if one.consolidation is not None:
            yield one.ledger.ledger_kind, row_changes(one.consolidation, one.ledger.rows)


def _fields(row: RowRecord, plan: Plan) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.row,
        "unit": plan.unit_names.get(row.unit),
        "task_id": row.task_id,
        "task": row.task,
    }


def _row(row: RowRecord, plan: Plan) -> str:
    return f"{plan.unit_names.get(row.unit, '—')} {row.task_id or '—'} {row.task[:30]}"


def _old_to_new(fields: Sequence[FieldChange], plan: Plan) -> str:
    told = (
        f"{field_title(name)} {_short(in_words(name, old, plan))} → {_short(in_words(name, new, plan))}"
        for name, old, new in fields
    )
    return f"：{'；'.join(told)}" if fields else ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONG else f"{line[:_LONG]}…"
