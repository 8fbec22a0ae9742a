"""The worker process: takes import jobs one by one, so that no page ever waits for a file.

``python -m dashboard.worker`` is started by the server and ends with it: it reads its standard input,
which closes when the server is gone, however that came about, on every system.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import sys
import threading
import uuid
from pathlib import Path
from time import sleep

from dashboard import job_queue, spool
from dashboard.importing import run_job
from dashboard.settings import Settings, office_now
from importers.isolation import IsolatedPool
from master import Master, MasterError, open_master
from master.job_records import FileState, Job
from schemas.plan_files import WorkplanError, plan_in_use

_IDLE_SECONDS = 0.4
_BEAT_SECONDS = 5.0
_STALE_BEATS = 9
_GRACE_SECONDS = 8.0
_TOLD_AT_ONCE = 25
_log = logging.getLogger("taizhang.worker")


class Stopped(Exception):
    """The server is gone; what was merged stays merged, the rest waits for the next worker."""


class Worker:
    """Works on the jobs of one database until told to stop."""

    def __init__(
        self,
        master: Master,
        workplan: Path | Settings,
        stop: threading.Event,
        spool_folder: Path | None = None,
    ) -> None:
        self._master, self._workplan, self._stop = master, workplan, stop
        self._spool = spool_folder
        self._name = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"

    def work(self) -> None:
        """Take jobs until stopped. An error costs its job, never the worker."""
        with IsolatedPool() as pool:
            while not self._stop.is_set():
                try:
                    if not self.work_once(pool):
                        self._stop.wait(_IDLE_SECONDS)
                except Stopped:
                    return
                except Exception:
                    _log.exception("导入进程出错，稍后重试")
                    self._stop.wait(_BEAT_SECONDS)

    def work_once(self, pool: IsolatedPool | None = None) -> bool:
        """Take one job if there is one and bring it to its end; whether there was one."""
        jobs, now = self._master.jobs, office_now()
        if self._spool is not None:
            spool.queue_all(self._master, self._spool, now)
        jobs.requeue_stale(now - _STALE_BEATS * _seconds(_BEAT_SECONDS))
        job = jobs.claim(self._name, now)
        if job is None:
            job_queue.let_go_of_old(self._master, now)
            return False
        done = threading.Event()
        beat = threading.Thread(target=self._beat, args=(job, done), daemon=True)
        beat.start()
        try:
            message = self._run(job, pool)
        except Stopped:
            # A sign of life from long ago: the next worker need not wait before it goes on.
            jobs.progress(job.id, self._name, dt.datetime.min)
            raise
        finally:
            done.set()
            beat.join()
        if message:
            jobs.finish(job.id, self._name, office_now(), failed=True, message=message)
        elif job.dry_run and any(not _is_lost(file.state) for file in jobs.files(job.id)):
            jobs.hold(job.id, self._name, office_now())
        else:
            jobs.finish(job.id, self._name, office_now())
        return True

    def _run(self, job: Job, pool: IsolatedPool | None) -> str:
        """Do the job; the sentence that says why it could not be done, or ""."""
        try:
            self._import(job, pool)
        except (MasterError, WorkplanError) as error:
            _log.warning("任务 %d 未能完成：%s", job.id, error)
            return str(error)
        except Stopped:
            raise
        except Exception:
            _log.exception("任务 %d 未能完成", job.id)
            return "程序出错，没有处理完。已处理的文件不受影响，其余文件还保存着，可点“继续处理”；仍不成功请联系维护人员。"
        return ""

    def _import(self, job: Job, pool: IsolatedPool | None) -> None:
        jobs, files = self._master.jobs, self._master.jobs.contents(job.id)
        # A job taken over from a worker that died: what that one had reported stays reported.
        known = jobs.files(job.id)
        left = [file.seq for file in known if not job_queue.is_final(file)]
        refusals = job.options.get("refusals", {})
        options = {
            **job.options,
            "refusals": {
                str(place): refusals[str(seq)] for place, seq in enumerate(left) if str(seq) in refusals
            },
        }
        # A plan changed on the settings page holds from the next job on.
        folder = self._workplan.workplan if isinstance(self._workplan, Settings) else self._workplan
        plan = plan_in_use(folder)
        resumed = any(file.state is not FileState.WAITING for file in known)

        def on_read(place: int) -> None:
            # Files are taken up by the hundred: told in portions, not one by one.
            if place % _TOLD_AT_ONCE == 0:
                reading = dict.fromkeys(left[place : place + _TOLD_AT_ONCE], FileState.READING)
                jobs.progress(job.id, self._name, office_now(), reading)

        reports = run_job(
            job._replace(options=options),
            [files[seq] for seq in left],
            self._master,
            plan,
            office_now(),
            pool,
            on_read,
            resumed,
        )
        for seq, told in zip(left, reports, strict=True):
            kept = jobs.report_file(
                job.id, self._name, office_now(), seq, told.state, told.outcome, told.message, told.report
            )
            if not kept or self._stop.is_set():
                raise Stopped

    def _beat(self, job: Job, done: threading.Event) -> None:
        while not done.wait(_BEAT_SECONDS):
            try:
                self._master.jobs.progress(job.id, self._name, office_now())
            except Exception:
                _log.exception("任务 %d 的进度没有写进数据库", job.id)


def _seconds(number: float) -> dt.timedelta:
    return dt.timedelta(seconds=number)


def _is_lost(state: FileState) -> bool:
    """Whether a file leaves nothing to confirm."""
    return state in (FileState.REFUSED, FileState.DUPLICATE)


def _end_with_the_server(stop: threading.Event) -> None:
    """Wait until standard input closes, ask the worker to stop, and after a while insist."""
    while sys.stdin.buffer.read(1024):
        pass
    stop.set()
    sleep(_GRACE_SECONDS)
    # Merges are whole or not at all, so ending in the midst of one loses nothing.
    os._exit(0)


def main() -> int:
    """Work until the server ends."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s 导入进程 %(levelname)s %(message)s")
    # Ctrl-C reaches every process of the terminal; the server decides when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stop = threading.Event()
    threading.Thread(target=_end_with_the_server, args=(stop,), daemon=True).start()
    settings = Settings.from_environment()
    try:
        with open_master(settings.db) as master:
            Worker(master, settings, stop, settings.spool).work()
    except MasterError as error:
        _log.error("%s", error)
        return 3
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
