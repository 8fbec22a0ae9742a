"""The queue of import jobs: one worker takes a job, tells how far it is, and hands it back finished.

Every change is one statement that names the state it expects, so that several workers on either
database never take the same job, and a worker that was thought dead cannot finish what another has.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update

from master.engine import BUSY_SECONDS, reading_one_state, writing
from master.job_records import FileState, Job, JobFile, JobState
from master.job_rows import (
    as_job,
    beat,
    files_of,
    forget_password,
    insert_job,
    load_job,
    new_file,
    of_file,
    running,
    settled,
)
from master.records import stamp
from master.tables import import_jobs, job_contents, job_files
from vocabulary.codes import Outcome


class Jobs:
    """The job table of an open master. Times are arguments, as everywhere below the command line."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def enqueue(
        self,
        files: Iterable[tuple[str, bytes]],
        by: str,
        at: dt.datetime,
        *,
        dry_run: bool = False,
        options: Mapping[str, Any] | None = None,
        login: str = "",
        unit: str | None = None,
        ticket: str | None = None,
        patience: float = BUSY_SECONDS,
    ) -> int:
        """Queue a batch of (file name, bytes); the job's id. Files are taken one by one.

        ``login`` and ``unit`` say whose job it is; a batch with a ``ticket`` is queued once, however often it is
        brought; ``patience`` is how many seconds to wait for others who write.
        """
        with writing(self._engine, patience) as connection:
            columns = import_jobs.c
            known: int | None = connection.execute(
                select(columns.id).where(columns.ticket.is_not(None), columns.ticket == ticket)
            ).scalar_one_or_none()
            if known is not None:
                return known
            job = insert_job(
                connection,
                created_at=stamp(at),
                created_by=by,
                dry_run=dry_run,
                options=json.dumps(dict(options or {}), ensure_ascii=False),
                login=login,
                unit=unit,
                ticket=ticket,
            )
            for seq, (name, content) in enumerate(files):
                connection.execute(insert(job_files).values(**new_file(job, seq, name, len(content))))
                connection.execute(insert(job_contents).values(job_id=job, seq=seq, content=content))
        return job

    def claim(self, worker: str, at: dt.datetime) -> Job | None:
        """Take the oldest waiting job, None when there is none."""
        columns = import_jobs.c
        while True:
            with writing(self._engine) as connection:
                oldest = connection.execute(
                    select(columns.id)
                    .where(columns.state == JobState.WAITING.value)
                    .order_by(columns.id)
                    .limit(1)
                ).scalar_one_or_none()
                if oldest is None:
                    return None
                taken = connection.execute(
                    update(import_jobs)
                    .where(
                        columns.id == oldest,
                        columns.state == JobState.WAITING.value,
                    )
                    .values(state=JobState.RUNNING.value, worker=worker, heartbeat=stamp(at))
                )
                if taken.rowcount:
                    return load_job(connection, oldest)

    def contents(self, job: int) -> list[tuple[str, bytes]]:
        """The files of a job as (file name, bytes); empty once it is finished."""
        with reading_one_state(self._engine) as connection:
            query = (
                select(job_files.c.file_name, job_contents.c.content)
                .join(
                    job_contents,
                    (job_contents.c.job_id == job_files.c.job_id) & (job_contents.c.seq == job_files.c.seq),
                )
                .where(job_files.c.job_id == job)
                .order_by(job_files.c.seq)
            )
            return [(name, bytes(content)) for name, content in connection.execute(query)]

    def progress(
        self,
        job: int,
        worker: str,
        at: dt.datetime,
        files: Mapping[int, FileState] | None = None,
    ) -> bool:
        """Sign of life, with the new state of some files; False when the job is no longer this worker's."""
        with writing(self._engine) as connection:
            if not beat(connection, job, worker, at):
                return False
            for seq, state in (files or {}).items():
                connection.execute(of_file(job, seq).values(state=state.value))
        return True

    def report_file(
        self,
        job: int,
        worker: str,
        at: dt.datetime,
        seq: int,
        state: FileState,
        outcome: Outcome | None,
        message: str = "",
        report: Mapping[str, Any] | None = None,
    ) -> bool:
        """What became of one file; False when the job is no longer this worker's."""
        with writing(self._engine) as connection:
            if not beat(connection, job, worker, at):
                return False
            connection.execute(
                of_file(job, seq).values(
                    state=state.value,
                    outcome=outcome.value if outcome else None,
                    message=message,
                    report=json.dumps(dict(report or {}), ensure_ascii=False),
                )
            )
        return True

    def hold(self, job: int, worker: str, at: dt.datetime) -> bool:
        """Keep a dry run that is through, with its files, for a person to confirm or let go; see ``settle``."""
        with writing(self._engine) as connection:
            held = connection.execute(
                running(job, worker).values(state=JobState.HELD.value, heartbeat=stamp(at))
            )
        return bool(held.rowcount)

    def settle(self, job: int, at: dt.datetime, message: str) -> bool:
        """End a held dry run, or one that failed; its copies of the files are removed. False when somebody else
        did already."""
        with writing(self._engine) as connection:
            if not settled(connection, job, at, message, JobState.HELD, JobState.FAILED):
                return False
            connection.execute(delete(job_contents).where(job_contents.c.job_id == job))
            forget_password(connection, job)
        return True

    def confirm(
        self,
        job: int,
        by: str,
        at: dt.datetime,
        message: str,
        *,
        login: str = "",
        dry_run: bool = False,
    ) -> int | None:
        """Queue the files of a held dry run for good (or, ``dry_run``, to be tried again): the new job's id.

        The files move from one to the other, whole or not at all. None when somebody else has decided already.
        """
        with writing(self._engine) as connection:
            if not settled(connection, job, at, message, JobState.HELD):
                return None
            old = load_job(connection, job)
            new = insert_job(
                connection,
                created_at=stamp(at),
                created_by=by,
                dry_run=dry_run,
                options=json.dumps({**old.options, "confirms": job}, ensure_ascii=False),
                login=login or old.login,
                unit=old.unit,
                ticket=None,
            )
            for file in files_of(connection, job):
                connection.execute(
                    insert(job_files).values(**new_file(new, file.seq, file.file_name, file.size))
                )
            connection.execute(update(job_contents).where(job_contents.c.job_id == job).values(job_id=new))
            forget_password(connection, job)
        return new

    def retry(self, job: int) -> bool:
        """Queue a failed job again: it goes on with the files that have no outcome. False when it is not failed
        any more, or its files are gone."""
        columns = import_jobs.c
        with writing(self._engine) as connection:
            kept = select(job_contents.c.job_id).where(job_contents.c.job_id == job).exists()
            done = connection.execute(
                update(import_jobs)
                .where(columns.id == job, columns.state == JobState.FAILED.value, kept)
                .values(state=JobState.WAITING.value, worker="", finished_at=None, message="")
            )
        return bool(done.rowcount)

    def finish(
        self, job: int, worker: str, at: dt.datetime, *, failed: bool = False, message: str = ""
    ) -> bool:
        """Hand the job back; its copies of the files are removed, unless it ``failed``: then it can be tried again.
        False when it was no longer this worker's."""
        state = JobState.FAILED if failed else JobState.DONE
        with writing(self._engine) as connection:
            done = connection.execute(
                running(job, worker).values(
                    state=state.value, heartbeat=stamp(at), finished_at=stamp(at), message=message
                )
            )
            if not done.rowcount:
                return False
            if not failed:
                connection.execute(delete(job_contents).where(job_contents.c.job_id == job))
                forget_password(connection, job)
        return True

    def requeue_stale(self, silent_since: dt.datetime) -> int:
        """Put jobs back whose worker gave no sign of life since then; how many."""
        columns = import_jobs.c
        with writing(self._engine) as connection:
            return connection.execute(
                update(import_jobs)
                .where(
                    columns.state == JobState.RUNNING.value,
                    columns.heartbeat < stamp(silent_since),
                )
                .values(state=JobState.WAITING.value, worker="")
            ).rowcount

    def get(self, job: int) -> Job:
        """One job; MasterError when there is none of that id."""
        with reading_one_state(self._engine) as connection:
            return load_job(connection, job)

    def find(self, job: int) -> list[Job]:
        """The job of that id, or nothing."""
        with reading_one_state(self._engine) as connection:
            query = select(import_jobs).where(import_jobs.c.id == job)
            return [as_job(row) for row in connection.execute(query)]

    def unsettled(self) -> list[Job]:
        """The jobs whose files wait for a person: dry runs that are through, and jobs that failed."""
        states = (JobState.HELD.value, JobState.FAILED.value)
        kept = select(job_contents.c.job_id).where(job_contents.c.job_id == import_jobs.c.id).exists()
        query = select(import_jobs).where(import_jobs.c.state.in_(states), kept).order_by(import_jobs.c.id)
        with reading_one_state(self._engine) as connection:
            return [as_job(row) for row in connection.execute(query)]

    def files(self, job: int) -> list[JobFile]:
        """The files of a job in the order they were given."""
        with reading_one_state(self._engine) as connection:
            return files_of(connection, job)

    def list(self, limit: int = 50, unit: str | None = None) -> list[Job]:
        """The newest jobs first; only those a unit made if one is given."""
        query = select(import_jobs).order_by(import_jobs.c.id.desc()).limit(limit)
        if unit is not None:
            query = query.where(import_jobs.c.unit == unit)
        with reading_one_state(self._engine) as connection:
            return [as_job(row) for row in connection.execute(query)]
