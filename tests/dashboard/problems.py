"""A county with 督查问题 in every state, as of 2023-09-20, and the office's clock set to that day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from inspections.problems import act, hand_over
from master import Master, open_master
from master.inspection_records import NewProblem
from tests.dashboard.books import HOSTILE
from tests.dashboard.seed import CIVIL, FINANCE, FIRST, JUSTICE, PLAN, TOWN, ledger, row, send
from vocabulary.inspection import ProblemAction, ProblemSeverity, Role

NOW = dt.datetime(2023, 9, 20, 10)
TODAY = NOW.date()
_HANDED = dt.datetime(2023, 9, 4, 12)
LATE, APPLIED, VERIFIED, CLOSED, RETURNED, UNPROVED, LATER, SOON = (f"2023-{one:03d}" for one in range(1, 9))
NUMBERS = (LATE, APPLIED, VERIFIED, CLOSED, RETURNED, UNPROVED, LATER, SOON)
_CLOCKS = ("data", "frame", *(f"rectification.{name}" for name in ("data", "handing", "moves")))


def set_clock(monkeypatch: pytest.MonkeyPatch, now: dt.datetime = NOW) -> None:
    """Let the pages believe it is another moment."""
    for module in _CLOCKS:
        monkeypatch.setattr(f"dashboard.{module}.office_now", lambda: now)


def seed_problems(path: Path) -> str:
    """The database; its address."""
    with open_master(str(path)) as master:
        send(master, ledger(JUSTICE, row(JUSTICE, "1.1", 4, phone="13800000001"), name="司法局.xlsx"), FIRST)
        found = [
            _new(
                JUSTICE,
                18,
                ProblemSeverity.GRAVE,
                text=f"没有完成，问13912345678 {HOSTILE}",
                cells=("司法局.xlsx·台账·H4",),
            ),
            _new(FINANCE, 22, task="1.3"),
            _new(FINANCE, 22, task="2.1"),
            _new(TOWN, 18),
            _new(CIVIL, 18),
            _new(FINANCE, 22, task="3.4"),
            _new(CIVIL, 30, task="2.1"),
            _new(FINANCE, 22, task="4.1"),
        ]
        hand_over(master, PLAN, found, "示例甲", _HANDED)
        for number in (APPLIED, VERIFIED, CLOSED, RETURNED):
            move(master, number, ProblemAction.APPLY, 11, evidence=f"佐证{number}")
        move(master, UNPROVED, ProblemAction.APPLY, 11)
        for number in (VERIFIED, CLOSED, UNPROVED):
            move(master, number, ProblemAction.VERIFY, 12, note="看过")
        move(master, CLOSED, ProblemAction.CLOSE, 13)
        move(master, RETURNED, ProblemAction.RETURN, 13, note="看不出日期", due=dt.date(2023, 10, 10))
    return str(path)


def _new(
    unit: str,
    due: int,
    severity: ProblemSeverity = ProblemSeverity.MINOR,
    *,
    task: str = "1.1",
    text: str = "进度滞后",
    cells: tuple[str, ...] = (),
) -> NewProblem:
    day = dt.date(2023, 9, due)
    asked = "补报佐证"
    return NewProblem(
        "written_2023", unit, task, text, "", severity, asked, day, _HANDED.date(), "verdict", cells
    )


def move(
    master: Master,
    number: str,
    action: ProblemAction,
    day: int,
    *,
    by: str = "",
    note: str = "",
    evidence: str = "",
    due: dt.date | None = None,
) -> None:
    """Something done with a problem on a day of September."""
    unit = action in (ProblemAction.START, ProblemAction.APPLY)
    role, person = (Role.UNIT, "示例丙") if unit else (Role.OFFICE, "示例己")
    at = dt.datetime(2023, 9, day, 9)
    act(master, PLAN, number, action, role, by or person, at, note=note, evidence=evidence, due=due)
