"""Whatever the bytes are, reading them gives a workbook or a refusal and never raises."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers.reading import ReadLimits, expand, read_comments, read_workbook
from importers.reading.number_formats import period_of, shows_percent, shows_period
from importers.workbook import Source, Workbook
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
from vocabulary.findings import Refusal

FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
SMALL = ReadLimits(inflated_bytes=4_000_000, rows=3_000, columns=200, cells=300_000)
SEEDS = [
    ledger(),
    xls({(0, 0): "台账", (1, 1): 2.5}),
    xlsb({(0, 0): "台账", (1, 1): 2.5}),
    ods(f"<table:table-row>{ods_text('台账')}</table:table-row>"),
    xlsx(f'<row r="1">{text_cell("A1", "台账")}<c r="B1" s="1"><f>A1</f></c></row>'),
    "<html><table><tr><td colspan=2>台账</td></tr></table>".encode(),
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "序号,任务\n1,公开\n".encode("gbk"),
]
STARTS = [
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<table>",
    b"<?xml",
    b"\xff\xfe",
    b"",
]


def check(content: bytes) -> None:
    answer = read_workbook(Source("台账.xlsx", content), SMALL)
    assert isinstance(answer, Workbook | Refusal)
    if isinstance(answer, Workbook):
        for sheet in answer.sheets:
            assert len({len(row) for row in sheet.rows}) <= 1
            for row, column in {*sheet.errors, *sheet.uncalculated, *sheet.percents}:
                assert sheet.rows[row][column] is not None


@FEW
@given(st.sampled_from(STARTS), st.binary(max_size=400))
def test_random_bytes_never_raise(start: bytes, rest: bytes) -> None:
    check(start + rest)


@FEW
@given(
    st.sampled_from(SEEDS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6)
)
def test_changed_bytes_of_real_files_never_raise(seed: bytes, changes: list[tuple[float, int]]) -> None:
    content = bytearray(seed)
    for where, byte in changes:
        content[int(where * (len(content) - 1))] = byte
    check(bytes(content))
    assert isinstance(read_comments(Source("a", bytes(content))), dict)
    expand("a.zip", bytes(content))


PIECES = ["<row>", '<row r="3">', "</row>", "<c>", '<c r="B2" t="e">', '<c r="A1" s="1">', "<v>1</v>", "<f>A1</f>",
          "<f/>", "</c>", "<is><t>x</t></is>", '<c t="inlineStr">', "<c/>", " ", "</sheetData>", "<sheetData>"]  # fmt: skip


@FEW
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_order_of_sheet_elements_never_raises(pieces: list[str]) -> None:
    check(zipped(xlsx_parts(sheet_xml("".join(pieces)))))


@FEW
@given(st.text(alphabet='0#.%"\\_[];@ ', max_size=12))
def test_number_formats_are_judged_without_raising(code: str) -> None:
    assert shows_percent(code) <= ("%" in code)


@FEW
@given(st.text(alphabet='yYmMde年月0"\\_*[];:/- ', max_size=12), st.floats() | st.dates())
def test_date_formats_are_judged_and_shown_without_raising(code: str, value: float | dt.date) -> None:
    if shows_period(code):
        period = period_of(value, code)
        assert period is None or (period.last + dt.timedelta(days=1)).day == 1
