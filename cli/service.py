"""`taizhang demo` and `taizhang serve`: the dashboard on the sample ledgers, or on the real database."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from cli.errors import UsageError
from cli.setting import Setting

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
DEMO_DB = f"data{os.sep}demo.db"
_ROOT = Path(__file__).resolve().parent.parent


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
        from cli.demo import days_back, prepare_demo, say_where

        if arguments.command == "demo":
            say_where(database)
        prepare_demo(database, setting)
        if getattr(arguments, "prepare", False):
            return 0
    # The server is a process of its own: it finds our packages wherever this one was started from. Its clock is
    # set back for the sample data only.
    back = days_back(database, setting.now, setting.plan) if demo else 0
    environment = os.environ | {"PYTHONPATH": str(_ROOT), "TAIZHANG_DAYS_BACK": str(back)}
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
