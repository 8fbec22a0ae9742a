"""The two commands of the README: run taizhang with its sample data, and test it. Standard library only.

    python3 start.py                  set up on first use, build the sample database, serve it on this computer
    python3 start.py test             everything CI checks
    python3 start.py taizhang ARGS    the command line, for example: taizhang check FILE

Everything goes into ``.venv`` beside this file, hash-checked against a lock. With a folder ``wheelhouse``
beside it no network is used. What is said goes to standard error: standard output is the command's own.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import platform
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "taizhang.stamp"
WHEELHOUSE = ROOT / "wheelhouse"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
# -P: a folder named "cli" or "reports" where the user happens to stand is not ours.
CLI = (str(PYTHON), "-X", "utf8", "-P", "-m", "cli")

HOST = "127.0.0.1"
PORT = 8501
PORTS_TRIED = 50
START_SECONDS = 120
STOP_SECONDS = 10

POSIX_LAUNCHER = """#!/bin/sh
# Written by start.py.
exec "$(dirname -- "$(readlink -f -- "$0")")/python" -X utf8 -P -m cli "$@"
"""
WINDOWS_LAUNCHER = '@"%~dp0python.exe" -X utf8 -P -m cli %*\r\n'


class SetupError(Exception):
    """The environment cannot be made; the message says in one sentence what the user can do."""


def say(text: str) -> None:
    """Tell the user something, at once and beside the command's own output."""
    print(text, file=sys.stderr, flush=True)


def make_console_safe() -> None:
    """Let Chinese be printed on any console: a Windows code page must not end the program."""
    for stream in (sys.stdout, sys.stderr):
        try:
            "台账".encode(stream.encoding)
        except (UnicodeEncodeError, LookupError):
            stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]


# ---- the environment ----


def lock_file(dev: bool) -> Path:
    """The lock to install: what taizhang needs to run, or that and what its tests need."""
    return DEV_LOCK if dev else RUNTIME_LOCK


def place() -> str:
    """What a virtual environment is bound to: the Python (a patch release changes nothing) and the folder."""
    major, minor, *_ = platform.python_version_tuple()
    return f"{platform.python_implementation()} {major}.{minor} {platform.machine()} {ROOT}"


def stamp_text(lock: Path) -> str:
    """What the stamp says once `lock` is completely installed here."""
    return f"{place()}\n{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}\n"


def read_stamp() -> str:
    """The stamp as it stands, "" when there is none: then the last installation did not finish."""
    return STAMP.read_text(encoding="utf-8") if STAMP.is_file() and PYTHON.exists() else ""


def is_ready(stamp: str, dev: bool) -> bool:
    """Whether the environment of this stamp will do. The development lock holds the runtime one."""
    return stamp == stamp_text(DEV_LOCK) or (not dev and stamp == stamp_text(RUNTIME_LOCK))


def pip_arguments(dev: bool, wheelhouse: Path | None) -> list[str]:
    """What pip is asked to do. Bytecode is left to the first import: pip compiles for longer than it installs.

    The lock names everything, so pip need not resolve: an older pip takes `coverage[toml]>=7` for a second,
    unpinned requirement as soon as a newer coverage is out, and gives up.
    """
    source = [] if wheelhouse is None else ["--no-index", "--find-links", str(wheelhouse)]
    options = ["--require-hashes", "--no-deps", "--no-compile", "--no-input", "--disable-pip-version-check"]
    return ["install", *options, *source, "--requirement", str(lock_file(dev))]


def pip_environment(environment: Mapping[str, str], wheelhouse: Path | None) -> dict[str, str]:
    """The variables pip runs with: from a wheelhouse, no setting of this computer may add an index."""
    if wheelhouse is None:
        return dict(environment)
    own = {name: value for name, value in environment.items() if not name.upper().startswith("PIP_")}
    return {**own, "PIP_CONFIG_FILE": os.devnull}


def create_venv() -> None:
    """Make an empty virtual environment where none, a half one or another Python's stands."""
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupError("Python 缺少 venv 组件，请先安装（sudo apt install python3-venv），再运行一次。")
    base = getattr(sys, "_base_executable", None) or sys.executable
    say(f"[1/2] 创建运行环境 {VENV}")
    if subprocess.call([base, "-m", "venv", "--clear", str(VENV)], stdout=sys.stderr):
        raise SetupError("运行环境创建失败，原因见上。请确认磁盘有空间、文件夹可写、本程序没有在别处运行。")


def install(dev: bool) -> None:
    """Install the lock; pip says itself how far it is."""
    wheelhouse = WHEELHOUSE if WHEELHOUSE.is_dir() else None
    source = "wheelhouse 文件夹，不联网" if wheelhouse else "软件源，约需一至数分钟"
    say(f"[2/2] 安装依赖（{lock_file(dev).name}，来自{source}）")
    command = [str(PYTHON), "-m", "pip", *pip_arguments(dev, wheelhouse)]
    if subprocess.call(command, env=pip_environment(os.environ, wheelhouse), stdout=sys.stderr):
        raise SetupError("依赖安装失败，原因见上。不能联网时请准备 wheelhouse 文件夹，见 CONTRIBUTING.md。")


def launcher(system: str) -> tuple[str, str]:
    """File name and text of the program that `.venv/bin/taizhang` is; it finds its Python beside itself."""
    return ("taizhang.cmd", WINDOWS_LAUNCHER) if system == "nt" else ("taizhang", POSIX_LAUNCHER)


def link_checkout() -> None:
    """Put this folder on the environment's path, and `taizhang` among its programs."""
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}))
    # Relative, hence ASCII: before Python 3.13 a .pth is read in the computer's own code page.
    (packages / "taizhang.pth").write_text(os.path.relpath(ROOT, packages) + "\n", encoding="ascii")
    name, text = launcher(os.name)
    path = BIN / name
    path.write_text(text, encoding="ascii", newline="")
    path.chmod(0o755)


def prepare(dev: bool) -> None:
    """Make the environment right. The stamp goes first and comes back last: a broken run starts afresh."""
    stamp = read_stamp()
    if is_ready(stamp, dev):
        return
    begun = time.monotonic()
    STAMP.unlink(missing_ok=True)
    if not stamp.startswith(place() + "\n"):
        create_venv()
    install(dev)
    link_checkout()
    STAMP.write_text(stamp_text(lock_file(dev)), encoding="utf-8")
    say(f"运行环境已就绪，用时 {time.monotonic() - begun:.0f} 秒。")


# ---- python3 start.py ----


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # on Windows the option would let two programs share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def choose_port(first: int, free: Callable[[int], bool] = is_free) -> int:
    """The first free port from `first` on."""
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        if free(port):
            return port
    raise SetupError(f"从 {first} 起的 {PORTS_TRIED} 个端口都被占用，请用 --port 另指定一个。")


def wait_until_listening(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait for the server's port; False when the server ended or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.1)
    return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server. On Windows its Ctrl-C came with ours, and terminating it would cut its last work short."""
    if server.poll() is None and os.name != "nt":
        server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def has_screen() -> bool:
    """Whether a browser window can be opened here: without a screen, a text browser would take the terminal."""
    return sys.platform in ("win32", "darwin") or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ


def interrupt(_signal: int, _frame: object) -> None:
    """Treat a service manager's stop like Ctrl-C."""
    raise KeyboardInterrupt


def run_dashboard(first_port: int, browser: bool) -> int:
    """Serve the sample data until Ctrl-C."""
    prepare(dev=False)
    status = subprocess.call([*CLI, "demo", "--prepare"], stdout=sys.stderr)
    if status:
        say("示例数据没有准备好，原因见上。")
        return status
    port = choose_port(first_port)
    if port != first_port:
        say(f"端口 {first_port} 已被占用，改用 {port}。")
    signal.signal(signal.SIGTERM, interrupt)
    server = subprocess.Popen([*CLI, "serve", "--host", HOST, "--port", str(port), "--demo"])
    try:
        if not wait_until_listening(server, port):
            say("看板没有启动成功，原因见上。")
            return server.poll() or 3
        say(f"\n  看板已启动：http://{HOST}:{port}\n  按 Ctrl-C 停止。\n")
        if browser and has_screen():
            webbrowser.open(f"http://{HOST}:{port}")
        return server.wait()
    except KeyboardInterrupt:
        say("\n正在停止……")
        return 0
    finally:
        stop(server)


# ---- the other two commands ----


def run_tests() -> int:
    """Run everything CI checks, with the tests' own libraries."""
    prepare(dev=True)
    return subprocess.call([str(PYTHON), "-X", "utf8", "-m", "tests.project.checks"], cwd=ROOT)


def run_taizhang(arguments: Sequence[str]) -> int:
    """Run the command line where the user stands."""
    prepare(dev=False)
    return subprocess.call([*CLI, *arguments])


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the words after start.py, except those of `taizhang`."""
    parser = argparse.ArgumentParser(prog="start.py", description="运行台账看板（示例数据），或全部检查。")
    parser.add_argument("command", nargs="?", choices=["test"], help="test：运行 CI 的全部检查")
    parser.add_argument("--port", type=int, default=PORT, help=f"看板的端口，默认 {PORT}，被占用时顺延")
    parser.add_argument("--no-browser", action="store_true", help="不打开浏览器")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Do what was asked; every expected failure is one Chinese sentence and a status."""
    make_console_safe()
    if sys.version_info < (3, 11):  # noqa: UP036 - a computer's own Python may well be older
        say(f"需要 Python 3.11 或更高版本，现在是 {platform.python_version()}。")
        return 2
    try:
        if arguments and arguments[0] == "taizhang":
            return run_taizhang(arguments[1:])
        options = parse(arguments)
        if options.command == "test":
            return run_tests()
        return run_dashboard(options.port, browser=not options.no_browser)
    except SetupError as error:
        say(str(error))
        return 3
    except KeyboardInterrupt:
        say("\n已中断。")
        return 130


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
