"""The log: nothing in it can be changed unseen."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from master import Master, open_master
from master.account_records import AuditEntry
from master.account_tables import audit_log
from master.engine import writing

AT = dt.datetime(2023, 9, 1, 9, 30)


def entry(what: str, at: dt.datetime = AT, **more: str) -> AuditEntry:
    values = {"login": "office", "person": "示例甲", "role": "office", "address": "10.0.0.1", "action": "download",
              "unit": "", "outcome": "done", "detail": ""}  # fmt: skip
    return AuditEntry(at=at, what=what, **(values | more))


@pytest.fixture
def filled(master: Master) -> Master:
    for number in range(1, 8):
        master.audit.add(entry(f"第{number}件事", AT + dt.timedelta(days=number)))
    return master


def test_lines_are_numbered_without_a_gap_and_the_chain_holds(filled: Master) -> None:
    told = filled.audit.check()
    assert (told.lines, told.broken_at) == (7, None)
    assert [one.number for one in filled.audit.entries()] == [7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    "statement",
    [
        delete(audit_log),
        update(audit_log).values(what="别的事"),
        delete(audit_log).where(audit_log.c.number == 7),
    ],
)
def test_the_database_itself_refuses_to_change_a_line(filled: Master, statement: object) -> None:
    with pytest.raises(DBAPIError, match="append-only"), writing(filled._engine) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
    assert filled.audit.check().lines == 7


@pytest.mark.parametrize(
    ("statement", "broken_at", "reason"),
    [
        (update(audit_log).where(audit_log.c.number == 3).values(what="别的事"), 3, "第3条被改动过"),
        (update(audit_log).where(audit_log.c.number == 5).values(digest="0" * 64), 5, "第5条被改动过"),
        (delete(audit_log).where(audit_log.c.number == 4), 4, "缺第4条"),
        (delete(audit_log).where(audit_log.c.number == 1), 1, "缺第1条"),
    ],
)
def test_what_is_done_to_it_with_other_tools_shows(
    filled: Master, statement: object, broken_at: int, reason: str
) -> None:
    unguarded(filled, statement)
    told = filled.audit.check()
    assert (told.lines, told.broken_at) == (broken_at - 1, broken_at)
    assert reason in told.reason


def test_an_end_cut_off_shows_to_whoever_noted_it_down(filled: Master) -> None:
    noted = filled.audit.check()
    unguarded(filled, delete(audit_log).where(audit_log.c.number > 5))
    assert filled.audit.check().broken_at is None
    told = filled.audit.check((noted.lines, noted.head))
    assert (told.broken_at, told.reason) == (6, "只有5条，记下的是第7条")


def test_a_whole_chain_written_anew_shows_to_whoever_noted_it_down(filled: Master) -> None:
    noted = filled.audit.check()
    unguarded(filled, delete(audit_log))
    for number in range(1, 9):
        filled.audit.add(entry(f"第{number}件别的事"))
    assert filled.audit.check().broken_at is None
    assert filled.audit.check((noted.lines, noted.head)).broken_at == 7


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"search": "第3件"}, [3]),
        ({"search": "第3件 示例甲"}, [3]),
        ({"search": "示例乙"}, []),
        ({"search": "%"}, []),
        ({"since": dt.date(2023, 9, 7)}, [7, 6]),
        ({"until": dt.date(2023, 9, 3)}, [2, 1]),
        ({"limit": 2, "offset": 1}, [6, 5]),
        ({"action": "upload"}, []),
        ({"login": "office", "limit": 1}, [7]),
    ],
)
def test_lines_are_found(filled: Master, asked: dict[str, object], numbers: list[int]) -> None:
    assert [one.number for one in filled.audit.entries(**asked)] == numbers  # type: ignore[arg-type]
    if not {"limit", "offset"} & asked.keys():
        assert filled.audit.count(**asked) == len(numbers)  # type: ignore[arg-type]


def test_two_processes_that_write_at_once_leave_one_chain(url: str) -> None:
    with open_master(url) as one, open_master(url) as other, ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: (one, other)[number % 2].audit.add(entry(str(number))), range(40)))
        told = one.audit.check()
    assert (told.lines, told.broken_at) == (40, None)


def unguarded(master: Master, statement: object) -> None:
    """What somebody with the database's own tools could do."""
    with writing(master._engine) as connection:
        if connection.dialect.name == "sqlite":
            for what in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS audit_log_no_{what}")
        else:
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_log_append_only ON audit_log")
        connection.execute(statement)  # type: ignore[call-overload]
