"""The worker and the two decisions: what a job goes through, also when things go wrong."""

from __future__ import annotations

import datetime as dt
import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard import board, job_queue, worker
from dashboard.access import Forbidden, Viewer
from dashboard.importing import FileReport, job_options, unpacked
from dashboard.settings import office_now
from dashboard.worker import Stopped, Worker
from master import Master, MasterError, open_master
from master.job_records import FileState, JobState
from schemas.field_words import field_title, in_words
from schemas.plan_files import packaged_workplan
from tests.dashboard.seed import PLAN
from vocabulary.access import AccountRole
from vocabulary.codes import Outcome

FILES = [("甲.xlsx", b"1"), ("乙.xlsx", b"22")]
READY = FileReport(FileState.READY, Outcome.ACCEPTED, "2 行全部可用。", {"rows": 2, "units": ["FL-D02"]})
REFUSED = FileReport(FileState.REFUSED, Outcome.REFUSED, "文件已损坏。", {})


@pytest.fixture
def master(tmp_path: Path) -> Iterator[Master]:
    with open_master(str(tmp_path / "jobs.db")) as opened:
        yield opened


def enqueue(master: Master, *, dry_run: bool = True) -> int:
    return job_queue.enqueue(
        master, FILES, job_options(dt.datetime(2023, 9, 15), None, {}), "经手", office_now(), dry_run=dry_run
    )


def run(
    master: Master, monkeypatch: pytest.MonkeyPatch, *reports: FileReport | Exception, stop: bool = False
) -> None:
    """One turn of a worker whose import gives these reports."""
    halt = threading.Event()

    def told(*_given: Any) -> Iterator[FileReport]:
        for report in reports:
            if isinstance(report, Exception):
                raise report
            if stop:
                halt.set()
            yield report

    monkeypatch.setattr(worker, "run_job", told)
    assert Worker(master, packaged_workplan(), halt).work_once()


def test_a_dry_run_waits_with_its_files_for_a_person(master: Master, monkeypatch: pytest.MonkeyPatch) -> None:
    number = enqueue(master)
    run(master, monkeypatch, READY, READY)
    job = master.jobs.get(number)
    assert job_queue.is_held(job)
    assert not job_queue.is_active(job)
    assert master.jobs.contents(number) == FILES
    assert job_queue.state_words(job) == "试算完成，待确认"


def test_a_held_dry_run_is_not_taken_for_stale(master: Master, monkeypatch: pytest.MonkeyPatch) -> None:
    enqueue(master)
    run(master, monkeypatch, READY, READY)
    assert master.jobs.requeue_stale(office_now() + dt.timedelta(days=1)) == 0


def test_confirming_queues_the_same_files_for_good_once(
    master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = enqueue(master)
    run(master, monkeypatch, READY, READY)
    held = master.jobs.get(number)
    real = job_queue.confirm(master, held, office_now())
    assert real is not None
    assert not master.jobs.get(real).dry_run
    assert master.jobs.contents(real) == FILES
    assert job_queue.confirm(master, held, office_now()) is None


def test_of_two_who_decide_the_second_changes_nothing_and_is_told_by_whom(
    master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = enqueue(master)
    run(master, monkeypatch, READY, READY)
    held = master.jobs.get(number)
    assert job_queue.confirm(master, held, office_now(), "示例甲", "a") is not None
    assert job_queue.confirm(master, held, office_now(), "示例乙", "b") is None
    assert job_queue.try_again(master, held, office_now(), "示例乙", "b") is None
    assert not job_queue.let_go(master, held, office_now())
    assert len(master.jobs.list()) == 2
    assert "已由示例甲确认入库" in job_queue.decided_words(master.jobs.get(number))


OFFICE = Viewer(1, "office", "示例甲", AccountRole.OFFICE)
LEADER = Viewer(2, "leader", "示例乙", AccountRole.LEADER)
AUDITOR = Viewer(3, "auditor", "示例丁", AccountRole.AUDITOR)
ADMIN = Viewer(4, "keeper", "示例戊", AccountRole.ADMIN)
JUSTICE_UNIT = Viewer(5, "sifa", "示例丙", AccountRole.UNIT, "FL-D02")
FINANCE_UNIT = Viewer(6, "caizheng", "示例丙", AccountRole.UNIT, "FL-D04")


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (OFFICE, [2, 1]),
        (JUSTICE_UNIT, [2]),
        (FINANCE_UNIT, []),
        (LEADER, []),
        (AUDITOR, []),
        (ADMIN, []),
    ],
)
def test_a_job_is_seen_by_the_office_and_by_the_unit_that_made_it(
    master: Master, who: Viewer, seen: list[int]
) -> None:
    options = job_options(dt.datetime(2023, 9, 15), None, {})
    job_queue.enqueue(master, FILES, options, "示例甲", office_now(), dry_run=True, login="office")
    job_queue.enqueue(
        master, FILES, options, "示例丙", office_now(), dry_run=True, login="sifa", unit="FL-D02"
    )
    assert [job.id for job in job_queue.jobs_of(master, who)] == seen
    for number in (1, 2, 999):
        if number in seen:
            assert job_queue.job_of(master, who, number).id == number
        else:
            with pytest.raises(Forbidden, match="没有这个报送批次"):
                job_queue.job_of(master, who, number)


def test_a_confirmed_job_stays_the_units(master: Master, monkeypatch: pytest.MonkeyPatch) -> None:
    options = job_options(dt.datetime(2023, 9, 15), None, {})
    number = job_queue.enqueue(
        master, FILES, options, "示例丙", office_now(), dry_run=True, login="sifa", unit="FL-D02"
    )
    run(master, monkeypatch, READY, READY)
    real = job_queue.confirm(master, master.jobs.get(number), office_now(), "示例甲", "office")
    assert real is not None
    job = master.jobs.get(real)
    assert (job.unit, job.login, job.created_by) == ("FL-D02", "office", "示例甲")


def test_letting_go_drops_the_files(master: Master, monkeypatch: pytest.MonkeyPatch) -> None:
    number = enqueue(master)
    run(master, monkeypatch, READY, READY)
    assert job_queue.let_go(master, master.jobs.get(number), office_now())
    assert master.jobs.contents(number) == []
    assert job_queue.state_words(master.jobs.get(number)) == "已放弃"


def test_a_dry_run_nobody_confirms_is_let_go_after_two_weeks(
    master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = enqueue(master)
    run(master, monkeypatch, READY, READY)
    job_queue.let_go_of_old(master, office_now() + dt.timedelta(days=13))
    assert job_queue.is_held(master.jobs.get(number))
    job_queue.let_go_of_old(master, office_now() + dt.timedelta(days=15))
    assert master.jobs.get(number).state is JobState.DONE


def test_a_dry_run_with_nothing_to_import_is_simply_over(
    master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = enqueue(master)
    run(master, monkeypatch, REFUSED, REFUSED)
    assert master.jobs.get(number).state is JobState.DONE


@pytest.mark.parametrize(
    ("error", "words"),
    [(MasterError("没有写入数据库。"), "没有写入数据库。"), (RuntimeError("boom"), "程序出错")],
)
def test_an_error_costs_its_job_only(
    master: Master,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    words: str,
) -> None:
    number = enqueue(master, dry_run=False)
    run(master, monkeypatch, READY, error)
    job = master.jobs.get(number)
    assert job.state is JobState.FAILED
    assert job.message.startswith(words)
    assert [file.outcome for file in master.jobs.files(number)] == [Outcome.ACCEPTED, None]


def test_a_stopped_job_goes_on_where_it_stood(master: Master, monkeypatch: pytest.MonkeyPatch) -> None:
    number = enqueue(master, dry_run=False)
    with pytest.raises(Stopped):
        run(master, monkeypatch, READY, READY, stop=True)
    run(master, monkeypatch, REFUSED)
    files = master.jobs.files(number)
    assert [file.outcome for file in files] == [Outcome.ACCEPTED, Outcome.REFUSED]
    assert master.jobs.get(number).state is JobState.DONE


def test_a_zip_stands_for_what_is_in_it() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("甲.xlsx", b"x")
        archive.writestr("内.zip", _zip_of(b"y"))
    told = [*unpacked("散.xlsx", b"z"), *unpacked("全县.zip", stream.getvalue())]
    assert [name for name, _, _ in told] == ["散.xlsx", "全县.zip/甲.xlsx", "全县.zip/内.zip"]
    assert [refusal is None for _, _, refusal in told] == [True, True, False]


def _zip_of(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("乙.txt", content)
    return stream.getvalue()


def test_the_board_names_every_outcome_and_looks_at_trouble_first(
    master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = enqueue(master, dry_run=False)
    run(master, monkeypatch, READY, REFUSED)
    files = master.jobs.files(number)
    assert board.counts(files) == {"已接收": 1, "需更正": 0, "已拒收": 1, "重复报送": 0}
    assert board.board(files, PLAN)["outcome"].to_list() == ["已拒收", "已接收"]
    silent = board.silent(files, PLAN, {"FL-D04"})
    assert len(silent) == 59
    whole = board.board(files, PLAN, silent)
    assert whole["outcome"].to_list() == ["已拒收", "已接收", *["未报"] * 59]
    assert whole["unit"].to_list()[2:] == [unit.name for unit in silent]
    assert board.state_counts(files) == {"可入库": 1, "已拒收": 1}
    assert board.progress(files) == (1.0, "已处理 2/2 个文件")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("status", "done", "已完成"),
        ("status", "", "（空）"),
        ("percent", "40", "40%"),
        ("deadline", "standing", "长期"),
        ("supporting_units", "FL-D02；FL-D04", "县司法局、县财政局"),
        ("withdrawn", "true", "是"),
        ("progress", "已办", "已办"),
    ],
)
def test_a_stored_value_is_shown_in_words(field: str, value: str, words: str) -> None:
    assert in_words(field, value, PLAN) == words


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("status", "完成状态"),
        ("status_text", "完成状态（原文）"),
        ("withdrawn", "撤回"),
        ("unheard_of", "unheard_of"),
    ],
)
def test_fields_have_titles(name: str, title: str) -> None:
    assert field_title(name) == title
