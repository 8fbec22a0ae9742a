"""Opening the database: SQLite or PostgreSQL, its settings, and the migrations when they are needed."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from master.errors import AddressError, MasterError, UnavailableError
from master.new_schema import make_schema
from master.places import sqlite_path

SCHEMA_REVISION = "0005"
"""The newest migration. Kept here so that opening an up-to-date database need not import alembic."""

BUSY_SECONDS = 60
_LOOKS_EVERY = 0.01
_LOCK_NUMBER = 7_418_205


def open_engine(url: str) -> Engine:
    """An engine on an existing or new database whose schema is up to date; MasterError with the reason."""
    engine = connect(url)
    with explained(engine, url):
        _bring_up_to_date(engine)
    path = sqlite_path(url)
    if path is not None:
        _keep_to(engine, path)
    return engine


def connect(url: str) -> Engine:
    """An engine on a database as it is, or on none yet; AddressError for an address that is none."""
    path = sqlite_path(url)
    try:
        if path is not None:
            _make_folder(path)
            return _sqlite_engine(path)
        return create_engine(make_url(url), pool_pre_ping=True)
    except (ArgumentError, ImportError) as error:
        raise AddressError(
            f"数据库地址无法识别：{_shown(url)}。请写成 sqlite:///文件路径 或 "
            "postgresql+psycopg://用户@主机/库名。"
        ) from error


@contextmanager
def explained(engine: Engine, url: str) -> Iterator[None]:
    """What the driver says of a database as a MasterError; the connections are given back then."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        engine.dispose()
        raise MasterError(_reason(error, sqlite_path(url), url)) from error
    except BaseException:
        engine.dispose()
        raise


@contextmanager
def writing(engine: Engine, patience: float = BUSY_SECONDS) -> Iterator[Connection]:
    """A transaction that writes: it takes SQLite's write lock at once, so that it never has to give up midway.

    ``patience`` is how many seconds it waits for others who write (SQLite only). UnavailableError when they, or
    the database's surroundings, do not let it.
    """
    with (
        answering(engine),
        engine.connect().execution_options(immediate=True) as connection,
        _patient(connection, patience),
        connection.begin(),
    ):
        yield connection


@contextmanager
def reading_one_state(engine: Engine) -> Iterator[Connection]:
    """A transaction whose statements all see the same state, whatever is merged meanwhile; or UnavailableError."""
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with answering(engine), engine.connect().execution_options(**level) as connection, connection.begin():
        yield connection


@contextmanager
def answering(engine: Engine) -> Iterator[None]:
    """Say in words when the database does not answer, whoever noticed it: SQLAlchemy or the driver itself."""
    driver: Any = engine.dialect.loaded_dbapi
    try:
        yield
    except (OperationalError, InterfaceError, driver.OperationalError, driver.InterfaceError) as error:
        path = Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None
        raise UnavailableError(_reason(error, path, engine.url.render_as_string())) from error


@contextmanager
def _patient(connection: Connection, seconds: float) -> Iterator[None]:
    if seconds == BUSY_SECONDS or connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MasterError(f"数据库所在的文件夹无法建立：{path.parent}。请检查路径和权限。") from error
    if path.is_dir():
        raise AddressError(f"数据库路径是一个文件夹：{path}。请写明文件名，例如 {path / 'taizhang.db'}。")


def _sqlite_engine(path: Path) -> Engine:
    from sqlalchemy import URL

    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver's own transaction handling would commit before DDL; "begin" below opens them instead.
        connection.isolation_level = None
        # The page size only takes effect before the first table: rows are about 1 KB, 4 KB pages waste a quarter.
        connection.execute("PRAGMA page_size = 16384")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -32000")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers and the writer go on side by side (WAL), once for all: the file remembers it.

    SQLite itself does not wait for this change: of two processes that open a new database, one would be told that it
    is locked.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(_LOOKS_EVERY)


def _keep_to(engine: Engine, path: Path) -> None:
    """Refuse to go on when the file is deleted or another one is put in its place.

    A deleted file lives on in connections that have it open, and what they write is lost; a new connection
    would make an empty file of the same name.
    """
    home = _file_number(path)

    def still_there(*_given: Any) -> None:
        if _file_number(path) != home:
            raise UnavailableError(
                f"数据库文件不见了，或者被换成了别的文件：{path}。请维护人员停止程序，放回原来的文件或从备份恢复，"
                "再重新启动。在此之前什么都没有写入。"
            )

    event.listen(engine, "do_connect", still_there)
    event.listen(engine, "begin", still_there)


def _file_number(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _bring_up_to_date(engine: Engine) -> None:
    with engine.connect() as connection:
        found = revision_of(connection)
    if found == SCHEMA_REVISION:
        return
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK_NUMBER})
        bring_up_to_date(connection)


def bring_up_to_date(connection: Connection) -> None:
    """Make the schema, or bring an older one up to date, within a transaction of the caller's."""
    found = revision_of(connection)
    if found is None:
        make_schema(connection, SCHEMA_REVISION)
    elif found != SCHEMA_REVISION:
        _migrate(connection)


def revision_of(connection: Connection) -> str | None:
    """The migration a database stands at; None where there is none yet."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise MasterError(
            "数据库由更新版本的系统建立，本版本不认识。请升级系统后再打开，数据未作改动。"
        ) from error


def _reason(error: Exception, path: Path | None, url: str) -> str:
    said = str(error)
    if path is None:
        return f"数据库连接不上：{_shown(url)}。请检查地址、账号和数据库服务是否已启动。"
    if "not a database" in said or "malformed" in said:
        return f"文件不是数据库，或已经损坏：{path}。请改用其他路径，或从备份恢复。"
    if "readonly" in said or "read-only" in said:
        return f"数据库只能读、不能写：{path}。请检查文件和文件夹的写权限。"
    if "unable to open" in said:
        return f"数据库文件打不开：{path}。请检查路径和权限。"
    if "locked" in said or "busy" in said:
        return f"数据库正被其他程序占用：{path}。请稍后再试。"
    if "full" in said or "disk I/O" in said:
        return f"数据库写不进去：{path}。请检查磁盘空间。"
    return f"数据库打开失败：{path}。"


def _shown(url: str) -> str:
    """The address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return url
