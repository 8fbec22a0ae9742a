"""Small things done to rows of values whatever the format they came from."""

from __future__ import annotations

import re
from collections.abc import Iterable

from importers.reading.limits import ReadLimits
from importers.refusals import refused
from importers.workbook import Position, Sheet, Value
from vocabulary.codes import RefusalCode

_ESCAPED = re.compile('="([^"]*)"')
_ERRORS = re.compile(
    r"(?:\s*#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|名称[?？]))+\s*"
)
"""What Excel and WPS write for a formula that failed, where they write text; joined formulas repeat it."""


def take_errors(rows: list[list[Value]]) -> dict[Position, str]:
    """Where a format has only text: the cells that show an error, which are blank in ``rows`` afterwards."""
    errors: dict[Position, str] = {}
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str) and "#" in value and _ERRORS.fullmatch(value):
                errors[number, column] = value.strip()
                row[column] = ""
    return errors


def unescaped(text: str) -> str:
    """Text that an export wrote as ``="13812345678"``, so that Excel takes no number for it, without these signs.

    Only that very form: whatever else begins like a formula stays what it is.
    """
    escaped = _ESCAPED.fullmatch(text)
    return escaped[1] if escaped else text


def pad_to(rows: list[list[Value]], positions: Iterable[Position]) -> None:
    """Lengthen rows in place so that every position exists; rows stay equally long."""
    bottom, right = len(rows), len(rows[0]) if rows else 0
    for row, column in positions:
        bottom, right = max(bottom, row + 1), max(right, column + 1)
    rows.extend([] for _ in range(bottom - len(rows)))
    even_out(rows, right)


def even_out(rows: list[list[Value]], width: int) -> None:
    """Make all rows ``width`` long, in place, with blanks on the right."""
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))


def check_area(height: int, width: int, limits: ReadLimits) -> None:
    """Raise Refused(too_large) when a sheet of this size is beyond the limits."""
    if height > limits.rows or width > limits.columns or height * width > limits.cells:
        raise refused(RefusalCode.TOO_LARGE, f"表格有 {height} 行、{width} 列")


def has_content(sheet: Sheet) -> bool:
    """Whether a sheet says anything: a value other than white space, an error or a formula."""
    if sheet.errors or sheet.uncalculated:
        return True
    return any(value.strip() != "" if isinstance(value, str) else True for row in sheet.rows for value in row)
