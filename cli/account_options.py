"""What can be said after `taizhang account` and `taizhang audit`."""

from __future__ import annotations

import argparse

from cli.outputs import out_file


def add_account(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """The actions of `taizhang account`, each with the common options."""
    steps = parser.add_subparsers(dest="action", metavar="办理", required=True)

    def action(name: str, summary: str) -> argparse.ArgumentParser:
        added = steps.add_parser(name, help=summary, description=summary, parents=[common])
        if name != "list":
            added.add_argument("login", metavar="登录名")
            added.add_argument("--by", required=True, metavar="姓名", help="经手人，记入日志")
        return added

    action("list", "全部账号")
    sub = action("add", "新建账号，密码随机生成，只显示这一次")
    sub.add_argument("--person", required=True, metavar="姓名", help="使用人：一人一号")
    sub.add_argument("--role", required=True, metavar="角色", help="经办、领导、单位、审计员、系统管理员")
    sub.add_argument("--unit", metavar="单位", help="单位账号属于哪个单位")
    action("reset", "重设密码并解锁，新密码只显示这一次")
    action("disable", "停用账号，已登录的立即退出")
    action("enable", "恢复已停用的账号")


def add_audit(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """The actions of `taizhang audit`, each with the common options."""
    steps = parser.add_subparsers(dest="action", metavar="办理", required=True)

    def action(name: str, summary: str) -> argparse.ArgumentParser:
        return steps.add_parser(name, help=summary, description=summary, parents=[common])

    sub = action("verify", "核对日志：有没有被改动、删减")
    sub.add_argument("--lines", type=int, metavar="条数", help="以前记下的条数（与--digest一起写）")
    sub.add_argument("--digest", metavar="校验值", help="以前记下的校验值")
    for name, summary in (("list", "查日志"), ("export", "导出日志（.csv）")):
        sub = action(name, summary)
        sub.add_argument("--since", metavar="日期")
        sub.add_argument("--until", metavar="日期")
        sub.add_argument("--search", default="", metavar="词", help="人、事、单位、地址，可写几个词")
        if name == "list":
            sub.add_argument("--limit", type=int, default=50, metavar="条数", help="最多列几条（默认50）")
        else:
            sub.add_argument("--out", type=out_file, required=True, metavar="文件", help="写到这个.csv文件")
