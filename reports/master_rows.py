"""The master as a table to be exported: Chinese titles, words for codes, the origin of every row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from inspections.lights import judge, task_of
from master.views import MasterRow
from schemas.plan import Plan
from schemas.records import STANDING
from vocabulary.codes import Status

TITLES = (
    "责任单位",
    "任务编号",
    "要点",
    "任务",
    "完成时限（原文）",
    "时限",
    "考核时限",
    "完成状态（原文）",
    "状态",
    "完成率",
    "灯色",
    "逾期",
    "进展情况",
    "佐证材料",
    "责任人",
    "配合单位",
    "实际完成日期",
    "版本",
    "变更时间",
    "撤回",
    "来源文件",
    "工作表",
    "行",
)


_CONTACT = TITLES.index("责任人")


def export_rows(
    rows: Iterable[MasterRow], plan: Plan, as_of: dt.date, phones: Callable[[str], str] | None = None
) -> Iterator[tuple[object, ...]]:
    """The titles, then one tuple per row. Phones are left out, as an exported file leaves the house, unless
    ``phones`` says how a number, or a name it stands beside, is to be written."""
    lines = _lines(rows, plan, as_of)
    if phones is None:
        yield TITLES
        yield from (line for line, _ in lines)
        return
    yield (*TITLES[: _CONTACT + 1], "联系电话", *TITLES[_CONTACT + 1 :])
    for line, phone in lines:
        yield (*line[:_CONTACT], phones(str(line[_CONTACT])), phones(phone), *line[_CONTACT + 1 :])


def _lines(rows: Iterable[MasterRow], plan: Plan, as_of: dt.date) -> Iterator[tuple[tuple[object, ...], str]]:
    """One tuple per row, and its phone."""
    names = plan.unit_names
    points = {point.number: point.title for point in plan.points}
    for row in rows:
        record = row.record
        judged = judge(record, task_of(record, plan), as_of, plan.thresholds, plan.issued)
        line = (
            names.get(record.unit, ""),
            record.task_id or "",
            points.get(record.point or 0, ""),
            record.task,
            record.deadline_text,
            "长期" if record.deadline == STANDING else record.deadline or "",
            judged.deadline.isoformat() if judged.deadline else "",
            record.status_text,
            Status(record.status).zh if record.status else "",
            "" if record.percent is None else record.percent / 100,
            judged.light.zh,
            "逾期" if judged.overdue and not row.withdrawn else "",
            record.progress or "",
            record.evidence or "",
            record.contact or "",
            "、".join(names.get(code, code) for code in record.supporting_units),
            record.completed_on or "",
            row.version,
            row.changed_at.strftime("%Y-%m-%d %H:%M"),
            "撤回" if row.withdrawn else "",
            row.file_name,
            record.sheet,
            record.row,
        )
        yield line, record.phone or ""
