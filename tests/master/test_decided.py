"""The number that caches of verdicts and problems are keyed by grows with every decision, and with nothing else."""

from __future__ import annotations

import datetime as dt

from master import Master
from master.inspection_records import NewMove, NewProblem, ProblemEvent
from vocabulary.inspection import ProblemAction, ProblemSeverity, Role, Stage

AT = dt.datetime(2023, 9, 11, 9)
PROBLEM = NewProblem(
    "written_2023", "u1", "1.1", "逾期", "", ProblemSeverity.MINOR, "完成", AT.date(), AT.date(), "verdict"
)


def test_every_step_move_and_exception_makes_it_grow(master: Master) -> None:
    told = [master.decided()]
    master.rounds.move("written_2023", [NewMove(Stage.PREPARING)], "示例甲", AT, seen=None)
    told.append(master.decided())
    master.rounds.except_unit("written_2023", "u1", AT.date(), "示例甲", AT, "停电")
    told.append(master.decided())
    [problem] = master.problems.add([PROBLEM], 2023, "示例甲", AT)
    told.append(master.decided())
    event = ProblemEvent(0, problem.number, ProblemAction.START, Role.UNIT, AT, "示例乙", "", "", None)
    master.problems.add_event(event, seen=master.problems.events(number=problem.number)[-1].id)
    told.append(master.decided())
    assert told == sorted(set(told))
    assert told[0] == 0
