"""The command line as a test meets it: a folder and a database of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def taizhang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in the test's folder, against its database; gives (exit status, stdout, stderr)."""
    monkeypatch.setenv("TAIZHANG_DB", str(tmp_path / "t.db"))
    monkeypatch.delenv("TAIZHANG_WORKPLAN", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*argv: object) -> tuple[int, str, str]:
        status = main([str(each) for each in argv])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run
