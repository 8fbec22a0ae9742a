"""What we already know of a ledger before the unit writes a word: its tasks, by the fields of the kind."""

from __future__ import annotations

import re

from schemas.field import Field, FieldType, LedgerKind, Need
from schemas.plan import Plan, Task, Unit
from vocabulary.codes import TaskKind
from vocabulary.days import in_chinese

_SAID_ABOVE = frozenset({"lead_unit", "reported_on"})
_STANDING = "长期坚持"
_NARROW = 10
_NEVER_NARROWER = {FieldType.PHONE: 14, FieldType.DEADLINE: 16, FieldType.DAY: 16}


def template_fields(kind: LedgerKind) -> tuple[Field, ...]:
    """The columns of a template, in the declared order.

    牵头单位 and 填报日期 are left out where they may be: the line above the table says both.
    """
    return tuple(
        field for field in kind.fields if field.need is not Need.MAY or field.name not in _SAID_ABOVE
    )


def column_width(field: Field) -> float:
    """The declared width, long texts drawn in: twenty columns have to share one sheet of A4."""
    drawn_in = _NARROW + (field.width - _NARROW) * 0.45 if field.width > _NARROW else field.width
    return max(drawn_in, _NEVER_NARROWER.get(field.type, 0))


def expected_tasks(plan: Plan, unit: Unit, kind: LedgerKind) -> tuple[Task, ...]:
    """The unit's tasks, for a kind whose rows are tasks; () for ledgers of applications, messages…"""
    if "task_id" not in kind.key:
        return ()
    return tuple(plan.task_by_id[task_id] for task_id in plan.expectations.get(unit.code, ()))


def prefilled(plan: Plan, unit: Unit, task: Task, serial: int) -> dict[str, str | int]:
    """Field name → value of one task's row; fields that are the unit's to fill are not in it."""
    titles = {point.number: point.title for point in plan.points}
    return {
        "serial": serial,
        "task_id": task.id,
        "point": titles.get(task.point, ""),
        "task": task.name,
        "unit": unit.name,
        "deadline": deadline_words(task),
    }


def deadline_words(task: Task) -> str:
    """The plan's deadline as a ledger writes it.

    A task without a last day (答复期限 counts from each case) goes on all year, as a standing one does.
    """
    if task.kind is TaskKind.STANDING or task.deadline is None:
        return _STANDING
    return in_chinese(task.deadline)


def ledger_title(plan: Plan, kind: LedgerKind) -> str:
    """2023年浮梁县政务公开工作要点 → 2023年浮梁县政务公开工作台账."""
    return re.sub(r"(?:工作)?要点$", "", plan.title) + kind.title


def preface_line(unit: Unit) -> str:
    """The line between title and header, from which a returning ledger's sender is read too."""
    return f"填报单位：{unit.name}　　　　填报日期：　　　　年　　月　　日"
