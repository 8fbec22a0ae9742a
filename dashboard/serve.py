"""``python -m dashboard.serve``: the pages and their worker on this computer, until Ctrl-C."""

from __future__ import annotations

import _thread
import argparse
import contextlib
import logging
import os
import sys
import threading
from pathlib import Path

from accounts.administering import first_administrator
from dashboard.settings import Settings, office_now
from master import MasterError, open_master
from schemas.plan_files import packaged_workplan
from schemas.plan_folder import complete

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_TURN_SECONDS = 0.0005
_ENTRYPOINT = Path(__file__).resolve().parent.parent / "streamlit_app.py"


def main(arguments: list[str] | None = None) -> int:
    """Serve until stopped; 2 when asked for an address others could reach."""
    options = _parser().parse_args(arguments)
    if options.host not in _LOOPBACK and not options.name:
        sys.stderr.write("要让别的电脑打开，请用 --name 写明它们用的域名或地址。\n")
        return 2
    given = Settings.from_environment()
    settings = Settings(
        options.db or given.db,
        Path(options.workplan).resolve() if options.workplan else given.asked,
        tuple(name.lower() for name in options.name) or given.hosts,
        options.proxied or given.proxied,
        given.days_back,
    )
    settings.to_environment()
    if settings.workplan != packaged_workplan():
        # A server that was killed while the plan was saved: its files are laid out before anybody edits them by hand.
        with contextlib.suppress(OSError):
            complete(settings.workplan)
    try:
        _tell_first_administrator(settings.db)
    except MasterError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    if options.with_parent:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    # Streamlit looks for .streamlit/config.toml beside the program that was started: let that be the entrypoint.
    sys.argv = [str(_ENTRYPOINT)]
    sys.path.insert(0, str(_ENTRYPOINT.parent))
    sys.stderr.write(f"正在启动页面：http://{options.host}:{options.port}　按 Ctrl-C 停止。\n")

    # Pages are run in threads of one process. Every row read from the database lets the others have their turn, which
    # by default lasts 5 ms: with some people clicking at once, a page that reads a hundred rows would take seconds.
    sys.setswitchinterval(_TURN_SECONDS)
    # Ctrl-C has stopped everything in order by the time it is heard of here; early on there is nothing to stop.
    with contextlib.suppress(KeyboardInterrupt):
        _quieten_streamlit()
        from streamlit_app import app

        app.run(
            config={
                "server.address": options.host,
                "server.port": options.port,
                "server.headless": True,
                "server.allowedHosts": sorted({*_LOOPBACK, *settings.hosts}),
                "browser.gatherUsageStats": False,
            }
        )
    return 0


def _quieten_streamlit() -> None:
    """What Streamlit says at its start is English and about itself; what goes wrong in a page is logged by us.

    It reads its settings twice, and reports on the second reading before it has seen how little it is to say.
    """
    from streamlit import logger

    logger.set_log_level("ERROR")
    logging.getLogger("streamlit.config").addFilter(lambda record: record.levelno >= logging.ERROR)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dashboard.serve", description="打开政务公开台账的页面。")
    parser.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听地址（默认只能从本机打开）")
    parser.add_argument("--port", type=int, default=8501, metavar="端口")
    parser.add_argument("--db", metavar="地址", help="数据库，默认取环境变量 TAIZHANG_DB")
    parser.add_argument(
        "--workplan",
        metavar="目录",
        help=f"要点数据目录，默认数据库旁的同名目录，没有则为自带的 {packaged_workplan().name} 年",
    )
    parser.add_argument(
        "--name", action="append", default=[], metavar="域名", help="别人用什么域名或地址打开"
    )
    parser.add_argument("--proxied", action="store_true", help="前面有反向代理，相信它转告的来访地址")
    parser.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)
    return parser


def _tell_first_administrator(db: str) -> None:
    """Make the account everything begins with, and say its password the only time it is known."""
    with open_master(db) as master:
        given = first_administrator(master, office_now())
    if given is not None:
        sys.stderr.write(
            f"已建立第一个系统管理员账号。登录名：{given.account.login}　密码：{given.password}\n"
            "密码只显示这一次，首次登录要修改。忘记了可用 taizhang account reset 重设。\n"
        )


def _end_with_parent() -> None:
    """Stop like on Ctrl-C when whoever started the server is gone: its end of our standard input closes.

    Signals would do on Linux only; a closed pipe is the same everywhere, and a killed parent closes it too.
    """
    # Not through the buffer of sys.stdin: Python aborts when a thread still holds it at the end.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    _thread.interrupt_main()


if __name__ == "__main__":
    raise SystemExit(main())
