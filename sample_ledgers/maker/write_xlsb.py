"""Pages as .xlsb: the few binary records a reader asks for."""

from __future__ import annotations

import struct

from sample_ledgers.maker.model import Page
from sample_ledgers.maker.write_text import shown
from sample_ledgers.maker.write_xlsx import zipped
from vocabulary.cells import parse_a1

_ROW, _NUMBER, _TEXT = 0, 5, 6
_TYPES = (
    b'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    b'<Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/></Types>'
)
_RELATIONS = b'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="%s"><Relationship Id="%s" Type="%s" Target="%s"/></Relationships>'
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def xlsb(page: Page) -> bytes:
    """A binary workbook of one sheet; numbers stay numbers, everything else is text."""
    relation = "rId1"
    workbook = (
        _record(131)
        + _record(143)
        + _record(156, struct.pack("<II", 0, 1) + _text(relation) + _text(page.name))
    )
    return zipped({
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS % (_PACKAGE, b"rId1", _OFFICE + b"officeDocument", b"xl/workbook.bin"),
        "xl/workbook.bin": workbook + _record(144) + _record(132),
        "xl/_rels/workbook.bin.rels":
            _RELATIONS % (_PACKAGE, relation.encode(), _OFFICE + b"worksheet", b"worksheets/sheet1.bin"),
        "xl/worksheets/sheet1.bin": _sheet(page),
    })  # fmt: skip


def _sheet(page: Page) -> bytes:
    width = max(len(row) for row in page.rows)
    parts = [
        _record(129),
        _record(148, struct.pack("<IIII", 0, len(page.rows) - 1, 0, width - 1)),
        _record(145),
    ]
    for number, row in enumerate(page.rows):
        parts.append(_record(_ROW, struct.pack("<IIHHB", number, 0, 300, 0, 0) + struct.pack("<I", 0)))
        for column, value in enumerate(row):
            head = struct.pack("<II", column, 0)
            if isinstance(value, (int, float)):
                parts.append(_record(_NUMBER, head + struct.pack("<d", value)))
            elif value is not None:
                parts.append(_record(_TEXT, head + _text(shown(value))))
    parts.append(_record(146))
    if page.merges:
        parts.append(_record(177, struct.pack("<I", len(page.merges))))
        for area in page.merges:
            first, _, last = area.partition(":")
            (top, left), (bottom, right) = parse_a1(first), parse_a1(last)
            parts.append(_record(176, struct.pack("<IIII", top, bottom, left, right)))
        parts.append(_record(178))
    return b"".join([*parts, _record(130)])


def _text(text: str) -> bytes:
    data = text.encode("utf-16-le")
    return struct.pack("<I", len(data) // 2) + data


def _record(kind: int, payload: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(payload)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return number + size + payload
