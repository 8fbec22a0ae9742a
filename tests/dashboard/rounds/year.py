"""The days, rounds and units the tests of 督查 speak of, and how a round comes to where they need it."""

from __future__ import annotations

import datetime as dt

from inspections import running
from master import Master
from schemas.plan import Round
from tests.dashboard import seed
from tests.dashboard.seed import FINANCE, FIRST, PLAN
from tests.inspections.last_year import ledger, row, send
from vocabulary.codes import Status
from vocabulary.inspection import Stage

AT = dt.datetime(2023, 9, 8, 9)
WRITTEN = PLAN.round_by_code["written_2023"]
ONSITE = PLAN.round_by_code["onsite_2023"]
LOOK_BACK = PLAN.round_by_code["look_back_2022"]


def open_written(master: Master) -> None:
    """The office opens the 书面督查 in August: from then on the units report."""
    running.open_round(master, PLAN, WRITTEN, "示例甲", dt.datetime(2023, 8, 10, 9))


def review(master: Master, chosen: Round, at: dt.datetime, reason: str = "") -> None:
    """The office freezes a round that is open and goes on to its review, at the same moment."""
    for goal in (Stage.FROZEN, Stage.REVIEWING):
        running.move_round(master, PLAN, chosen, goal, "示例甲", at, reason)


def last_years_list(master: Master) -> None:
    """Three items in scope: one that is done, one that is not, one in words of this year's task 3.4."""
    task = PLAN.task_by_id["3.4"]
    send(
        master,
        ledger(
            row(row=4, more={"last_number": "三-3"}),
            row(
                row=5,
                task="公开指南改版",
                status="done",
                status_text="是",
                evidence="改版通知",
                more={"last_number": "三-4"},
            ),
            row(row=6, task=f"{task.name}情况", more={"last_number": "三-5"}),
        ),
    )


def doubtful_claims(master: Master) -> None:
    """财政局 says done and shows nothing, and writes a row that is held back: suggested is 待核实 for both."""
    claimed = seed.row(FINANCE, "9.1", 4, Status.DONE, percent=100.0, evidence=None)
    held = seed.row(FINANCE, "1.3", 5, merged=False)
    seed.send(master, seed.ledger(FINANCE, claimed, held, name="财政局.xlsx"), FIRST)
