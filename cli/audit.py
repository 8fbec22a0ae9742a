"""`taizhang audit`: the log searched, exported, and checked for what should not have been done to it."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from cli.errors import UsageError
from cli.output import print_json, printable, say
from cli.setting import Setting
from cli.words import day
from master import Master
from master.account_records import ChainedEntry
from vocabulary.access import AccountRole, Action
from vocabulary.audit import AuditOutcome, SignInEvent

_PAGE = 5_000
HEADS = ("编号", "时间", "登录名", "姓名", "角色", "地址", "动作", "事项", "单位", "结果", "说明", "校验值")


def run(arguments: argparse.Namespace) -> int:
    """One action; 1 when the log does not hold."""
    setting = Setting(arguments)
    with setting.open_master() as master:
        if arguments.action == "verify":
            return _verify(master, arguments)
        since = day(arguments.since, "--since") if arguments.since else None
        until = day(arguments.until, "--until") if arguments.until else None
        if arguments.action == "export":
            return _export(master, arguments, since, until)
        found = master.audit.entries(since, until, search=arguments.search, limit=arguments.limit)
    if arguments.json:
        print_json({"entries": [_fields(one) for one in found]})
        return 0
    for one in reversed(found):
        print(printable("　".join(words(one)[:-1])))
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
    master: Master, arguments: argparse.Namespace, since: dt.date | None, until: dt.date | None
) -> int:
    if not arguments.out.lower().endswith(".csv"):
        raise UsageError("--out 要写一个.csv文件名")
    count = 0
    with Path(arguments.out).open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADS)
        for one in _all(master, arguments.search, since, until):
            writer.writerow([_literal(text) for text in words(one)])
            count += 1
    say(f"已写入 {arguments.out}，{count}条。")
    if arguments.json:
        print_json({"file": arguments.out, "lines": count})
    return 0


def _all(master: Master, search: str, since: dt.date | None, until: dt.date | None) -> Iterator[ChainedEntry]:
    offset = 0
    while True:
        found = master.audit.entries(since, until, search=search, limit=_PAGE, offset=offset)
        yield from found
        if len(found) < _PAGE:
            return
        offset += _PAGE


def words(one: ChainedEntry) -> tuple[str, ...]:
    """A line in the words of ``HEADS``."""
    entry = one.entry
    names = {
        member.value: member.zh
        for kind in (Action, SignInEvent, AuditOutcome, AccountRole)
        for member in kind
    }
    return (
        str(one.number),
        entry.at.isoformat(sep=" ", timespec="seconds"),
        entry.login,
        entry.person,
        names.get(entry.role, entry.role),
        entry.address,
        names.get(entry.action, entry.action),
        entry.what,
        entry.unit,
        names.get(entry.outcome, entry.outcome),
        entry.detail,
        one.digest,
    )


def _fields(one: ChainedEntry) -> dict[str, str | int]:
    entry = one.entry
    return {"number": one.number, **entry._asdict(), "at": entry.at.isoformat(), "digest": one.digest}


def _literal(text: str) -> str:
    """Text a spreadsheet will not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
