"""frictionless validates the same files with an equal schema and stores nothing.

Runs in whatever Python has frictionless, which need not be the project's own.
"""

from __future__ import annotations

import importlib
import time
from pathlib import Path
from typing import Any

from benchmarks.contenders.plain_rules import HEADER_LINES, STATUSES, TASK_ID, URL

_TEXT = (
    "责任单位", "配合单位", "责任领导", "责任人", "联系电话", "完成时限", "完成状态", "完成率", "进展情况", "佐证材料", "公开链接",
    "实际完成日期", "存在问题", "下一步措施", "填报日期", "备注",
)  # fmt: skip
_CONSTRAINTS: dict[str, dict[str, Any]] = {
    "任务编号": {"required": True, "pattern": TASK_ID},
    "工作要点": {"required": True, "minLength": 2, "maxLength": 60},
    "具体举措": {"required": True},
    "责任单位": {"required": True},
    "责任人": {"required": True},
    "完成状态": {"required": True, "enum": STATUSES},
    "进展情况": {"minLength": 10},
    "公开链接": {"pattern": URL},
}
_ANY = {"联系电话", "完成时限", "完成率", "实际完成日期", "填报日期"}
"""Cells that hold text in one row and a number or a date in another."""


def run(arguments: dict[str, Any]) -> dict[str, float]:
    """Validate every file of ``ledgers``."""
    frictionless: Any = importlib.import_module("frictionless")  # not in the project's own environment
    checks = frictionless.checks

    schema = frictionless.Schema.from_descriptor(
        {"fields": [_field(name) for name in ("序号", "任务编号", "工作要点", "具体举措", *_TEXT)]}
    )
    checklist = frictionless.Checklist(
        checks=[
            checks.row_constraint(formula="完成状态 != '已完成' or 完成率 in (1, '100%', '１００％', None)"),
            checks.row_constraint(formula="完成状态 != '推进中' or 完成率 not in (1, '100%')"),
            checks.row_constraint(
                formula="完成状态 != '已完成' or 佐证材料 is not None or 公开链接 is not None"
            ),
        ]
    )
    paths = sorted(Path(arguments["ledgers"]).iterdir())
    wrong = rows = 0
    began = time.perf_counter()
    with frictionless.system.use_context(trusted=True):
        for path in paths:
            dialect = frictionless.Dialect(header_rows=[HEADER_LINES + 1])
            report = frictionless.Resource(path=str(path), schema=schema, dialect=dialect).validate(
                checklist, limit_errors=100_000
            )
            wrong += report.stats["errors"]
            rows += report.tasks[0].stats.get("rows", 0)
    return {"seconds": time.perf_counter() - began, "rows": float(rows), "findings": float(wrong)}


def _field(name: str) -> dict[str, Any]:
    kind = "integer" if name == "序号" else "any" if name in _ANY else "string"
    constraints = dict(_CONSTRAINTS.get(name, {}))
    if name == "完成时限":
        constraints = {"required": True}
    return {"name": name, "type": kind, "constraints": constraints}
