"""xls, xlsb, ods, CSV, web pages and SpreadsheetML give the same kind of sheets as xlsx does."""

from __future__ import annotations

import datetime as dt

import pytest

from importers.reading import read_workbook
from importers.workbook import Area, Period, Sheet, Source, Value, Workbook
from tests.reading.makers import ods, ods_text, xls, xlsb
from vocabulary.findings import Refusal


def book(content: bytes, name: str = "台账.xls") -> Workbook:
    result = read_workbook(Source(name, content))
    assert isinstance(result, Workbook), result
    return result


def only(content: bytes, name: str = "台账.xls") -> Sheet:
    (sheet,) = book(content, name).sheets
    return sheet


CELLS: dict[tuple[int, int], str | float | bytes] = {
    (0, 0): "标题",
    (2, 1): 3.5,
    (3, 0): b"\x07",
    (3, 1): 0.8,
}
ROWS: list[list[Value]] = [["标题", ""], ["", ""], ["", 3.5], ["", 0.8]]


@pytest.mark.parametrize("name", ["台账.xls", "台账.et", "台账.xlsx"])
def test_an_old_excel_file_is_known_by_its_bytes(name: str) -> None:
    content = xls(CELLS, ((0, 0, 0, 1),), percents=frozenset({(3, 1)}))
    assert book(content, name).format == "xls"
    sheet = only(content, name)
    assert (sheet.name, sheet.rows) == ("台账", ROWS)
    assert sheet.merged == (Area(0, 0, 0, 1),)
    assert sheet.errors == {(3, 0): "#DIV/0!"}
    assert sheet.percents == {(3, 1)}


def test_an_old_excel_file_tells_months() -> None:
    """17 is mmm-yy."""
    content = xls({(0, 0): "时限", (1, 0): 45170.0}, percents=frozenset({(1, 0)}), shown=17)
    assert only(content).periods == {(1, 0): Period("Sep-23", dt.date(2023, 9, 30))}


def test_a_binary_workbook_tells_its_errors_and_merged_cells() -> None:
    sheet = only(xlsb(CELLS, merged=(0, 0, 0, 1)))
    assert (sheet.name, sheet.rows) == ("台账", ROWS)
    assert sheet.merged == (Area(0, 0, 0, 1),)
    assert sheet.errors == {(3, 0): "#DIV/0!"}


def test_an_open_document_tells_repeats_merges_percentages_errors_and_formulas() -> None:
    percent = '<table:table-cell office:value-type="percentage" office:value="0.8"><text:p>80%</text:p></table:table-cell>'
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    content = _open_document(percent, error)
    sheet = only(content)
    assert sheet.rows[0][0] == "标题"
    assert len(sheet.rows) == 4
    assert sheet.merged == (Area(0, 0, 0, 2),)
    assert sheet.percents == {(3, 0)}
    assert sheet.errors == {(3, 1): "#DIV/0!"}
    assert sheet.uncalculated == {(3, 2)}


def _open_document(percent: str, error: str) -> bytes:
    title = ods_text("标题", 'table:number-columns-spanned="3"')
    covered = '<table:covered-table-cell table:number-columns-repeated="2"/>'
    return ods(
        f"<table:table-row>{title}{covered}</table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        f'<table:table-row>{percent}{error}<table:table-cell table:formula="of:=A1"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048572">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )


TABLE = "序号,任务\r\n1,公开预算\r\n"
ENCODINGS = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_a_csv_is_read_in_every_encoding_with_every_delimiter(encoding: str, delimiter: str) -> None:
    sheet = only(TABLE.replace(",", delimiter).encode(encoding), "台账.txt")
    assert sheet == Sheet("", [["序号", "任务"], ["1", "公开预算"]])


RECORDS: dict[str, tuple[str, list[list[Value]]]] = {
    "a line break inside quotes": ('a,b\n1,"甲\n乙"\n', [["a", "b"], ["1", "甲\n乙"]]),
    "records of different lengths": (
        "a,b,c\n1,2\n3,4,5,6\n7,8,9\n",
        [["a", "b", "c", ""], ["1", "2", "", ""], ["3", "4", "5", "6"], ["7", "8", "9", ""]],
    ),
    "NUL bytes": ("a,b\n1\x00,2\n", [["a", "b"], ["1", "2"]]),
    "a blank record": ("a,b\n\n1,2\n", [["a", "b"], ["", ""], ["1", "2"]]),
    "blank records at the end": ("a,b\n1,2\n,\n\n", [["a", "b"], ["1", "2"]]),
    "a quote that never closes": ('a,b\n1,"甲\n2,乙\n', [["a", "b"], ["1", '"甲'], ["2", "乙"]]),
    "a quote in the middle": ('a,b\n1,5" 管\n', [["a", "b"], ["1", '5" 管']]),
    "text that an export wrote as a formula": (
        'a,b\n="001","=""1.1"""\n=""," =""1"""\n',
        [["a", "b"], ["001", "1.1"], ["", ' ="1"']],
    ),
    "what only begins like such text": (
        'a,b\n"=""a""&""b""","=HYPERLINK(""http://a.cn"")"\n="a"x,+1\n"=""=1+1""",-1\n',
        [["a", "b"], ['="a"&"b"', '=HYPERLINK("http://a.cn")'], ['="a"x', "+1"], ["=1+1", "-1"]],
    ),
    "numbers as they stand": ("a,b\n001,1.50\n", [["a", "b"], ["001", "1.50"]]),
    "a title before the table": ("台账\na,b\n1,2\n3,4\n", [["台账", ""], ["a", "b"], ["1", "2"], ["3", "4"]]),
}


@pytest.mark.parametrize("what", RECORDS)
def test_a_csv_keeps(what: str) -> None:
    text, rows = RECORDS[what]
    assert only(text.encode(), "台账.csv").rows == rows


def test_a_torn_byte_costs_one_character_and_not_the_table() -> None:
    damaged = TABLE.encode("gbk").replace("公开".encode("gbk"), "公".encode("gbk") + b"\xff")
    assert only(damaged, "台账.csv").rows[1] == ["1", "公\ufffd预算"]


@pytest.mark.parametrize("shown", ["#REF!", " #N/A ", "#NAME?", "#名称?", "#VALUE!#VALUE!"])
@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("台账.csv", "任务,负责人\n{},程示例\n"),
        ("台账.xls", "<table><tr><td>任务<td>负责人</tr><tr><td>{}<td>程示例</tr></table>"),
    ],
)
def test_a_failed_formula_is_an_error_where_the_format_has_only_text(
    name: str, form: str, shown: str
) -> None:
    sheet = only(form.format(shown).encode(), name)
    assert (sheet.rows[1], sheet.errors) == (["", "程示例"], {(1, 0): shown.strip()})


@pytest.mark.parametrize("text", ["N/A", "#", "#1楼", "见 #REF! 一格", "NAME?"])
def test_text_that_only_resembles_an_error_stays(text: str) -> None:
    sheet = only(f"任务,负责人\n{text},程示例\n".encode(), "台账.csv")
    assert (sheet.rows[1], sheet.errors) == ([text, "程示例"], {})


def test_a_csv_of_one_column_is_believed_by_its_name_only() -> None:
    content = "任务\n公开预算\n".encode()
    assert only(content, "台账.csv").rows == [["任务"], ["公开预算"]]
    assert isinstance(read_workbook(Source("台账.txt", content)), Refusal)


PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<style>td {{mso-number-format:"\\@"}}</style><script>alert(1)</script></head><body>
<table><tr><td colspan=2>2023年<br>台账</td></tr>
<tr><td rowspan="2">县司法局&nbsp;</td><td>公开 &amp;
 解读</td></tr><tr><td x:num="13812345678">1.38E+10</td></tr></table>
<table></table><table><tr><th>附表</th></tr></table></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb2312"])
def test_a_web_page_saved_as_xls_keeps_its_spans(charset: str) -> None:
    workbook = book(PAGE.format(charset=charset).encode(charset))
    assert workbook.format == "html"
    first, second = workbook.sheets
    assert first.rows == [["2023年\n台账", ""], ["县司法局", "公开 & 解读"], ["", 13812345678.0]]
    assert first.merged == (Area(0, 0, 0, 1), Area(1, 0, 2, 0))
    assert second.rows == [["附表"]]


def test_a_web_page_may_write_text_as_a_formula() -> None:
    page = """<table><tr><td>="0012"</td><td>="a"&amp;"b"</td></tr></table>"""
    assert only(page.encode()).rows == [["0012", '="a"&"b"']]


def test_a_web_page_may_declare_one_encoding_and_be_written_in_another() -> None:
    assert book(PAGE.format(charset="utf-8").encode("gbk")).sheets[0].rows[1][0] == "县司法局"


def test_a_table_inside_a_layout_table_is_a_sheet_of_its_own() -> None:
    page = "<table><tr><td>外<table><tr><td>内</td><td>2</td></tr></table></td></tr></table>"
    assert [sheet.rows for sheet in book(page.encode()).sheets] == [[["外"]], [["内", "2"]]]


def test_a_table_in_a_cell_of_a_wider_row_is_what_the_cell_says() -> None:
    inner = "<table><tr><td>8月3日会议</td><td>8月5日培训</td></tr><tr><td>均有记录</td></tr></table>"
    page = f"<table><tr><td>1</td><td>清理：{inner}已报</td><td>推进中</td></tr></table>"
    assert [sheet.rows for sheet in book(page.encode()).sheets] == [
        [["1", "清理：\n8月3日会议 8月5日培训\n均有记录 已报", "推进中"]]
    ]


def test_a_single_file_web_page_is_read() -> None:
    page = PAGE.format(charset="gbk").encode("gbk")
    message = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n'
    assert book(message + page + b"\r\n--x--\r\n").sheets[0].rows[1][0] == "县司法局"


SPREADSHEETML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style></Styles>
<Worksheet ss:Name="台账"><Table>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">标题</Data></Cell><Cell><Data ss:Type="String">右</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:Index="2" ss:StyleID="p"><Data ss:Type="Number">0.8</Data></Cell>
<Cell><Data ss:Type="DateTime">2023-08-31T00:00:00.000</Data></Cell>
<Cell ss:MergeDown="1"><Data ss:Type="Boolean">1</Data></Cell></Row>
<Row><Cell><Data ss:Type="Error">#REF!</Data></Cell><Cell ss:Formula="=A1"/></Row>
</Table></Worksheet>
<Worksheet ss:Name="隐藏"><Table><Row><Cell><Data ss:Type="DateTime">2023-08-31T08:30:00.000</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"""


def test_spreadsheetml_tells_months() -> None:
    style = '<Styles><Style ss:ID="m"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style></Styles>'
    month = '<Cell ss:StyleID="m"><Data ss:Type="DateTime">2023-12-01T00:00:00.000</Data></Cell>'
    (sheet,) = book(
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        f'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{style}'
        f'<Worksheet ss:Name="台账"><Table><Row>{month}</Row></Table></Worksheet></Workbook>'.encode()
    ).sheets
    assert sheet.periods == {(0, 0): Period("2023年12月", dt.date(2023, 12, 31))}


def test_spreadsheetml_keeps_indexes_merges_types_and_visibility() -> None:
    workbook = book(SPREADSHEETML.encode())
    first, second = workbook.sheets
    assert first.rows == [
        ["标题", "", "右", ""],
        ["", "", "", ""],
        ["", 0.8, dt.date(2023, 8, 31), True],
        ["", "", "", ""],
    ]
    assert first.merged == (Area(0, 0, 0, 1), Area(2, 3, 3, 3))
    assert first.percents == {(2, 1)}
    assert first.errors == {(3, 0): "#REF!"}
    assert first.uncalculated == {(3, 1)}
    assert first.periods == {}
    assert (second.visible, second.rows) == (False, [[dt.datetime(2023, 8, 31, 8, 30)]])
