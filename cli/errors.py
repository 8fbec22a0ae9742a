"""How the command line says no: wrong usage, a refusal, or its own failure, each in one line."""

from __future__ import annotations


class UsageError(Exception):
    """The command cannot be understood or what it names does not exist: status 2."""


class Refusal(Exception):
    """The command was understood and refused, nothing was changed: status 1."""


def sentence(error: Exception) -> str:
    """One Chinese line for an error the program did not expect, or one that speaks for itself."""
    from master.errors import MasterError

    if isinstance(error, MasterError):
        return str(error)
    if isinstance(error, OSError):
        return f"读写文件时出错：{error.strerror or error}（{error.filename or ''}）。请检查路径、权限和磁盘空间。"
    return f"程序出错（{type(error).__name__}：{error}）。设置环境变量TAIZHANG_DEBUG=1可看到详情，请反馈给维护人员。"
