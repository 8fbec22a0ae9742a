"""The shape of the tree: small documented modules, one list of packages, nothing of one machine in it."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.house import PACKAGES, PYPROJECT, ROOT, known_files, modules

MOST_LINES = 400
"""A module should have 200 lines at most; past twice that it is two modules."""

# Written in pieces, so that this file does not find itself.
REGISTRY_HOST = re.compile("|".join(("py" + r"pi\.(org|\w+\.edu)", "pythonho" + "sted", "npm" + r"js\.")))
MACHINE_PATH = re.compile(r"(?<![\w./*-])(/(work|root)/|/home/\w+/|[A-Za-z]:\\+Users\\)")

LIGHT_IMPORT = """
import sys
before = set(sys.modules)
import cli
print({name.partition(".")[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names))
"""


def text_of(path: Path) -> str:
    """A file's text, "" for one that is no UTF-8 text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("module", modules(), ids=str)
def test_a_module_is_small_and_says_what_it_is(module: Path) -> None:
    source = (ROOT / module).read_text(encoding="utf-8")
    lines = source.count("\n")
    assert lines <= MOST_LINES, f"{module} has {lines} lines, {MOST_LINES} at most"
    assert ast.get_docstring(ast.parse(source)), f"{module} has no docstring"


def test_no_file_names_a_registry_host_or_a_path_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in known_files()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if REGISTRY_HOST.search(line) or MACHINE_PATH.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    ["cd /" + "work/main", "open('/" + "root/x')", "C:" + r"\Users\li", "https://py" + "pi.org/simple"],
)
def test_such_a_line_would_be_found(line: str) -> None:
    assert REGISTRY_HOST.search(line) or MACHINE_PATH.search(line)


@pytest.mark.parametrize("line", ["docs/work/plan.md", "https://example.gov.cn/root/a", "./root/"])
def test_an_address_or_a_relative_path_is_not(line: str) -> None:
    assert not REGISTRY_HOST.search(line)
    assert not MACHINE_PATH.search(line)


def test_every_tool_knows_the_same_packages() -> None:
    tool = PYPROJECT["tool"]
    assert set(tool["coverage"]["run"]["source"]) == set(PACKAGES)
    assert set(PACKAGES) <= set(tool["mypy"]["files"])
    assert set(PACKAGES) <= set(tool["hatch"]["build"]["targets"]["wheel"]["only-include"])


@pytest.mark.parametrize("package", PACKAGES)
def test_no_installed_library_hides_a_package_of_ours(package: str) -> None:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin == str(ROOT / package / "__init__.py")


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    loaded = subprocess.check_output([sys.executable, "-c", LIGHT_IMPORT], cwd=ROOT, text=True)
    assert loaded.strip() == "{'cli'}"
