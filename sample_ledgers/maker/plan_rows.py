"""Plain, correct rows of the 2023 plan: what every sample starts from before it is spoiled."""

from __future__ import annotations

from functools import cache

from sample_ledgers.maker.model import Cell, Column, Item
from schemas.plan import Plan
from schemas.plan_files import load_plan, packaged_workplan

SHEET = "台账"

FULL = (
    Column("序号", "serial"), Column("任务编号", "task_id"), Column("工作要点", "point"), Column("具体举措", "task"),
    Column("责任单位", "unit"), Column("配合单位", "supporting_units"), Column("责任人", "contact"),
    Column("联系电话", "phone"), Column("完成时限", "deadline"), Column("完成状态", "status"),
    Column("完成率", "percent"), Column("进展情况", "progress"), Column("佐证材料", "evidence"),
    Column("公开链接", "links"), Column("实际完成日期", "completed_on"), Column("填报日期", "reported_on"),
    Column("备注", "remark"),
)  # fmt: skip
"""Every column a mistake may be put into."""


@cache
def plan() -> Plan:
    """The plan of 2023."""
    return load_plan(packaged_workplan())


def task_item(task_id: str, unit: str, **cells: Cell) -> Item:
    """A correct row for a task: a standing one goes on, the others are half done."""
    task = plan().task_by_id[task_id]
    point = next(point for point in plan().points if point.number == task.point)
    standing = str(task.kind) == "standing"
    plain: dict[str, Cell] = {
        "task_id": task_id, "point": point.title, "task": task.name, "unit": unit, "contact": "程示例",
        "phone": "0798-2600123", "deadline": "2023年12月31日", "status": "长期坚持" if standing else "推进中",
        "percent": None if standing else "60%", "reported_on": "2023年8月28日",
    }  # fmt: skip
    return Item({**plain, **cells})


def justice_items() -> list[Item]:
    """Five correct rows of one unit: half done, standing, done by a date, standing, done per item."""
    items = [
        task_item("4.1", "县司法局", contact="汪样本", evidence="清理工作方案",
                  progress="8月10日印发清理通知，已收到31个单位报送的清理意见，正在逐件核对效力。"),
        task_item("3.4", "县司法局", phone="13800001234", evidence="法制审核单7份",
                  progress="今年以来答复书送审7件，全部出具法制审核意见，疑难件会商2件。"),
        task_item("16.1", "县司法局", deadline="2023年8月31日", status="已完成", percent="100%",
                  completed_on="2023年8月25日", evidence="本单位工作台账（盖章件）",
                  progress="8月25日经局务会审定印发台账，38项任务都明确了责任人和时限。"),
        task_item("1.3", "县司法局", contact="吴试填", evidence="巡查日志",
                  progress="每个工作日上午由办公室巡查本局栏目和公众号，8月发现并修复错链1处。"),
        task_item("9.1", "县司法局", deadline="财政批复后20日内", status="已完成", percent="100%",
                  completed_on="2023年8月22日", links="https://www.fuliang.gov.cn/xsfj/czxx/2023001.shtml",
                  progress="2月20日公开部门预算，8月22日公开2022年度部门决算，三公经费表一并公开。"),
    ]  # fmt: skip
    return numbered(items)


def numbered(items: list[Item]) -> list[Item]:
    """The same rows with running numbers."""
    for number, item in enumerate(items, start=1):
        item.cells["serial"] = number
    return items
