"""In which cells a file's fields stood: what lets a figure of today name the cell it rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Layout:
    """Per sheet the column letter of each field; and the cells of rows that have them elsewhere.

    ``columns`` maps sheet → field → "E"; ``merged`` maps sheet → "7:unit" → "B5": the top-left cell of a merged
    range, or the cell in a further table of the sheet, "" where that table has no such column.
    """

    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    merged: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def cell(self, sheet: str, row: int, name: str) -> str | None:
        """The cell of a row's field ("E7"), None where the file has no such column."""
        covered = self.merged.get(sheet, {}).get(f"{row}:{name}")
        if covered is not None:
            return covered or None
        letter = self.columns.get(sheet, {}).get(name)
        return None if letter is None else f"{letter}{row}"

    def text(self) -> str:
        """As the master keeps it."""
        return json.dumps([self.columns, self.merged] if self.merged else [self.columns], ensure_ascii=False)

    @classmethod
    def of(cls, text: str | None) -> Layout:
        """What ``text`` wrote; an empty layout where nothing was kept."""
        return cls(*json.loads(text)) if text else cls()


NO_LAYOUT = Layout()
"""Of a file whose cells are not known: one that was refused, or made by hand."""
