"""The command line: what can be said, and how it is refused. Each command's work is in its own module.

Only the command that runs is imported: `taizhang --help` loads neither pandas nor a database.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable
from typing import NoReturn

from cli.account_options import add_account, add_audit
from cli.errors import UsageError
from cli.outputs import out_file, out_folder
from cli.problem_options import add_problems
from cli.round_options import add_round

Run = Callable[[argparse.Namespace], int]

_WORDS = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示这份说明",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s：%(message)s",
    "expected one argument": "后面要跟一个值",
    "expected at least one argument": "后面至少要跟一个值",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r 这个选择，可用的有：%(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r 的写法不对",
    "not allowed with argument %s": "不能与 %s 同时使用",
    "one of the arguments %s is required": "%s 要写其中一个",
}


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one Chinese line, status 2, without the usage block."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}。可用 {self.prog} --help 查看写法。")


def _parser() -> argparse.ArgumentParser:
    # argparse asks gettext through this module-level name; there is no other way to its words.
    argparse._ = lambda text: _WORDS.get(text, text)  # type: ignore[attr-defined]
    # Before or after the command's name: both are understood.
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument(
        "--workplan",
        metavar="目录",
        help="要点数据目录（默认：数据库旁的同名目录，没有则为自带的2023年要点）",
    )
    common.add_argument(
        "--db", metavar="地址", help="数据库（默认：环境变量TAIZHANG_DB，否则data/目录下的SQLite文件）"
    )
    common.add_argument("--as-of", metavar="日期", help="截至哪一天，如2023-09-15（默认：今天）")
    common.add_argument("--json", action="store_true", help="只在标准输出上给一份JSON")
    parser = _Parser(prog="taizhang", description="政务公开工作台账：校验、汇总、督查。", parents=[common])
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True)

    def command(name: str, module: str, summary: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary, description=summary, parents=[common])
        added.set_defaults(module=module)
        return added

    for name, summary in (("check", "校验台账，不入库"), ("import", "校验台账并入库")):
        sub = command(name, "cli.files", summary)
        sub.add_argument("paths", nargs="+", metavar="文件", help="台账文件、文件夹或.zip")
        sub.add_argument("--unit", metavar="单位", help="这些文件是哪个单位报来的")
        sub.add_argument("--password", metavar="密码", default="", help="加密文件的打开密码")
        sub.add_argument("--received", metavar="时间", help="收到的时间，如2023-08-30T10:00（默认：现在）")
        if name == "import":
            sub.add_argument("--by", metavar="姓名", default="", help="经手人")
            sub.add_argument("--dry-run", action="store_true", help="只试算会有哪些变化，不入库")
    sub = command("undo", "cli.tables", "撤销一次入库（保留记录）")
    sub.add_argument("submission", type=int, metavar="编号", help="入库编号，见import的输出")
    sub.add_argument("--reason", required=True, metavar="原因")
    sub.add_argument("--by", required=True, metavar="姓名")
    sub = command("master", "cli.tables", "某一天所知的总台账")
    sub.add_argument("--unit", metavar="单位")
    sub.add_argument("--format", choices=("json", "csv", "xlsx"), help="输出格式")
    sub.add_argument("--out", type=out_file, metavar="文件", help="写到这个文件")
    sub = command("history", "cli.tables", "某单位各行的历次版本和来源单元格")
    sub.add_argument("unit", metavar="单位")
    sub.add_argument("task", nargs="?", metavar="任务编号")
    sub = command("missing", "cli.tables", "应报未报的单位和没有覆盖的任务")
    sub.add_argument("--round", metavar="代号", help="督查轮次，见rounds.toml")
    for name, summary in (("templates", "生成各单位的台账模板"), ("corrections", "生成各单位的更正清单")):
        sub = command(name, "cli.send_back", summary)
        which = sub.add_mutually_exclusive_group()
        which.add_argument("--unit", metavar="单位")
        which.add_argument("--all", action="store_true", help="全部单位（默认）")
        sub.add_argument("--out", type=out_folder, required=True, metavar="目录", help="写到这个目录")
    add_problems(
        command("problems", "cli.problems", "督查问题：交办、整改、核查、销号、督办单、清单"), common
    )
    add_round(command("round", "cli.rounds", "督查轮次：开始、冻结、核定、反馈、归档"), common)
    sub = command("remind", "cli.remind", "催办：未报、逾期、待复核、临期，每个单位一段可以直接转发的话")
    sub.add_argument("--unit", metavar="单位", help="只提醒这个单位")
    sub.add_argument("--round", metavar="代号", help="只提醒这一轮督查的任务、整改和报送")
    sub.add_argument("--out", type=out_file, metavar="文件", help="另写一张县政府办用的汇总表（.xlsx）")
    sub.add_argument("--dry-run", action="store_true", help="只看不记：不记录提醒过什么")
    _add_look_back(
        command("look-back", "cli.look_back", "回头看：上年任务的导入、对应、定结论和情况表"), common
    )
    _add_onsite(command("onsite", "cli.onsite", "现场督查：抽单位、出核查表、收核查结果"), common)
    add_account(command("account", "cli.accounts", "账号：新建、重设密码、停用"), common)
    add_audit(command("audit", "cli.audit", "日志：查找、导出、核对完整"), common)
    sub = command("backup", "cli.backup", "备份：数据库和要点数据存成一个文件，不用停服务")
    sub.add_argument(
        "--out", required=True, metavar="文件", help="写到这个文件，如 备份-2023-09-01.zip；已有的不覆盖"
    )
    sub = command("restore", "cli.backup", "从备份恢复：先检查，再放到位")
    sub.add_argument("file", metavar="文件", help="backup 写出的文件")
    sub.add_argument("--replace", action="store_true", help="换掉已有的数据库和要点数据（原来的另存一份）")
    sub = command("demo", "cli.service", "用示例台账打开页面")
    sub.add_argument("--prepare", action="store_true", help="只建示例数据库，不打开页面")
    _add_address(sub)
    sub = command("serve", "cli.service", "打开页面，使用正式数据库")
    sub.add_argument("--demo", action="store_true", help="使用示例数据库")
    _add_address(sub)
    return parser


def _add_look_back(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="动作", required=True)

    def action(name: str, summary: str, *, item: bool = False, by: bool = False) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=summary, description=summary, parents=[common])
        if item:
            sub.add_argument("item", type=int, metavar="事项", help="事项编号，见look-back items")
        sub.add_argument("--round", required=True, metavar="代号", help="回头看的轮次，见rounds.toml")
        if by:
            sub.add_argument("--by", required=True, metavar="姓名", help="经办人")
        return sub

    sub = action("load", "导入上年的台账或上年总台账的导出，列名、编号不限")
    sub.add_argument("paths", nargs="+", metavar="文件", help="台账文件、文件夹或.zip")
    sub.add_argument("--unit", metavar="单位", help="这些文件是哪个单位报来的")
    sub.add_argument("--password", metavar="密码", default="", help="加密文件的打开密码")
    sub.add_argument("--received", metavar="时间", help="收到的时间，如2023-08-30T10:00（默认：现在）")
    sub.add_argument("--by", metavar="姓名", default="", help="经手人")
    action("items", "要核查的事项和不在核查范围内的行")
    action("matches", "各事项由今年哪项任务接续，屡查未改和反弹")
    sub = action("match", "指定事项由今年哪项任务接续", item=True, by=True)
    which = sub.add_mutually_exclusive_group(required=True)
    which.add_argument("--task", metavar="任务编号", help="今年的任务编号")
    which.add_argument("--none", action="store_true", help="今年没有任务接续")
    sub.add_argument("--reason", default="", metavar="原因")
    sub = action("unmatch", "撤回事项的对应", item=True, by=True)
    sub.add_argument("--reason", default="", metavar="原因")
    sub = action("decide", "定事项的结论", item=True, by=True)
    sub.add_argument("outcome", choices=("done", "not_done", "changed"), metavar="结论",
                     help="done 已完成，not_done 未完成，changed 情况变化")  # fmt: skip
    sub.add_argument("--evidence", default="", metavar="佐证", help="定为已完成的要写")
    sub.add_argument("--reason", default="", metavar="原因", help="定为未完成、情况变化的要写")
    sub.add_argument("--deadline", metavar="日期", help="未完成的新时限，工作日")
    sub.add_argument("--owner", metavar="单位", help="未完成的由哪个单位负责")
    sub = action("export", "生成回头看情况表")
    sub.add_argument("--out", type=out_file, required=True, metavar="文件", help="写到这个.xlsx文件")


def _add_onsite(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="onsite", metavar="步骤", required=True)

    def step(name: str, summary: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary, description=summary, parents=[common])
        added.add_argument("round", metavar="轮次", help="现场督查轮次的代号，见rounds.toml")
        return added

    sub = step("propose", "拟定督查单位和抽查事项，记下种子和理由")
    sub.add_argument("--seed", required=True, metavar="种子", help="随机抽取的种子，一个事先公布的词或数")
    sub.add_argument(
        "--worst", type=int, metavar="家数", help="每个同类组列入几家因素最差的（默认见thresholds.toml）"
    )
    sub.add_argument(
        "--random", type=int, metavar="家数", help="其余单位中随机抽几家（默认见thresholds.toml）"
    )
    sub.add_argument("--add", action="append", default=[], metavar="单位", help="指定列入的单位，可写多次")
    sub.add_argument("--by", required=True, metavar="姓名")
    step("draws", "本轮的历次抽取")
    sub = step("replay", "用记下的种子和口径重放一次抽取")
    sub.add_argument("draw", type=int, metavar="编号", help="抽取编号，见draws的输出")
    sub = step("sheets", "生成各单位的现场核查表")
    sub.add_argument("--out", type=out_folder, required=True, metavar="目录", help="写到这个目录")
    sub.add_argument("--draw", type=int, metavar="编号", help="按哪一次抽取（默认：最近一次）")
    sub = step("take-in", "把导入的核查表转为核定结论和督查问题")
    sub.add_argument("--by", required=True, metavar="姓名")


def _add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听地址（默认只能从本机打开）")
    parser.add_argument("--port", type=int, default=8501, metavar="端口")
    parser.add_argument(
        "--name", action="append", default=[], metavar="域名", help="别人用什么域名或地址打开，可写多次"
    )
    parser.add_argument(
        "--proxied", action="store_true", help="前面有反向代理（nginx），相信它转告的来访地址"
    )


def run(argv: list[str]) -> int:
    """Run one command line: 0 fine, 1 something refused or 必改, 2 wrong usage, 3 the program failed."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        arguments = _parser().parse_args(
            argv, argparse.Namespace(workplan=None, db=None, as_of=None, json=False)
        )
        work: Run = importlib.import_module(arguments.module).run
        return work(arguments)
    except UsageError as error:
        print(f"taizhang：{error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("taizhang：已中断。", file=sys.stderr)
        return 3
    except BrokenPipeError:
        # The reader of our output went away (head, less): nothing is wrong with us.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    from cli.errors import Refusal, sentence

    if isinstance(error, Refusal):
        print(f"taizhang：{error}", file=sys.stderr)
        return 1
    if os.environ.get("TAIZHANG_DEBUG"):
        raise error
    print(f"taizhang：{sentence(error)}", file=sys.stderr)
    return 3
