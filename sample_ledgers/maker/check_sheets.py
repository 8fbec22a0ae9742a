"""Check sheets as inspectors bring them back: one filled by hand with signs, one for each mistake made on them."""

from __future__ import annotations

from sample_ledgers.maker.expected import Sample, sample_of
from sample_ledgers.maker.model import Book, Cell, Column, Item, build_table
from sample_ledgers.maker.plan_rows import numbered, plan
from sample_ledgers.maker.write_xlsx import xlsx
from sample_ledgers.maker.wrong_cells import Spoil, spoiled

TITLE = "2023年浮梁县政务公开现场核查表"
SHEET = "现场核查表"
UNIT_LINE = "被督查单位：县行政服务中心　　督查时间：2023年8月28日　　督查人员：示例甲、示例乙"
SIGNED = "以上核查情况已当场反馈。　被督查单位负责人（签字）：示例丙　　督查人员（签字）：示例甲"

COLUMNS = (
    Column("序号", "serial"), Column("任务编号", "task_id"), Column("任务", "task"), Column("责任单位", "unit"),
    Column("核查类别", "check_class"), Column("单位自报", "self_report"), Column("核查内容", "check_content"),
    Column("核查结果", "check_result"), Column("发现的情况", "observation"), Column("照片名称", "photo_names"),
    Column("核查人", "inspector"), Column("核查日期", "checked_on"), Column("整改要求", "requirement"),
    Column("备注", "remark"),
)  # fmt: skip
S = Spoil
CASES: dict[str, tuple[Spoil, ...]] = {
    "bad_choice_check_sheet": (S(0, "check_result", "还行", "bad_choice"), S(1, "check_result", "√×", "bad_choice")),
    "missing_observation": (
        S(1, "observation", None, "missing_observation"), S(2, "check_result", "△"),
        S(2, "observation", "/", "missing_observation"),
    ),
    "unsigned_check": (S(0, "inspector", None, "unsigned_check"), S(1, "checked_on", None, "unsigned_check")),
    "future_check_date": (S(2, "checked_on", "2023年10月9日", "future_check_date"),),
    "missing_required_check_result": (S(0, "check_result", None, "missing_required"),),
}  # fmt: skip


def check_sheet_mistakes() -> list[Sample]:
    """Every file with a mistake on a check sheet; its other rows are good."""
    return [_sheet(f"wrong/{name}.xlsx", spoiled(_items(), spoils)) for name, spoils in CASES.items()]


def check_sheets_by_hand() -> list[Sample]:
    """A sheet filled in with √, × and △, two of its rows not looked at."""
    items = _items()
    for item, sign in zip(items, ("√", "×", "△"), strict=True):
        item.cells["check_result"] = sign
    items[2].cells["observation"] = "查询机能用，打印机缺纸。"
    return [_sheet("messy/check_sheet_with_signs.xlsx", items, unfilled=2)]


def _sheet(path: str, items: list[Item], unfilled: int = 0) -> Sample:
    left = [_item(task_id, "", records=0) for task_id in ("1.4", "16.1")[:unfilled]]
    table = build_table(
        SHEET, COLUMNS, numbered([*items, *left]), preface=(TITLE, UNIT_LINE), footer=(SIGNED,)
    )
    table.ignored += unfilled
    return sample_of(path, xlsx(Book([table.page])), [table])


def _items() -> list[Item]:
    return [
        _item("2.1", "属实", photo_names="IMG_0011.jpg"),
        _item("2.2", "不属实", observation="专区只有标牌，没有查询设备。", photo_names="IMG_0012.jpg、IMG_0013.jpg",
              requirement="配齐查询设备，报现场照片。"),
        _item("2.5", "属实"),
    ]  # fmt: skip


def _item(task_id: str, result: str, *, records: int = 1, **cells: Cell) -> Item:
    task = plan().task_by_id[task_id]
    known: dict[str, Cell] = {
        "task_id": task_id, "task": task.name, "unit": "县行政服务中心", "check_class": "现场任务",
        "self_report": "推进中；完成率：60%", "check_content": task.requirement,
    }  # fmt: skip
    filled: dict[str, Cell] = {"check_result": result, "inspector": "示例甲", "checked_on": "2023年8月28日"}
    return Item({**known, **(filled if records else {}), **cells}, records=records)
