"""What the files, columns and words of a workplan folder are called on screens and in differences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from schemas.plan import LEAD_OF_PROBLEMS, LEAD_OF_REPORTS
from vocabulary.codes import (
    ChineseEnum,
    DeadlineSource,
    Force,
    LeadSource,
    Light,
    Severity,
    TaskKind,
    UnitCategory,
)
from vocabulary.inspection import RoundKind, Verdict

FILE_TITLES: Mapping[str, str] = {
    "plan.toml": "要点信息和集合单位",
    "tasks.csv": "任务",
    "sub_items.csv": "子项",
    "units.csv": "单位",
    "rounds.toml": "督查轮次",
    "thresholds.toml": "口径和规则",
    "calendar.csv": "工作日历",
}

COLUMN_TITLES: Mapping[str, str] = {
    "id": "编号",
    "point": "要点",
    "name": "名称",
    "lead": "牵头单位",
    "supporting": "配合单位",
    "kind": "性质",
    "force": "约束力",
    "deadline_text": "时限原文",
    "deadline": "时限",
    "deadline_source": "时限来源",
    "trigger": "触发条件",
    "onsite": "现场督查",
    "indicator": "指标",
    "evidence": "佐证材料",
    "ledger_kinds": "台账种类",
    "lead_source": "单位来源",
    "requirement": "要求",
    "place": "要点中的位置",
    "parent": "所属任务",
    "code": "代码",
    "short_name": "简称",
    "category": "类别",
    "peer_group": "同类组",
    "aliases": "别名",
    "groups": "集合单位",
    "inspected": "列入督查",
    "date": "日期",
    "working": "上班",
    "note": "说明",
    "number": "序号",
    "section": "所在部分",
    "title": "标题",
    "includes": "包括的集合单位",
    "open": "成员由人指定",
    "year": "年度",
    "cut_off": "数据截止日",
    "submit_by": "报送截止日",
    "rectification_days": "整改期限（工作日）",
    "unit_categories": "单位类别",
    "units": "单位",
    "tasks": "任务",
    "document_number": "发文字号",
    "issued": "印发日期",
    "issued_date": "印发日期",
    "issuing_body": "发文机关",
    "calendar_until": "日历完整到",
    "trial": "试行的规则",
    "off": "停用的规则",
    "url_domains": "认可的域名",
    "numbers": "数字",
    "severities": "规则分量",
    "phrases": "词表",
    "empty_talk": "空话词表",
    "lights": "灯色含义",
    "lead_days": "提前提醒（工作日）",
    "scores": "计分",
    "checklists": "待填清单",
    "region": "地区",
    "prefixes": "地区前缀",
    "city": "市",
    "province": "省",
    LEAD_OF_PROBLEMS: "整改任务",
    LEAD_OF_REPORTS: "报送台账",
}

ROW_TITLES: Mapping[str, str] = {
    "tasks.csv": "任务",
    "sub_items.csv": "子项",
    "units.csv": "单位",
    "calendar.csv": "日期",
    "points": "要点",
    "groups": "集合单位",
    "rounds": "轮次",
}
"""What one row of a table is called."""


class Number(NamedTuple):
    """What a number does, what holds where the county has set none, and what it may be."""

    meaning: str
    default: float
    least: float
    most: float
    is_whole: bool = True


NUMBER_MEANINGS: Mapping[str, Number] = {
    "min_progress_length": Number("进展情况少于这么多个字，提醒写得过于简单", 10, 0, 1000),
    "copied_text_similarity": Number(
        "与另一单位的进展文字相似到这个程度（0到1），提醒疑似照抄", 0.9, 0, 1, is_whole=False
    ),
    "yellow_days": Number("离时限不足这么多天（自然日）的未完成事项亮黄灯", 7, 0, 366),
    "schedule_from": Number(
        "序时进度：从印发到时限，时间过去百分之几以后才看；101就都不看", 50, 0, 101, is_whole=False
    ),
    "schedule_gap": Number(
        "序时进度：完成率比时间少几个百分点（含）以上，亮黄灯、建议滞后", 20, 0, 101, is_whole=False
    ),
    "future_tolerance_days": Number("完成日期允许晚于报送日期的天数", 0, 0, 366),
    "onsite_weight_not_reported": Number("选现场督查单位：未报任务每项的分值", 3, 0, 1000, is_whole=False),
    "onsite_weight_overdue": Number("选现场督查单位：逾期每项的分值", 3, 0, 1000, is_whole=False),
    "onsite_weight_behind": Number("选现场督查单位：滞后每项的分值", 2, 0, 1000, is_whole=False),
    "onsite_weight_to_verify": Number("选现场督查单位：待核实每项的分值", 2, 0, 1000, is_whole=False),
    "onsite_weight_unrectified": Number(
        "选现场督查单位：反馈后未整改的问题每个的分值", 3, 0, 1000, is_whole=False
    ),
    "onsite_weight_open_problems": Number(
        "选现场督查单位：整改中的问题每个的分值", 1, 0, 1000, is_whole=False
    ),
    "onsite_weight_must_fix": Number(
        "选现场督查单位：现行台账中的必改问题每处的分值", 1, 0, 1000, is_whole=False
    ),
    "onsite_worst": Number("每个同类组列入几家因素最差的单位", 1, 0, 20),
    "onsite_random": Number("另从全部其余单位中（不分同类组）一共随机抽几家", 3, 0, 60),
    "onsite_rows_least": Number("每家从报已完成的事项中至少抽几项核对原件", 3, 0, 100),
    "onsite_rows_most": Number("每家从报已完成的事项中最多抽几项核对原件", 5, 0, 100),
}
"""The numbers the program asks for, by name."""

_ENUMS: Mapping[str, type[ChineseEnum]] = {
    "force": Force,
    "deadline_source": DeadlineSource,
    "lead_source": LeadSource,
    "category": UnitCategory,
    "unit_categories": UnitCategory,
    "severities": Severity,
}
_KINDS: Mapping[str, type[ChineseEnum]] = {"tasks.csv": TaskKind, "rounds.toml": RoundKind}
_KEYS: Mapping[str, type[ChineseEnum]] = {"lights": Light, "lead_days": TaskKind, "scores": Verdict}
_BOOLEANS = {"true": "是", "false": "否"}


def column_title(column: str) -> str:
    """A column or key in Chinese; one nobody knows as it is written."""
    return COLUMN_TITLES.get(column, column)


def key_title(table: str, key: str) -> str:
    """A key of a table of settings: a light, a task kind, a number, a rule's code."""
    words = _KEYS.get(table)
    if words is not None and key in list(words):
        return words(key).zh
    if table == "numbers" and key in NUMBER_MEANINGS:
        return NUMBER_MEANINGS[key].meaning
    return column_title(key)


def enum_of(file: str, column: str) -> type[ChineseEnum] | None:
    """The closed set of words a column takes its values from."""
    return _KINDS.get(file) if column == "kind" else _ENUMS.get(column)


def value_text(file: str, column: str, text: str) -> str:
    """A value as people read it: 县直部门 for department, 是 for true."""
    words = enum_of(file, column)
    parts = [part.strip() for part in text.split(";")] if words else [text]
    if words is not None and all(part in list(words) for part in parts):
        return "、".join(words(part).zh for part in parts)
    return _BOOLEANS.get(text.lower(), text)
