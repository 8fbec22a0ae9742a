"""The handful of layouts that arrive: each turns a unit's states into rows and rows into a page."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from sample_ledgers.maker.model import Book, Cell, Column, Found, Item, Table, build_table
from sample_ledgers.maker.people import person, phone
from sample_ledgers.maker.plan_rows import FULL, SHEET, numbered, plan
from sample_ledgers.maker.states import State
from sample_ledgers.maker.write_text import html, separated
from sample_ledgers.maker.write_xlsx import xlsx
from sample_ledgers.maker.wrong_files import STAMP_LINES, stamp_page
from schemas.plan import Task, Unit

_REMARK = Column("备注", "remark")
_PERSON = (Column("责任人", "contact"), Column("联系电话", "phone"))

OFFICE = (
    Column("序号", "serial"), Column("任务编号", "task_id"), Column("工作要点", "point"), Column("具体举措", "task"),
    Column("责任单位", "unit"), *_PERSON, Column("完成时限", "deadline"), Column("完成状态", "status"),
    Column("完成率", "percent"), Column("进展情况", "progress"), Column("佐证材料", "evidence"), _REMARK,
)  # fmt: skip
TWO_ROWS = (
    Column("序号", "serial"), Column("任务编号", "task_id"), Column("工作任务", "point"), Column("具体要求", "task"),
    Column("责任单位", "unit", "责任分工"), Column("责任人", "contact", "责任分工"), Column("电话", "phone", "责任分工"),
    Column("完成时限", "deadline"), Column("状态", "status", "完成情况"), Column("进度(%)", "percent", "完成情况"),
    Column("进展", "progress", "完成情况"), Column("佐证材料", "evidence"), _REMARK,
)  # fmt: skip
SECTIONS = (
    Column("序号", "serial"), Column("具体任务", "task"), Column("责任单位", "unit"), Column("责任人", "contact"),
    Column("完成时限", "deadline"), Column("完成状态", "status"), Column("进展情况", "progress"),
    Column("佐证材料", "evidence"), _REMARK,
)  # fmt: skip
MINIMAL = (
    Column("任务编号", "task_id"), Column("工作任务", "task"), Column("责任人", "contact"), Column("时限", "deadline"),
    Column("完成情况", "status"), Column("推进落实情况", "progress"), Column("佐证", "evidence"),
)  # fmt: skip
PLAIN = (
    Column("指标序号", "task_id"), Column("任务", "task"), Column("时限", "deadline"), Column("推进落实情况", "progress"),
)  # fmt: skip
COLUMNS = {"template": FULL, "office": OFFICE, "two_rows": TWO_ROWS, "sections": SECTIONS, "minimal": MINIMAL,
           "plain": PLAIN}  # fmt: skip
MISSING = {"plain": ("contact", "evidence", "status")}
"""The columns a layout lacks that a ledger ought to have: one finding each."""

_STANDING = ("长期坚持", "全年", "2023年12月31日", "年底前", "2023年12月底前", "2023.12.31", "持续推进")
_PER_ITEM = {"9.1": "财政批复后20日内", "14.1": "变动后20个工作日内", "14.5": "变动后5个工作日内", "13.2": "5个工作日",
             "13.3": "3个工作日", "13.4": "5个工作日内", "13.5": "1个工作日"}  # fmt: skip
_NUMERALS = (
    "",
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
)


@dataclass(frozen=True, slots=True)
class Habit:
    """How a unit fills in its ledger, the same in every round."""

    layout: str
    contact: str
    phone: str
    standing: str
    unit_text: str
    filler: str

    @classmethod
    def of(cls, unit: Unit, layout: str) -> Habit:
        """The habit of a unit, drawn once."""
        source = random.Random(f"habit:{unit.code}")
        names = [unit.name, unit.name, *(alias for alias in unit.aliases if alias == f"浮梁{unit.name}")]
        return cls(
            layout,
            person(source),
            phone(source),
            source.choice(_STANDING),
            source.choice(names),
            person(source),
        )


def items_of(unit: Unit, habit: Habit, states: dict[str, State]) -> list[Item]:
    """A unit's rows in plan order, with every field a layout may show."""
    items = [_item(unit, habit, plan().task_by_id[task_id], state) for task_id, state in states.items()]
    return numbered(items)


def _item(unit: Unit, habit: Habit, task: Task, state: State) -> Item:
    point = plan().points[task.point - 1]
    explained = state.progress or ("无此类情况，零报告" if habit.layout in ("minimal", "plain") else "")
    percent = None if state.percent is None else f"{state.percent}%"
    item = Item({
        "task_id": task.id, "point": point.title, "task": _said(task), "unit": habit.unit_text,
        "contact": habit.contact, "phone": habit.phone, "deadline": _deadline(task, habit), "status": state.status,
        "percent": percent, "progress": explained or None, "evidence": state.evidence or None,
        "links": state.link or None, "completed_on": state.completed_on or None, "remark": state.reason or None,
    })  # fmt: skip
    if habit.layout == "sections":
        item.section = f"（{_NUMERALS[point.number]}）{point.title}"
    if habit.layout == "plain" and state.status == "不涉及":
        item.cells["progress"] = "不涉及"
    return item


def _said(task: Task) -> str:
    """A task in words; a part of one is named after the whole."""
    if not task.parent:
        return task.name
    return f"{plan().task_by_id[task.parent].name}（{task.name}）"


def _deadline(task: Task, habit: Habit) -> str:
    if task.deadline is None:
        return _PER_ITEM.get(task.id, "20个工作日内")
    if str(task.kind) == "standing":
        return habit.standing
    day = task.deadline
    if day.year > 2023:
        return f"{day.year}年{day.month}月{day.day}日前"
    if day.month == 12:
        return "年底前" if len(habit.contact) % 2 else "2023年12月31日"
    return f"2023年{day.month}月{day.day}日" if len(habit.phone) > 11 else f"{day.month}月底前"


def ledger_table(unit: Unit, habit: Habit, items: list[Item], filled_on: dt.date) -> Table:
    """The page of a unit's ledger."""
    day = f"{filled_on.year}年{filled_on.month}月{filled_on.day}日"
    title = "2023年政务公开工作台账"
    label = f"填报单位（盖章）：{unit.name}　　填报时间：{day}　　联系人：{habit.filler}"
    prefaces = {
        "template": [f"{plan().title}{'工作台账'}", f"填报单位：{unit.name}　　填报日期：{day}"],
        "office": [f"{unit.name}{title}", label], "two_rows": [f"{title}（责任分工）", label],
        "sections": [f"{unit.name}{title}", f"填报时间：{day}"], "minimal": [f"{unit.name}2023年政务公开工作任务清单"],
        "plain": [f"2023年{filled_on.month}月{unit.name}政务公开重点工作任务完成情况"],
    }  # fmt: skip
    footer = []
    if habit.layout in ("office", "two_rows"):
        footer = [f"单位负责人：{habit.contact}　　审核人：{habit.filler}　　填表人：{habit.filler}"]
    if habit.layout == "office":
        footer.append("注：1.完成时限写具体日期或长期坚持；2.佐证材料随台账一并报送。")
    sheet = "工作台账" if habit.layout == "template" else SHEET
    table = build_table(sheet, COLUMNS[habit.layout], items, preface=prefaces[habit.layout], footer=footer)
    header_row = len(prefaces[habit.layout]) + (2 if habit.layout == "two_rows" else 1)
    table.found += [Found(sheet, f"A{header_row}", "missing_column") for _ in MISSING.get(habit.layout, ())]
    return table


def file_bytes(unit: Unit, habit: Habit, table: Table, suffix: str) -> tuple[bytes, int]:
    """The file and how many more rows in it are ignored: the lines of the template's stamp."""
    if suffix == ".csv":
        return separated(table.page, "gb18030"), 0
    if suffix == ".xls":
        return html(table.page), 0
    if habit.layout == "template":
        return xlsx(Book([table.page, stamp_page(2023, unit.code)])), STAMP_LINES
    return xlsx(Book([table.page])), 0


def spoil(items: list[Item], task_id: str, field: str, value: Cell) -> Item:
    """Change a cell of the row of a task."""
    item = next(item for item in items if item.cells["task_id"] == task_id)
    item.cells[field] = value
    return item
