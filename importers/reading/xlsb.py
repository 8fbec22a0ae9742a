"""The binary workbook: its records are walked for far cells, errors and merged ranges."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from importers.reading.guard import Package
from importers.reading.limits import ReadLimits
from importers.reading.marks import Marks, far_cell
from importers.reading.parts import relation_targets
from importers.workbook import Area

_ROW, _CELL_ERROR, _FORMULA_ERROR = 0, 3, 11
_FILLED_CELLS = frozenset(range(2, 12)) | {62}  # 1 is a blank cell, 62 a string with formats inside
_BUNDLE_SHEET, _MERGED = 156, 176
_UINT = struct.Struct("<I")
_FOUR_UINTS = struct.Struct("<IIII")
ERROR_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def scan(package: Package, limits: ReadLimits) -> dict[str, tuple[Marks, list[Area]]]:
    """Marks and merged areas by sheet name. Raises Refused(too_large) on content beyond the limits."""
    targets = relation_targets(package.read("xl/_rels/workbook.bin.rels"), "xl")
    names = {targets.get(relation, ("", ""))[1].lower(): name for relation, name in _bundle(package)}
    parts = {name for name in package.names() if name.startswith("xl/worksheets/") and name.endswith(".bin")}
    found = {}
    for part in parts | (names.keys() - {""}):
        if part in package:
            found[names.get(part, part)] = _scan_sheet(package.read(part), limits)
    return found


def _bundle(package: Package) -> Iterator[tuple[str, str]]:
    """(relation id, sheet name) of every sheet the workbook lists."""
    for record, start, end, content in _records(package.read("xl/workbook.bin")):
        if record == _BUNDLE_SHEET and end - start > 16:
            relation, after = _text(content, start + 8)
            yield relation, _text(content, after)[0]


def _scan_sheet(content: bytes, limits: ReadLimits) -> tuple[Marks, list[Area]]:
    marks, merged, row = Marks(), [], 0
    for record, start, end, _ in _records(content):
        if record == _ROW and end - start >= 4:
            row = _UINT.unpack_from(content, start)[0]
        elif record in _FILLED_CELLS and end - start >= 8:
            column = _UINT.unpack_from(content, start)[0]
            if row >= limits.rows or column >= limits.columns:
                raise far_cell(row, min(column, 16_383))
            if record in (_CELL_ERROR, _FORMULA_ERROR) and end - start > 8:
                marks.errors[row, column] = ERROR_TEXTS.get(content[start + 8], "#VALUE!")
        elif record == _MERGED and end - start >= 16:
            top, bottom, left, right = _FOUR_UINTS.unpack_from(content, start)
            merged.append(Area(top, left, bottom, right))
    return marks, merged


def _records(content: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    """(record, start, end, content) of the whole records of a part; a torn last one is left out."""
    at, size = 0, len(content)
    while at < size:
        record, at = _number(content, at, 2)
        length, at = _number(content, at, 4)
        if at + length > size:
            return
        yield record, at, at + length, content
        at += length


def _number(content: bytes, at: int, most: int) -> tuple[int, int]:
    """A little-endian number of 7-bit bytes, as record ids (two bytes) and lengths (four) are kept.

    The id keeps both bytes' values joined as [MS-XLSB] numbers them.
    """
    number = shift = 0
    for _ in range(most):
        if at >= len(content):
            return number, at
        byte = content[at]
        at += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            break
    return number, at


def _text(content: bytes, at: int) -> tuple[str, int]:
    length = _UINT.unpack_from(content, at)[0] if at + 4 <= len(content) else 0
    end = at + 4 + 2 * length
    return content[at + 4 : end].decode("utf-16-le", errors="replace"), end
