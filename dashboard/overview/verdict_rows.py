"""Every verdict of a round as a row, with the cells it rests on."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dashboard.figures import status_word
from inspections.verdict_view import JudgedVerdict
from schemas.plan import Plan

VERDICT_HEADS = {
    "unit_name": "单位",
    "task_id": "编号",
    "task": "任务",
    "claimed": "单位自报",
    "verdict": "结论",
    "reason": "依据",
    "cells": "依据所在的单元格",
}


def verdict_rows(plan: Plan, verdicts: Iterable[JudgedVerdict]) -> pd.DataFrame:
    """unit, point and the columns of VERDICT_HEADS, in the plan's order of units."""
    order = {unit.code: place for place, unit in enumerate(plan.units)}
    lines = []
    for one in sorted(verdicts, key=lambda each: order.get(each.unit, len(order))):
        task, unit = plan.task_by_id[one.task_id], plan.unit_by_code[one.unit]
        why = one.decision.reason if one.decision and one.decision.reason else ""
        reasons = one.suggested.reasons
        cells = dict.fromkeys(cell for reason in reasons for cell in reason.cells)
        lines.append(
            (
                unit.name,
                task.point,
                unit.name,
                task.id,
                task.name,
                status_word(one.suggested.claimed) if one.suggested.claimed else "没有报",
                one.verdict.zh,
                why or "；".join(reason.text for reason in reasons),
                "；".join(cells),
            )
        )
    return pd.DataFrame(lines, columns=["unit", "point", *VERDICT_HEADS])
