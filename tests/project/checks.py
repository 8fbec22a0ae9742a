"""Everything CI checks, in order, each step named and timed: what `python3 start.py test` runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
REQUIRE_TOOLS = "TAIZHANG_REQUIRE_TOOLS"
"""Set to "1" where a missing tool is an error. Elsewhere a test without its tool is skipped."""


class Tool(NamedTuple):
    """A program the tests use that pip cannot install."""

    name: str
    programs: tuple[str, ...]
    needed_for: str

    def is_there(self) -> bool:
        """Whether one of its programs is on the path."""
        return any(shutil.which(program) for program in self.programs)


class Result(NamedTuple):
    """One step: its name, whether it passed, how long it took."""

    name: str
    passed: bool
    seconds: float


TOOLS = (
    Tool("Chromium", ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge"), "页面测试"),
    Tool("LibreOffice", ("soffice", "libreoffice"), "表格往返测试"),
    Tool("poppler（pdftoppm）", ("pdftoppm",), "打印版式测试"),
)
FONTS = Tool("中文字体（fonts-noto-cjk）", (), "页面测试和打印版式测试")


def steps() -> list[tuple[str, list[str]]]:
    """What is checked, in order: name and command. pytest comes last, so that its summary stands near the end."""
    python = sys.executable
    return [
        ("ruff check", [python, "-m", "ruff", "check", "--output-format=concise", "."]),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "--output-format=concise", "."]),
        ("mypy --strict", [python, "-m", "mypy"]),
        ("lint-imports", [str(Path(sysconfig.get_path("scripts")) / "lint-imports")]),
        ("pytest", [python, "-m", "pytest", *side_by_side(), "--cov", "--durations=15"]),
    ]


def side_by_side() -> list[str]:
    """How the tests are shared out: one process more than there are cores, since those with a browser mostly wait; but
    not so many that they would wait for each other. A file stays with one process: its server, its database and its
    order belong together."""
    processes = min((os.cpu_count() or 1) + 1, 6)
    return [f"-n{processes}", "--dist=loadfile", "--no-loadscope-reorder"]


def has_chinese_font() -> bool:
    """Whether pages can be drawn with Chinese characters; Windows and macOS always can."""
    if not sys.platform.startswith("linux"):
        return True
    program = shutil.which("fc-list")
    return program is not None and bool(subprocess.check_output([program, ":lang=zh-cn", "family"]).strip())


def missing_tools() -> list[Tool]:
    """The tools that are not on this computer."""
    return [tool for tool in TOOLS if not tool.is_there()] + ([] if has_chinese_font() else [FONTS])


def check_tools(required: bool) -> Result:
    """Say which tools are missing, and what is skipped without them; an error only where they are required."""
    missing = missing_tools()
    for tool in missing:
        print(f"缺少 {tool.name}：{'这里必须安装' if required else '将跳过' + tool.needed_for}。")
    return Result("外部工具", not (required and missing), 0)


def run(name: str, command: Sequence[str], environment: Mapping[str, str]) -> Result:
    """Run one step with its own output."""
    print(f"\n==== {name} ====", flush=True)
    begun = time.monotonic()
    status = subprocess.call(command, cwd=ROOT, env=environment)
    return Result(name, status == 0, time.monotonic() - begun)


def summary(results: Sequence[Result]) -> str:
    """The closing table: what was checked, for how long, with which outcome."""
    lines = [
        f"  {'通过' if result.passed else '失败'}  {result.seconds:7.1f} 秒  {result.name}"
        for result in results
    ]
    failed = [result.name for result in results if not result.passed]
    verdict = f"没有通过：{'、'.join(failed)}" if failed else "全部通过"
    return "\n".join(["\n==== 汇总 ====", *lines, verdict])


def main() -> int:
    """Run every step, also after one has failed: one run shows all there is to repair."""
    required = os.environ.get("CI") == "true" or os.environ.get(REQUIRE_TOOLS) == "1"
    environment = {**os.environ, "PYTHONUTF8": "1", **({REQUIRE_TOOLS: "1"} if required else {})}
    results = [check_tools(required)]
    results += [run(name, command, environment) for name, command in steps()]
    print(summary(results), flush=True)
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
