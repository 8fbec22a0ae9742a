"""One file for each mistake in a cell: five correct rows, then the mistake and what must be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sample_ledgers.maker.expected import Sample, sample_of
from sample_ledgers.maker.model import Book, Cell, Formula, Found, Item, Mistake, build_table
from sample_ledgers.maker.plan_rows import FULL, SHEET, justice_items, numbered, plan, task_item
from sample_ledgers.maker.write_xlsx import xlsx

TITLE = "2023年浮梁县政务公开工作台账"
SENDER_LINE = "填报单位（盖章）：县司法局　　填报时间：2023年8月28日"


@dataclass(frozen=True)
class Spoil:
    """Put ``value`` into a field of a row; ``rule`` "" changes the row without making it wrong."""

    row: int
    field: str
    value: Cell
    rule: str = ""
    severity: str = ""


S = Spoil
CASES: dict[str, tuple[Spoil, ...]] = {
    "missing_required": (
        S(0, "contact", None, "missing_required"), S(1, "deadline", "/", "missing_required"),
        S(2, "status", None, "missing_required"), S(3, "contact", "见附件", "missing_required"),
        S(4, "task_id", None), S(4, "point", None), S(4, "task", None, "missing_required"),
    ),
    "missing_recommended": (S(0, "progress", None, "missing_recommended"),),
    "bad_date": (
        S(0, "deadline", "2023年6月31日", "bad_date"), S(1, "deadline", "112日", "bad_date"),
        S(2, "completed_on", "8月32日", "bad_date"), S(3, "reported_on", "2023年13月1日", "bad_date", "warning"),
    ),
    "deadline_out_of_year": (S(0, "deadline", "2022年12月31日", "deadline_out_of_year"),),
    "deadline_before_plan": (S(0, "deadline", "2023年上半年", "deadline_before_plan"),),
    "deadline_too_late": (S(2, "deadline", "2023年12月底前", "deadline_too_late"),),
    "vague_deadline": (S(0, "deadline", "尽快", "vague_deadline"), S(1, "deadline", "按上级要求", "vague_deadline")),
    "misplaced_value": (S(0, "deadline", "已完成", "misplaced_value"),),
    "bad_status": (S(0, "status", "差不多了", "bad_status"), S(3, "status", "己完成", "bad_status")),
    "status_is_sentence": (S(0, "status", "8月份推送稿件2篇并转发到工作群", "status_is_sentence"),),
    "percent_out_of_range": (
        S(0, "percent", "120%", "percent_out_of_range"), S(1, "percent", "-5%", "percent_out_of_range"),
        S(4, "percent", "过半", "percent_out_of_range"),
    ),
    "percent_status_conflict": (
        S(0, "percent", "100%", "percent_status_conflict"), S(2, "percent", "80%", "percent_status_conflict"),
        S(3, "status", "未启动"), S(3, "percent", "30%", "percent_status_conflict"),
    ),
    "ambiguous_percent": (S(0, "percent", 1.0, "ambiguous_percent"),),
    "ditto": (
        S(1, "contact", "同上", "ditto"), S(1, "unit", "同上", "ditto"), S(2, "contact", "同上", "ditto"),
    ),
    "unknown_unit": (
        S(0, "unit", "县大数据局", "unknown_unit"), S(1, "supporting_units", "县烟草局", "unknown_unit", "warning"),
    ),
    "unit_from_sender": (S(1, "unit", None, "unit_from_sender"),),
    "unknown_point": (
        S(0, "task_id", "17.2", "unknown_point"), S(3, "task_id", None), S(3, "task", "组织民兵训练"),
        S(3, "point", "加强国防动员", "unknown_point"),
    ),
    "unmatched_task": (S(0, "task_id", None), S(0, "task", "其他临时交办事项", "unmatched_task")),
    "bad_phone": (
        S(0, "phone", "1.38E+10", "bad_phone"), S(1, "phone", "0798-262", "bad_phone"),
        S(2, "phone", "138000012", "bad_phone"),
    ),
    "bad_url": (
        S(0, "links", "见网站", "bad_url"), S(1, "links", "https://www.example.com/notice/1.html", "bad_url"),
    ),
    "missing_evidence_for_done": (
        S(2, "evidence", None, "missing_evidence_for_done"), S(4, "links", None),
        S(4, "evidence", "无", "missing_evidence_for_done"),
    ),
    "text_too_short": (S(0, "progress", "正常推进", "text_too_short"), S(1, "progress", "已落实。", "text_too_short")),
    "formula_error": (
        S(0, "percent", Formula("=A1/0", "#DIV/0!"), "formula_error"),
        S(1, "contact", Formula("=#REF!A1", "#REF!"), "formula_error"),
    ),
    "uncalculated_formula": (
        S(0, "percent", Formula("=3/5"), "uncalculated_formula"),
        S(1, "progress", Formula('="本季度送审"&A5&"件"'), "uncalculated_formula"),
    ),
    "formula_injection": (
        S(0, "progress", '=HYPERLINK("http://203.0.113.7/x","点击查看通知全文")', "formula_injection"),
        S(1, "evidence", "@SUM(A1:A9)", "formula_injection"),
    ),
    "future_completion_date": (S(2, "completed_on", "2023年9月15日", "future_completion_date"),),
    "standing_reported_done": (
        S(3, "status", "已完成", "standing_reported_done"), S(3, "percent", "100%"),
    ),
    "unexplained_not_applicable": (
        S(3, "status", "不涉及", "unexplained_not_applicable"), S(3, "progress", None), S(3, "evidence", None),
    ),
}  # fmt: skip


def spoiled(items: list[Item], spoils: Sequence[Spoil]) -> list[Item]:
    """The rows with the mistakes put in."""
    for spoil in spoils:
        items[spoil.row].cells[spoil.field] = spoil.value
        if spoil.rule:
            items[spoil.row].mistakes.append(Mistake(spoil.field, spoil.rule, spoil.severity))
    return items


def ledger(
    path: str,
    items: list[Item],
    *,
    preface: Sequence[str] = (TITLE, SENDER_LINE),
    merges: Sequence[str] = (),
    found: Sequence[Found] = (),
) -> Sample:
    """A file of the full layout, with findings that belong to no single row."""
    table = build_table(SHEET, FULL, items, preface=preface)
    table.page.merges += merges
    table.found += found
    return sample_of(path, xlsx(Book([table.page])), [table])


def wrong_cells() -> list[Sample]:
    """Every file with a mistake in its rows."""
    samples = [
        ledger(f"wrong/{name}.xlsx", spoiled(justice_items(), spoils)) for name, spoils in CASES.items()
    ]
    return [
        *samples,
        _duplicate_row(),
        _other_unit(),
        _for_group(),
        _merged_status(),
        _nobodys_row(),
        _broken_row(),
        *_copied_text(),
    ]


def _duplicate_row() -> Sample:
    again = task_item(
        "3.4", "县司法局", evidence="会商纪要", progress="另有2件疑难申请邀请公职律师一起会商后答复。"
    )
    again.mistakes.append(Mistake("task", "duplicate_row"))
    return ledger("wrong/duplicate_row.xlsx", numbered([*justice_items(), again]))


def _other_unit() -> Sample:
    items = spoiled(justice_items(), [
        Spoil(1, "unit", "县财政局", "row_for_other_unit"),
        Spoil(1, "progress", "财政局法律顾问对2件疑难申请出具书面意见，均已归入案卷。"),
    ])  # fmt: skip
    sample = ledger("wrong/row_for_other_unit.xlsx", items)
    sample.declared_unit = "县司法局"
    return sample


def _for_group() -> Sample:
    items = spoiled(justice_items(), [
        Spoil(1, "unit", "各乡镇", "row_for_group"),
        Spoil(1, "progress", "8月24日各乡镇司法所对照清单自查一遍，3件疑难申请附了法律意见。"),
    ])  # fmt: skip
    items[1].records = len(plan().group_by_name["各乡镇"].members)
    return ledger("wrong/row_for_group.xlsx", items)


def _merged_status() -> Sample:
    items = spoiled(justice_items(), [
        Spoil(0, "status", "推进中"), Spoil(1, "status", None), Spoil(2, "status", None), Spoil(2, "percent", None),
    ])  # fmt: skip
    return ledger(
        "wrong/merged_cell_conflict.xlsx",
        items,
        merges=["J4:J6"],
        found=[Found(SHEET, "J4", "merged_cell_conflict")],
    )


def _nobodys_row() -> Sample:
    items = spoiled(justice_items(), [
        Spoil(2, "unit", "县财政局"), Spoil(2, "progress", "8月21日由局办公室牵头梳理，台账经分管副局长审核后印发各股室。"),
        Spoil(3, "unit", None, "missing_required"),
    ])  # fmt: skip
    return ledger("wrong/missing_required_unit.xlsx", items, preface=[TITLE])


def _broken_row() -> Sample:
    """A row that pointed at another workbook: nothing but errors, and still a row."""
    fields = (
        "task_id",
        "point",
        "task",
        "unit",
        "contact",
        "phone",
        "deadline",
        "status",
        "percent",
        "progress",
        "evidence",
        "completed_on",
    )
    broken = Item(
        {field: Formula("=#REF!A1", "#REF!") for field in fields},
        [Mistake(field, "formula_error") for field in fields],
    )
    return ledger("wrong/formula_error_whole_row.xlsx", [*justice_items(), broken])


def _copied_text() -> list[Sample]:
    """Two files: whoever comes second wrote the first one's words, with other figures."""
    text = "7月下旬组织人员到{n}个行政村逐户核对高龄津贴发放名单，在村务公开栏张贴公示照片，并同步在政务网站发布。"
    first = [task_item("5.4", "县民政局", evidence="公示照片", progress=text.format(n=12))]
    second = [task_item("5.4", "县残联", evidence="公示照片", progress=text.format(n=9))]
    second[0].mistakes.append(Mistake("progress", "copied_text"))
    return [
        ledger("wrong/copied_text_1_original.xlsx", numbered(first), preface=[TITLE, "填报单位：县民政局"]),
        ledger("wrong/copied_text_2_copy.xlsx", numbered(second), preface=[TITLE, "填报单位：县残联"]),
    ]
