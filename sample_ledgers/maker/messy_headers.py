"""Headings in every way that still says what a column holds."""

from __future__ import annotations

from collections.abc import Sequence

from sample_ledgers.maker.expected import Sample, sample_of
from sample_ledgers.maker.layouts import TWO_ROWS
from sample_ledgers.maker.model import Book, Cell, Column, Found, Item, Page, build_table
from sample_ledgers.maker.plan_rows import FULL, SHEET, justice_items
from sample_ledgers.maker.write_xlsx import xlsx
from sample_ledgers.maker.wrong_cells import SENDER_LINE, TITLE

_FEW = tuple(column for column in FULL if column.field not in ("reported_on", "remark", "supporting_units"))


def messy_headers() -> list[Sample]:
    """One file for each way of writing a header."""
    return [
        _header("two_row_header", (*TWO_ROWS[:-1], Column("链接", "links"))),
        _three_row_header(),
        _other_order(),
        _status_as_completion(),
        _prose_as_completion(),
        _extra_columns(),
        _breaks_in_headings(),
    ]


def _header(
    name: str, columns: Sequence[Column], items: Sequence[Item] | None = None, found: Sequence[Found] = ()
) -> Sample:
    table = build_table(SHEET, columns, items or justice_items(), preface=[TITLE, SENDER_LINE])
    table.found += found
    return sample_of(f"messy/{name}.xlsx", xlsx(Book([table.page])), [table])


def _three_row_header() -> Sample:
    """责任分工 over 责任人 over 姓名."""
    # fmt: off
    top: list[Cell] = ["序号", "要点", None, "责任分工", None, None, "完成时限", "落实情况", None, None, None]
    middle: list[Cell] = [None, "任务编号", "具体任务", "责任单位", "责任人", None, None, "办理", None, "印证", None]
    low: list[Cell] = [None, None, None, None, "姓名", "联系电话", None, "状态", "工作进展", "佐证材料", "公开链接"]
    fields = ("serial", "task_id", "task", "unit", "contact", "phone", "deadline", "status", "progress", "evidence",
              "links")
    merges = ["A1:K1", "A2:A4", "B2:C2", "B3:B4", "C3:C4", "D2:F2", "D3:D4", "E3:F3", "G2:G4", "H2:K2", "H3:I3",
              "J3:K3"]
    # fmt: on
    items = justice_items()
    page = Page(SHEET, [[TITLE], top, middle, low], merges)
    page.rows += [[item.cells.get(field) for field in fields] for item in items]
    return Sample("messy/three_row_header.xlsx", xlsx(Book([page])), len(items), 4)


def _other_order() -> Sample:
    columns = (
        Column("截止时间", "deadline"), Column("推进落实情况", "progress"), Column("是否完成", "status"),
        Column("承办单位", "unit"), Column("经办人", "contact"), Column("联系方式", "phone"), Column("指标序号", "task_id"),
        Column("一级指标", "point"), Column("三级指标", "task"), Column("完成比例", "percent"), Column("支撑材料", "evidence"),
        Column("网址", "links"), Column("№", "serial"),
    )  # fmt: skip
    return _header("other_order_other_titles", columns)


def _status_as_completion() -> Sample:
    """完成情况 holds status words here."""
    columns = [Column("完成情况", "status") if column.field == "status" else column for column in _FEW]
    return _header("completion_column_is_a_status", columns)


def _prose_as_completion() -> Sample:
    """完成情况 holds paragraphs here, and no column tells the status."""
    gone = ("status", "percent", "completed_on")
    columns = [
        Column("完成情况", "progress") if column.field == "progress" else column
        for column in _FEW
        if column.field not in gone
    ]
    return _header("completion_column_is_prose", columns, found=[Found(SHEET, "A3", "missing_column")])


def _extra_columns() -> Sample:
    items = justice_items()
    for number, item in enumerate(items):
        item.cells |= {"zone": f"第{number % 3 + 1}片区", "score": float(5 - number), "zone2": "机关"}
    columns = (
        *_FEW[:4],
        Column("所属片区", "zone"),
        *_FEW[4:9],
        Column("自评分", "score"),
        *_FEW[9:],
        Column("所属片区", "zone2"),
    )
    return _header("columns_of_their_own", columns, items)


def _breaks_in_headings() -> Sample:
    spaced = {
        "serial": "序\n号",
        "task_id": "任务\n编号",
        "point": "工 作 要 点",
        "task": "具体举措*",
        "unit": "责任\n单位",
        "contact": "责任人（必填）",
        "deadline": "完成时限：",
        "status": "完成　状态",
        "percent": "完成率\n（%）",
        "progress": "进展情况\n（不少于10个字）",
    }
    columns = [Column(spaced.get(column.field, column.heading), column.field) for column in _FEW]
    return _header("line_breaks_in_headings", columns)
