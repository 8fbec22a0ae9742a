"""The words of 督查: kinds of rounds, their stages, verdicts, problems on their way to 销号."""

from __future__ import annotations

from vocabulary.codes import ChineseEnum


class RoundKind(ChineseEnum):
    """督查方式 (point sixteen, sentences two to five)."""

    WRITTEN = "written", "书面督查"
    ONSITE = "onsite", "现场督查"
    LOOK_BACK = "look_back", "回头看"


class Stage(ChineseEnum):
    """Where a round stands, in the order in which it passes through them."""

    PREPARING = "preparing", "准备"
    NOTIFIED = "notified", "通知"
    REPORTING = "reporting", "报送"
    FROZEN = "frozen", "冻结"
    REVIEWING = "reviewing", "审核"
    FEEDBACK = "feedback", "反馈"
    RECTIFYING = "rectifying", "整改"
    RECHECKING = "rechecking", "复核"
    ARCHIVED = "archived", "归档"


class Verdict(ChineseEnum):
    """What the office finds about one unit's task; what the unit says of itself is a Status."""

    COMPLETE = "complete", "完成"
    ON_TRACK = "on_track", "正常推进"
    BEHIND = "behind", "滞后"
    OVERDUE = "overdue", "逾期"
    NOT_REPORTED = "not_reported", "未报"
    NOT_APPLICABLE = "not_applicable", "不涉及"
    TO_VERIFY = "to_verify", "待核实"


class CheckResult(ChineseEnum):
    """What was found on site about one row of a check sheet."""

    CONFIRMED = "confirmed", "属实"
    PARTLY = "partly", "部分属实"
    REFUTED = "refuted", "不属实"
    UNCHECKED = "unchecked", "未核查"


class LookBackOutcome(ChineseEnum):
    """What became of an item of last year's plan (point sixteen, sentence five)."""

    DONE = "done", "已完成"
    NOT_DONE = "not_done", "未完成"
    CHANGED = "changed", "情况变化"


class ProblemSeverity(ChineseEnum):
    """How grave a 督查问题 is."""

    MINOR = "minor", "一般"
    SERIOUS = "serious", "较重"
    GRAVE = "grave", "严重"


class ProblemState(ChineseEnum):
    """Where a problem stands on its way from 交办 to 销号."""

    ASSIGNED = "assigned", "交办"
    RECTIFYING = "rectifying", "整改中"
    APPLIED = "applied", "申请销号"
    VERIFYING = "verifying", "核查"
    CLOSED = "closed", "销号"
    RETURNED = "returned", "退回"


class ProblemAction(ChineseEnum):
    """What is done with a problem. A unit may start, answer and apply; everything else is the office's."""

    ASSIGN = "assign", "交办"
    START = "start", "开始整改"
    APPLY = "apply", "申请销号"
    VERIFY = "verify", "核查"
    CLOSE = "close", "销号"
    RETURN = "return", "退回"
    EXTEND = "extend", "延期"
    REMIND = "remind", "提醒"
    SUPERVISE = "supervise", "督办"
    CRITICISE = "criticise", "通报"
    REOPEN = "reopen", "重新交办"


class DueKind(ChineseEnum):
    """Why a unit is reminded of something, the most pressing first."""

    NOT_REPORTED = "not_reported", "未报台账"
    OVERDUE = "overdue", "逾期"
    RECHECK = "recheck", "待复核"
    DUE_SOON = "due_soon", "临期"
    OPTIONAL = "optional", "可选"


class Role(ChineseEnum):
    """Whose word an event is."""

    OFFICE = "office", "县政府办"
    UNIT = "unit", "单位"
