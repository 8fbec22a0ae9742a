"""Several processes at once, and processes that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from master import Master, open_master
from tests.master.ledgers import day
from tests.patience import PATIENCE

HERE = Path(__file__).parent
ROWS = 40
WRITER = """
import sys
sys.path.insert(0, {root!r})
from tests.master.ledgers import at, ledger, row, send
from master import open_master
unit, files = sys.argv[2], int(sys.argv[3])
with open_master(sys.argv[1]) as opened:
    for number in range(files):
        rows = [row(unit, f"1.{{n}}", percent=float(number % 100)) for n in range({rows})]
        send(opened, ledger(*rows, sender=unit, salt=(number, sys.argv[4])), at(1 + number % 28))
        print(number, flush=True)
"""


BATCH_WRITER = """
import sys
sys.path.insert(0, {root!r})
from tests.master.ledgers import CONSOLIDATOR, at, ledger, prepare, row
from master import open_master
unit, files = sys.argv[2], int(sys.argv[3])
with open_master(sys.argv[1]) as opened:
    for batch in range(files):
        units = [f"{{unit}}-{{batch}}-{{n}}" for n in range(20)]
        ledgers = [ledger(*(row(one, f"1.{{n}}") for n in range({rows})), sender=one, salt=one) for one in units]
        prepared = [prepare(opened, one, at(1)) for one in ledgers]
        print(*(one.id for one in opened.merge_many(prepared, CONSOLIDATOR)), sep="\\n", flush=True)
"""


def writer(url: str, unit: str, files: int, name: str, program: str = WRITER) -> subprocess.Popen[str]:
    code = program.format(root=str(HERE.parents[1]), rows=ROWS)
    return subprocess.Popen(
        [sys.executable, "-c", code, url, unit, str(files), name],
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finished(*processes: subprocess.Popen[str]) -> None:
    """Wait for all before any is judged: none may outlive its test."""
    told = [process.communicate(timeout=PATIENCE)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), told


def test_two_processes_opening_and_importing_at_once_both_succeed(url: str) -> None:
    finished(writer(url, "a", 12, "x"), writer(url, "a", 12, "y"))
    with open_master(url) as opened:
        assert len(opened.submissions()) == 24
        assert sorted(one.version for one in opened.submissions()) == list(range(1, 25))
        assert len(opened.rows_as_of(day(30))) == ROWS
        assert opened.revision() == 24


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize("program", [WRITER, BATCH_WRITER], ids=["one by one", "sharing commits"])
def test_a_killed_process_leaves_each_submission_whole_or_absent(url: str, program: str) -> None:
    open_master(url).close()
    acknowledged = 0
    for turn in range(3):
        process = writer(url, f"unit{turn}", 10_000, str(turn), program)
        assert process.stdout is not None
        seen = 0
        started = time.monotonic()
        for _ in process.stdout:
            seen += 1
            if seen > 3 + 4 * turn and time.monotonic() - started > 0.2:
                process.send_signal(signal.SIGKILL)
                break
        rest = process.stdout.read()
        process.communicate()
        acknowledged += seen + rest.count("\n")
        with open_master(url) as opened:
            assert whole(opened) >= acknowledged


def whole(opened: Master) -> int:
    """How many submissions there are, each with all it brought."""
    found = opened.submissions()
    with opened._engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT submission_id, COUNT(*) FROM ledger_rows GROUP BY 1").all()
        orphans = connection.exec_driver_sql(
            "SELECT COUNT(*) FROM receipts r LEFT JOIN submissions s ON s.id = r.submission_id "
            "WHERE s.id IS NULL"
        ).scalar()
    assert {count for _, count in rows} == {ROWS}
    assert len(rows) == len(found) == len(opened.receipts()) == opened.revision()
    assert orphans == 0
    assert all(opened.original(one.sha256) for one in found)
    return len(found)
