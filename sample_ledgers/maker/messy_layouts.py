"""Rows around and among the data: merged, hidden, repeated, numbered, summed; all of it still a ledger."""

from __future__ import annotations

from collections.abc import Sequence

from sample_ledgers.maker.expected import Sample, sample_of
from sample_ledgers.maker.model import Book, Cell, Found, Page, build_table
from sample_ledgers.maker.plan_rows import FULL, SHEET, justice_items, numbered, plan, task_item
from sample_ledgers.maker.write_xlsx import xlsx
from sample_ledgers.maker.wrong_cells import SENDER_LINE, TITLE
from sample_ledgers.maker.wrong_files import STAMP_LINES, stamp_page
from vocabulary.cells import a1

_FEW = tuple(column for column in FULL if column.field not in ("reported_on", "remark", "supporting_units"))
_PREFACE = (TITLE, SENDER_LINE)


def messy_layouts() -> list[Sample]:
    """One file for each kind of row."""
    return [
        _merged_hierarchy(),
        _code_row(),
        _sections(),
        _subtotals_and_footer(),
        _example_and_blank_rows(),
        _hidden_rows(),
        _many_sheets(),
        _our_template(),
        _header_repeated(),
        _no_preface(),
    ]


def _file(
    name: str, page: Page, records: int, ignored: int, found: Sequence[Found] = (), more: Sequence[Page] = ()
) -> Sample:
    return Sample(f"messy/{name}.xlsx", xlsx(Book([*more, page])), records, ignored, tuple(found))


def _merged_hierarchy() -> Sample:
    """The point, the unit and the person stand once for several rows."""
    first, *others = justice_items()
    secrecy = task_item(
        "4.7",
        "县司法局",
        status="长期坚持",
        percent=None,
        evidence="保密审查单",
        progress="公开前由分管领导签批保密审查单，8月审查信息14条，退回修改1条。",
    )
    table = build_table(SHEET, _FEW, numbered([first, secrecy, *others]), preface=_PREFACE)
    _merge_down(table.page, "point", 4, 5)
    for field in ("unit", "contact", "phone"):
        _merge_down(table.page, field, 4, 9)
    return sample_of("messy/merged_hierarchy.xlsx", xlsx(Book([table.page])), [table])


def _merge_down(page: Page, field: str, top: int, bottom: int) -> None:
    column = [column.field for column in _FEW].index(field)
    page.merges.append(f"{a1(top - 1, column)}:{a1(bottom - 1, column)}")
    for row in page.rows[top:bottom]:
        row[column] = None


def _code_row() -> Sample:
    table = build_table(SHEET, _FEW, justice_items(), preface=_PREFACE)
    table.page.rows.insert(3, ["甲", "乙", "丙", "丁", *(float(n) for n in range(1, len(_FEW) - 3))])
    return _file("code_row_below_header", table.page, table.records, table.ignored + 1)


def _sections() -> Sample:
    items = justice_items()
    numerals = "一二三四五六七八九十"
    titles = {
        point.title: f"（{numerals[point.number - 1]}）{point.title}"
        if point.number <= 10
        else f"（十{numerals[point.number - 11]}）{point.title}"
        for point in plan().points
    }
    for item in items:
        item.section = titles[str(item.cells["point"])]
    columns = [column for column in _FEW if column.field not in ("task_id", "point")]
    table = build_table(SHEET, columns, items, preface=_PREFACE)
    return sample_of("messy/section_rows_without_ids.xlsx", xlsx(Book([table.page])), [table])


def _subtotals_and_footer() -> Sample:
    footer = [
        "注：1.完成时限写具体日期。2.佐证材料随表报送。",
        "单位负责人：程示例　　审核人：汪样本　　填表人：吴试填　　联系电话：0798-2600123",
    ]
    table = build_table(SHEET, _FEW, justice_items(), preface=_PREFACE, footer=footer)
    rows = table.page.rows
    rows.insert(8, ["合计", None, "5项", None, None, None, None, None, "已完成2项"])
    rows.insert(6, ["小计", None, "3项", None, None, None, None, None, "已完成1项"])
    last = "N"
    table.page.merges[-2:] = [f"A11:{last}11", f"A12:{last}12"]
    return _file("subtotals_and_footer", table.page, table.records, table.ignored + 2)


def _example_and_blank_rows() -> Sample:
    """The template's example row, numbered rows nobody filled, and thirty formatted blank ones."""
    table = build_table(SHEET, _FEW, justice_items(), preface=_PREFACE)
    example: list[Cell] = [
        "例：",
        "13.4",
        "提升回应关切实效",
        "互动交流平台咨询留言5个工作日内答复",
        "县人社局",
        "示例乙",
        "0798-2620000",
        "5个工作日",
        "长期坚持",
        None,
        "1至8月收到咨询12件，均按期答复。",
        "留言台账",
    ]
    table.page.rows.insert(3, example)
    table.page.rows += [[float(number)] for number in range(6, 11)]
    table.page.blank_format_rows = 30
    return _file("example_and_unused_rows", table.page, table.records, table.ignored + 6)


def _hidden_rows() -> Sample:
    table = build_table(SHEET, _FEW, justice_items(), preface=_PREFACE)
    table.page.hidden_rows = frozenset({5, 6})
    return _file("hidden_rows_are_data", table.page, table.records, table.ignored)


def _many_sheets() -> Sample:
    """Cover, instructions, the ledger, an empty sheet, last year's sheet hidden."""
    cover = Page("封面", [["2023年政务公开工作台账"], [None], ["县司法局"], ["二〇二三年八月"]])
    notes = Page("填表说明", [["填表说明"], ["一、每项任务填写一行。"], ["二、完成时限写具体日期。"]])
    old = build_table("2022年", _FEW, justice_items(), preface=["2022年浮梁县政务公开工作台账"])
    old.page.hidden = True
    table = build_table(SHEET, _FEW, justice_items(), preface=_PREFACE)
    empty = Page("Sheet3")
    content = xlsx(Book([cover, notes, table.page, empty, old.page]))
    return Sample(
        "messy/cover_notes_empty_and_hidden_sheets.xlsx",
        content,
        table.records,
        table.ignored + 3 + 3 + old.ignored + old.records,
    )


def _our_template() -> Sample:
    table = build_table("工作台账", FULL, justice_items(), preface=_PREFACE)
    content = xlsx(Book([table.page, stamp_page(2023, "FL-D02")]))
    return sample_of("messy/our_template_with_stamp.xlsx", content, [table], STAMP_LINES)


def _header_repeated() -> Sample:
    """The header stands again where the printed page breaks."""
    table = build_table(SHEET, _FEW, justice_items(), preface=_PREFACE)
    table.page.rows.insert(6, [column.heading for column in _FEW])
    return _file("header_repeated_on_page_two", table.page, table.records, table.ignored + 1)


def _no_preface() -> Sample:
    """No title at all; two empty rows and an empty column before the table."""
    table = build_table(SHEET, _FEW, justice_items())
    page = Page(SHEET, [[], [], *([None, *row] for row in table.page.rows)])
    return _file("starts_at_b3_without_title", page, table.records, table.ignored)
