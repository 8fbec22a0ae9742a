"""Workbooks and nasty files, built byte by byte so that no odd file has to be committed."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from typing import Any

import xlsxwriter

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    f'<styleSheet {MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs>'
    "</styleSheet>"
)


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def xlsx_parts(*sheets: str, names: tuple[str, ...] = ()) -> dict[str, str | bytes]:
    """The parts of an xlsx whose worksheet parts are given as whole XML texts."""
    names = names or tuple(f"Sheet{number}" for number in range(1, len(sheets) + 1))
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, start=1)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{TYPES}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships {PACKAGE}><Relationship Id="rId1" Type="{TYPES}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f"<workbook {MAIN} {REL}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships {PACKAGE}>{relations}</Relationships>",
        "xl/styles.xml": STYLES,
        **{f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(sheets, start=1)},
    }


def sheet_xml(rows: str, after: str = "") -> str:
    return f'<?xml version="1.0"?><worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>'


def xlsx(rows: str, after: str = "") -> bytes:
    """An xlsx of one sheet, from the XML between <sheetData> and </sheetData>."""
    return zipped(xlsx_parts(sheet_xml(rows, after)))


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def ledger(rows: int = 3, **options: Any) -> bytes:
    """A small honest ledger as XlsxWriter makes it."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    sheet = book.add_worksheet("台账")
    sheet.merge_range(0, 0, 0, 3, "2023年政务公开工作台账", book.add_format({"bold": True}))
    sheet.write_row(1, 0, ["序号", "任务", "完成率", "时限"])
    percent, date = book.add_format({"num_format": "0%"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for row in range(2, 2 + rows):
        sheet.write_number(row, 0, row - 1)
        sheet.write_string(row, 1, f"任务{row - 1}")
        sheet.write_number(row, 2, 0.8, percent)
        sheet.write_number(row, 3, 45169, date)
    book.close()
    return buffer.getvalue()


def ods(rows: str, extra: str = "", manifest: str = "") -> bytes:
    """An ods of one table, from the XML of its rows."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="台账">{rows}</table:table>{extra}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
            "content.xml": content,
        }
    )


def ods_text(text: str, attributes: str = "") -> str:
    cell = f'<table:table-cell office:value-type="string" {attributes}>'
    return f"{cell}<text:p>{text}</text:p></table:table-cell>"


# ---- xlsb: records of [MS-XLSB] ---- #


def _brt(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(body), b""
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + length + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(
    cells: dict[tuple[int, int], str | float | bytes], merged: tuple[int, int, int, int] | None = None
) -> bytes:
    """An xlsb of one sheet; a value of one byte is an error code."""
    body, row_written = b"", -1
    for (row, column), value in sorted(cells.items()):
        if row != row_written:
            body += _brt(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
            row_written = row
        head = struct.pack("<II", column, 0)
        if isinstance(value, bytes):
            body += _brt(3, head + value)
        elif isinstance(value, str):
            body += _brt(6, head + _wide(value))
        else:
            body += _brt(5, head + struct.pack("<d", value))
    bottom, right = max(row for row, _ in cells), max(column for _, column in cells)
    merges = b""
    if merged:
        top, left, last_row, last_column = merged
        span = _brt(176, struct.pack("<IIII", top, last_row, left, last_column))
        merges = _brt(177, struct.pack("<I", 1)) + span + _brt(178)
    sheet = (
        (_brt(129) + _brt(148, struct.pack("<IIII", 0, bottom, 0, right)) + _brt(145) + body + _brt(146))
        + merges
        + _brt(130)
    )
    bundle = _brt(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("台账"))
    workbook = _brt(131) + _brt(143) + bundle + _brt(144) + _brt(132)
    relations = f'<Relationship Id="rId1" Type="{TYPES}/worksheet" Target="worksheets/sheet1.bin"/>'
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.bin": workbook,
            "xl/_rels/workbook.bin.rels": f"<Relationships {PACKAGE}>{relations}</Relationships>",
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


# ---- xls: BIFF8 records in a compound file ---- #


def _biff(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls(
    cells: dict[tuple[int, int], str | float | bytes],
    merged: tuple[tuple[int, int, int, int], ...] = (),
    *,
    percents: frozenset[tuple[int, int]] = frozenset(),
    shown: int = 9,
    date_1904: bool = False,
    filepass: bool = False,
) -> bytes:
    """A BIFF8 .xls of one sheet "台账"; a value of one byte is an error code. ``shown`` is the number format
    of ``percents``."""
    bof = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    name = "台账"
    head = _biff(0x0809, bof)
    if filepass:
        head += _biff(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    head += _biff(0x0022, struct.pack("<H", date_1904))
    font = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial"
    head += _biff(0x0031, font) * 4
    for number_format in (0, shown, 14):
        head += _biff(0x00E0, struct.pack("<HHH", 0, number_format, 0) + bytes(14))
    tail = _biff(0x000A)
    label = name.encode("utf-16-le")
    bundle_length = 4 + 8 + len(label)
    offset = len(head) + bundle_length + len(tail)
    bundle = _biff(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(name), 1) + label)
    bottom, right = (max((cell[axis] for cell in cells), default=0) for axis in (0, 1))
    body = _biff(0x0809, bof[:2] + struct.pack("<H", 0x0010) + bof[4:])
    body += _biff(0x0200, struct.pack("<IIHHH", 0, bottom + 1, 0, right + 1, 0))
    for (row, column), value in sorted(cells.items()):
        style = 1 if (row, column) in percents else 0
        place = struct.pack("<HHH", row, column, style)
        if isinstance(value, bytes):
            body += _biff(0x0205, place + value + b"\x01")
        elif isinstance(value, str):
            encoded = value.encode("utf-16-le")
            body += _biff(0x0204, place + struct.pack("<HB", len(value), 1) + encoded)
        else:
            body += _biff(0x0203, place + struct.pack("<d", value))
    if merged:
        spans = b"".join(
            struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merged
        )
        body += _biff(0x00E5, struct.pack("<H", len(merged)) + spans)
    return compound_file("Workbook", head + bundle + tail + body + _biff(0x000A))


def compound_file(stream: str, content: bytes) -> bytes:
    """An OLE compound file with one stream, padded so that it needs no mini stream."""
    content = content.ljust(max(4_096, -(-len(content) // 512) * 512), b"\x00")
    sectors = len(content) // 512
    fat_sectors = -(-(sectors + 2) // 128) if sectors + 2 <= 127 else -(-(sectors + 4) // 127)
    chain = list(range(1, sectors)) + [0xFFFFFFFE, 0xFFFFFFFE] + [0xFFFFFFFD] * fat_sectors
    chain += [0xFFFFFFFF] * (fat_sectors * 128 - len(chain))
    first_fat = sectors + 1
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fat_sectors, sectors, 0, 4_096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += b"".join(
        struct.pack("<I", first_fat + n if n < fat_sectors else 0xFFFFFFFF) for n in range(109)
    )
    directory = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(stream, 2, 0xFFFFFFFF, 0, len(content))
    directory += bytes(128) * 2
    return header + content + directory + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\x00\x00"
    entry = encoded.ljust(64, b"\x00") + struct.pack("<HBB", len(encoded), kind, 1)
    entry += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36) + struct.pack("<IQ", start, size)
    return entry
