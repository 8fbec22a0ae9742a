"""Where a row stands in its file: its cells under their column titles, the wrong ones marked with a word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dashboard.text import esc_html, mask_phones
from schemas.field_words import field_title
from schemas.layout import Layout
from schemas.plan import Plan
from schemas.records import RowRecord
from vocabulary.cells import column_index

_LONG = 30
_OWN_WORDS = {
    "unit": "unit_text",
    "point": "point_text",
    "deadline": "deadline_text",
    "status": "status_text",
    "percent": "percent_text",
}


class ExtractCell(NamedTuple):
    """One cell of an extract: "E7", the title of its column, what is written there."""

    cell: str
    title: str
    text: str


class Extract(NamedTuple):
    """A row of a sheet as the file has it, from left to right."""

    sheet: str
    row: int
    cells: tuple[ExtractCell, ...]

    @classmethod
    def of(cls, told: Sequence[Any]) -> Extract:
        """The extract that a job's report holds as a list."""
        sheet, row, cells = told
        return cls(sheet, row, tuple(ExtractCell(*cell) for cell in cells))


def extract(record: RowRecord, layout: Layout, plan: Plan, *, phones: bool = False) -> Extract:
    """A row that was read, in the unit's own words; telephone numbers only where ``phones`` says so."""
    columns = sorted(layout.columns.get(record.sheet, {}).items(), key=lambda one: column_index(one[1]))
    cells = []
    for name, _ in columns:
        cell = layout.cell(record.sheet, record.row, name)
        if cell is None:
            continue
        text = _text(record, name, plan)
        cells.append(ExtractCell(cell, field_title(name), text if phones else mask_phones(text)))
    return Extract(record.sheet, record.row, tuple(cells))


def extracts_of(
    rows: Iterable[RowRecord], layout: Layout, plan: Plan, findings: Iterable[Sequence[Any]]
) -> list[Extract]:
    """The rows that findings speak of, each once; a finding's own words where the cell could not be read."""
    found: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for sheet, cell, row, _, _, _, words, *_ in findings:
        found[sheet, row][cell] = words
    told: dict[tuple[str, int], Extract] = {}
    for record in rows:
        place = record.sheet, record.row
        if place in found and place not in told:
            shown = extract(record, layout, plan)
            told[place] = shown._replace(
                cells=tuple(
                    one._replace(text=one.text or mask_phones(found[place].get(one.cell, "")))
                    for one in shown.cells
                )
            )
    return list(told.values())


def _text(record: RowRecord, name: str, plan: Plan) -> str:
    if name in _OWN_WORDS:
        return str(getattr(record, _OWN_WORDS[name]))
    if name == "supporting_units":
        return "、".join(
            plan.unit_by_code[code].name if code in plan.unit_by_code else code
            for code in record.supporting_units
        )
    if name in record._fields and name != "more":
        return str(getattr(record, name) or record.more.get(f"{name}_text", ""))
    return record.more.get(f"{name}_text") or record.more.get(name, "")


def extract_html(shown: Extract, wrong: Mapping[str, str] | None = None, *, empty: bool = False) -> str:
    """The row as a strip of its sheet, cell beside cell; a wrong cell bears its word, not a colour alone.

    ``wrong`` maps cells to words ("必改"). Cells without text are left out unless they are wrong or ``empty``.
    """
    marked = wrong or {}
    cells = (one for one in shown.cells if empty or one.text or one.cell in marked)
    return f"<ol class='tz-sheet'>{''.join(_box(one, marked.get(one.cell)) for one in cells)}</ol>"


def place(shown: Extract) -> str:
    """Where the row stands: sheet and row as Excel shows them."""
    return f"{shown.sheet}　第 {shown.row} 行".strip()


def _box(one: ExtractCell, word: str | None) -> str:
    text = esc_html(one.text) if one.text else "（空）"
    look = " tz-wrong" if word else ""
    look += " tz-long" if len(one.text) > _LONG else ""
    mark = f" <strong>{esc_html(word)}</strong>" if word else ""
    return (
        f"<li class='tz-cell{look}'><span class='tz-where'>{esc_html(one.cell)}　{esc_html(one.title)}{mark}</span>"
        f"<span>{text}</span></li>"
    )
