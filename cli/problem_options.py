"""What `taizhang problems` understands. Imported with the parser: nothing heavy here."""

from __future__ import annotations

import argparse

from cli.outputs import out_folder

MOVES = {
    "start": ("开始整改（单位）", "unit"),
    "apply": ("申请销号（单位）", "unit"),
    "verify": ("核查：写明核查人和看到了什么", "office"),
    "close": ("销号：须经核查、有佐证", "office"),
    "return": ("退回：写明原因，可以另定期限", "office"),
    "extend": ("延期：写明原因和新的期限", "office"),
    "reopen": ("重新交办：销号后又反弹的", "office"),
}
"""The moves that are commands of their own: what each does, whose word it is unless --as says otherwise."""

SLIPS = {"blue": "蓝色提醒单", "yellow": "黄色督办单", "red": "红色通报单"}
LISTS = {
    "problems": "问题清单",
    "tasks": "任务清单",
    "duties": "责任清单",
    "ledger": "整改台账",
    "all": "以上四种",
}


def add_problems(problems: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Give `problems` its commands."""
    words = problems.add_subparsers(dest="word", metavar="办理", required=True)

    def word(name: str, summary: str) -> argparse.ArgumentParser:
        added = words.add_parser(name, help=summary, description=summary, parents=[common])
        return added

    _add_filters(word("list", "督查问题一览"))
    sub = word("show", "一个问题的办理经过")
    sub.add_argument("number", metavar="编号", help="如2023-001")
    _add_new(word("add", "交办一个督查问题"))
    for name, (summary, role) in MOVES.items():
        sub = word(name, summary)
        _add_move(sub, role)
        if name in ("extend", "return", "reopen"):
            _add_due(sub)
    sub = word("slip", "发督办单：先蓝（提醒），再黄（督办），后红（通报）")
    _add_move(sub, "office")
    sub.add_argument("--colour", choices=tuple(SLIPS), help="blue蓝、yellow黄、red红（默认：下一级）")
    sub = word("export", "导出问题清单、任务清单、责任清单、整改台账")
    _add_filters(sub)
    sub.add_argument("--list", choices=tuple(LISTS), default="all", dest="which", help="哪一种（默认：全部）")
    sub.add_argument("--out", type=out_folder, required=True, metavar="目录", help="写到这个目录")


def _add_filters(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--unit", metavar="单位")
    sub.add_argument("--round", metavar="代号", help="督查轮次，见rounds.toml")
    sub.add_argument(
        "--state",
        metavar="进度",
        help="assigned交办、rectifying整改中、applied申请销号、verifying核查、closed销号、returned退回，"
        "或open未销号、overdue超期",
    )


def _add_new(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--round", required=True, metavar="代号", help="督查轮次")
    sub.add_argument("--unit", metavar="单位", help="交给哪个单位（用--from-verdicts时不写）")
    sub.add_argument("--task", metavar="任务编号")
    sub.add_argument("--description", metavar="文字", default="", help="是什么问题")
    sub.add_argument("--evidence", metavar="文字", default="", help="凭什么说有这个问题")
    sub.add_argument("--severity", choices=("minor", "serious", "grave"), default="minor",
                     help="minor一般、serious较重、grave严重")  # fmt: skip
    sub.add_argument("--requirement", metavar="文字", default="", help="整改要求")
    sub.add_argument("--previous", metavar="编号", help="屡查未改的，写上次的编号")
    sub.add_argument(
        "--from-verdicts", action="store_true", help="按本轮核定结论，把逾期、未报、滞后和待核实的逐项交办"
    )
    _add_due(sub)
    sub.add_argument("--by", required=True, metavar="姓名")


def _add_move(sub: argparse.ArgumentParser, role: str) -> None:
    sub.add_argument("numbers", metavar="编号", nargs="+", help="如2023-001，可写多个")
    sub.add_argument("--note", metavar="文字", default="", help="说明、原因、核查所见")
    sub.add_argument("--evidence", metavar="文字", default="", help="佐证")
    sub.add_argument("--by", required=True, metavar="姓名", help="经办人")
    sub.add_argument(
        "--seen", metavar="标记", help="show --json给出的seen；在那以后又有办理或新的整改情况，就不办并说明"
    )
    sub.add_argument(
        "--as", dest="role", choices=("office", "unit"), default=role, help="office县政府办、unit单位"
    )


def _add_due(sub: argparse.ArgumentParser) -> None:
    which = sub.add_mutually_exclusive_group()
    which.add_argument("--due", metavar="日期", help="期限，如2023-09-14")
    which.add_argument("--days", type=int, metavar="天数", help="期限，多少个工作日（从次日算起）")
