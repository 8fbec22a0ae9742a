"""A file may kill, hang or starve its reader: it alone is refused, and the order is kept."""

from __future__ import annotations

import gc
import os
import struct
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from importers.batches import Batching
from importers.confinement import ProcessLimits
from importers.executors import ExecutorPool
from importers.isolation import IsolatedPool, run_isolated
from importers.workbook import Source, Workbook
from tests.patience import PATIENCE
from tests.reading.child_functions import obey, read
from tests.reading.makers import ledger
from vocabulary.codes import RefusalCode
from vocabulary.findings import Refusal

LIMITS = ProcessLimits(seconds_per_file=3, seconds_per_batch=6, memory_bytes=700 * 1024 * 1024)
posix = pytest.mark.skipif(os.name == "nt", reason="rlimits and signals are POSIX")


@pytest.fixture(autouse=True)
def no_child_survives() -> Iterator[None]:
    yield
    gc.collect()
    assert children() == []


def children() -> list[psutil.Process]:
    return psutil.Process().children()


def shown(results: Iterator[tuple[int, str | Refusal]]) -> list[str]:
    """Results as words, a refusal by its code; the indexes must count up."""
    answers = list(results)
    assert [index for index, _ in answers] == list(range(len(answers)))
    return [answer if isinstance(answer, str) else answer.code.value for _, answer in answers]


@posix
@pytest.mark.parametrize("crime", ["die", "leave", "hang", "toil", "allocate", "raise"])
def test_only_the_guilty_file_is_refused(crime: str) -> None:
    words = ["a", "b", crime, "c", "d", "e", "f"]
    answers = shown(run_isolated(obey, words, limits=LIMITS, batching=Batching(items=3)))
    assert answers == ["a", "b", "unreadable", "c", "d", "e", "f"]


def test_a_file_is_not_refused_because_the_machine_is_busy() -> None:
    assert shown(run_isolated(obey, ["a", "crawl"], limits=LIMITS)) == ["a", "crawl"]


@posix
def test_several_guilty_files_in_one_batch_are_each_found() -> None:
    words = ["die", "a", "die", "b", "raise"]
    assert shown(run_isolated(obey, words, limits=LIMITS)) == [
        "unreadable",
        "a",
        "unreadable",
        "b",
        "unreadable",
    ]


def test_the_watchdog_ends_a_child_that_takes_too_much_memory() -> None:
    # So much time that only its memory can end it: left alone, the child would answer in half a minute.
    limits = ProcessLimits(
        seconds_per_file=600, seconds_per_batch=600, memory_bytes=300 * 1024 * 1024, watchdog=True
    )
    assert shown(run_isolated(obey, ["a", "allocate", "b"], limits=limits)) == ["a", "unreadable", "b"]


@posix
def test_a_child_can_write_nothing_to_disk(tmp_path: Path) -> None:
    assert shown(run_isolated(obey, [f"write {tmp_path / 'x'}"], limits=LIMITS)) == ["0"]


def test_a_child_loads_neither_the_main_program_nor_the_heavy_libraries() -> None:
    (modules,) = shown(run_isolated(obey, ["modules"], limits=LIMITS))
    loaded = set(modules.split())
    assert not loaded & {
        "pandas",
        "numpy",
        "pandera",
        "sqlalchemy",
        "streamlit",
        "openpyxl",
        "pytest",
        "xlsxwriter",
    }


def test_a_pool_serves_several_imports_and_survives_the_death_of_its_child() -> None:
    with IsolatedPool(LIMITS) as pool:
        pool.warm()
        assert shown(pool.run(obey, ["a", "b"])) == ["a", "b"]
        for child in children():
            child.kill()
        time.sleep(0.3)
        assert shown(pool.run(obey, ["c", "raise", "d"])) == ["c", "unreadable", "d"]


def test_further_children_start_when_there_is_more_to_do() -> None:
    with IsolatedPool(LIMITS, workers=2) as pool:
        pool.warm()
        one_by_one = Batching(items=1)
        assert len({who for word in ("who", "who") for who in shown(pool.run(obey, [word], one_by_one))}) == 1
        assert len(children()) == 1
        assert len(set(shown(pool.run(obey, ["who"] * 6, one_by_one)))) == 2
        assert len(children()) == 2


@posix
@pytest.mark.parametrize("crime", ["die", "hang", "raise"])
def test_two_children_keep_the_order_and_only_the_guilty_file_is_refused(crime: str) -> None:
    words = ["a", "b", crime, "c", "d", "e", "f", "g"]
    with IsolatedPool(LIMITS, workers=2) as pool:
        answers = shown(pool.run(obey, words, Batching(items=2)))
    assert answers == ["a", "b", "unreadable", "c", "d", "e", "f", "g"]


@posix
def test_a_child_gives_way_to_whoever_started_it() -> None:
    [niceness] = shown(run_isolated(obey, ["niceness"], limits=LIMITS))
    assert int(niceness) > os.nice(0)


def test_results_come_while_later_items_are_not_yet_taken() -> None:
    taken: list[int] = []

    def items() -> Iterator[str]:
        for number in range(50):
            taken.append(number)
            yield str(number)

    results = run_isolated(obey, items(), limits=LIMITS, batching=Batching(items=5, ahead=2))
    assert next(results) == (0, "0")
    assert len(taken) <= 11
    assert shown_rest(results) == [str(number) for number in range(1, 50)]


def shown_rest(results: Iterator[tuple[int, str | Refusal]]) -> list[str]:
    return [answer for _, answer in results if isinstance(answer, str)]


def test_an_iterator_that_is_dropped_ends_its_child() -> None:
    heavy = [Source(f"{n}.xlsx", ledger() + bytes(2_000_000)) for n in range(30)]
    results = run_isolated(read, heavy, limits=LIMITS, batching=Batching(items=2))
    assert isinstance(results, Generator)
    next(results)
    results.close()


def test_batches_are_cut_by_weight_as_well() -> None:
    sources = [Source(str(n), b"x" * 600) for n in range(4)]
    with ThreadPoolExecutor(1) as executor:
        answers = list(ExecutorPool(executor).run(sizes, sources, Batching(bytes=1_300)))
    assert answers == [(0, 2), (1, 2), (2, 2), (3, 2)]


def sizes(batch: list[Source]) -> list[int]:
    return [len(batch)] * len(batch)


def test_any_executor_will_do_and_finds_the_guilty_file_too() -> None:
    with ThreadPoolExecutor(2) as executor:
        pool = ExecutorPool(executor)
        answers = shown(pool.run(obey, ["a", "raise", "b"], Batching(items=2)))
    assert answers == ["a", "unreadable", "b"]
    assert pool.under_way == 0


def test_nothing_to_read_starts_no_child() -> None:
    assert list(run_isolated(obey, [])) == []


def test_a_function_no_child_can_import_is_the_programmers_mistake() -> None:
    with pytest.raises((AttributeError, TypeError)), IsolatedPool(LIMITS) as pool:
        list(pool.run(lambda batch: batch, ["a"]))


def looped_compound_file() -> bytes:
    """An .xls whose sector chain runs in a circle: calamine asks for memory until it is aborted."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20) + b"\xfe\xff\x09\x00\x06\x00" + bytes(10)
    header += struct.pack("<IIIIIII", 0, 1, 0, 4_096, 0, 1, 0xFFFFFFFE)
    return header.ljust(900, b"\x00") + "Workbook\x00".encode("utf-16-le").ljust(124, b"\x00")


def test_ledgers_around_a_file_that_breaks_the_reader_are_all_read() -> None:
    sources = [Source(f"{n}.xlsx", ledger()) for n in range(6)]
    sources[3] = Source("坏.xls", looped_compound_file())
    limits = ProcessLimits(seconds_per_file=8, seconds_per_batch=8, memory_bytes=700 * 1024 * 1024)
    answers = [answer for _, answer in run_isolated(read, sources, limits=limits)]
    assert [isinstance(answer, Workbook) for answer in answers] == [True, True, True, False, True, True]
    refused = answers[3]
    assert isinstance(refused, Refusal)
    assert refused.code is RefusalCode.UNREADABLE


def test_a_script_without_a_main_guard_starts_no_second_import(tmp_path: Path) -> None:
    """multiprocessing would run such a script again in the child, which would start a child…"""
    script = tmp_path / "script.py"
    script.write_text(
        "from importers.isolation import run_isolated\n"
        "from tests.reading.child_functions import obey\n"
        "print(list(run_isolated(obey, ['a'])))\n",
        encoding="utf-8",
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[(0, 'a')]\n", "")
