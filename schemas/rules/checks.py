"""Rules about what inspectors write on a check sheet: a finding needs its facts, a check its signature."""

from __future__ import annotations

import pandas as pd

from schemas.masks import holds
from schemas.rule import Facts, Mask, rule
from vocabulary.codes import Severity
from vocabulary.inspection import CheckResult

_DOUBTED = (CheckResult.PARTLY.zh, CheckResult.REFUTED.zh)
_CHECKED = (CheckResult.CONFIRMED.zh, *_DOUBTED)


@rule(
    "missing_observation",
    title="没有写发现的情况",
    severity=Severity.MUST_FIX,
    blames=("observation",),
    expected="核查结果是“{check_result_text}”，但没有写发现的情况",
    advice="请写明现场看到了什么、差在哪里",
    wrong="核查结果不属实，发现的情况空着",
    right="核查结果不属实，发现的情况写“专区只有标牌，没有查询设备。”",
    details=("check_result_text",),
)
def missing_observation(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """核查结果为部分属实、不属实的，要写明发现的情况，才能交单位整改。"""
    return frame["check_result"].isin(_DOUBTED) & frame["observation"].fillna("").eq("")


@rule(
    "unsigned_check",
    title="没有写明谁在哪天核查",
    severity=Severity.WARNING,
    blames=("inspector", "checked_on"),
    noted="blank",
    expected="已有核查结果，这一格却空着",
    advice="请补写核查人和核查日期",
    wrong="核查结果属实，核查人空着",
    right="核查人示例甲，核查日期2023年9月26日",
)
def unsigned_check(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """写了核查结果的行要写明核查人和核查日期。"""
    return frame["check_result"].isin(_CHECKED) & holds(frame, f"{field}_given", "blank")


@rule(
    "future_check_date",
    title="核查日期在将来",
    severity=Severity.MUST_FIX,
    blames=("checked_on",),
    expected="晚于收到这份表的日期{received_on}，还没有到",
    advice="请核对核查日期",
    wrong="9月27日收到的核查表，核查日期写10月9日",
    right="2023年9月26日",
    details=("received_on",),
)
def future_check_date(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """核查日期不能晚于收到核查表的那一天。"""
    return frame["checked_on"] > frame["latest_completion"]
