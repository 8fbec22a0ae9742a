"""What must hold whatever is imported in whatever order."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, func, select

from master import Master, MasterError, open_master
from master.engine import reading_one_state
from master.statements import Driver
from master.summaries import count_rows
from master.tables import metadata
from schemas.records import CheckedLedger, RowRecord
from tests.master.ledgers import KIND, at, day, ledger, row, send

DAYS = range(1, 8)
TEXTS = (
    "建立政策解读台账并按月更新",
    "建立政策解读台账，并按月更新",
    "建立政策解读台账并每月更新一次",
    "开展政务公开培训",
    "开展全县政务公开业务培训",
)
DERIVED = {"counters", "summaries", "alembic_version"}

rows = st.builds(
    lambda unit, task_id, task, percent, expanded, merged: row(
        unit, task_id, task=task, percent=percent, expanded=expanded, merged=merged, point=1
    ),
    st.sampled_from(["a", "b"]),
    st.sampled_from([None, None, "1.1", "1.2"]),
    st.sampled_from(TEXTS),
    st.sampled_from([10.0, 20.0]),
    st.sampled_from([False, False, True]),
    st.sampled_from([True, True, False]),
)


@st.composite
def files(draw: st.DrawFn) -> CheckedLedger:
    """A unit's own ledger or a collected one, with a few rows that are easily confused."""
    sender = draw(st.sampled_from(["a", "b", None]))
    listed: list[RowRecord] = draw(st.lists(rows, min_size=1, max_size=4))
    if sender is not None:
        listed = [one._replace(unit=sender, expanded=False) for one in listed]
    placed = tuple(one._replace(row=place) for place, one in enumerate(listed, 4))
    return ledger(*placed, sender=sender, collected=sender is None, salt=draw(st.integers(0, 3)))


deliveries = st.lists(files(), min_size=2, max_size=6).flatmap(
    lambda found: st.tuples(st.just(found), st.permutations(DAYS)).map(
        lambda pair: [(file, at(number)) for file, number in zip(pair[0], pair[1], strict=False)]
    )
)


@cache
def template() -> Path:
    """An empty SQLite master, made once: migrating takes longer than an example."""
    path = Path(tempfile.mkdtemp()) / "template.db"
    open_master(str(path)).close()
    return path


@contextmanager
def empty_master() -> Iterator[Master]:
    """A fresh SQLite master."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(template(), Path(folder) / "m.db")
        with open_master(str(copy)) as opened:
            yield opened


def shown(master: Master) -> list[list[tuple[Any, ...]]]:
    """The master on every day, without the numbers that depend on the order of import."""
    return [
        sorted(
            (repr(one.record), one.version, one.received_at, one.changed_at, one.withdrawn)
            for one in master.rows_as_of(day(number), kind=KIND)
        )
        for number in DAYS
    ]


def recomputed(master: Master) -> Any:
    """The summary told from the rows."""
    with reading_one_state(master._engine) as connection, Driver(connection) as driver:
        return count_rows(driver, KIND, None)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(deliveries, st.randoms(use_true_random=False))
def test_the_order_of_import_does_not_matter(
    sent: list[tuple[CheckedLedger, dt.datetime]], luck: random.Random
) -> None:
    shuffled = list(sent)
    luck.shuffle(shuffled)
    with empty_master() as one, empty_master() as other:
        for file, received in sorted(sent, key=lambda pair: pair[1]):
            send(one, file, received)
        for file, received in shuffled:
            send(other, file, received)
        assert shown(one) == shown(other)
        assert [list(count) for count in one.summary(day(30))] == [
            list(count) for count in other.summary(day(30))
        ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(deliveries, st.lists(st.integers(1, 6), max_size=3))
def test_nothing_is_ever_lost_and_the_summary_is_what_the_rows_say(
    sent: list[tuple[CheckedLedger, dt.datetime]],
    undone: list[int],
) -> None:
    with empty_master() as master:
        counts: dict[str, int] = {}
        for file, received in sent:
            send(master, file, received)
            counts = grown(master, counts)
            assert master.summary(day(30)) == recomputed(master)
        for number in undone:
            before = shown(master)
            try:
                master.undo(number, "李四", "", at(20))
            except MasterError:
                continue
            counts = grown(master, counts)
            assert shown(master) == before, "what was known before the undoing stays known of those days"
            assert master.summary(day(30)) == recomputed(master)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(deliveries)
def test_a_past_day_stays_as_it_was_when_newer_files_come(
    sent: list[tuple[CheckedLedger, dt.datetime]],
) -> None:
    with empty_master() as master:
        for file, received in sorted(sent, key=lambda pair: pair[1]):
            before = shown(master)
            send(master, file, received)
            past = received.day - DAYS.start
            assert shown(master)[:past] == before[:past]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(deliveries, st.lists(st.sampled_from(DAYS), min_size=12, max_size=12))
def test_items_asked_for_on_days_of_their_own_are_what_those_days_say(
    sent: list[tuple[CheckedLedger, dt.datetime]], asked: list[int]
) -> None:
    with empty_master() as master:
        for file, received in sent:
            send(master, file, received)
        items = sorted({one.item for one in master.rows_as_of(day(30), kind=KIND)})
        wanted: dict[dt.date, set[int]] = {}
        for item, number in zip(items, asked, strict=False):
            wanted.setdefault(day(number), set()).add(item)
        plain = [
            one for when in wanted for one in master.rows_as_of(when, kind=KIND) if one.item in wanted[when]
        ]
        found = master.items_as_of(wanted, KIND)
        assert sorted(found, key=lambda one: one.item) == sorted(plain, key=lambda one: one.item)


def grown(master: Master, before: dict[str, int]) -> dict[str, int]:
    """Row counts of all tables of facts, none of which may have shrunk."""
    engine = create_engine(master._engine.url)
    with engine.connect() as connection:
        now = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
            if table.name not in DERIVED
        }
    engine.dispose()
    assert all(now[name] >= count for name, count in before.items())
    return now
