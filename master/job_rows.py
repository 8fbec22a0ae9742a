"""Rows of the job tables: the statements that master.jobs is made of, and what the rows say."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from master.errors import MasterError
from master.job_records import FileState, Job, JobFile, JobState
from master.records import member, moment, stamp
from master.tables import import_jobs, job_files
from vocabulary.codes import Outcome


def insert_job(connection: Connection, **values: Any) -> int:
    """A new job that waits; its id."""
    job: int = connection.execute(
        insert(import_jobs)
        .values(state=JobState.WAITING.value, worker="", message="", **values)
        .returning(import_jobs.c.id)
    ).scalar_one()
    return job


def new_file(job: int, seq: int, name: str, size: int) -> dict[str, Any]:
    """The columns of a file nobody has looked at."""
    return {
        "job_id": job,
        "seq": seq,
        "file_name": name,
        "size": size,
        "state": FileState.WAITING.value,
        "message": "",
        "report": "{}",
    }


def forget_password(connection: Connection, job: int) -> None:
    """The opening password of a file goes with the copy of the file."""
    options = load_job(connection, job).options
    if "password" in options:
        left = {name: value for name, value in options.items() if name != "password"}
        connection.execute(
            update(import_jobs)
            .where(import_jobs.c.id == job)
            .values(options=json.dumps(left, ensure_ascii=False))
        )


def settled(connection: Connection, job: int, at: dt.datetime, message: str, *states: JobState) -> bool:
    """End a job that is in one of these states; False when it is in none of them."""
    columns = import_jobs.c
    done = connection.execute(
        update(import_jobs)
        .where(columns.id == job, columns.state.in_([state.value for state in states]))
        .values(state=JobState.DONE.value, finished_at=stamp(at), message=message)
    )
    return bool(done.rowcount)


def files_of(connection: Connection, job: int) -> list[JobFile]:
    """The files of a job in the order they were given."""
    query = select(job_files).where(job_files.c.job_id == job).order_by(job_files.c.seq)
    return [
        JobFile(
            row.seq,
            row.file_name,
            row.size,
            member(FileState, row.state),
            member(Outcome, row.outcome) if row.outcome else None,
            row.message,
            json.loads(row.report),
        )
        for row in connection.execute(query)
    ]


def running(job: int, worker: str) -> Any:
    """An update of a job that this worker has taken; it concerns no row when it is no longer this worker's."""
    columns = import_jobs.c
    return update(import_jobs).where(
        columns.id == job, columns.worker == worker, columns.state == JobState.RUNNING.value
    )


def beat(connection: Connection, job: int, worker: str, at: dt.datetime) -> bool:
    """Sign of life; False when the job is no longer this worker's."""
    return bool(connection.execute(running(job, worker).values(heartbeat=stamp(at))).rowcount)


def of_file(job: int, seq: int) -> Any:
    """An update of one file."""
    return update(job_files).where(job_files.c.job_id == job, job_files.c.seq == seq)


def load_job(connection: Connection, job: int) -> Job:
    """One job; MasterError when there is none of that id."""
    row = connection.execute(select(import_jobs).where(import_jobs.c.id == job)).one_or_none()
    if row is None:
        raise MasterError(f"没有编号为 {job} 的导入任务。")
    return as_job(row)


def as_job(row: Row[Any]) -> Job:
    """The job a row of the table holds."""
    return Job(
        row.id,
        moment(row.created_at),
        row.created_by,
        member(JobState, row.state),
        bool(row.dry_run),
        json.loads(row.options),
        row.worker,
        moment(row.heartbeat) if row.heartbeat else None,
        moment(row.finished_at) if row.finished_at else None,
        row.message,
        row.login,
        row.unit,
    )
