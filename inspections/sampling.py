"""现场督查 of whom and of what: the worst by factors anybody can recount, a draw anybody can repeat, those named.

Pure. A draw is told from its seed and its settings alone: settings hold every figure it rests on, so that it
can be replayed on any machine at any time, whatever the ledgers say by then.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from inspections.expectations import expected_units
from master.inspection_records import Draw
from schemas.plan import Plan, Round, Thresholds, Unit
from vocabulary.inspection import Verdict

WORST, RANDOM, ADDED = "worst", "random", "added"
"""Why a unit is proposed; the words draws are stored with."""

_OF_VERDICTS = {
    "not_reported": Verdict.NOT_REPORTED,
    "overdue": Verdict.OVERDUE,
    "behind": Verdict.BEHIND,
    "to_verify": Verdict.TO_VERIFY,
}
_NAMES = {
    "not_reported": "未报任务",
    "overdue": "逾期",
    "behind": "滞后",
    "to_verify": "待核实",
    "unrectified": "反馈后未整改",
    "open_problems": "整改中的问题",
    "must_fix": "必改问题",
}
_WEIGHTS: dict[str, float] = {
    "not_reported": 3,
    "overdue": 3,
    "behind": 2,
    "to_verify": 2,
    "unrectified": 3,
    "open_problems": 1,
    "must_fix": 1,
}
_ONE_IN = 10
"""So many rows reported as done stand for one to be verified, within the least and the most."""

EffectiveVerdict = tuple[str, str, Verdict]
"""(unit code, task id, the verdict that counts)"""


class Factor(NamedTuple):
    """One thing counted: how many, of how many (None: of no fixed number), and the points each counts."""

    code: str
    number: int
    of: int | None
    weight: float

    @property
    def points(self) -> float:
        """What it adds to the unit's total."""
        return self.number * self.weight

    def words(self) -> str:
        """ "未报任务3/12项×3＝9分"."""
        of = "" if self.of is None else f"/{self.of}"
        return f"{_NAMES[self.code]}{self.number}{of}项×{self.weight:g}＝{self.points:g}分"


class UnitFactors(NamedTuple):
    """A unit's factors in their fixed order, zeros included."""

    unit: str
    peer_group: str
    factors: tuple[Factor, ...]

    @property
    def total(self) -> float:
        """The points of all factors."""
        return sum(factor.points for factor in self.factors)

    def words(self) -> str:
        """The factors that count, the heaviest first."""
        counted = sorted((one for one in self.factors if one.number), key=lambda one: -one.points)
        return "、".join(factor.words() for factor in counted)


class Proposal(NamedTuple):
    """A unit proposed for an on-site inspection; ``ways`` (worst, random, added) run along ``reasons``.

    ``rows`` are the ids of the tasks it reported as done that are to be verified against originals.
    """

    unit: str
    ways: tuple[str, ...]
    reasons: tuple[str, ...]
    total: float
    rows: tuple[str, ...]


class ProposedDraw(NamedTuple):
    """A draw before it is recorded: ``settings`` are everything it rests on, ``result`` what it gave."""

    seed: str
    settings: dict[str, Any]
    result: dict[str, Any]
    proposals: tuple[Proposal, ...]


def weights(thresholds: Thresholds) -> dict[str, float]:
    """The points of one count of each factor: thresholds.toml (onsite_weight_…), else the defaults."""
    return {code: thresholds.number(f"onsite_weight_{code}", default) for code, default in _WEIGHTS.items()}


def units_in_scope(plan: Plan, inspection_round: Round) -> tuple[Unit, ...]:
    """The units a round may visit, in plan order."""
    return tuple(
        unit
        for unit in expected_units(plan, inspection_round)
        if not inspection_round.units or unit.code in inspection_round.units
    )


def factors(
    units: Iterable[Unit],
    verdicts: Iterable[EffectiveVerdict],
    thresholds: Thresholds,
    *,
    open_problems: Mapping[str, int] | None = None,
    unrectified: Mapping[str, int] | None = None,
    must_fix: Mapping[str, int] | None = None,
) -> list[UnitFactors]:
    """What is counted for each unit, in the order of ``units``.

    Verdicts are counted out of the unit's tasks that have one, 不涉及 left out. ``unrectified`` are problems
    past their due day, ``open_problems`` those still in time.
    """
    counts: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for unit, _, verdict in verdicts:
        if verdict is not Verdict.NOT_APPLICABLE:
            counts[unit][verdict] += 1
    points = weights(thresholds)
    plain = {
        "unrectified": unrectified or {},
        "open_problems": open_problems or {},
        "must_fix": must_fix or {},
    }
    return [
        UnitFactors(
            unit.code,
            unit.peer_group,
            (
                *(
                    Factor(code, counts[unit.code][verdict], counts[unit.code].total(), points[code])
                    for code, verdict in _OF_VERDICTS.items()
                ),
                *(Factor(code, known.get(unit.code, 0), None, points[code]) for code, known in plain.items()),
            ),
        )
        for unit in units
    ]


def propose(
    known: Sequence[UnitFactors],
    seed: str,
    *,
    worst: int,
    drawn: int,
    added: Sequence[tuple[str, str]] = (),
    done: Mapping[str, Sequence[str]] | None = None,
    least: int = 3,
    most: int = 5,
) -> ProposedDraw:
    """Propose units and rows: the ``worst`` of each peer group, ``drawn`` at random from the others, those added.

    ``added`` are (unit, who names it); ``done`` the ids of tasks each unit reported as done. The order of
    what is given does not matter. A unit without a point is never among the worst.
    """
    settings: dict[str, Any] = {
        "worst": worst,
        "random": drawn,
        "added": [[unit, by] for unit, by in sorted(dict(added).items())],
        "least": least,
        "most": most,
        "units": [
            {
                "unit": one.unit,
                "peer_group": one.peer_group,
                "factors": [list(f) for f in one.factors],
            }
            for one in sorted(known)
        ],
        "done": {unit: sorted(set(rows)) for unit, rows in sorted((done or {}).items())},
    }
    return _drawn(seed, settings)


def replay(draw: Draw) -> bool:
    """Whether the recorded seed and settings give the recorded result once more."""
    return _drawn(draw.seed, draw.settings).result == draw.result


def proposals_of(draw: Draw) -> tuple[Proposal, ...]:
    """The units and rows of a recorded draw."""
    listed: Any = draw.result["units"]
    return tuple(
        Proposal(one["unit"], tuple(one["ways"]), tuple(one["reasons"]), one["total"], tuple(one["rows"]))
        for one in listed
    )


def rows_to_verify(
    done: Iterable[str], seed: str, unit: str, least: int = 3, most: int = 5
) -> tuple[str, ...]:
    """Which of the rows a unit reported as done are verified: one in ten, at least 3, at most 5, drawn by the seed.

    ``done`` are ids of tasks in any order; the drawn ones come in the order of the draw.
    """
    rows = sorted(set(done))
    number = min(len(rows), max(least, min(most, math.ceil(len(rows) / _ONE_IN))))
    return tuple(_shuffled(rows, f"{seed}:{unit}")[:number])


def _drawn(seed: str, settings: Mapping[str, Any]) -> ProposedDraw:
    known = {
        one["unit"]: UnitFactors(one["unit"], one["peer_group"], tuple(Factor(*f) for f in one["factors"]))
        for one in settings["units"]
    }
    done = settings["done"]
    why: dict[str, list[tuple[str, str]]] = {}
    for unit, reason in _worst(known.values(), settings["worst"]):
        why.setdefault(unit, []).append((WORST, reason))
    for unit, by in settings["added"]:
        why.setdefault(unit, []).append((ADDED, f"由{by}指定列入"))
    for unit, reason in _at_random(sorted(known), seed, settings["random"], frozenset(why)):
        why[unit] = [(RANDOM, reason)]
    proposals = tuple(
        Proposal(
            unit,
            tuple(way for way, _ in reasons),
            tuple(reason for _, reason in reasons),
            known[unit].total if unit in known else 0,
            rows_to_verify(done.get(unit, ()), seed, unit, settings["least"], settings["most"]),
        )
        for unit, reasons in why.items()
    )
    result = {
        "units": [
            {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in one._asdict().items()
            }
            for one in proposals
        ]
    }
    return ProposedDraw(seed, dict(settings), result, proposals)


def _worst(known: Iterable[UnitFactors], number: int) -> list[tuple[str, str]]:
    """The heaviest of each peer group: an office of forty tasks is never ranked against a township."""
    groups: dict[str, list[UnitFactors]] = defaultdict(list)
    for one in known:
        groups[one.peer_group].append(one)
    found = []
    for name in sorted(groups):
        ranked = sorted(groups[name], key=lambda one: (-one.total, one.unit))
        for place, one in enumerate(ranked[:number], start=1):
            if one.total > 0:
                found.append(
                    (
                        one.unit,
                        f"在同类组“{name}”{len(ranked)}家中列第{place}位，合计{one.total:g}分：{one.words()}",
                    )
                )
    return found


def _at_random(units: Sequence[str], seed: str, number: int, taken: frozenset[str]) -> list[tuple[str, str]]:
    """The first of the drawn order that are not proposed anyway."""
    order = _shuffled(units, seed)
    free = [(place, unit) for place, unit in enumerate(order, start=1) if unit not in taken]
    return [
        (unit, f"随机抽取：种子“{seed}”，{len(order)}家抽签排第{place}位")
        for place, unit in free[: max(number, 0)]
    ]


def _shuffled(names: Sequence[str], seed: str) -> list[str]:
    """Sorted names in the order of the seed. Only ``random()`` is promised to stay the same for all Pythons."""
    generator = random.Random(seed)
    keys = {name: generator.random() for name in names}
    return sorted(names, key=lambda name: (keys[name], name))
