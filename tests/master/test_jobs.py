"""The queue of import jobs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from master import Master, MasterError
from master.job_records import FileState, JobState
from tests.master.ledgers import at
from vocabulary.codes import Outcome


def test_a_job_goes_from_waiting_to_done(master: Master) -> None:
    jobs = master.jobs
    number = jobs.enqueue(
        [("甲.xlsx", b"a"), ("乙.xlsx", b"bb")], "李四", at(1), dry_run=True, options={"unit": "县司法局"}
    )
    assert jobs.get(number).state is JobState.WAITING
    job = jobs.claim("w1", at(1, 11))
    assert job is not None
    assert (job.id, job.state, job.dry_run, job.options) == (
        number,
        JobState.RUNNING,
        True,
        {"unit": "县司法局"},
    )
    assert jobs.claim("w2", at(1, 11)) is None
    assert jobs.contents(number) == [("甲.xlsx", b"a"), ("乙.xlsx", b"bb")]
    assert jobs.progress(number, "w1", at(1, 12), {0: FileState.READING})
    assert jobs.report_file(
        number,
        "w1",
        at(1, 12),
        1,
        FileState.NEEDS_CORRECTION,
        Outcome.NEEDS_CORRECTION,
        "有 2 处必改",
        {"rows": 60},
    )
    assert [(one.file_name, one.size, one.state, one.outcome, one.report) for one in jobs.files(number)] == [
        ("甲.xlsx", 1, FileState.READING, None, {}),
        ("乙.xlsx", 2, FileState.NEEDS_CORRECTION, Outcome.NEEDS_CORRECTION, {"rows": 60}),
    ]
    assert jobs.finish(number, "w1", at(1, 13), message="完成")
    assert [(one.state, one.finished_at, one.message) for one in jobs.list()] == [
        (JobState.DONE, at(1, 13), "完成")
    ]
    assert jobs.contents(number) == []


def test_a_job_of_a_silent_worker_is_put_back_and_the_old_worker_is_told(master: Master) -> None:
    jobs = master.jobs
    number = jobs.enqueue([("甲.xlsx", b"a")], "李四", at(1))
    jobs.claim("w1", at(1, 10))
    assert jobs.requeue_stale(at(1, 10)) == 0
    assert jobs.requeue_stale(at(1, 11)) == 1
    again = jobs.claim("w2", at(1, 11))
    assert again is not None
    assert again.id == number
    assert not jobs.progress(number, "w1", at(1, 11))
    assert not jobs.report_file(number, "w1", at(1, 11), 0, FileState.MERGED, None)
    assert not jobs.finish(number, "w1", at(1, 11))
    assert jobs.finish(number, "w2", at(1, 12), failed=True, message="磁盘已满")
    assert jobs.get(number).state is JobState.FAILED


def test_several_workers_never_take_the_same_job(master: Master) -> None:
    numbers = [master.jobs.enqueue([], "李四", at(1)) for _ in range(12)]

    def work(name: str) -> list[int]:
        taken = []
        while (job := master.jobs.claim(name, at(2))) is not None:
            taken.append(job.id)
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [number for batch in pool.map(work, "abcd") for number in batch]
    assert sorted(taken) == numbers


def test_an_unknown_job_is_said_to_be_unknown(master: Master) -> None:
    with pytest.raises(MasterError, match="没有编号为 5 的导入任务"):
        master.jobs.get(5)


def _held(master: Master, ticket: str | None = None) -> int:
    number = master.jobs.enqueue(
        [("甲.xlsx", b"a"), ("乙.xlsx", b"bb")],
        "李四",
        at(1),
        dry_run=True,
        login="lisi",
        unit="sifa",
        ticket=ticket,
    )
    master.jobs.claim("w1", at(1))
    assert master.jobs.hold(number, "w1", at(1))
    return number


def test_confirming_moves_the_files_to_a_new_job_once(master: Master) -> None:
    held = _held(master)
    number = master.jobs.confirm(held, "王五", at(2), "已由王五确认入库", login="wangwu")
    assert number is not None
    assert master.jobs.contents(held) == []
    assert master.jobs.contents(number) == [("甲.xlsx", b"a"), ("乙.xlsx", b"bb")]
    job = master.jobs.get(number)
    assert (job.created_by, job.login, job.unit, job.dry_run) == ("王五", "wangwu", "sifa", False)
    assert job.options == {"confirms": held}
    assert [(one.state, one.outcome) for one in master.jobs.files(number)] == [(FileState.WAITING, None)] * 2
    assert master.jobs.get(held).message == "已由王五确认入库"
    assert master.jobs.confirm(held, "赵六", at(2), "已由赵六确认入库") is None


def test_of_many_who_confirm_at_once_one_does(master: Master) -> None:
    held = _held(master)
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda name: master.jobs.confirm(held, name, at(2), name), "abcd"))
    assert sum(number is not None for number in told) == 1
    assert len(master.jobs.list()) == 2


def test_a_ticket_is_good_for_one_job(master: Master) -> None:
    first = _held(master, "t1")
    again = master.jobs.enqueue([("甲.xlsx", b"a")], "李四", at(3), ticket="t1")
    other = master.jobs.enqueue([("甲.xlsx", b"a")], "李四", at(3), ticket="t2")
    assert (again, other != first) == (first, True)


def test_a_failed_job_keeps_its_files_until_it_is_taken_up_or_let_go(master: Master) -> None:
    number = master.jobs.enqueue([("甲.xlsx", b"a")], "李四", at(1))
    master.jobs.claim("w1", at(1))
    master.jobs.finish(number, "w1", at(1), failed=True, message="磁盘已满")
    assert [job.id for job in master.jobs.unsettled()] == [number]
    assert master.jobs.retry(number)
    assert master.jobs.get(number).state is JobState.WAITING
    assert not master.jobs.retry(number)
    master.jobs.claim("w1", at(2))
    master.jobs.finish(number, "w1", at(2), failed=True, message="磁盘已满")
    assert master.jobs.settle(number, at(3), "已放弃")
    assert master.jobs.contents(number) == []
    assert not master.jobs.retry(number)


def test_a_unit_is_given_its_own_jobs_only(master: Master) -> None:
    own = _held(master)
    master.jobs.enqueue([("丙.xlsx", b"c")], "王五", at(1), login="office")
    assert [job.id for job in master.jobs.list(unit="sifa")] == [own]
    assert len(master.jobs.list()) == 2
    assert master.jobs.find(99) == []
