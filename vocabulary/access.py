"""Who may do what: roles, actions, and the one table that pages, addresses, downloads and queries ask."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from vocabulary.codes import ChineseEnum


class AccountRole(ChineseEnum):
    """What an account is for. One person, one account, one role."""

    OFFICE = "office", "经办"
    LEADER = "leader", "领导"
    UNIT = "unit", "单位"
    AUDITOR = "auditor", "审计员"
    ADMIN = "admin", "系统管理员"


class Action(ChineseEnum):
    """What can be done. Looking is an action too: nobody looks by default."""

    SEE_OVERVIEW = "see_overview", "看总览"
    SEE_ROWS = "see_rows", "看台账和问题"
    DOWNLOAD = "download", "下载文件"
    SEND_LEDGER = "send_ledger", "报送台账"
    UNDO_SUBMISSION = "undo_submission", "撤销报送"
    SETTLE_MATCH = "settle_match", "确认同一事项"
    RUN_ROUND = "run_round", "推进督查轮次"
    DECIDE_VERDICT = "decide_verdict", "核定结论"
    ANSWER_PROBLEM = "answer_problem", "整改和申请销号"
    RULE_PROBLEM = "rule_problem", "交办、核查和销号"
    REVEAL_PHONE = "reveal_phone", "查看完整电话"
    CHANGE_PLAN = "change_plan", "修改要点数据"
    MANAGE_ACCOUNTS = "manage_accounts", "管理账号"
    CHANGE_POLICY = "change_policy", "修改安全设置"
    READ_LOG = "read_log", "查看日志"


class Reach(ChineseEnum):
    """How far a permission goes."""

    NONE = "none", "无"
    OWN = "own", "本单位"
    ALL = "all", "全县"


_PAPERS = (Action.SEE_ROWS, Action.DOWNLOAD, Action.SEND_LEDGER, Action.REVEAL_PHONE)

PERMISSIONS: Mapping[AccountRole, Mapping[Action, Reach]] = MappingProxyType(
    {
        AccountRole.OFFICE: dict.fromkeys(
            (
                *_PAPERS,
                Action.SEE_OVERVIEW,
                Action.UNDO_SUBMISSION,
                Action.SETTLE_MATCH,
                Action.RUN_ROUND,
                Action.DECIDE_VERDICT,
                Action.RULE_PROBLEM,
                Action.CHANGE_PLAN,
            ),
            Reach.ALL,
        ),
        AccountRole.LEADER: dict.fromkeys((Action.SEE_OVERVIEW, Action.SEE_ROWS, Action.DOWNLOAD), Reach.ALL),
        AccountRole.UNIT: dict.fromkeys((*_PAPERS, Action.ANSWER_PROBLEM), Reach.OWN),
        AccountRole.AUDITOR: {Action.READ_LOG: Reach.ALL},
        AccountRole.ADMIN: dict.fromkeys(
            (Action.CHANGE_PLAN, Action.MANAGE_ACCOUNTS, Action.CHANGE_POLICY), Reach.ALL
        ),
    }
)
"""Role × action → how far. What is not named is not allowed. The office answers for no unit, a unit rules on nothing;
who makes accounts sees no ledgers and no log, who reads the log can do nothing else (三员分立)."""


def reach_of(role: AccountRole, action: Action) -> Reach:
    """How far a role may go with an action."""
    return PERMISSIONS[role].get(action, Reach.NONE)


def permits(role: AccountRole, own: str | None, action: Action, unit: str | None = None) -> bool:
    """Whether an account of ``role`` (and of the unit ``own``) may do it to ``unit``; None is the whole county."""
    reach = reach_of(role, action)
    if reach is Reach.OWN:
        return unit is not None and unit == own
    return reach is Reach.ALL
