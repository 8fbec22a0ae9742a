"""Closed sets of words: what a status, a severity, an outcome or a task kind can be.

Each member's value is the word programs read (contract, JSON); ``zh`` is the word people read.
"""

from __future__ import annotations

from enum import StrEnum


class ChineseEnum(StrEnum):
    """An enumeration whose members carry the Chinese word shown on screens."""

    zh: str

    def __new__(cls, value: str, zh: str = "") -> ChineseEnum:
        """A member from its code and its Chinese word. Looking one up by its code needs no word."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        return member


class Status(ChineseEnum):
    """办理状态 as a unit reports it. 逾期 is not among them: it is computed, see inspections.lights."""

    DONE = "done", "已完成"
    IN_PROGRESS = "in_progress", "推进中"
    NOT_STARTED = "not_started", "未启动"
    ONGOING = "ongoing", "长期坚持"
    NOT_APPLICABLE = "not_applicable", "不涉及"


class Severity(ChineseEnum):
    """How much a finding weighs: 必改 holds its row back, the others are merged and listed."""

    MUST_FIX = "must_fix", "必改"
    WARNING = "warning", "提醒"
    ADVICE = "advice", "建议"


class Outcome(ChineseEnum):
    """What became of one file."""

    ACCEPTED = "accepted", "已接收"
    NEEDS_CORRECTION = "needs_correction", "需更正"
    REFUSED = "refused", "已拒收"
    DUPLICATE = "duplicate", "重复报送"


class Light(ChineseEnum):
    """督查灯色. Always shown with its word; what each means is local practice (thresholds.toml)."""

    GREEN = "green", "绿"
    YELLOW = "yellow", "黄"
    RED = "red", "红"
    GREY = "grey", "灰"


class TaskKind(ChineseEnum):
    """任务性质 (workplan_2023 §0)."""

    STANDING = "standing", "常态"
    ONE_OFF = "one_off", "一次性"
    SERVICE_LEVEL = "service_level", "时限"
    ZERO_TOLERANCE = "zero_tolerance", "零容忍"
    PUBLISH_LIST = "publish_list", "清单"
    EVENT = "event", "活动"
    GATE = "gate", "闸口"


class Force(ChineseEnum):
    """约束力: encouraged and exploratory tasks are counted, never penalised."""

    MUST = "must", "必须"
    ENCOURAGED = "encouraged", "鼓励"
    EXPLORE = "explore", "探索"
    OPTIONAL = "optional", "视情"


class DeadlineSource(ChineseEnum):
    """Where a task's deadline comes from: the plan's text, a vague word in it, or our inference."""

    EXPLICIT = "explicit", "原文明示"
    VAGUE = "vague", "原文模糊"
    INFERRED = "inferred", "推断"


class LeadSource(ChineseEnum):
    """How sure we are of a unit: named in the plan, seen on a public page, or inferred."""

    NAMED = "named", "原文"
    SEEN = "seen", "公开网页"
    INFERRED = "inferred", "推断"


class UnitCategory(ChineseEnum):
    """单位类别 of units.csv."""

    DEPARTMENT = "department", "县直部门"
    TOWNSHIP = "township", "乡镇"
    OTHER = "other", "其他"


class RefusalCode(ChineseEnum):
    """Why a whole file could not be taken in; the sentence for the clerk is in importers.refusals."""

    EMPTY_FILE = "empty_file", "空文件"
    NOT_A_SPREADSHEET = "not_a_spreadsheet", "不是电子表格"
    CORRUPT_FILE = "corrupt_file", "文件损坏"
    ENCRYPTED = "encrypted", "有打开密码"
    TOO_LARGE = "too_large", "过大"
    UNSAFE_CONTENT = "unsafe_content", "内容不安全"
    NO_LEDGER_FOUND = "no_ledger_found", "没有台账"
    UNREADABLE = "unreadable", "无法读取"


class IgnoredReason(ChineseEnum):
    """Why a non-empty row of a file is not a row of the ledger."""

    TITLE = "title", "标题行"
    HEADER = "header", "表头行"
    SECTION = "section", "分节行"
    SUBTOTAL = "subtotal", "小计合计行"
    FOOTER = "footer", "落款备注行"
    EXAMPLE = "example", "示例行"
    TEMPLATE_BLANK = "template_blank", "未填写的空白行"
    HIDDEN_SHEET = "hidden_sheet", "隐藏工作表"
    NOT_LEDGER_SHEET = "not_ledger_sheet", "非台账工作表"
    OUR_MARKS = "our_marks", "系统标注"
    TABLE_BESIDE = "table_beside", "并排的另一张表"
