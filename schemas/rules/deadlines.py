"""Rules about deadlines and days."""

from __future__ import annotations

import pandas as pd

from schemas.field import FieldType
from schemas.masks import Bits, holds
from schemas.rule import Facts, Fields, Mask, rule
from vocabulary.codes import Severity


def _dated(frame: pd.DataFrame) -> Bits:
    return holds(frame, "deadline_kind", "date")


@rule(
    "bad_date",
    title="日期无法识别",
    severity=Severity.MUST_FIX,
    blames=Fields.of_type("日期和时限的列", FieldType.DEADLINE, FieldType.DAY),
    softer={"reported_on": Severity.WARNING},
    noted="bad_date",
    expected="认不出这是哪一天",
    advice="请写成2023年9月30日这样的日期，长期任务写“长期坚持”",
    wrong="2023年6月31日",
    right="2023年6月30日",
)
def bad_date(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """时限和日期要能读成确定的一天，或者长期坚持一类的说明。"""
    return holds(frame, f"{field}_issue", "bad_date")


@rule(
    "vague_deadline",
    title="时限含糊",
    severity=Severity.WARNING,
    blames=("deadline",),
    expected="没有说明到哪一天为止，{plan_limit}",
    advice="请写具体日期，没有写的按任务库掌握",
    wrong="尽快",
    right="2023年9月30日",
    details=("plan_limit",),
)
def vague_deadline(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """“及时”“尽快”“按要求”不是时限，按任务库的默认时限掌握；照抄任务库时限原文的除外。"""
    return holds(frame, "deadline_kind", "vague")


@rule(
    "misplaced_value",
    title="内容填错了列",
    severity=Severity.WARNING,
    blames=("deadline",),
    noted="misplaced_value",
    expected="这里应写时限，填的却是完成情况",
    advice="请把完成情况移到完成状态列，这里写应当完成的日期",
    wrong="已完成",
    right="2023年9月30日",
)
def misplaced_value(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """完成时限一列写的是应当完成的日期，不是办理状态。"""
    return holds(frame, f"{field}_issue", "misplaced_value")


@rule(
    "deadline_out_of_year",
    title="时限不在本年度",
    severity=Severity.WARNING,
    blames=("deadline",),
    expected="不在{year}年度之内",
    advice="请核对年份，是否沿用了往年的台账",
    wrong="2022年12月31日",
    right="2023年12月31日",
    details=("year",),
)
def deadline_out_of_year(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """时限应当在要点所属年度之内；任务库本身定在次年的除外。"""
    year = f"{facts.year:04d}"
    early, late = frame["deadline"] < f"{year}-01-01", frame["deadline"] > f"{year}-12-31"
    if not (early.any() or late.any()):
        return early
    return _dated(frame) & (early | late & ~(frame["plan_deadline"] > f"{year}-12-31"))


@rule(
    "deadline_before_plan",
    title="时限早于要点印发",
    severity=Severity.WARNING,
    blames=("deadline",),
    expected="早于要点印发的{issued}，印发时就已经过了，{plan_limit}",
    advice="请核对年份和日期",
    wrong="上半年",
    right="2023年12月31日",
    details=("issued", "plan_limit"),
)
def deadline_before_plan(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """要点印发以前的日子不能作今年任务的时限；任务库本身定在那一天的除外。"""
    early = frame["deadline"] < facts.issued
    if not early.any():
        return early
    this_year = frame["deadline"] >= f"{facts.year:04d}-01-01"
    return _dated(frame) & early & this_year & (frame["deadline"] != frame["plan_deadline"])


@rule(
    "deadline_too_late",
    title="时限晚于要求",
    severity=Severity.WARNING,
    blames=("deadline",),
    expected="晚于任务库的时限{plan_deadline}，考核时按任务库时限",
    advice="请改为{plan_deadline}或更早",
    wrong="6.7政府开放月写“12月底前”",
    right="2023年8月31日",
    details=("plan_deadline",),
)
def deadline_too_late(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """单位自报的时限不得晚于任务库的时限。"""
    planned = frame["plan_deadline"]
    late = _dated(frame) & (frame["deadline"] > planned)
    return late & planned.ne("") if late.any() else late


@rule(
    "future_completion_date",
    title="完成日期在将来",
    severity=Severity.MUST_FIX,
    blames=("completed_on",),
    expected="晚于报送日期{received_on}，还没有到",
    advice="请核对日期；没有做完的，状态写“推进中”",
    wrong="8月31日报送，实际完成日期写9月15日",
    right="2023年8月25日",
    details=("received_on",),
)
def future_completion_date(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """实际完成日期不能晚于报送的那一天。"""
    return frame["completed_on"] > frame["latest_completion"]
