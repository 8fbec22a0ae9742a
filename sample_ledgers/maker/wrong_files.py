"""Files that are wrong as a whole: another template, a missing column, and one for every refusal."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

from sample_ledgers.maker.expected import Sample, sample_of
from sample_ledgers.maker.model import Book, Column, Found, Page, build_table
from sample_ledgers.maker.plan_rows import FULL, SHEET, justice_items
from sample_ledgers.maker.write_xlsx import xlsx, zipped
from sample_ledgers.maker.wrong_cells import SENDER_LINE, TITLE, ledger
from vocabulary.cells import a1

STAMP_LINES = 4
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def wrong_files() -> list[Sample]:
    """Every file whose form is wrong."""
    return [
        _last_years_title(), _last_years_stamp(), _no_contact_column(), _no_status_at_all(), _no_unit_column(),
        _side_by_side(),
        *refusals(),
    ]  # fmt: skip


def stamp_page(year: int, unit_code: str = "") -> Page:
    """The hidden sheet by which a template is known again."""
    return Page("_taizhang", [["kind", "work_ledger"], ["version", f"{year}.1"], ["year", str(year)],
                              ["unit", unit_code]], hidden=True)  # fmt: skip


def _last_years_title() -> Sample:
    return ledger(
        "wrong/wrong_template.xlsx",
        justice_items(),
        preface=["2022年浮梁县政务公开工作台账", SENDER_LINE],
        found=[Found(SHEET, "A1", "wrong_template")],
    )


def _last_years_stamp() -> Sample:
    table = build_table(SHEET, FULL, justice_items(), preface=["政务公开工作台账", SENDER_LINE])
    table.found.append(Found(SHEET, "A1", "wrong_template"))
    content = xlsx(Book([table.page, stamp_page(2022, "FL-D02")]))
    return sample_of("wrong/wrong_template_stamp.xlsx", content, [table], STAMP_LINES)


def _without(*fields: str) -> list[Column]:
    return [column for column in FULL if column.field not in fields]


def _no_contact_column() -> Sample:
    table = build_table(SHEET, _without("contact", "phone"), justice_items(), preface=[TITLE, SENDER_LINE])
    table.found.append(Found(SHEET, "A3", "missing_column"))
    return sample_of("wrong/missing_column.xlsx", xlsx(Book([table.page])), [table])


def _no_status_at_all() -> Sample:
    columns = _without("status", "progress", "percent", "completed_on")
    table = build_table(SHEET, columns, justice_items(), preface=[TITLE, SENDER_LINE])
    table.found.append(Found(SHEET, "A3", "missing_column", "must_fix"))
    return sample_of("wrong/missing_column_status.xlsx", xlsx(Book([table.page])), [table])


def _no_unit_column() -> Sample:
    table = build_table(SHEET, _without("unit"), justice_items(), preface=[TITLE])
    table.found.append(Found(SHEET, "A2", "unit_from_sender"))
    sample = sample_of("wrong/unit_from_sender_no_column.xlsx", xlsx(Book([table.page])), [table])
    sample.declared_unit = "县司法局"
    return sample


def _side_by_side() -> Sample:
    items = justice_items()
    columns = _without("point", "supporting_units", "percent", "links", "completed_on")
    table = build_table(SHEET, columns, items[:2], preface=[TITLE, SENDER_LINE])
    right = build_table(SHEET, columns, items[2:4]).page
    for row, beside in zip(table.page.rows[2:], right.rows, strict=True):
        row += [None, *beside]
    table.found.append(Found(SHEET, a1(2, len(columns) + 1), "tables_side_by_side"))
    return sample_of("wrong/tables_side_by_side.xlsx", xlsx(Book([table.page])), [table])


def refusals() -> list[Sample]:
    """One small file for every reason to refuse one."""
    whole = xlsx(Book([build_table(SHEET, FULL, justice_items(), preface=[TITLE, SENDER_LINE]).page]))
    prose = Page(
        "通知", [["关于报送政务公开工作台账的通知"], ["请各单位于8月28日前报送。"], ["联系人：程示例"]]
    )
    hidden = build_table(SHEET, FULL, justice_items(), preface=[TITLE])
    hidden.page.hidden = True
    note = Page("说明", [["台账见隐藏的工作表"]])

    def refused(name: str, content: bytes, code: str, ignored: int = 0) -> Sample:
        return Sample(f"wrong/{name}", content, refusal=code, ignored=ignored, stable=code != "encrypted")

    return [
        refused("empty_file.xlsx", b"", "empty_file"),
        refused("empty_file_blank_sheets.xlsx", xlsx(Book([Page("Sheet1"), Page("Sheet2")])), "empty_file"),
        refused("not_a_spreadsheet_word.xlsx", _word(), "not_a_spreadsheet"),
        refused("not_a_spreadsheet_pdf.xls", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
                "not_a_spreadsheet"),
        refused("not_a_spreadsheet_picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(64), "not_a_spreadsheet"),
        refused("corrupt_file.xlsx", whole[: len(whole) // 2], "corrupt_file"),
        refused("encrypted.xlsx", encrypted(whole, "fuliang2023"), "encrypted"),
        refused("too_large_far_cell.xlsx", _far_cell(), "too_large"),
        refused("too_large_zip_bomb.xlsx", _overlapping_bomb(), "too_large"),
        refused("unsafe_content_entities.xlsx", _entity_bomb(), "unsafe_content"),
        refused("unsafe_content_wandering_part.xlsx", _with_part(whole, "../../evil.bat", b"@echo off"),
                "unsafe_content"),
        refused("no_ledger_found.xlsx", xlsx(Book([prose])), "no_ledger_found", 3),
        refused("no_ledger_found_hidden.xlsx", xlsx(Book([note, hidden.page])), "no_ledger_found",
                1 + hidden.ignored + hidden.records),
        refused("unreadable_endless_chain.xls", _endless_chain(), "unreadable"),
    ]  # fmt: skip


def encrypted(content: bytes, password: str) -> bytes:
    """The workbook behind a password, by the command of the msoffcrypto library."""
    with tempfile.TemporaryDirectory() as folder:
        plain, locked = Path(folder, "plain.xlsx"), Path(folder, "locked.xlsx")
        plain.write_bytes(content)
        subprocess.run(
            [sys.executable, "-m", "msoffcrypto", "-e", "-p", password, str(plain), str(locked)],
            check=True,
            capture_output=True,
        )
        return locked.read_bytes()


def _word() -> bytes:
    document = b'<?xml version="1.0"?><w:document xmlns:w="urn:w"><w:body/></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document})


def _far_cell() -> bytes:
    """One blank character in the last cell of the sheet: some readers ask for 500 GB."""

    def far(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        return part.replace(
            b"</sheetData>",
            b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t> </t></is></c></row></sheetData>',
        )

    page = build_table(SHEET, FULL, justice_items()[:1], preface=[TITLE]).page
    return xlsx(Book([page]), far)


def _entity_bomb() -> bytes:
    """Strings that grow by a declared entity."""

    def bomb(name: str, part: bytes) -> bytes:
        if name != "xl/sharedStrings.xml":
            return part
        lines = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
        kind = b'<!DOCTYPE sst [<!ENTITY e0 "ha">%s]>' % lines
        return re.sub(rb"<sst ", kind + b"<sst ", part, count=1)

    page = build_table(SHEET, FULL, justice_items()[:1], preface=[TITLE]).page
    return xlsx(Book([page]), bomb)


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {known: archive.read(known) for known in archive.namelist()}
    return zipped({**parts, name: part})


def _overlapping_bomb(size: int = 6 * 2**20, copies: int = 80) -> bytes:
    """A zip whose 80 entries all point at one piece of data: 6 KB on disk, 480 MB unpacked."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = bytes(size)
    data = squeezer.compress(plain) + squeezer.flush()
    crc = zlib.crc32(plain)
    names = [
        b"[Content_Types].xml",
        b"xl/workbook.xml",
        *(b"xl/worksheets/sheet%d.xml" % n for n in range(1, copies - 1)),
    ]
    same = struct.pack("<HHHHHIIIHH", 20, 0, 8, 18432, 22273, crc, len(data), size, len(names[0]), 0)
    local = b"PK\x03\x04" + same + names[0]
    central = b"".join(
        b"PK\x01\x02"
        + struct.pack(
            "<HHHHHHIIIHHHHHII", 20, 20, 0, 8, 18432, 22273, crc, len(data), size, len(name), 0, 0, 0, 0, 0, 0
        )
        + name
        for name in names
    )
    end = b"PK\x05\x06" + struct.pack(
        "<HHHHIIH", 0, 0, len(names), len(names), len(central), len(local) + len(data), 0
    )
    return local + data + central + end


def _endless_chain() -> bytes:
    """An old .xls whose directory chain runs in a circle."""
    header = bytearray(512)
    header[:8] = _OLE
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *([0xFFFFFFFF] * 108))
    table = struct.pack("<128I", 0xFFFFFFFD, 1, *([0xFFFFFFFF] * 126))
    entry = bytearray(512)
    for at, name in ((0, "Root Entry"), (128, "Workbook")):
        text = name.encode("utf-16-le") + b"\0\0"
        entry[at : at + len(text)] = text
        struct.pack_into("<HBB", entry, at + 64, len(text), 5 if at == 0 else 2, 1)
    return bytes(header) + table + bytes(entry)
