"""What the pages tell people to type can be typed, and where they point there is something."""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path

import pytest

from cli.commands import _parser

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
RUN = "python3 start.py taizhang "


@cache
def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands_in(name: str) -> list[str]:
    """The lines of shell blocks, without what follows a #."""
    blocks = re.findall(r"```sh\n(.*?)```", text_of(name), re.DOTALL)
    lines = [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def command_names() -> list[str]:
    (commands,) = (action for action in _parser()._actions if action.dest == "command")
    return list(commands.choices or ())


@pytest.mark.parametrize("name", READMES)
@pytest.mark.parametrize("command", command_names())
def test_every_command_is_in_the_table(name: str, command: str) -> None:
    assert re.search(rf"^\| `{command}\b", text_of(name), re.MULTILINE)


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_every_command_that_is_printed_is_understood(name: str) -> None:
    for line in commands_in(name):
        if line.startswith(RUN):
            _parser().parse_args(shlex.split(line.removeprefix(RUN)))


def test_both_readmes_print_the_same_commands() -> None:
    first, second = (commands_in(name) for name in READMES)
    assert first == second


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_files_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_decisions_are_numbered_without_gaps_and_short() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(record.name[:4])}. ")
        assert len(text.splitlines()) <= 50
        assert all(
            f"**{part}" in text for part in ("Question.", "Looked at.", "Decided", "Price.", "Again when.")
        )
