"""What can be said after `taizhang round`."""

from __future__ import annotations

import argparse

from cli.outputs import out_file


def add_round(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """The actions of `taizhang round`, each with the common options."""
    steps = parser.add_subparsers(dest="action", metavar="办理", required=True)

    def action(name: str, summary: str, *, by: bool = True) -> argparse.ArgumentParser:
        added = steps.add_parser(name, help=summary, description=summary, parents=[common])
        if name != "list":
            added.add_argument("code", metavar="轮次", help="轮次代号，见rounds.toml")
        if by:
            added.add_argument("--by", required=True, metavar="姓名", help="经手人")
            added.add_argument("--reason", default="", metavar="原因")
        return added

    action("list", "各轮次走到哪一步", by=False)
    action("show", "一个轮次的全部经过", by=False)
    action("open", "开始：准备、通知、报送")
    sub = action("move", "推进到下一阶段；越过或退回要写原因")
    sub.add_argument("stage", metavar="阶段", help="准备、通知、报送、冻结、审核、反馈、整改、复核、归档")
    sub = action("except", "登记某单位的逾期报送照计")
    sub.add_argument("--unit", required=True, metavar="单位")
    sub.add_argument("--until", required=True, metavar="日期", help="照计到哪一天")
    action("late", "逾期报送的单位", by=False)
    action("freeze", "冻结：以报送截止日收到的为准")
    sub = action("snapshot", "冻结数据，逐字节再现", by=False)
    sub.add_argument("--out", type=out_file, metavar="文件", help="写到这个文件")
    sub = action("verdicts", "建议和核定；冻结之后第一次用时进入审核", by=False)
    sub.add_argument("--by", metavar="姓名", help="经手人，进入审核时要写")
    sub.add_argument("--unit", metavar="单位")
    sub.add_argument("--verdict", metavar="结论", help="只看某一种结论")
    sub = action("decide", "核定一项：同意系统建议，或写明原因改定")
    sub.add_argument("unit", metavar="单位")
    sub.add_argument("task", metavar="任务编号")
    sub.add_argument("--verdict", metavar="结论", help="不写就是同意系统建议")
    sub.add_argument("--evidence", default="", metavar="依据")
    sub.add_argument(
        "--seen", type=int, metavar="编号", help="已看过的上一条核定的编号（改定他人的核定时要写）"
    )
    action("accept", "同意全部没有争议的建议（待核实的除外）")
    sub = action("feedback", "反馈：把问题交办给单位")
    sub = action("situation", "情况表（Excel）", by=False)
    sub.add_argument("--out", type=out_file, required=True, metavar="文件")
    action("close", "归档：核定和问题都办结之后")
