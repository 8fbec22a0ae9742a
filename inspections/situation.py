"""The figures of a round: verdicts by peer group and point, who reported, what was claimed and what was found.

Every figure is a numerator over a denominator. What does not concern a unit is in no denominator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from inspections.scope import scope_of
from inspections.verdict_view import JudgedVerdict, judged_cells
from master.inspection_records import SuggestedVerdict, VerdictDecision
from schemas.plan import Plan, Round
from vocabulary.codes import Light, Status
from vocabulary.inspection import Verdict

OVERALL, DRAWN = "全部", "抽查"
CONCERNING = tuple(verdict for verdict in Verdict if verdict is not Verdict.NOT_APPLICABLE)
"""The verdicts on what concerns a unit, the best first."""

_AGREEING: dict[str, frozenset[Verdict]] = {
    Status.DONE: frozenset({Verdict.COMPLETE}),
    Status.IN_PROGRESS: frozenset({Verdict.ON_TRACK}),
    Status.ONGOING: frozenset({Verdict.ON_TRACK, Verdict.COMPLETE}),
    # Who says that nothing has begun claims nothing that could be refuted.
    Status.NOT_STARTED: frozenset(Verdict) - {Verdict.COMPLETE},
    Status.NOT_APPLICABLE: frozenset({Verdict.NOT_APPLICABLE}),
}


class ShareOf(NamedTuple):
    """A part of a whole: "58/61（95.1%）"."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> float | None:
        """0 to 100, None where there is nothing to be a part of."""
        return 100 * self.numerator / self.denominator if self.denominator else None

    @property
    def text(self) -> str:
        """As it is printed. A whole of nothing has no percentage, and says so."""
        if self.percent is None:
            return f"{self.numerator}/{self.denominator}（无应计事项）"
        return f"{self.numerator}/{self.denominator}（{_rounded(self.numerator, self.denominator)}%）"


class PartSituation(NamedTuple):
    """The verdicts of a peer group, a point or the whole round.

    ``counts`` has every verdict over the tasks that concern the units (``concerned``); 不涉及 alone is counted
    over all tasks expected. ``claimed`` and ``found`` say how many were reported and how many were found 完成.
    """

    name: str
    concerned: int
    counts: Mapping[Verdict, ShareOf]
    claimed: ShareOf
    found: ShareOf


class ReportingSituation(NamedTuple):
    """应报、已报、按时 of a peer group or the whole round; ``silent`` are unit codes."""

    name: str
    reported: ShareOf
    in_time: ShareOf
    silent: tuple[str, ...]


class VerdictDifference(NamedTuple):
    """A unit's task whose own status and verdict do not agree."""

    unit: str
    task_id: str
    claimed: Status
    judged: JudgedVerdict


class Situation(NamedTuple):
    """Everything a 情况表 says. The first of ``groups`` and ``reporting`` is the whole round.

    ``confirmed``: of the tasks reported as 已完成 that concern the unit, how many were found 完成. ``drawn`` are what
    was drawn on site besides the round's tasks (抽查): a sample, and in no figure of the round but its own, the
    verdicts over those drawn that concern the unit (``drawn_part``).
    """

    round: Round
    groups: tuple[PartSituation, ...]
    points: tuple[PartSituation, ...]
    reporting: tuple[ReportingSituation, ...]
    confirmed: ShareOf
    differences: tuple[VerdictDifference, ...]
    verdicts: tuple[JudgedVerdict, ...]
    drawn: tuple[JudgedVerdict, ...] = ()

    @property
    def drawn_part(self) -> PartSituation:
        """The figures of what was drawn."""
        return _part(DRAWN, self.drawn)


def situation(
    plan: Plan,
    inspection_round: Round,
    suggestions: Iterable[SuggestedVerdict],
    decisions: Iterable[VerdictDecision] = (),
    *,
    reported: Collection[str] = (),
    in_time: Collection[str] = (),
) -> Situation:
    """The figures of a round. Of several decisions (oldest first) the newest counts.

    ``reported`` and ``in_time`` are codes of units; others than expected do not count.
    """
    judged = judged_cells(suggestions, decisions)
    verdicts = tuple(one for one in judged if not one.drawn)
    groups = {unit.code: unit.peer_group for unit in plan.units}
    titles = {point.number: f"{point.number}. {point.title}" for point in plan.points}
    concerned = [one for one in verdicts if one.verdict is not Verdict.NOT_APPLICABLE]
    claimed_done = [one for one in concerned if one.suggested.claimed == Status.DONE]
    confirmed = sum(one.verdict is Verdict.COMPLETE for one in claimed_done)
    return Situation(
        inspection_round,
        (
            _part(OVERALL, verdicts),
            *_parts(verdicts, lambda one: groups[one.suggested.unit], groups.values()),
        ),
        _parts(verdicts, lambda one: titles[plan.task_by_id[one.suggested.task_id].point], titles.values()),
        _reporting(plan, inspection_round, frozenset(reported), frozenset(in_time), groups),
        ShareOf(confirmed, len(claimed_done)),
        tuple(_differences(verdicts)),
        verdicts,
        tuple(one for one in judged if one.drawn),
    )


def _parts(
    verdicts: Sequence[JudgedVerdict], name_of: Callable[[JudgedVerdict], str], names: Iterable[str]
) -> tuple[PartSituation, ...]:
    found: dict[str, list[JudgedVerdict]] = {name: [] for name in names}
    for one in verdicts:
        found[name_of(one)].append(one)
    return tuple(_part(name, members) for name, members in found.items() if members)


def _part(name: str, verdicts: Sequence[JudgedVerdict]) -> PartSituation:
    counted = Counter(one.verdict for one in verdicts)
    concerned = len(verdicts) - counted[Verdict.NOT_APPLICABLE]
    counts = {
        verdict: ShareOf(counted[verdict], len(verdicts) if verdict is Verdict.NOT_APPLICABLE else concerned)
        for verdict in Verdict
    }
    claimed = sum(
        one.suggested.claimed == Status.DONE for one in verdicts if one.verdict is not Verdict.NOT_APPLICABLE
    )
    return PartSituation(name, concerned, counts, ShareOf(claimed, concerned), counts[Verdict.COMPLETE])


def _reporting(
    plan: Plan,
    inspection_round: Round,
    reported: frozenset[str],
    in_time: frozenset[str],
    groups: Mapping[str, str],
) -> tuple[ReportingSituation, ...]:
    expected: dict[str, list[str]] = {OVERALL: [], **{name: [] for name in groups.values()}}
    for unit in dict.fromkeys(one.unit for one in scope_of(plan, inspection_round)):
        expected[OVERALL].append(unit)
        expected[groups[unit]].append(unit)
    return tuple(
        ReportingSituation(
            name,
            ShareOf(len(reported.intersection(units)), len(units)),
            ShareOf(len((reported & in_time).intersection(units)), len(units)),
            tuple(unit for unit in units if unit not in reported),
        )
        for name, units in expected.items()
        if units or name == OVERALL
    )


def _differences(verdicts: Iterable[JudgedVerdict]) -> Iterable[VerdictDifference]:
    for one in verdicts:
        claimed = one.suggested.claimed
        if claimed is not None and not agrees(one):
            yield VerdictDifference(one.suggested.unit, one.suggested.task_id, Status(claimed), one)


def agrees(judged: JudgedVerdict) -> bool:
    """Whether a unit's own word and the verdict go together. Who said nothing contradicts nothing."""
    claimed = judged.suggested.claimed
    return claimed is None or judged.verdict in _AGREEING[claimed]


def _rounded(numerator: int, denominator: int) -> str:
    """One place after the point, halves up; what is not the whole is never printed as 100.0, nor something as 0.0."""
    thousandths = (numerator * 2000 + denominator) // (denominator * 2)
    if 0 < numerator < denominator:
        thousandths = min(max(thousandths, 1), 999)
    return f"{thousandths // 10}.{thousandths % 10}"


_LIGHTS = {
    Verdict.COMPLETE: Light.GREEN,
    Verdict.ON_TRACK: Light.GREEN,
    Verdict.BEHIND: Light.YELLOW,
    Verdict.OVERDUE: Light.RED,
    Verdict.NOT_REPORTED: Light.YELLOW,
    Verdict.NOT_APPLICABLE: Light.GREY,
    Verdict.TO_VERIFY: Light.YELLOW,
}


def light_of(judged: JudgedVerdict) -> Light:
    """The light that is shown: the suggestion's, unless an inspector found otherwise or nothing was suggested."""
    if judged.verdict is judged.suggested.verdict and not judged.drawn:
        return judged.suggested.light
    return _LIGHTS[judged.verdict]
