"""The words of the log: what can happen besides the actions of ``vocabulary.access``, and how it ended."""

from __future__ import annotations

from vocabulary.codes import ChineseEnum


class SignInEvent(ChineseEnum):
    """What happens around signing in."""

    SIGN_IN = "sign_in", "登录"
    LOCK = "lock", "锁定账号"
    SIGN_OUT = "sign_out", "退出"
    CHANGE_PASSWORD = "change_password", "修改密码"


class AuditOutcome(ChineseEnum):
    """How something ended."""

    DONE = "done", "成功"
    REFUSED = "refused", "被拒绝"
    FAILED = "failed", "未成"
