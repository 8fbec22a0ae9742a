"""Opening a master: new, old, broken, too new; and that the migrations say what the tables say."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

import master.engine
from master import Master, MasterError, open_master
from master.tables import metadata
from tests.master.conftest import fresh_postgresql
from tests.master.ledgers import at, day, ledger, row, send


def migrated(url: str) -> None:
    """The schema as a database gets it that was there from the first version on."""
    engine = master.engine.connect(url)
    with master.engine.writing(engine) as connection:
        master.engine._migrate(connection)
    engine.dispose()


def test_the_migrations_make_exactly_the_tables(url: str) -> None:
    migrated(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        assert (
            compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
            == []
        )
    engine.dispose()


SCHEMA = {
    "sqlite": (
        """SELECT m.name, c.name, c.type, c."notnull", c.dflt_value, c.pk
           FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type = 'table'""",
        # The indexes of constraints are numbered in the order in which these were written.
        """SELECT m.name, CASE i.origin WHEN 'c' THEN i.name END, i."unique", i.origin, i.partial,
                  (SELECT group_concat(c.name) FROM pragma_index_info(i.name) c)
           FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table'""",
        """SELECT m.name, f."from", f."table", f."to", f.on_update, f.on_delete
           FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'""",
        "SELECT name, tbl_name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')",
    ),
    "postgresql": (
        """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default
           FROM information_schema.columns WHERE table_schema = 'public'""",
        "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
        "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    ),
}


def schema_of(url: str) -> list[list[str]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        told = [
            sorted(map(str, connection.execute(text(query)).all())) for query in SCHEMA[engine.dialect.name]
        ]
        told.append([str(connection.execute(text("SELECT * FROM counters")).mappings().all())])
        told.append([str(connection.execute(text("SELECT * FROM alembic_version")).all())])
    engine.dispose()
    return told


def test_a_new_database_has_the_schema_that_migrations_lead_to(
    url: str, request: pytest.FixtureRequest
) -> None:
    is_postgresql = url.startswith("postgresql")
    old = fresh_postgresql(request.getfixturevalue("postgresql")) if is_postgresql else f"{url}.migrated"
    migrated(old)
    open_master(url).close()
    made = schema_of(url)
    assert all(made[:4])
    assert made == schema_of(old)


def test_the_newest_migration_is_the_one_that_opening_looks_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(master.engine.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [master.engine.SCHEMA_REVISION]


def test_what_was_merged_is_there_when_opened_again(url: str) -> None:
    with open_master(url) as first:
        send(first, ledger(row()), at(1))
        first.checkpoint()
    with open_master(url) as second:
        assert len(second.rows_as_of(day(1))) == 1
        assert second.revision() == 1


def test_a_plain_path_is_an_sqlite_file(tmp_path: Path) -> None:
    open_master(str(tmp_path / "深" / "层" / "台账.db")).close()
    connection = sqlite3.connect(tmp_path / "深" / "层" / "台账.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA page_size").fetchone() == (16384,)
    connection.close()


def test_whoever_opens_a_new_database_waits_for_others_who_do(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE theirs (x)")
    other.execute("BEGIN IMMEDIATE")
    leaving = threading.Timer(0.3, other.execute, ["COMMIT"])
    leaving.start()
    try:
        with open_master(str(path)) as opened:
            assert opened.revision() == 0
    finally:
        leaving.join()
        other.close()


def test_a_database_of_a_newer_version_is_left_alone(url: str) -> None:
    open_master(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(MasterError, match="更新版本"):
        open_master(url)


def not_a_database(folder: Path) -> str:
    (folder / "x.db").write_bytes(b"PK\x03\x04" + b"not a database " * 100)
    return str(folder / "x.db")


def below_a_file(folder: Path) -> str:
    (folder / "file").write_text("x")
    return str(folder / "file" / "x.db")


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (not_a_database, "不是数据库"),
        (below_a_file, "文件夹无法建立"),
        (str, "是一个文件夹"),
        (lambda _: "oracle9://x", "无法识别"),
        (lambda _: "postgresql+psycopg://u:secret@127.0.0.1:1/none", "连接不上"),
    ],
)
def test_a_place_that_cannot_be_opened_is_explained(tmp_path: Path, place: object, sentence: str) -> None:
    with pytest.raises(MasterError, match=sentence) as caught:
        open_master(place(tmp_path))  # type: ignore[operator]
    assert "secret" not in str(caught.value)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_write_permission_is_explained(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(MasterError):
        open_master(str(tmp_path / "x.db"))


def test_a_read_only_database_says_so_when_written_to(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    open_master(str(path)).close()
    with open_master(str(path)) as opened:
        with opened._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(MasterError, match="没有写入数据库"):
            send(opened, ledger(row()), at(1))


def test_importing_master_stays_light() -> None:
    code = (
        "import sys, master, master.records, importers.consolidate; "
        "print([name for name in ('sqlalchemy', 'alembic', 'pandas', 'psycopg') if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(master.__file__).parents[1],
    )
    assert said.stdout.strip() == "[]"


def test_the_state_of_one_unit_is_found_through_indexes(tmp_path: Path) -> None:
    with open_master(str(tmp_path / "x.db")) as opened:
        send(opened, ledger(row()), at(1))
        statements: list[str] = []
        with opened._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.set_trace_callback(statements.append)
        send(opened, ledger(row(percent=1.0)), at(2))
        with opened._engine.connect() as connection:
            plans = {
                sql: connection.exec_driver_sql("EXPLAIN QUERY PLAN " + sql.replace("?", "''")).all()
                for sql in statements
                if sql.lstrip().startswith("SELECT")
            }
    small = ("counters", "item_links", "link_undoings", " l", " u ")
    scans = [
        (sql, step[3])
        for sql, plan in plans.items()
        for step in plan
        if step[3].startswith("SCAN") and not any(name in step[3] + " " for name in small)
    ]
    assert plans
    assert scans == []


def test_master_is_named_without_opening_anything() -> None:
    assert master.Master is Master
    with pytest.raises(AttributeError):
        master.Nothing  # noqa: B018
