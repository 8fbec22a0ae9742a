"""The figures of a round by unit, compared within their groups. Every one is a part of a whole. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from inspections.situation import CONCERNING, ShareOf, Situation, agrees
from inspections.verdict_view import JudgedVerdict
from schemas.plan import Plan
from vocabulary.codes import Status
from vocabulary.inspection import Verdict

FEW = 5
"""Of fewer tasks than that a percentage says little, and none is shown."""


class UnitFigures(NamedTuple):
    """A unit's verdicts. ``counts`` are shares of the tasks that concern it; ``confirmed`` says how many of those it
    reported as 已完成 were found 完成, ``differing`` how many of all it reported on were found otherwise."""

    unit: str
    peer_group: str
    counts: dict[Verdict, ShareOf]
    not_applicable: ShareOf
    confirmed: ShareOf
    differing: ShareOf


def unit_figures(found: Situation, plan: Plan) -> list[UnitFigures]:
    """Every unit with a verdict: groups in the plan's order, within them the least complete first."""
    verdicts: dict[str, list[JudgedVerdict]] = defaultdict(list)
    for one in found.verdicts:
        verdicts[one.unit].append(one)
    groups = list(dict.fromkeys(unit.peer_group for unit in plan.units))
    figures = [
        _of_unit(unit.code, unit.peer_group, verdicts[unit.code])
        for unit in plan.units
        if unit.code in verdicts
    ]
    return sorted(figures, key=lambda one: (groups.index(one.peer_group), _rate(one)))


def _of_unit(unit: str, group: str, verdicts: list[JudgedVerdict]) -> UnitFigures:
    counted = Counter(one.verdict for one in verdicts)
    concerned = len(verdicts) - counted[Verdict.NOT_APPLICABLE]
    claimed = [one for one in verdicts if one.suggested.claimed is not None]
    done = [
        one
        for one in claimed
        if one.suggested.claimed == Status.DONE and one.verdict is not Verdict.NOT_APPLICABLE
    ]
    return UnitFigures(
        unit,
        group,
        {verdict: ShareOf(counted[verdict], concerned) for verdict in CONCERNING},
        ShareOf(counted[Verdict.NOT_APPLICABLE], len(verdicts)),
        ShareOf(sum(one.verdict is Verdict.COMPLETE for one in done), len(done)),
        ShareOf(sum(not agrees(one) for one in claimed), len(claimed)),
    )


def _rate(one: UnitFigures) -> float:
    share = one.counts[Verdict.COMPLETE]
    return share.numerator / share.denominator if share.denominator else 2.0


def share_words(share: ShareOf) -> str:
    """ "3/12（25.0%）"; of few cases the numbers alone, of none a dash."""
    if not share.denominator:
        return "—"
    return share.text if share.denominator >= FEW else f"{share.numerator}/{share.denominator}"
