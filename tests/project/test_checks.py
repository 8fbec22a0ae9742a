"""The list of checks: a missing tool is an error only where it is required, and a failure is named."""

from __future__ import annotations

import sys

import pytest

from tests.project import checks
from tests.project.checks import Result, Tool

NO_SUCH_TOOL = Tool("没有的工具", ("no-such-program",), "某些测试")


@pytest.fixture
def _one_tool_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "missing_tools", lambda: [NO_SUCH_TOOL])


@pytest.mark.usefixtures("_one_tool_missing")
def test_on_a_developers_computer_a_missing_tool_is_only_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.check_tools(required=False).passed
    assert "将跳过某些测试" in capsys.readouterr().out


@pytest.mark.usefixtures("_one_tool_missing")
def test_in_ci_a_missing_tool_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert not checks.check_tools(required=True).passed
    assert "没有的工具" in capsys.readouterr().out


def test_a_tool_is_there_when_one_of_its_programs_is() -> None:
    assert Tool("Python", ("no-such-program", sys.executable), "一切").is_there()
    assert not NO_SUCH_TOOL.is_there()


def test_a_step_fails_with_its_command() -> None:
    assert checks.run("好", [sys.executable, "-c", ""], {}).passed
    assert not checks.run("坏", [sys.executable, "-c", "raise SystemExit(5)"], {}).passed


def test_the_summary_names_what_failed() -> None:
    text = checks.summary([Result("ruff", True, 0.4), Result("mypy", False, 61), Result("pytest", False, 3)])
    assert text.splitlines()[-1] == "没有通过：mypy、pytest"
    assert "失败     61.0 秒  mypy" in text


def test_the_summary_says_when_all_is_well() -> None:
    assert checks.summary([Result("ruff", True, 0.4)]).endswith("全部通过")


def test_pytest_runs_last_and_with_coverage() -> None:
    name, command = checks.steps()[-1]
    assert name == "pytest"
    assert "--cov" in command
