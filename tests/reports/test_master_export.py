"""The master as a file: titles, literal text, numbers that stay numbers, nothing computed on opening."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from reports import master_export
from reports.master_export import write_csv, write_xlsx
from tests.reports.build import one_page_wide, opened

TITLES = ("责任单位", "任务", "完成率", "版本", "变更时间", "来源文件", "行")
ROWS = [
    TITLES,
    ("县司法局", "=1+1", 0.6, 2, dt.datetime(2023, 8, 25, 9, 30), "台账.xlsx", 7),
    ("瑶里镇", "规范性文件清理", "", 1, None, "-最终版.xlsx", 12),
]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_xlsx_has_titles_types_and_print_settings() -> None:
    sheet = opened(write_xlsx(ROWS))["总台账"]
    assert [cell.value for cell in sheet[1]] == list(TITLES)
    assert [cell.value for cell in sheet[2]] == [
        "县司法局",
        "=1+1",
        0.6,
        2,
        "2023-08-25 09:30",
        "台账.xlsx",
        7,
    ]
    assert sheet["B2"].data_type == "s"
    assert sheet["C2"].number_format == "0%"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:G3")
    assert one_page_wide(sheet)
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$1"


def test_equal_rows_give_equal_bytes() -> None:
    assert write_xlsx(ROWS) == write_xlsx(iter(ROWS))


def test_a_table_longer_than_a_sheet_goes_on_with_its_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(master_export, "MAX_ROW", 3)
    book = opened(write_xlsx([("行",), *((number,) for number in range(5))]))
    assert [[cell.value for cell in sheet["A"]] for sheet in book] == [["行", 0, 1], ["行", 2, 3], ["行", 4]]


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
def test_an_empty_master_still_makes_a_file(write: object) -> None:
    assert callable(write)
    assert write([TITLES])
    assert isinstance(write([]), bytes)


def test_the_csv_opens_in_excel_and_keeps_numbers() -> None:
    content = write_csv(ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    assert read_csv(content)[1] == ["县司法局", "'=1+1", "60%", "2", "2023-08-25 09:30", "台账.xlsx", "7"]
    assert read_csv(content)[2] == ["瑶里镇", "规范性文件清理", "", "1", "", "'-最终版.xlsx", "12"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "　="])
def test_text_in_a_csv_that_a_program_might_compute_gets_an_apostrophe(start: str) -> None:
    assert read_csv(write_csv([("任务",), (f"{start}cmd",)]))[1] == [f"'{start}cmd"]


@pytest.mark.parametrize("text", ["正常文字", "3=2+1", "0798-2620001", "“=”号", ""])
def test_other_text_in_a_csv_is_left_alone(text: str) -> None:
    assert read_csv(write_csv([("任务", "行"), (text, 1)]))[1] == [text, "1"]


def test_negative_numbers_in_a_csv_are_numbers() -> None:
    assert read_csv(write_csv([("差",), (-3,)]))[1] == ["-3"]
