"""Every version of one row: where it stood, and field by field what became of it. No screen here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dashboard.figures import status_word
from dashboard.text import percent_text
from master.views import HistoryRow
from schemas.field_words import field_title, in_words
from schemas.layout import NO_LAYOUT, Layout
from schemas.plan import Plan
from schemas.records import CONTENT_FIELDS, RowRecord

_UNNAMED = frozenset({"more"})


class FieldStep(NamedTuple):
    """One field that a version says otherwise, and the cell it stands in ("" where that is not known)."""

    title: str
    old: str
    new: str
    cell: str


class Version(NamedTuple):
    """One appearance of a row: ``standing`` says whether it counts, ``state`` what was claimed."""

    standing: str
    received_at: dt.datetime
    state: str
    progress: str
    file_name: str
    place: str
    steps: tuple[FieldStep, ...]


def versions(rows: Sequence[HistoryRow], layouts: Mapping[int, Layout], plan: Plan) -> list[Version]:
    """The appearances of an item, newest first; each is compared with the one before it that counted."""
    told, before = [], None
    for one in rows:
        layout = layouts.get(one.submission, NO_LAYOUT)
        steps = () if before is None else tuple(_steps(before.record, one.record, layout, plan))
        told.append(
            Version(
                _standing(one),
                one.received_at,
                f"{status_word(one.record.status)} {percent_text(one.record.percent)}".strip(),
                one.record.progress or "",
                one.file_name,
                f"{one.record.sheet} 第{one.record.row}行".strip(),
                steps,
            )
        )
        before = one if one.version is not None else before
    return told[::-1]


def _standing(row: HistoryRow) -> str:
    if row.version is not None:
        return f"第 {row.version} 版"
    return "已撤销" if row.undone_at else "暂不入库"


def _steps(old: RowRecord, new: RowRecord, layout: Layout, plan: Plan) -> list[FieldStep]:
    steps = []
    for name, before, after in _differences(old, new):
        cell = layout.cell(new.sheet, new.row, name.removesuffix("_text")) or ""
        steps.append(
            FieldStep(field_title(name), in_words(name, before, plan), in_words(name, after, plan), cell)
        )
    return steps


def _differences(old: RowRecord, new: RowRecord) -> list[tuple[str, str, str]]:
    found = [
        (name, _text(name, getattr(old, name)), _text(name, getattr(new, name)))
        for name in CONTENT_FIELDS
        if name not in _UNNAMED and getattr(old, name) != getattr(new, name)
    ]
    found += [
        (name, old.more.get(name, ""), new.more.get(name, ""))
        for name in dict.fromkeys((*old.more, *new.more))
        if old.more.get(name, "") != new.more.get(name, "")
    ]
    fields = {name for name, *_ in found}
    # Where what was understood has changed, the words it was understood from say it twice.
    return [one for one in found if not (one[0].endswith("_text") and one[0].removesuffix("_text") in fields)]


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    if name == "percent":
        return f"{value:g}"
    if name == "supporting_units":
        return "；".join(value)  # type: ignore[arg-type]
    return str(value)
