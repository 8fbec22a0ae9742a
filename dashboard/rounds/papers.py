"""What a verdict rests on: the rows the round was frozen on, as they stood before, the words in a named cell. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from master.views import MasterRow
from schemas.kinds import ledger_kinds
from schemas.layout import NO_LAYOUT, Layout
from schemas.plan import Plan
from schemas.records import RowRecord

SHOWN = (
    "status",
    "percent",
    "progress",
    "evidence",
    "links",
    "deadline",
    "completed_on",
    "contact",
    "remark",
)
"""The fields of a row that are laid beside the version before."""

_WRITTEN = {"status": "status_text", "percent": "percent_text", "deadline": "deadline_text"}
"""Where a record keeps the unit's own words for what it also keeps understood."""


class QuotedCell(NamedTuple):
    """A cell a reason names: file, sheet and cell, the words that stand in it ("" where the round's rows do not
    hold them), and the submission whose original can be opened (None: not among the round's)."""

    file_name: str
    sheet: str
    cell: str
    words: str
    submission: int | None


class RoundPapers(NamedTuple):
    """The rows a frozen round rests on by unit, those held back among them (``record.merged`` is False); the same
    items as they stood before; and where their cells are."""

    rows: Mapping[str, tuple[MasterRow, ...]]
    before: Mapping[int, MasterRow]
    layouts: Mapping[int, Layout]

    @classmethod
    def of(
        cls, rows: Iterable[MasterRow], before: Iterable[MasterRow], layouts: Mapping[int, Layout]
    ) -> RoundPapers:
        """Laid out for looking up."""
        units: dict[str, list[MasterRow]] = defaultdict(list)
        for row in rows:
            units[row.record.unit].append(row)
        return cls(
            {unit: tuple(found) for unit, found in units.items()}, {row.item: row for row in before}, layouts
        )

    def rows_of(self, plan: Plan, unit: str, task_id: str) -> tuple[MasterRow, ...]:
        """A unit's rows about a task or a part of it."""
        wanted = {task_id} | {one.id for one in plan.sub_items if one.parent == task_id}
        return tuple(row for row in self.rows.get(unit, ()) if row.record.task_id in wanted)

    def quote(self, unit: str, place: str) -> QuotedCell:
        """The cell of a reason ("文件·表·E7"), read among the unit's rows."""
        file_name, sheet, cell = place.rsplit("·", 2) if place.count("·") >= 2 else (place, "", "")
        same_file = [row for row in self._known(unit) if row.file_name == file_name]
        submission = same_file[0].submission if same_file else None
        here = [row for row in same_file if row.record.sheet == sheet]
        return QuotedCell(file_name, sheet, cell, self._words(here, sheet, cell), submission)

    def _known(self, unit: str) -> list[MasterRow]:
        rows = self.rows.get(unit, ())
        return [*rows, *(self.before[row.item] for row in rows if row.item in self.before)]

    def _words(self, rows: Iterable[MasterRow], sheet: str, cell: str) -> str:
        for row in rows:
            layout = self.layouts.get(row.submission, NO_LAYOUT)
            for name in layout.columns.get(sheet, {}):
                if layout.cell(sheet, row.record.row, name) == cell:
                    return written(row.record, name)
        return ""


def written(record: RowRecord, name: str) -> str:
    """What the unit wrote into a field."""
    if name in _WRITTEN:
        return str(getattr(record, _WRITTEN[name]) or "")
    value = getattr(record, name) if name in RowRecord._fields else record.more.get(name)
    return "、".join(value) if isinstance(value, tuple) else str(value or "")


def titles() -> dict[str, str]:
    """The fields of a work ledger in the template's words."""
    return {one.name: one.title for one in ledger_kinds()["work_ledger"].fields}


def differences(row: MasterRow, before: MasterRow | None) -> list[tuple[str, str, str, bool]]:
    """Field, now, before and whether they differ; fields that are empty in both are left out."""
    words = titles()
    lines = []
    for name in SHOWN:
        now, earlier = written(row.record, name), written(before.record, name) if before else ""
        if now or earlier:
            lines.append((words.get(name, name), now, earlier, before is not None and now != earlier))
    return lines
