"""Files that must be refused, each with the code it must be refused with."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.reading.makers import (
    ledger,
    ods,
    ods_text,
    sheet_xml,
    text_cell,
    xls,
    xlsb,
    xlsx,
    xlsx_parts,
    zipped,
)
from vocabulary.codes import RefusalCode as Code

_LAUGHS = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>'
_ENDLESS = 'table:number-columns-repeated="999999999"'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/hostname">]>'


def with_part(name: str, content: str | bytes) -> bytes:
    parts = xlsx_parts(sheet_xml(f'<row r="1">{text_cell("A1", "台账")}</row>'))
    return zipped({**parts, name: content})


def duplicated() -> bytes:
    buffer = io.BytesIO(ledger())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("XL/Worksheets/Sheet1.xml", sheet_xml(""))
    return buffer.getvalue()


def lying_bomb() -> bytes:
    """A sheet of 500 MB whose header declares 100 bytes."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = b"<row><c><v>1</v></c></row>" * 40_000
    packed = b"".join(deflater.compress(piece) for _ in range(500)) + deflater.flush()
    honest = zipped({**xlsx_parts(""), "xl/worksheets/sheet1.xml": packed}, zipfile.ZIP_STORED)
    # Turn the stored entry into a deflated one that declares 100 bytes, in both headers.
    content = bytearray(honest)
    name = b"xl/worksheets/sheet1.xml"
    local = content.find(name) - 30
    central = content.rfind(name) - 46
    for method, sizes in ((local + 8, local + 18), (central + 10, central + 20)):
        struct.pack_into("<H", content, method, zipfile.ZIP_DEFLATED)
        struct.pack_into("<II", content, sizes, len(packed), 100)
    return bytes(content)


def far(reference: str) -> bytes:
    row = "".join(filter(str.isdigit, reference))
    return xlsx(f'<row r="1">{text_cell("A1", "台账")}</row><row r="{row}">{text_cell(reference, " ")}</row>')


NASTY: dict[str, tuple[Code, Callable[[], bytes]]] = {
    "nothing at all": (Code.EMPTY_FILE, lambda: b""),
    "only white space": (Code.EMPTY_FILE, lambda: b"\r\n  \r\n"),
    "a workbook without any cell": (Code.EMPTY_FILE, lambda: xlsx("")),
    "a workbook of blanks": (Code.EMPTY_FILE, lambda: xlsx(f'<row r="1">{text_cell("A1", "　 ")}</row>')),
    "a PDF": (Code.NOT_A_SPREADSHEET, lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"),
    "a picture": (Code.NOT_A_SPREADSHEET, lambda: b"\x89PNG\r\n\x1a\n" + bytes(100)),
    "a RAR archive": (Code.NOT_A_SPREADSHEET, lambda: b"Rar!\x1a\x07\x01\x00" + bytes(50)),
    "a 7z archive": (Code.NOT_A_SPREADSHEET, lambda: b"7z\xbc\xaf\x27\x1c" + bytes(50)),
    "bytes without any sense": (Code.NOT_A_SPREADSHEET, lambda: bytes(range(256)) * 40),
    "a program": (Code.NOT_A_SPREADSHEET, lambda: b"MZ\x90\x00\x03" + bytes(200)),
    "a Word document": (Code.NOT_A_SPREADSHEET, lambda: zipped({"word/document.xml": "<w/>"})),
    "a plain zip": (Code.NOT_A_SPREADSHEET, lambda: zipped({"a.txt": "x"})),
    "prose": (Code.NOT_A_SPREADSHEET, lambda: "关于做好政务公开工作的通知\n各单位：\n请按时报送。".encode()),
    "a web page without a table": (Code.NOT_A_SPREADSHEET, lambda: b"<html><body>login</body></html>"),
    "JSON": (Code.NOT_A_SPREADSHEET, lambda: b'{"rows": [1, 2]}'),
    "other XML": (Code.NOT_A_SPREADSHEET, lambda: b'<?xml version="1.0"?><feed><entry/></feed>'),
    "a cut-off xlsx": (Code.CORRUPT_FILE, lambda: ledger()[:3_000]),
    "an xlsx with a broken sheet": (Code.CORRUPT_FILE, lambda: xlsx('<row r="1"><c r="A1"><v>1</c></row>')),
    "a cut-off xls": (Code.CORRUPT_FILE, lambda: xls({(0, 0): "台账"})[:-1_200]),
    "billion laughs in a sheet": (
        Code.UNSAFE_CONTENT,
        lambda: with_part("xl/worksheets/sheet1.xml", f"{_LAUGHS}<worksheet>&lol2;</worksheet>"),
    ),
    "an outside entity in the shared strings": (
        Code.UNSAFE_CONTENT,
        lambda: with_part("xl/sharedStrings.xml", f'<?xml version="1.0"?>{_OUTSIDE}<sst>&xxe;</sst>'),
    ),
    "a DOCTYPE behind a long comment": (
        Code.UNSAFE_CONTENT,
        lambda: with_part("docProps/core.xml", f"<!-- {'x' * 9_000} -->{_OUTSIDE}<a/>"),
    ),
    "a DOCTYPE in UTF-16": (
        Code.UNSAFE_CONTENT,
        lambda: with_part("xl/worksheets/sheet1.xml", f"{_LAUGHS}<worksheet/>".encode("utf-16")),
    ),
    "a DOCTYPE in SpreadsheetML": (
        Code.UNSAFE_CONTENT,
        lambda: (
            f'<?xml version="1.0"?>{_OUTSIDE}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
        ).encode(),
    ),
    "a part named to climb out": (Code.UNSAFE_CONTENT, lambda: with_part("../../evil.xml", "<a/>")),
    "a part with an absolute name": (Code.UNSAFE_CONTENT, lambda: with_part("/etc/passwd", "x")),
    "two parts of one name": (Code.UNSAFE_CONTENT, duplicated),
    "a value in the last cell": (Code.TOO_LARGE, lambda: far("XFD1048576")),
    "a value in the last column": (Code.TOO_LARGE, lambda: far("XFD1")),
    "a value in the last row": (Code.TOO_LARGE, lambda: far("A1048576")),
    "two values that span too much": (
        Code.TOO_LARGE,
        lambda: xlsx(
            f'<row r="1">{text_cell("ZA1", "a")}</row><row r="90000">{text_cell("A90000", "b")}</row>'
        ),
    ),
    "a far value in single quotes": (
        Code.TOO_LARGE,
        lambda: xlsx("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"),
    ),
    "a far value under a prefix": (
        Code.TOO_LARGE,
        lambda: with_part(
            "xl/worksheets/sheet1.xml",
            '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
            '<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        ),
    ),
    "a sheet of zeros that inflates to 420 MB": (
        Code.TOO_LARGE,
        lambda: with_part("xl/worksheets/sheet1.xml", sheet_xml("<row/>") + " " * 420_000_000),
    ),
    "a bomb that declares 100 bytes": (Code.TOO_LARGE, lying_bomb),
    "a far value in an xlsb": (Code.TOO_LARGE, lambda: xlsb({(0, 0): "a", (1_048_575, 16_383): "b"})),
    "an ods that repeats a row endlessly": (
        Code.TOO_LARGE,
        lambda: ods(
            f'<table:table-row table:number-rows-repeated="999999999">{ods_text("x")}</table:table-row>'
        ),
    ),
    "an ods that repeats a cell endlessly": (
        Code.TOO_LARGE,
        lambda: ods(f"<table:table-row>{ods_text('x', _ENDLESS)}</table:table-row>"),
    ),
    "an encrypted ods": (
        Code.ENCRYPTED,
        lambda: ods("<table:table-row/>", manifest="<manifest:encryption-data/>"),
    ),
    "an xls with an opening password": (Code.ENCRYPTED, lambda: xls({(0, 0): "台账"}, filepass=True)),
    "an HTML table of a million columns": (
        Code.TOO_LARGE,
        lambda: b"<table><tr><td colspan=1000000>a</td></tr></table>",
    ),
    "a SpreadsheetML row a million rows down": (
        Code.TOO_LARGE,
        lambda: (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
            b'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>'
            b'<Row ss:Index="1048576"><Cell><Data ss:Type="String">x</Data></Cell></Row></Table></Worksheet>'
            b"</Workbook>"
        ),
    ),
}
