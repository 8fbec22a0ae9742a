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
_BAR = 30


def run(arguments: argparse.Namespace) -> int:
    """Prepare what is to be shown and hand over to the server until it ends."""
    if arguments.host not in LOOPBACK:
        raise UsageError("页面目前没有登录功能，只能在本机打开（--host 127.0.0.1）")
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
            settings = ImportSettings(
                setting.plan_folder, setting.plan, received.date(), received, received, "示例数据"
            )
            sources = (Source(path.name, path.read_bytes()) for path in files)
            for _ in import_files(sources, settings, master, pool=pool):
                done += 1
                _draw(done, total)
    say("")
    shutil.move(building, target)


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
