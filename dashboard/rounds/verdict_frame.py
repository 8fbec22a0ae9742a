"""The verdicts of a round as a table to be worked through: its columns, its filters, which row comes next. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from inspections.situation import DRAWN, agrees, light_of
from inspections.verdict_view import JudgedVerdict
from master.inspection_records import VerdictDecision
from schemas.plan import Plan
from vocabulary.codes import ChineseEnum, Status
from vocabulary.inspection import Verdict

NOT_REPORTED = "没有报"


class VerdictState(ChineseEnum):
    """How far the inspectors are with a verdict. One verdict may be in several of these states."""

    UNDECIDED = "undecided", "未核定"
    TO_VERIFY = "to_verify", "待核实"
    DECIDED = "decided", "已核定"
    OVERRULED = "overruled", "改定过"
    DISPUTED = "disputed", "意见不一"


STATE_HELP = (
    "未核定：还没有人核定。待核实：现在的结论是“待核实”。改定过：核定与系统建议不同。"
    "意见不一：两人核定的结论不同，以后一次为准。"
)


class VerdictFilters(NamedTuple):
    """What to keep; "" and 0 keep everything. ``unit`` is a code, ``suggested`` and ``state`` are words."""

    unit: str = ""
    group: str = ""
    point: int = 0
    suggested: str = ""
    state: str = ""
    differs: bool = False

    def apply(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows that remain, in their order."""
        keep = pd.Series(True, index=frame.index)
        for column, wanted in (
            ("unit", self.unit),
            ("peer_group", self.group),
            ("point", self.point),
            ("suggested", self.suggested),
        ):
            if wanted:
                keep &= frame[column] == wanted
        if self.state:
            keep &= _in_state(frame, next(one for one in VerdictState if one.zh == self.state))
        if self.differs:
            keep &= frame["differs"]
        return frame[keep].reset_index(drop=True)


def _in_state(frame: pd.DataFrame, state: VerdictState) -> pd.Series[bool]:
    decided = frame["by"] != ""
    return {
        VerdictState.UNDECIDED: ~decided,
        VerdictState.TO_VERIFY: frame["verdict"] == Verdict.TO_VERIFY.zh,
        VerdictState.DECIDED: decided,
        VerdictState.OVERRULED: decided & (frame["verdict"] != frame["suggested"]),
        VerdictState.DISPUTED: frame["disputed"],
    }[state]


def verdict_frame(
    judged: Sequence[JudgedVerdict], decisions: Iterable[VerdictDecision], plan: Plan
) -> pd.DataFrame:
    """One line per unit's task in the plan's order of units and tasks. ``cell`` names it ("FL-D02:1.1"), ``place``
    is its place in ``judged``; ``decided`` is empty until somebody decided; ``differs`` says that the unit's own
    word and the verdict do not agree, ``disputed`` that two people found differently. What was
    drawn on site besides the round's tasks says so before its name."""
    unlike = disputed_cells(decisions)
    order = {unit.code: number for number, unit in enumerate(plan.units)}
    tasks = {task.id: number for number, task in enumerate((*plan.tasks, *plan.sub_items))}
    places = sorted(
        range(len(judged)), key=lambda place: (order[judged[place].unit], tasks[judged[place].task_id])
    )
    return pd.DataFrame([_line(place, judged[place], plan, unlike) for place in places], columns=_COLUMNS)


_COLUMNS = [
    "place", "cell", "unit", "unit_name", "peer_group", "task_id", "task", "point", "suggested", "claimed", "light",
    "verdict", "decided", "by", "differs", "disputed",
]  # fmt: skip


def _line(
    place: int, one: JudgedVerdict, plan: Plan, unlike: Mapping[tuple[str, str], object]
) -> dict[str, object]:
    unit, task, decision = plan.unit_by_code[one.unit], plan.task_by_id[one.task_id], one.decision
    claimed = one.suggested.claimed
    return {
        "place": place,
        "cell": cell_of(one.unit, one.task_id),
        "unit": unit.code,
        "unit_name": unit.short_name,
        "peer_group": unit.peer_group,
        "task_id": task.id,
        "task": f"（{DRAWN}）{task.name}" if one.drawn else task.name,
        "point": task.point,
        "suggested": one.suggested.verdict.zh,
        "claimed": Status(claimed).zh if claimed else NOT_REPORTED,
        "light": light_of(one).zh,
        "verdict": one.verdict.zh,
        "decided": decision.verdict.zh if decision else "",
        "by": decision.by if decision else "",
        "differs": not agrees(one),
        "disputed": (one.unit, one.task_id) in unlike,
    }


def disputed_cells(decisions: Iterable[VerdictDecision]) -> dict[tuple[str, str], list[VerdictDecision]]:
    """Unit and task of verdicts that two people decided differently, with all that was decided."""
    said: dict[tuple[str, str], list[VerdictDecision]] = defaultdict(list)
    for one in decisions:
        said[one.unit, one.task_id].append(one)
    return {
        cell: found
        for cell, found in said.items()
        if len({one.by for one in found}) > 1 and len({one.verdict for one in found}) > 1
    }


def cell_of(unit: str, task_id: str) -> str:
    """How an address names a unit's task."""
    return f"{unit}:{task_id}"


def place_of(found: pd.DataFrame, cell: str) -> int:
    """Where a cell stands in the table; where it does not, the first that nobody decided, else the first."""
    known = found.index[found["cell"] == cell]
    if len(known):
        return int(known[0])
    return max(next_undecided(found, -1), 0)


def next_undecided(found: pd.DataFrame, place: int) -> int:
    """The place of the next row nobody decided, after the end from the beginning again; -1 where there is none."""
    free = found.index[found["by"] == ""]
    free = free[free != place]
    if not len(free):
        return -1
    later = free[free > place]
    return int(later[0] if len(later) else free[0])
