"""The `taizhang` command. This module stays light: every spawned child imports it again."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command line (default: the process's own) and return its exit status."""
    from cli.commands import run  # late: it pulls in pandas and more

    return run(sys.argv[1:] if argv is None else argv)
