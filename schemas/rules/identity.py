"""Rules about whose row it is and which task it reports."""

from __future__ import annotations

import pandas as pd

from schemas.field import FieldType
from schemas.masks import holds
from schemas.rule import Facts, Fields, Mask, rule
from vocabulary.codes import Severity


@rule(
    "unknown_unit",
    title="单位无法识别",
    severity=Severity.MUST_FIX,
    blames=Fields.of_type("单位的列", FieldType.UNITS),
    softer={"lead_unit": Severity.WARNING, "supporting_units": Severity.WARNING},
    noted="unknown_unit",
    expected="“{unknown}”不在单位名录里",
    advice="请写单位全称或规范简称",
    wrong="工商局",
    right="县市监局",
    details=("unknown",),
)
def unknown_unit(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """单位名称要能在单位名录里找到；相近的名称只作提示，不自动替换。"""
    return holds(frame, f"{field}_issue", "unknown_unit")


@rule(
    "row_for_other_unit",
    title="填了别的单位",
    severity=Severity.MUST_FIX,
    blames=("unit",),
    noted="row_for_other_unit",
    expected="这是{sender_name}报来的台账，这一行写的却是别的单位",
    advice="请删去这一行，由该单位自己填报；写错了的改回本单位",
    wrong="县司法局的台账里写“县财政局”",
    right="县司法局",
    details=("sender_name",),
)
def row_for_other_unit(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """一个单位只能报自己的行。"""
    return holds(frame, "unit_issue", "row_for_other_unit")


@rule(
    "row_for_group",
    title="替一批单位填报",
    severity=Severity.WARNING,
    blames=("unit",),
    noted="row_for_group",
    expected="这是{sender_name}报来的台账，这一行会记到其中每个单位名下",
    advice="照抄了要点原文的，请改成本单位；确实代他们汇总的，请由印发要点的办公室报送",
    wrong="县财政局的台账里写“各乡镇”",
    right="县财政局",
    details=("sender_name",),
)
def row_for_group(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """一批单位（如各乡镇）的情况由印发要点的办公室汇总，别的单位只报自己的。"""
    return holds(frame, "unit_issue", "row_for_group")


@rule(
    "unit_from_sender",
    title="单位按报送单位认定",
    severity=Severity.ADVICE,
    blames=("unit",),
    noted="unit_from_sender",
    expected="没有写责任单位，已认定为报送单位{sender_name}",
    advice="下次请写明责任单位",
    wrong="责任单位一格空着",
    right="县司法局",
    details=("sender_name",),
)
def unit_from_sender(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """没有写责任单位的行，认定为报送单位的行。"""
    return holds(frame, "unit_issue", "unit_from_sender")


@rule(
    "unknown_point",
    title="要点无法识别",
    severity=Severity.MUST_FIX,
    blames=("task_id", "point"),
    noted="unknown_point",
    expected="在本年度要点中找不到",
    advice="请对照要点填写任务编号或要点标题",
    wrong="任务编号写17.2",
    right="13.4",
)
def unknown_point(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """任务编号或工作要点要能对上本年度的要点。"""
    return holds(frame, f"{field}_issue", "unknown_point")


@rule(
    "unmatched_task",
    title="没有对上任务库",
    severity=Severity.WARNING,
    blames=("task",),
    noted="unmatched_task",
    expected="没有写任务编号，按文字也对不上任务库中的任务",
    advice="请填写任务编号，或沿用要点中的任务名称",
    wrong="其他工作",
    right="互动交流平台咨询留言5个工作日内答复",
)
def unmatched_task(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """没有任务编号的行按要点和文字对应任务库，对不上的照收，但不计入应报任务。"""
    return holds(frame, "task_issue", "unmatched_task")


@rule(
    "duplicate_row",
    title="重复的行",
    severity=Severity.WARNING,
    blames=("task",),
    expected="与第{first_row}行是同一单位的同一项任务",
    advice="请合并成一行，或写明各自的具体内容",
    wrong="县司法局的4.1写了两行",
    right="一项任务只写一行",
    details=("first_row",),
)
def duplicate_row(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """同一单位的同一项任务在一份台账里只应有一行。"""
    return frame["first_row"].gt(0)
