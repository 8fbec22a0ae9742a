"""A small county on 20 September 2023 in which every page has something to show, and whatever somebody wrote is hostile."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from dashboard.importing import job_options
from inspections import running
from inspections.deciding import decide, judged
from inspections.onsite import draw_units
from master import Master, open_master
from tests.dashboard import books, problems, seed
from tests.dashboard.books import HOSTILE
from tests.dashboard.rounds.year import (
    LOOK_BACK,
    ONSITE,
    WRITTEN,
    doubtful_claims,
    last_years_list,
    open_written,
    review,
)
from tests.dashboard.seed import FIRST, JUSTICE, PLAN, SECOND, TOWN
from vocabulary.codes import Status
from vocabulary.inspection import ProblemAction, Verdict

DAY = dt.date(2023, 9, 20)
WORSE = f"{HOSTILE}\n# 标题\n[链接](http://evil.example/l) <h1>大</h1><script>alert(1)</script> \\(x^2\\)"
"""What spoils a page in still more ways, over several lines."""
_BEFORE = dt.datetime(2023, 9, 6, 9)


def full_county(path: Path) -> str:
    """The database; its address."""
    url = problems.seed_problems(path)
    seed.seed(path)
    with open_master(url) as master:
        _hostile_papers(master)
        last_years_list(master)
        doubtful_claims(master)
        _rounds(master)
        _problems(master)
        _jobs(master)
    return url


def _hostile_papers(master: Master) -> None:
    """Two ledgers of 县司法局, so that there are versions to compare, and a common task told differently."""
    for at, percent, name in ((SECOND, 40.0, "第三次"), (dt.datetime(2023, 9, 18, 9), 60.0, "第四次")):
        words: dict[str, Any] = {
            "sheet": f"台账{HOSTILE[:20]}",
            "task": f"专项任务 {WORSE}",
            "progress": f"{percent} {WORSE}",
            "evidence": WORSE,
            "contact": HOSTILE,
            "status_text": HOSTILE,
            "percent": percent,
            "deadline": "2023-08-31",
            "deadline_text": HOSTILE,
        }
        rows = (seed.row(JUSTICE, "1.1", 4, **words), seed.row(JUSTICE, "3.4", 5, Status.DONE, **words))
        found = (seed.finding("H4"), seed.finding("K5"))
        seed.send(master, seed.ledger(JUSTICE, *rows, name=f"{name} {HOSTILE}.xlsx", findings=found), at)
    early = seed.row(TOWN, "1.1", 4, Status.NOT_STARTED, progress=WORSE, percent=0.0)
    seed.send(master, seed.ledger(TOWN, early, name=f"浮梁镇 {HOSTILE}.xlsx"), FIRST)


def _rounds(master: Master) -> None:
    """书面督查 in review with one verdict overruled, units drawn for 现场督查, 回头看 in review."""
    open_written(master)
    running.except_unit(master, PLAN, WRITTEN, JUSTICE, DAY, "示例甲", dt.datetime(2023, 8, 30, 9), WORSE)
    review(master, WRITTEN, _BEFORE, WORSE)
    one = judged(master, WRITTEN)[0]
    decide(
        master,
        PLAN,
        WRITTEN,
        one.unit,
        one.task_id,
        Verdict.BEHIND,
        "示例己",
        _BEFORE,
        reason=WORSE,
        evidence=WORSE,
    )
    running.open_round(master, PLAN, ONSITE, "示例甲", _BEFORE, WORSE)
    draw_units(
        master,
        PLAN,
        ONSITE,
        DAY,
        f"种子 {HOSTILE}",
        "示例甲",
        _BEFORE,
        worst=1,
        drawn=2,
        added=[JUSTICE],
        because=WORSE,
    )
    running.open_round(master, PLAN, LOOK_BACK, "示例甲", _BEFORE)
    review(master, LOOK_BACK, _BEFORE)


def _problems(master: Master) -> None:
    """What the unit and the office said about the first problem."""
    problems.move(master, problems.LATE, ProblemAction.APPLY, 14, note=WORSE, evidence=WORSE)
    problems.move(master, problems.LATE, ProblemAction.VERIFY, 15, note=WORSE)
    problems.move(master, problems.LATE, ProblemAction.RETURN, 16, note=WORSE, due=dt.date(2023, 9, 18))


def _jobs(master: Master) -> None:
    """A batch of the office and one of a unit, to be tried by the server's worker."""
    at = dt.datetime(2023, 9, 20, 0, 1)
    spoiled = [
        books.line(1, "1.1", f"任务 {WORSE}", "县民政局", status=f"差不多 {HOSTILE}", progress=WORSE),
        books.line(2, "1.3", "日常巡查与维护", "县民政局", deadline=HOSTILE),
    ]
    content = books.ledger("县民政局", spoiled)
    for login, unit, person in (("office", None, "示例甲"), ("civil", seed.CIVIL, "示例庚")):
        master.jobs.enqueue(
            [(f"民政局 {HOSTILE}.xlsx".replace("/", "_"), content)],
            person,
            at,
            dry_run=True,
            options=job_options(at, unit, {}),
            login=login,
            unit=unit,
        )
