"""One move with many 督查问题: one transaction, refusals one by one, nothing half done."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import event

from inspections.problems import act, act_on_each, hand_over, standings_of
from master import Master
from master.inspection_records import NewProblem
from schemas.plan_files import load_plan, packaged_workplan
from vocabulary.inspection import ProblemAction, ProblemSeverity, Role

PLAN = load_plan(packaged_workplan(), validate=False)
HANDED, NOW = dt.datetime(2023, 9, 4, 9), dt.datetime(2023, 9, 6, 9)
MANY = 60


@pytest.fixture
def seen(master: Master) -> dict[str, str]:
    """Many problems, as somebody has them before him."""
    due = dt.date(2023, 9, 20)
    found = [
        NewProblem(
            "written_2023",
            PLAN.units[place % len(PLAN.units)].code,
            "1.1",
            "进度滞后",
            "",
            ProblemSeverity.MINOR,
            "补报佐证",
            due,
            HANDED.date(),
            "verdict",
        )
        for place in range(MANY)
    ]
    hand_over(master, PLAN, found, "甲", HANDED)
    return {one.problem.number: one.seen for one in standings_of(master, PLAN, NOW.date())}


def remind(master: Master, seen: dict[str, str]) -> dict[str, str]:
    return act_on_each(master, PLAN, seen, ProblemAction.REMIND, Role.OFFICE, "甲", NOW, note="一并提醒")


def slips(master: Master) -> int:
    return sum(len(one.slips) for one in standings_of(master, PLAN, NOW.date()))


def test_all_are_done_with_a_few_questions_however_many_they_are(
    master: Master, seen: dict[str, str]
) -> None:
    said: list[str] = []
    event.listen(master._engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    assert remind(master, seen) == {}
    assert slips(master) == MANY
    assert len([one for one in said if one.lstrip().startswith("SELECT")]) < 15


def test_those_that_changed_meanwhile_are_refused_one_by_one(master: Master, seen: dict[str, str]) -> None:
    act(master, PLAN, "2023-002", ProblemAction.REMIND, Role.OFFICE, "乙", NOW)
    refused = remind(master, seen | {"2023-999": "1/"})
    assert list(refused) == ["2023-002", "2023-999"]
    assert "刚由乙办理“提醒”" in refused["2023-002"]
    assert "没有编号为“2023-999”的督查问题" in refused["2023-999"]
    assert slips(master) == MANY


def test_what_breaks_off_in_the_middle_has_changed_nothing(master: Master, seen: dict[str, str]) -> None:
    def fail(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.lstrip().startswith("INSERT"):
            raise RuntimeError("power cut")

    event.listen(master._engine, "after_cursor_execute", fail)
    with pytest.raises(RuntimeError):
        remind(master, seen)
    event.remove(master._engine, "after_cursor_execute", fail)
    assert slips(master) == 0


def test_twice_the_same_does_nothing_the_second_time(master: Master, seen: dict[str, str]) -> None:
    assert remind(master, seen) == {}
    assert list(remind(master, seen)) == list(seen)
    assert slips(master) == MANY
