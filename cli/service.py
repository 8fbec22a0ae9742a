"""`taizhang demo` and `taizhang serve`: the dashboard on the sample ledgers, or on the real database."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

from accounts.administering import GivenPassword
from cli.accounts import demo_accounts
from cli.errors import UsageError
from cli.output import say
from cli.setting import Setting
from importers.isolation import IsolatedPool
from importers.pipeline import ImportSettings, import_files
from importers.workbook import Source
from master import open_master

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SAMPLES = Path(__file__).resolve().parent.parent / "sample_ledgers"
DEMO_DB = f"data{os.sep}demo.db"
DEMO_ACCOUNTS = "demo-accounts.txt"
_BAR = 30


def run(arguments: argparse.Namespace) -> int:
    """Prepare what is to be shown and hand over to the server until it ends."""
    if arguments.host not in LOOPBACK and not arguments.name:
        raise UsageError(
            "要让别的电脑打开，请用 --name 写明它们用的域名或地址，例如 --name tz.example.gov.cn"
        )
    demo = arguments.command == "demo" or getattr(arguments, "demo", False)
    if demo:
        arguments.db = arguments.db or DEMO_DB
    setting = Setting(arguments)
    database = setting.db
    if demo:
        prepare_demo(database, setting)
        if getattr(arguments, "prepare", False):
            return 0
    # The server is a process of its own: it finds our packages wherever this one was started from.
    environment = os.environ | {"PYTHONPATH": str(SAMPLES.parent)}
    address = ["--host", arguments.host, "--port", str(arguments.port)]
    address += [word for name in arguments.name for word in ("--name", name)]
    address += ["--proxied"] if arguments.proxied else []
    # A plan that was not asked for is found by the server itself: it may get a folder of its own meanwhile.
    data = ["--db", database, *(["--workplan", arguments.workplan] if arguments.workplan else [])]
    server = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-P", "-m", "dashboard.serve", "--with-parent", *address, *data],
        env=environment,
        stdin=subprocess.PIPE,
    )
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:
            # Ctrl-C has reached the server too: let it close its database in peace.
            continue


def prepare_demo(database: str, setting: Setting) -> None:
    """Build the demo database from the sample rounds, with a progress bar. Nothing to do when it is there.

    It is built under another name and moved into place when whole: an interrupted first start leaves none.
    """
    target = Path(database)
    if target.exists():
        return
    rounds = _rounds()
    total = sum(len(files) for _, files in rounds)
    building = target.with_name(target.name + ".building")
    for leftover in target.parent.glob(building.name + "*"):
        leftover.unlink()
    done = 0
    with IsolatedPool() as pool, open_master(str(building)) as master:
        for received, files in rounds:
            settings = ImportSettings(setting.plan, received.date(), received, received, "示例数据")
            sources = (Source(path.name, path.read_bytes()) for path in files)
            for _ in import_files(sources, settings, master, pool=pool):
                done += 1
                _draw(done, total)
        say("")
        given = demo_accounts(master, setting.plan, setting.now)
    shutil.move(building, target)
    _hand_over(given, target.with_name(DEMO_ACCOUNTS), setting)


def _hand_over(given: list[GivenPassword], file: Path, setting: Setting) -> None:
    """Say the demo's accounts, and leave them in a file that only this user reads."""
    lines = ["示例账号（登录名　密码　角色），密码随机生成，只供试用："]
    for one in given:
        unit = setting.plan.unit_by_code.get(one.account.unit or "")
        lines.append(
            f"  {one.account.login:<8} {one.password}  {one.account.role.zh}{f'（{unit.name}）' if unit else ''}"
        )
    file.touch(0o600)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    say("\n".join([*lines, f"  也写在 {file}，不用时请删除。"]))


def _rounds() -> list[tuple[dt.datetime, list[Path]]]:
    with (SAMPLES / "rounds.csv").open(encoding="utf-8", newline="") as stream:
        return [
            (
                dt.datetime.fromisoformat(line["received_at"]),
                sorted(path for path in (SAMPLES / line["folder"]).iterdir() if path.is_file()),
            )
            for line in csv.DictReader(stream)
        ]


def _draw(done: int, total: int) -> None:
    filled = _BAR * done // max(total, 1)
    bar = "█" * filled + "░" * (_BAR - filled)
    print(f"\r导入示例台账 {bar} {done}/{total}", end="", file=sys.stderr, flush=True)
