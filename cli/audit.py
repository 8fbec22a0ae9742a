"""`taizhang audit`: the log searched, exported, and checked for what should not have been done to it."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from cli.errors import UsageError
from cli.output import print_json, printable, say
from cli.setting import Setting
from cli.words import day
from master import Master
from master.account_records import ChainedEntry
from reports.audit_table import audit_csv, audit_words


def run(arguments: argparse.Namespace) -> int:
    """One action; 1 when the log does not hold."""
    setting = Setting(arguments)
    with setting.open_master(must_exist=True) as master:
        if arguments.action == "verify":
            return _verify(master, arguments)
        since = day(arguments.since, "--since") if arguments.since else None
        until = day(arguments.until, "--until") if arguments.until else None
        if arguments.action == "export":
            return _export(master, setting, arguments, since, until)
        found = master.audit.entries(since, until, search=arguments.search, limit=arguments.limit)
    if arguments.json:
        print_json({"entries": [_fields(one) for one in found]})
        return 0
    for one in reversed(found):
        told = audit_words(one, {unit.code: unit.short_name for unit in setting.plan.units})
        print(printable("　".join(word for name, word in told.items() if name != "digest")))
    return 0


def _verify(master: Master, arguments: argparse.Namespace) -> int:
    if (arguments.lines is None) != (arguments.digest is None):
        raise UsageError("--lines 和 --digest 要一起写")
    known = None if arguments.lines is None else (arguments.lines, arguments.digest)
    told = master.audit.check(known)
    if arguments.json:
        print_json(
            {"lines": told.lines, "digest": told.head, "broken_at": told.broken_at, "reason": told.reason}
        )
    elif told.broken_at is None:
        print(
            f"日志完整：共{told.lines}条，校验值 {told.head}。请把条数和校验值抄在别处，下次核对时一并写上。"
        )
    else:
        print(
            f"日志不完整：{told.reason}。前{told.lines}条没有问题。请保留现场，与以前导出的日志和备份核对。"
        )
    return 0 if told.broken_at is None else 1


def _export(
    master: Master,
    setting: Setting,
    arguments: argparse.Namespace,
    since: dt.date | None,
    until: dt.date | None,
) -> int:
    if not arguments.out.lower().endswith(".csv"):
        raise UsageError("--out 要写一个.csv文件名")
    lines = master.audit.entries(since, until, search=arguments.search)
    Path(arguments.out).write_bytes(audit_csv(lines, setting.plan.unit_names))
    say(f"已写入 {arguments.out}，{len(lines)}条。")
    if arguments.json:
        print_json({"file": arguments.out, "lines": len(lines)})
    return 0


def _fields(one: ChainedEntry) -> dict[str, str | int]:
    entry = one.entry
    return {"number": one.number, **entry._asdict(), "at": entry.at.isoformat(), "digest": one.digest}
