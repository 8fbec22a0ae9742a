"""The board of 督查问题: which are shown, the most pressing first, and what is counted. No screen here."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from inspections.standing import Standing
from schemas.plan import Plan, Unit
from vocabulary.codes import ChineseEnum
from vocabulary.inspection import ProblemSeverity, ProblemState

_WAITING = (ProblemState.APPLIED, ProblemState.VERIFYING)
_GRAVEST = tuple(reversed(ProblemSeverity))
_SUNDAY = 6


class Band(ChineseEnum):
    """How pressing a problem is, the most pressing first. WAITING waits for the office, all others for the unit."""

    OVERDUE = "overdue", "逾期"
    WAITING = "waiting", "待核查销号"
    THIS_WEEK = "this_week", "本周到期"
    LATER = "later", "以后到期"
    CLOSED = "closed", "已销号"


FOR_A_UNIT = (Band.OVERDUE, Band.THIS_WEEK, Band.LATER, Band.WAITING, Band.CLOSED)
"""What presses a unit: what waits for the office comes after what waits for itself."""


class ProblemFilters(NamedTuple):
    """What to keep; "" keeps everything. ``round`` and ``unit`` are codes, the last three values of their sets."""

    search: str = ""
    round: str = ""
    unit: str = ""
    group: str = ""
    severity: str = ""
    state: str = ""
    band: str = ""

    @classmethod
    def from_query(cls, asked: Mapping[str, str]) -> ProblemFilters:
        """The filters of a file's address."""
        return cls(*(asked.get(name, "") for name in cls._fields))

    def to_query(self) -> str:
        """The same, for an address."""
        return urlencode({name: value for name, value in self._asdict().items() if value})

    def words(self, plan: Plan) -> str:
        """What was chosen, for a file's heading: 单位县财政局、进度核查; "" when everything was."""
        unit, chosen = plan.unit_by_code.get(self.unit), plan.round_by_code.get(self.round)
        told = (
            ("轮次", chosen.name if chosen else self.round),
            ("单位", unit.name if unit else self.unit),
            ("单位类别", self.group),
            ("严重程度", _label(ProblemSeverity, self.severity)),
            ("进度", _label(ProblemState, self.state)),
            ("期限情况", _label(Band, self.band)),
            ("查找", self.search),
        )
        return "、".join(f"{name}“{value}”" for name, value in told if value)

    def name(self, plan: Plan) -> str:
        """The same in a file's name: two files of different problems are never called alike. What was searched for
        may be anything and is not quoted."""
        unit, chosen = plan.unit_by_code.get(self.unit), plan.round_by_code.get(self.round)
        told = (
            chosen.name if chosen else self.round,
            unit.short_name if unit else self.unit,
            self.group,
            _label(ProblemSeverity, self.severity),
            _label(ProblemState, self.state),
            _label(Band, self.band),
            "查找结果" if self.search else "",
        )
        return "_".join(one for one in told if one)

    def apply(self, problems: Iterable[Standing], plan: Plan) -> list[Standing]:
        """The problems that remain, in their order."""
        return [one for one in problems if self._keeps(one, plan)]

    def _keeps(self, one: Standing, plan: Plan) -> bool:
        problem, unit = one.problem, plan.unit_by_code.get(one.problem.unit)
        pairs = (
            (self.round, problem.round),
            (self.unit, problem.unit),
            (self.group, unit.peer_group if unit else ""),
            (self.severity, problem.severity.value),
            (self.state, one.state.value),
            (self.band, band_of(one).value),
        )
        if any(wanted not in ("", found) for wanted, found in pairs):
            return False
        words = self.search.casefold().split()
        return not words or all(word in _words(one, unit) for word in words)


def _label(words: Iterable[ChineseEnum], value: str) -> str:
    return next((one.zh for one in words if one.value == value), value)


def _words(one: Standing, unit: Unit | None) -> str:
    problem = one.problem
    texts = (
        problem.number,
        unit.name if unit else problem.unit,
        problem.task_id or "",
        problem.description,
        problem.requirement,
        problem.evidence,
        problem.by,
        one.verified_by or "",
    )
    return "\n".join(texts).casefold()


def band_of(one: Standing) -> Band:
    """How pressing a problem is on the day of its standing; the week ends on Sunday."""
    if not one.open:
        return Band.CLOSED
    if one.overdue:
        return Band.OVERDUE
    if one.state in _WAITING:
        return Band.WAITING
    sunday = one.as_of + dt.timedelta(days=_SUNDAY - one.as_of.weekday())
    return Band.THIS_WEEK if one.due <= sunday else Band.LATER


def ranked(problems: Iterable[Standing], bands: Sequence[Band] = tuple(Band)) -> list[Standing]:
    """The most pressing first: by band, then the earliest deadline, the gravest; closed ones the newest first."""

    def pressing(one: Standing) -> tuple[int, int, int, str]:
        band = band_of(one)
        day = -one.last.toordinal() if band is Band.CLOSED else one.due.toordinal()
        return bands.index(band), day, _GRAVEST.index(one.problem.severity), one.problem.number

    return sorted(problems, key=pressing)


class Tally(NamedTuple):
    """What is counted of some problems. Every state and band is named, also with none."""

    total: int
    states: Mapping[ProblemState, int]
    bands: Mapping[Band, int]
    states_and_bands: Mapping[tuple[ProblemState, Band], int]

    @property
    def closed(self) -> int:
        """How many are closed: the numerator of 销号率, ``total`` is its denominator."""
        return self.states[ProblemState.CLOSED]

    @property
    def open(self) -> int:
        """How many wait to be closed."""
        return self.total - self.closed


def tally(problems: Sequence[Standing]) -> Tally:
    """The counts of the problems."""
    both = Counter((one.state, band_of(one)) for one in problems)
    states = {state: sum(both[state, band] for band in Band) for state in ProblemState}
    bands = {band: sum(both[state, band] for state in ProblemState) for band in Band}
    return Tally(len(problems), states, bands, both)


def late_units(
    problems: Iterable[Standing], plan: Plan, most: int = 3
) -> list[tuple[str, list[tuple[str, int]]]]:
    """Within each peer group the units with most overdue problems: (group, [(unit, problems)])."""
    late = Counter(one.problem.unit for one in problems if one.overdue)
    groups: dict[str, list[tuple[str, int]]] = {}
    for code, count in late.most_common():
        unit = plan.unit_by_code.get(code)
        if unit is not None:
            groups.setdefault(unit.peer_group, []).append((unit.short_name, count))
    order = dict.fromkeys(unit.peer_group for unit in plan.units)
    return [(group, groups[group][:most]) for group in order if group in groups]
