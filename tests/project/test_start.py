"""start.py: which lock, when to install, from where, on which port; and its launcher for real."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import start
from tests.project.house import PYPROJECT, ROOT

WHEELS = Path("wheelhouse")


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server((start.HOST, 0)) as server:
        yield server.getsockname()[1]


def test_running_and_testing_have_their_own_lock() -> None:
    assert start.lock_file(dev=False).name == "requirements.lock"
    assert start.lock_file(dev=True).name == "requirements-dev.lock"


@pytest.mark.parametrize(
    ("stamp", "runs", "tests"),
    [
        ("", False, False),
        ("CPython 3.8 somewhere else\n", False, False),
        (start.stamp_text(start.RUNTIME_LOCK), True, False),
        (start.stamp_text(start.DEV_LOCK), True, True),
    ],
    ids=["nothing or an unfinished installation", "another Python", "runtime", "development"],
)
def test_what_is_installed_is_not_installed_again(stamp: str, runs: bool, tests: bool) -> None:
    assert start.is_ready(stamp, dev=False) is runs
    assert start.is_ready(stamp, dev=True) is tests


def test_the_stamp_changes_with_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("a==1\n")
    before = start.stamp_text(lock)
    lock.write_text("a==2\n")
    assert start.stamp_text(lock) != before
    assert before.startswith(start.place())


def test_an_environment_without_python_has_no_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = tmp_path / "stamp"
    stamp.write_text("whatever", encoding="utf-8")
    monkeypatch.setattr(start, "STAMP", stamp)
    monkeypatch.setattr(start, "PYTHON", tmp_path / "python")
    assert start.read_stamp() == ""


def test_every_installation_is_hash_checked() -> None:
    assert "--require-hashes" in start.pip_arguments(dev=False, wheelhouse=None)
    assert "--require-hashes" in start.pip_arguments(dev=True, wheelhouse=WHEELS)


def test_pip_takes_the_lock_as_it_stands_and_looks_for_nothing_more() -> None:
    assert "--no-deps" in start.pip_arguments(dev=False, wheelhouse=None)


def test_pip_asks_its_own_index_when_there_is_no_wheelhouse() -> None:
    assert "--no-index" not in start.pip_arguments(dev=False, wheelhouse=None)
    environment = {"PIP_INDEX_URL": "mirror", "PATH": "bin"}
    assert start.pip_environment(environment, None) == environment


def test_a_wheelhouse_shuts_out_every_other_source() -> None:
    arguments = start.pip_arguments(dev=False, wheelhouse=WHEELS)
    assert arguments[arguments.index("--find-links") + 1] == "wheelhouse"
    assert "--no-index" in arguments
    environment = start.pip_environment({"PIP_FIND_LINKS": "elsewhere", "PATH": "bin"}, WHEELS)
    assert environment == {"PATH": "bin", "PIP_CONFIG_FILE": os.devnull}


def test_the_first_free_port_is_taken() -> None:
    assert start.choose_port(8501, lambda port: port >= 8503) == 8503


def test_no_free_port_is_said_in_a_sentence() -> None:
    with pytest.raises(start.SetupError, match="--port"):
        start.choose_port(65530, lambda port: False)


def test_a_port_with_a_server_is_not_free(taken_port: int) -> None:
    assert not start.is_free(taken_port)


def test_waiting_ends_when_the_server_listens(taken_port: int) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as server:
        assert start.wait_until_listening(server, taken_port)
        start.stop(server)
    assert server.returncode is not None


def test_waiting_ends_when_the_server_has_died() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as server:
        server.wait()
        assert not start.wait_until_listening(server, 1)


def test_a_server_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "STOP_SECONDS", 0.2)
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); input()"
    command = [sys.executable, "-c", deaf]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        start.stop(server)
    assert server.returncode not in (None, 0)


def test_python_without_venv_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(start.SetupError, match="python3-venv"):
        start.create_venv()


def test_each_system_has_its_launcher() -> None:
    assert start.launcher("nt") == ("taizhang.cmd", '@"%~dp0python.exe" -X utf8 -P -m cli %*\r\n')
    name, text = start.launcher("posix")
    assert name == "taizhang"
    assert text.startswith("#!/bin/sh\n")


@pytest.mark.skipif(os.name == "nt", reason="the POSIX launcher")
def test_the_launcher_finds_its_python_through_a_link_and_a_space(tmp_path: Path) -> None:
    programs = tmp_path / "台 账" / "bin"
    programs.mkdir(parents=True)
    python = programs / "python"
    python.write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    launcher = programs / "taizhang"
    launcher.write_text(start.launcher("posix")[1])
    for program in (python, launcher):
        program.chmod(0o755)
    link = tmp_path / "taizhang"
    link.symlink_to(launcher)
    said = subprocess.check_output([link, "check", "七月 台账.xlsx"], text=True)
    assert said == "-X|utf8|-P|-m|cli|check|七月 台账.xlsx|"


def test_the_words_after_start_are_understood() -> None:
    assert start.parse([]).command is None
    assert start.parse(["test"]).command == "test"
    assert start.parse(["--port", "9000", "--no-browser"]).port == 9000


def test_words_after_taizhang_go_to_taizhang_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "run_taizhang", lambda arguments: len(arguments))
    assert start.main(["taizhang", "check", "--port", "test"]) == 3


def test_an_expected_failure_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(dev: bool) -> None:
        raise start.SetupError("缺少组件。")

    monkeypatch.setattr(start, "prepare", refuse)
    assert start.main(["test"]) == 3
    assert capsys.readouterr().err == "缺少组件。\n"


def test_start_needs_nothing_but_the_standard_library() -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import start"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)


def test_an_installed_taizhang_starts_as_the_launcher_does() -> None:
    assert PYPROJECT["project"]["scripts"] == {"taizhang": "cli:main"}
