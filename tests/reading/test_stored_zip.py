"""What calamine is given: the same package, in which the parts that were judged need not be inflated again."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.reading import LIMITS, read_workbook
from importers.reading.guard import Package
from importers.reading.stored_zip import stored_zip
from importers.workbook import Source, Workbook
from tests.reading.makers import ledger, ods, ods_text, sheet_xml, text_cell, xlsb, xlsx, xlsx_parts, zipped
from vocabulary.codes import RefusalCode
from vocabulary.findings import Refusal

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0\\/"), min_size=1, max_size=20)
SHEET = "xl/worksheets/sheet1.xml"


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def contents(content: bytes) -> dict[str, bytes]:
    with opened(content) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@given(
    parts=st.dictionaries(NAMES, st.binary(max_size=2000), min_size=1, max_size=8),
    method=st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
    chosen=st.sets(st.integers(0, 7)),
)
def test_the_parts_are_the_same_in_the_same_order_whichever_are_stored(
    parts: dict[str, bytes], method: int, chosen: set[int]
) -> None:
    content = zipped(dict(parts), method)
    entries = opened(content).infolist()
    again = stored_zip(
        (entry, parts[entry.filename] if place in chosen else raw(content, entry), place in chosen)
        for place, entry in enumerate(entries)
    )
    assert list(contents(again).items()) == list(contents(content).items())


def raw(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    start = entry.header_offset + 30 + len(entry.filename.encode())
    return content[start : start + entry.compress_size]


def test_what_was_read_is_stored_and_the_rest_is_left_as_it_came() -> None:
    package = Package(ledger(), LIMITS)
    sheet = package.read(SHEET)
    with opened(package.stored()) as archive:
        how = {entry.filename: entry.compress_type for entry in archive.infolist()}
        assert archive.read(SHEET) == sheet
        assert archive.testzip() is None
    assert how.pop(SHEET) == zipfile.ZIP_STORED
    assert set(how.values()) == {zipfile.ZIP_DEFLATED}


@pytest.mark.parametrize(
    ("format_", "content"),
    [
        ("xlsx", xlsx(f'<row r="1">{text_cell("A1", "浮梁镇")}</row>')),
        ("ods", ods(f"<table:table-row>{ods_text('浮梁镇')}</table:table-row>")),
        ("xlsb", xlsb({(0, 0): "浮梁镇"})),
    ],
)
def test_every_zipped_format_is_read_through_it(format_: str, content: bytes) -> None:
    workbook = read_workbook(Source(f"台账.{format_}", content))
    assert isinstance(workbook, Workbook)
    assert workbook.format == format_
    assert workbook.sheets[0].rows == [["浮梁镇"]]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_sheet_that_is_not_what_its_checksum_says_is_still_a_damaged_file(method: int) -> None:
    content = bytearray(
        zipped(xlsx_parts(sheet_xml(f'<row r="1">{text_cell("A1", "浮梁镇")}</row>')), method)
    )
    with opened(bytes(content)) as archive:
        checksum = archive.getinfo(SHEET).CRC.to_bytes(4, "little")
    for at in (content.find(checksum), content.rfind(checksum)):
        content[at : at + 4] = bytes(byte ^ 0xFF for byte in checksum)
    answer = read_workbook(Source("台账.xlsx", bytes(content)))
    assert isinstance(answer, Refusal)
    assert answer.code is RefusalCode.CORRUPT_FILE
