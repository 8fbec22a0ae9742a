"""A crowd of people who are signed in and click for a while at a real server, all opening their first page at once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any


def run(arguments: dict[str, Any]) -> dict[str, float]:
    """``offices``, ``leaders`` and ``units`` people for ``seconds`` at the server of ``db``, a database of its own.

    One leader has opened the first page before: the caches are filled, as on any day but for the first look.
    """
    from benchmarks.crowd.clicks import Waited
    from benchmarks.crowd.people import signed_in
    from benchmarks.crowd.server import serving
    from schemas.plan_files import load_plan, packaged_workplan
    from vocabulary.access import AccountRole

    db, seconds = Path(arguments["db"]), arguments["seconds"]
    roles = [
        *[AccountRole.LEADER] * arguments["leaders"],
        *[AccountRole.OFFICE] * arguments["offices"],
        *[AccountRole.UNIT] * arguments["units"],
    ]
    plan = load_plan(packaged_workplan(), validate=False)
    people = signed_in(str(db), plan, roles)
    with serving(db, None, db.with_suffix(".log")) as served:
        first = asyncio.run(_first(served.port, people[0].token))
        busy = served.cpu_seconds()
        answers = asyncio.run(_crowd(served.port, people, seconds))
        busy = served.cpu_seconds() - busy
        told = Waited.of(answers)
        return {
            **told._asdict(),
            "seconds": told.median,
            "first": first,
            "busy": busy / seconds,
            "peak": float(served.peak),
        }


async def _first(port: int, token: str) -> float:
    from benchmarks.crowd.tab import open_tab

    async with open_tab(port, token) as tab:
        return (await tab.run()).seconds


async def _crowd(port: int, people: list[Any], seconds: float) -> list[Any]:
    from benchmarks.crowd.clicks import Pause, click_until

    end = asyncio.Event()
    pause = Pause(2.0, 6.0)
    tasks = [
        asyncio.create_task(click_until(port, person, number, pause, end))
        for number, person in enumerate(people)
    ]
    await asyncio.sleep(seconds)
    end.set()
    return [answer for answers in await asyncio.gather(*tasks) for answer in answers]
