"""The version stamp of our own templates: a hidden sheet that Excel, WPS and LibreOffice all keep."""

from __future__ import annotations

from dataclasses import dataclass

from importers.workbook import Workbook

STAMP_SHEET = "_taizhang"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a template was made for. ``unit`` is a unit code, "" for a blank template."""

    kind: str
    version: str
    year: int
    unit: str

    def cells(self) -> list[tuple[str, str]]:
        """The stamp as label and value lines, in the order they are written."""
        return [("kind", self.kind), ("version", self.version), ("year", str(self.year)), ("unit", self.unit)]


def read_stamp(workbook: Workbook) -> Stamp | None:
    """The stamp of a workbook made from our template, or None. A damaged stamp counts as none."""
    sheet = next((sheet for sheet in workbook.sheets if sheet.name == STAMP_SHEET), None)
    if sheet is None:
        return None
    lines = {str(row[0]): str(row[1]) for row in sheet.rows if len(row) > 1}
    year = lines.get("year", "").removesuffix(".0")
    if not year.isdigit() or "kind" not in lines:
        return None
    return Stamp(lines["kind"], lines.get("version", ""), int(year), lines.get("unit", ""))
