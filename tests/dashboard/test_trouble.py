"""When things go wrong while ledgers are sent: what is said, what is saved, and that nothing is counted twice."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

from dashboard import access, board, job_queue, opened, sending, spool
from dashboard.access import Viewer
from dashboard.importing import job_options, run_job
from dashboard.settings import DB, Settings, office_now
from dashboard.spool import Order, SpoolError
from dashboard.worker import Worker
from master import Master, MasterError, open_master
from master.errors import UnavailableError
from master.job_records import FileState, JobState
from schemas.plan_files import packaged_workplan
from tests.dashboard.books import ledger, line
from tests.dashboard.conftest import open_page, said
from tests.dashboard.seed import PLAN
from tests.patience import PATIENCE
from vocabulary.access import AccountRole

ROOT = Path(__file__).resolve().parents[2]
RECEIVED = dt.datetime(2023, 9, 15, 10)
FINANCE = ledger("县财政局", [line(1, "9.1", "财政预决算公开", "县财政局")])
CIVIL = ledger("县民政局", [line(1, "1.3", "日常巡查与维护", "县民政局")])
JUSTICE = ledger("县司法局", [line(1, "4.1", "行政规范性文件清理", "县司法局")])
FILES = [("财政局.xlsx", FINANCE), ("民政局.xlsx", CIVIL), ("司法局.xlsx", JUSTICE)]
ORDER = Order(RECEIVED, None, True, "示例甲", "office", None)


@pytest.fixture
def master(tmp_path: Path) -> Iterator[Master]:
    with open_master(str(tmp_path / "trouble.db")) as opened_master:
        yield opened_master


def root(county: str) -> Path:
    return Settings(county, packaged_workplan()).spool


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "application/octet-stream") for name, content in files])
    app.run()
    return app.button(key="send").click().run()


def warnings(app: AppTest) -> str:
    return " ".join(str(one.value) for one in (*app.warning, *app.error, *app.info))


def work(master: Master, spool_folder: Path | None = None) -> None:
    worker = Worker(master, packaged_workplan(), threading.Event(), spool_folder)
    while worker.work_once():
        pass


# ---- the database is busy


def test_files_sent_while_the_database_is_busy_are_kept_and_queued_later(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "_PATIENT_SECONDS", 0.2)
    monkeypatch.setattr("master.audit_store._PATIENT_SECONDS", 0.2)
    monkeypatch.setattr(spool.queue, "__defaults__", (0.2,))
    app = open_page("intake")
    with closing(sqlite3.connect(empty, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        upload(app, *FILES)
        text = warnings(app)
        assert not app.exception
        assert "正被其他程序占用" in text
        assert "上传的 3 个文件已经保存在服务器上" in text
        assert "有 1 批共 3 个文件" in text
        assert not app.file_uploader[0].value
        assert opened.master().jobs.list() == []
    assert spool.queue_all(opened.master(), root(empty), office_now()) == 1
    [job] = opened.master().jobs.list()
    assert [file.file_name for file in opened.master().jobs.files(job.id)] == [name for name, _ in FILES]
    assert (job.created_by, job.login, job.unit) == ("示例甲", "office", None)
    app.run()
    assert "保存在服务器上" not in warnings(app)


def test_a_batch_is_queued_once_however_often_it_is_brought(master: Master, tmp_path: Path) -> None:
    batch = spool.keep(tmp_path / "spool", FILES, ORDER, office_now())
    first = master.jobs.enqueue(FILES, "示例甲", office_now(), ticket=batch.ticket)
    # The page died between queueing and clearing the disk: the worker finds the batch still there.
    assert spool.queue(master, batch, office_now()) == first
    assert len(master.jobs.list()) == 1
    assert spool.waiting(tmp_path / "spool") == []


# ---- the disk is full


def test_when_the_disk_is_full_nothing_is_kept_and_the_form_stays_as_it_was(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _content: bytes) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    app = open_page("intake")
    app.selectbox(key="sender").select("FL-D04").run()
    with monkeypatch.context() as patched:
        patched.setattr(spool, "_write", full)
        upload(app, *FILES)
        assert "磁盘空间不足" in warnings(app)
        assert "没有收下，也没有入库" in warnings(app)
    assert len(app.file_uploader[0].value) == 3
    assert app.selectbox(key="sender").value == "FL-D04"
    assert list(root(empty).iterdir()) == []
    assert opened.master().jobs.list() == []
    app.button(key="send").click().run()
    [job] = opened.master().jobs.list()
    assert job.options["unit"] == "FL-D04"
    assert len(opened.master().jobs.files(job.id)) == 3


def test_a_database_that_is_full_costs_no_file_and_the_job_goes_on_afterwards(master: Master) -> None:
    number = master.jobs.enqueue(FILES, "示例甲", office_now(), options=job_options(RECEIVED, None, {}))
    with closing(sqlite3.connect(master._engine.url.database or "")) as other:
        (pages,) = other.execute("PRAGMA page_count").fetchone()

    def no_room(connection: Any, _record: Any = None) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    master._engine.dispose()
    event.listen(master._engine, "connect", no_room)
    with pytest.raises(UnavailableError, match="磁盘空间"):
        _work_until_told(master, number)
    event.remove(master._engine, "connect", no_room)
    master._engine.dispose()
    master.jobs.requeue_stale(office_now() + dt.timedelta(hours=1))
    master.jobs.retry(number)
    work(master)
    assert [file.state for file in master.jobs.files(number)] == [FileState.MERGED] * 3
    assert len(master.submissions()) == 3


def _work_until_told(master: Master, number: int) -> None:
    work(master)
    # Where the last words still found room, the job says it itself.
    raise UnavailableError(master.jobs.get(number).message)


# ---- a job breaks off


def test_a_job_that_failed_keeps_its_files_and_goes_on_when_told(master: Master) -> None:
    number = master.jobs.enqueue(FILES, "示例甲", office_now(), options=job_options(RECEIVED, None, {}))
    job = master.jobs.claim("worker", office_now())
    assert job is not None
    master.jobs.finish(number, "worker", office_now(), failed=True, message="磁盘满了。")
    assert master.jobs.contents(number) == FILES
    assert master.jobs.retry(number)
    assert not master.jobs.retry(number)
    work(master)
    assert master.jobs.get(number).state is JobState.DONE
    assert len(master.submissions()) == 3


def test_a_worker_that_is_killed_leaves_nothing_half_done_and_nothing_twice(tmp_path: Path) -> None:
    """The process is really killed, again and again, wherever it happens to be."""
    url = str(tmp_path / "killed.db")
    files = [
        (f"{unit.name}.xlsx", ledger(unit.name, [line(1, "1.3", "日常巡查与维护", unit.name)]))
        for unit in PLAN.units[:20]
    ]
    with open_master(url) as master:
        number = master.jobs.enqueue(files, "示例甲", office_now(), options=job_options(RECEIVED, None, {}))
        for reached in (
            lambda: master.jobs.get(number).state is JobState.RUNNING,
            lambda: bool(master.submissions()),
        ):
            _start_and_kill(url, reached)
            master.jobs.requeue_stale(office_now() + dt.timedelta(hours=1))
        work(master)
        told = master.jobs.files(number)
        assert master.jobs.get(number).state is JobState.DONE
        assert {file.state for file in told} == {FileState.MERGED}
        assert len(master.submissions()) == len(files)
        rows = master.rows_as_of(dt.date(2023, 12, 31))
        assert len(rows) == len(files)
        assert {row.version for row in rows} == {1}


def _start_and_kill(url: str, reached: Callable[[], bool]) -> None:
    """A worker that is killed, with its children, as soon as it has come so far."""
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "dashboard.worker"],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, DB: url, "PYTHONPATH": str(ROOT)},
    ) as process:
        deadline = time.monotonic() + PATIENCE
        while not reached():
            assert time.monotonic() < deadline, "the worker did not come so far"
            time.sleep(0.01)
        worker = psutil.Process(process.pid)
        for one in (worker, *worker.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()


def test_what_was_merged_before_the_worker_died_is_told_as_merged_not_as_a_duplicate(master: Master) -> None:
    number = master.jobs.enqueue(FILES, "示例甲", office_now(), options=job_options(RECEIVED, None, {}))
    job = master.jobs.claim("dead", office_now())
    assert job is not None
    master.jobs.progress(number, "dead", dt.datetime.min, dict.fromkeys(range(3), FileState.READING))
    # It merged the first file and died before it could say so.
    list(run_job(job, FILES[:1], master, PLAN, office_now()))
    work(master)
    assert {file.state for file in master.jobs.files(number)} == {FileState.MERGED}
    assert "没有重复计入" in master.jobs.files(number)[0].message
    assert len(master.submissions()) == 3


# ---- the database is gone


def test_a_deleted_database_is_noticed_before_anything_is_lost_in_it(master: Master) -> None:
    path = Path(master._engine.url.database or "")
    master.jobs.enqueue(FILES, "示例甲", office_now())
    path.unlink()
    for attempt in (
        lambda: master.jobs.enqueue(FILES, "示例甲", office_now()),
        lambda: master.revision(),
        lambda: master.jobs.list(),
    ):
        with pytest.raises(UnavailableError, match="数据库文件不见了"):
            attempt()
    assert not path.exists()


def test_another_file_in_the_databases_place_is_not_written_to(master: Master, tmp_path: Path) -> None:
    path = Path(master._engine.url.database or "")
    master.revision()
    open_master(str(tmp_path / "other.db")).close()
    (tmp_path / "other.db").replace(path)
    with pytest.raises(MasterError, match="被换成了别的文件"):
        master.jobs.enqueue(FILES, "示例甲", office_now())


def test_files_sent_while_the_database_is_gone_are_kept(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Viewer(1, "office", "示例甲", AccountRole.OFFICE)
    monkeypatch.setattr(access, "viewer", lambda: office)
    opened.master().revision()
    Path(empty).rename(f"{empty}.away")
    sent = sending.send(FILES, ORDER)
    Path(f"{empty}.away").rename(empty)
    assert (sent.job, sent.kept) == (None, True)
    assert "数据库文件不见了" in sent.words
    assert "3 个文件已经保存在服务器上" in sent.words
    [batch] = spool.waiting(root(empty))
    assert batch.names == ("财政局.xlsx", "民政局.xlsx", "司法局.xlsx")
    # The worker of the restarted program takes them up.
    work(opened.master(), root(empty))
    [job] = opened.master().jobs.list()
    assert job_queue.is_held(job)


def test_a_page_works_again_as_soon_as_the_database_is_back(empty: str) -> None:
    app = open_page("intake")
    Path(empty).rename(f"{empty}.away")
    app.run()
    Path(f"{empty}.away").rename(empty)
    assert app.exception
    assert not app.run().exception


def test_what_failed_and_what_was_saved_are_said_together() -> None:
    def failing() -> None:
        from dashboard import sending
        from dashboard.sending import Sent
        from dashboard.shell import show_error
        from master.errors import UnavailableError

        sending.remember(Sent(None, True, "上传的 3 个文件已经保存在服务器上。"))
        show_error(UnavailableError("数据库文件不见了。"))

    app = AppTest.from_function(failing, default_timeout=PATIENCE).run()
    assert [one.value for one in app.warning] == ["上传的 3 个文件已经保存在服务器上。"]
    assert [one.value for one in app.error] == ["数据库文件不见了。"]


# ---- two people at once


def test_of_two_who_confirm_the_same_batch_the_second_is_told(empty: str) -> None:
    held = _tried(opened.master())
    app = open_page("intake", job=str(held.id))
    assert job_queue.confirm(opened.master(), held, office_now(), "示例己", "office2") is not None
    app.button(key=f"confirm_{held.id}").click().run()
    assert "已由示例己确认入库" in warnings(app).replace("\\", "")
    assert "没有重复执行" in warnings(app)
    assert len(opened.master().jobs.list()) == 2
    work(opened.master())
    assert len(opened.master().submissions()) == 3


def test_whoever_confirms_after_the_data_changed_is_told_what_changed_first(empty: str) -> None:
    master = opened.master()
    held = _tried(master)
    app = open_page("intake", job=str(held.id))
    newer = ledger(
        "县财政局", [line(1, "9.1", "财政预决算公开", "县财政局", status="已完成", percent="100%")]
    )
    master.jobs.enqueue(
        [("财政局新.xlsx", newer)],
        "示例己",
        office_now(),
        options=job_options(RECEIVED - dt.timedelta(days=1), None, {}),
    )
    work(master)
    # Drawn before the change, clicked after it: nothing is confirmed, the page says what happened.
    app.button(key=f"confirm_{held.id}").click().run()
    text = warnings(app)
    assert "还没有入库" in text
    assert "县财政局" in text
    assert "财政局新" in text
    assert job_queue.is_held(master.jobs.get(held.id))
    app.button(key=f"again_{held.id}").click().run()
    again = master.jobs.list()[0]
    assert again.dry_run
    work(master)
    [fresh] = [file for file in master.jobs.files(again.id) if file.file_name == "财政局.xlsx"]
    assert fresh.report["counts"]["changed"] == 1
    assert job_queue.since_tried(master, again, master.jobs.files(again.id), PLAN) == []


def test_what_reached_other_units_does_not_stand_in_the_way(master: Master) -> None:
    held = _tried(master, FILES[:1])
    master.jobs.enqueue(FILES[1:2], "示例己", office_now(), options=job_options(RECEIVED, None, {}))
    work(master)
    assert job_queue.since_tried(master, held, master.jobs.files(held.id), PLAN) == []


def _tried(master: Master, files: list[tuple[str, bytes]] = FILES) -> Any:
    number = master.jobs.enqueue(
        files, "示例甲", office_now(), dry_run=True, options=job_options(RECEIVED, None, {}), login="office"
    )
    work(master)
    held = master.jobs.get(number)
    assert job_queue.is_held(held)
    return held


# ---- the upload is cut off


def test_a_batch_cut_off_in_the_middle_of_writing_is_never_queued(master: Master, tmp_path: Path) -> None:
    folder = tmp_path / "spool"

    def cut_off() -> Iterator[tuple[str, bytes]]:
        yield FILES[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spool.keep(folder, cut_off(), ORDER, office_now())
    # And one whose process was killed, so that nothing could be cleared away.
    left = folder / "0123.part"
    left.mkdir()
    (left / "0").write_bytes(b"half")
    assert spool.waiting(folder) == []
    assert spool.queue_all(master, folder, office_now()) == 0
    os.utime(left, (0, 0))
    spool.queue_all(master, folder, office_now())
    assert not left.exists()


def test_the_page_says_how_many_files_arrived(empty: str) -> None:
    app = open_page("intake")
    app.file_uploader[0].set_value([("财政局.xlsx", FINANCE, "application/octet-stream")])
    app.run()
    assert "已传到 1 个文件" in said(app)
    assert "没有传完的文件不在其中" in said(app)


def test_names_in_the_spool_are_data_never_paths(tmp_path: Path) -> None:
    names = ["../../etc/passwd", "a/b\\c.xlsx", "", "\ud800坏.xlsx", "名" * 300]
    batch = spool.keep(tmp_path / "spool", [(name, b"x") for name in names], ORDER, office_now())
    assert sorted(path.name for path in batch.folder.iterdir()) == ["0", "1", "2", "3", "4", "batch.json"]
    [read] = spool.waiting(tmp_path / "spool")
    assert list(read.names) == names
    assert read.order == ORDER


def test_what_nobody_put_into_a_folder_as_a_ledger_is_left_out_and_counted(tmp_path: Path) -> None:
    files = [
        ("县直/财政局.docx", b"a"),
        ("县直/~$财政局.xlsx", b"b"),
        ("县直/Thumbs.db", b"c"),
        (".git/x", b"d"),
    ]
    root = tmp_path / "spool"
    batch = spool.keep(root, files, ORDER, office_now(), whole_folder=True)
    assert batch.names == ("县直/财政局.docx",)
    assert "另有 3 个系统或程序留下的文件" in sending.left_out_words(batch)
    # A file that was chosen by itself is answered, whatever its name.
    assert len(spool.keep(root, files[1:2], ORDER, office_now()).names) == 1
    with pytest.raises(SpoolError, match="没有台账"):
        spool.keep(root, files[1:], ORDER, office_now(), whole_folder=True)
    assert len(spool.waiting(root)) == 2


def test_a_folder_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "spool").write_bytes(b"a file")
    with pytest.raises(SpoolError, match="写不进去"):
        spool.keep(tmp_path / "spool", FILES, ORDER, office_now())


# ---- several ledgers of one unit


def test_a_trial_says_which_units_have_several_ledgers_in_the_batch(master: Master) -> None:
    lines = [
        line(1, "4.1", "行政规范性文件清理", "县司法局"),
        line(2, "4.2", "新制发文件公开属性管理", "县司法局"),
    ]
    batch = [("1.xlsx", ledger("县司法局", lines)), ("2.xlsx", ledger("县司法局", lines[:1])), *FILES[:2]]
    number = master.jobs.enqueue(
        batch, "示例甲", office_now(), dry_run=True, options=job_options(RECEIVED, None, {})
    )
    work(master)
    told = master.jobs.files(number)
    assert board.several(told, PLAN) == ["县司法局有2份工作台账（《1.xlsx》《2.xlsx》），以最后一份为准"]
    assert [one.report["counts"]["withdrawn"] for one in told[:2]] == [0, 1]
