"""The rows of one unit's ledger: 60 tasks, some of them written untidily, a few of them wrong."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import TypeAlias

from benchmarks.corpus import words
from schemas.plan import Plan, Task, Unit
from vocabulary.codes import TaskKind

Cell: TypeAlias = "str | float | dt.date | None"
Row: TypeAlias = dict[str, Cell]

ROWS = 60
NOISY = 0.14
WRONG = 0.06
SENT_ON = dt.date(2023, 8, 28)
RECEIVED = dt.datetime(2023, 8, 30, 10, 0)

COLUMNS = {
    "serial": "序号", "task_id": "任务编号", "point": "工作要点", "task": "具体举措", "unit": "责任单位",
    "supporting_units": "配合单位", "leader": "责任领导", "contact": "责任人", "phone": "联系电话",
    "deadline": "完成时限", "status": "完成状态", "percent": "完成率", "progress": "进展情况", "evidence": "佐证材料",
    "links": "公开链接", "completed_on": "实际完成日期", "problems": "存在问题", "next_steps": "下一步措施",
    "reported_on": "填报日期", "remark": "备注",
}  # fmt: skip
"""Field name to heading, in the order of the sheet: every column of the work ledger but 牵头单位."""


def unit_rows(plan: Plan, unit: Unit, number: int, revision: int = 0) -> list[Row]:
    """The ledger of unit number ``number``; another ``revision`` is the same with one row's progress changed."""
    source = random.Random(f"ledger {number}")
    places = sorted(source.sample(range(len(plan.tasks)), ROWS))
    names = _names(plan)
    rows = []
    for serial, place in enumerate(places, start=1):
        row = _row(plan, plan.tasks[place], unit, source, names)
        row["serial"] = serial
        chance = source.random()
        if chance < WRONG:
            source.choice(_MISTAKES)(row, source)
        elif chance < WRONG + NOISY:
            source.choice(_NOISES)(row, source)
        rows.append(row)
    if revision:
        rows[number % ROWS]["progress"] = (
            f"第{revision}次补充：{rows[number % ROWS]['progress'] or '暂无进展，正在安排'}"
        )
    return rows


def _names(plan: Plan) -> frozenset[str]:
    """Names that a plan's units and groups answer to."""
    own = {unit.name for unit in plan.units}
    return frozenset(own | {group.name for group in plan.groups if group.members})


def _row(plan: Plan, task: Task, unit: Unit, source: random.Random, names: frozenset[str]) -> Row:
    title = next(point.title for point in plan.points if point.number == task.point)
    due = min(task.deadline or dt.date(2023, 12, 31), dt.date(2023, 12, 31))
    row: Row = {
        "task_id": task.id,
        "point": title,
        "task": task.name,
        "unit": unit.name,
        "supporting_units": "、".join(name for name in task.supporting if name in names) or None,
        "leader": words.person(source),
        "contact": words.person(source),
        "phone": words.phone(source),
        "deadline": due,
        "progress": words.sentence(source, (words.OPENINGS, words.ACTIONS, words.RESULTS), task.name),
        "evidence": words.sentence(source, (words.EVIDENCE,), task.name),
        "reported_on": SENT_ON,
    }
    _set_state(row, task, source)
    if source.random() < 0.5:
        row["links"] = f"https://www.fuliang.gov.cn/{unit.code.lower()}/{source.randrange(10**6):06d}.shtml"
    if source.random() < 0.35:
        row["problems"] = words.sentence(source, (words.PROBLEMS,), task.name)
        row["next_steps"] = words.sentence(source, (words.NEXT_STEPS,), task.name)
    if source.random() < 0.1:
        row["remark"] = f"见{words.place(source)}附表{source.randrange(1, 9)}"
    return row


def _set_state(row: Row, task: Task, source: random.Random) -> None:
    if task.kind is TaskKind.STANDING:
        row |= {"status": source.choice(("长期坚持", "推进中")), "percent": source.randrange(30, 90) / 100}
    elif source.random() < 0.4:
        done = SENT_ON - dt.timedelta(days=source.randrange(1, 40))
        row |= {"status": "已完成", "percent": 1.0, "completed_on": done}
    else:
        row |= {"status": "推进中", "percent": source.randrange(10, 95) / 100}


# ---- untidy but fine


def _dotted_date(row: Row, source: random.Random) -> None:
    day = row["deadline"]
    row["deadline"] = f"{day.year}.{day.month}.{day.day}" if isinstance(day, dt.date) else None


def _chinese_date(row: Row, source: random.Random) -> None:
    day = row["deadline"]
    row["deadline"] = f"{day.year}年{day.month}月{day.day}日前" if isinstance(day, dt.date) else None


def _percent_text(row: Row, source: random.Random) -> None:
    row["percent"] = f"{row['percent']:.0%}" if isinstance(row["percent"], float) else None


def _full_width_percent(row: Row, source: random.Random) -> None:
    _percent_text(row, source)
    row["percent"] = str(row["percent"]).translate(str.maketrans("0123456789%", "０１２３４５６７８９％"))


def _number_phone(row: Row, source: random.Random) -> None:
    row["phone"] = 13800000000.0 + source.randrange(10000)


def _stray_blanks(row: Row, source: random.Random) -> None:
    row["contact"] = f" {str(row['contact'])[0]}　{str(row['contact'])[1:]} "
    row["status"] = f"{row['status']} "


def _line_break(row: Row, source: random.Random) -> None:
    row["task"] = f"{str(row['task'])[:4]}\n{str(row['task'])[4:]}"
    row["progress"] = str(row["progress"]).replace("，", "；\n", 1)


# ---- wrong


def _no_contact(row: Row, source: random.Random) -> None:
    row["contact"] = None


def _no_such_day(row: Row, source: random.Random) -> None:
    row["deadline"] = "2023年6月31日"


def _no_such_status(row: Row, source: random.Random) -> None:
    row["status"] = "差不多了"


def _too_much(row: Row, source: random.Random) -> None:
    row["percent"] = 1.2


def _done_in_part(row: Row, source: random.Random) -> None:
    row |= {"status": "推进中", "percent": 1.0}


def _unknown_unit(row: Row, source: random.Random) -> None:
    row["unit"] = "县大数据局"


def _bad_phone(row: Row, source: random.Random) -> None:
    row["phone"] = "138000012"


def _empty_talk(row: Row, source: random.Random) -> None:
    row["progress"] = "正常推进"


def _no_deadline(row: Row, source: random.Random) -> None:
    row["deadline"] = None


_NOISES: tuple[Callable[[Row, random.Random], None], ...] = (
    _dotted_date, _chinese_date, _percent_text, _full_width_percent, _number_phone, _stray_blanks, _line_break,
)  # fmt: skip
_MISTAKES: tuple[Callable[[Row, random.Random], None], ...] = (
    _no_contact, _no_such_day, _no_such_status, _too_much, _done_in_part, _unknown_unit, _bad_phone, _empty_talk,
    _no_deadline,
)  # fmt: skip
