"""Ledgers are imported by the worker of a real server while people look at charts."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.corpus.rows import RECEIVED, ROWS

if TYPE_CHECKING:
    from benchmarks.crowd.tab import Answered
    from master import Master
    from master.job_records import Job

_LOOKS_EVERY = 0.25
_LONGEST = 600.0


def run(arguments: dict[str, Any]) -> dict[str, float]:
    """The files of ``ledgers`` into ``db`` (a database of its own), with ``viewers`` leaders at the pages.

    The files are put where the page of 报送 puts an upload; the worker finds them there. People open their pages
    at that moment and click until the job is through. All files and rows must be there then, or it is an error.
    """
    from benchmarks.crowd.clicks import Waited
    from benchmarks.crowd.people import signed_in
    from benchmarks.crowd.server import serving
    from dashboard import spool
    from dashboard.settings import Settings, office_now
    from master import open_master
    from schemas.plan_files import load_plan
    from vocabulary.access import AccountRole

    db, plan = Path(arguments["db"]), Path(arguments["plan"])
    roles = [AccountRole.LEADER] * arguments["viewers"]
    people = signed_in(str(db), load_plan(plan, validate=False), roles)
    paths = sorted(Path(arguments["ledgers"]).iterdir())
    with open_master(str(db)) as master:
        before = {one.id for one in master.submissions()}
        with serving(db, plan, db.with_suffix(".log")) as served:
            asyncio.run(_open_once(served.port, people[0].token))
            order = spool.Order(RECEIVED, None, False, "示例甲", "bench000", None)
            files = ((path.name, path.read_bytes()) for path in paths)
            spool.keep(Settings(str(db)).spool, files, order, office_now())
            job, took, answers = asyncio.run(_watch(served.port, people, master))
        arrived = [one for one in master.submissions() if one.id not in before]
        states = [file.state.value for file in master.jobs.files(job.id)]
    rows = sum(one.n_rows for one in arrived)
    if (len(arrived), len(states), rows) != (len(paths), len(paths), len(paths) * ROWS):
        raise RuntimeError(
            f"{len(paths)} files went in: {len(states)} in the job, {len(arrived)} kept, {rows} rows"
        )
    told = Waited.of(answers)
    return {
        **told._asdict(),
        "seconds": told.median,
        "took": took,
        "peak": float(served.peak),
        "files": float(len(arrived)),
        "rows": float(rows),
    }


async def _open_once(port: int, token: str) -> None:
    """The first look of the day: the caches are filled."""
    from benchmarks.crowd.tab import open_tab

    async with open_tab(port, token) as tab:
        await tab.run()


async def _watch(port: int, people: list[Any], master: Master) -> tuple[Job, float, list[Answered]]:
    from benchmarks.crowd.clicks import CHARTS, Pause, click_until

    clock = asyncio.get_running_loop().time
    end, began, pause = asyncio.Event(), clock(), Pause(2.0, 6.0)
    tasks = [
        asyncio.create_task(click_until(port, person, number, pause, end, CHARTS))
        for number, person in enumerate(people)
    ]
    job = None
    while clock() - began < _LONGEST and (job is None or job.finished_at is None):
        await asyncio.sleep(_LOOKS_EVERY)
        found = await asyncio.to_thread(master.jobs.list, 1)
        job = next(iter(found), None)
    took = clock() - began
    end.set()
    answers = [answer for told in await asyncio.gather(*tasks) for answer in told]
    if job is None or job.finished_at is None:
        raise RuntimeError("the import did not come to its end")
    return job, took, answers
