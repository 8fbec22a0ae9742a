"""The figures of units: parts of wholes, compared within their groups only."""

from __future__ import annotations

from dashboard.rounds.round_figures import share_words, unit_figures
from inspections.situation import ShareOf, situation
from master.inspection_records import SuggestedVerdict
from tests.dashboard.rounds.year import WRITTEN
from tests.dashboard.seed import CIVIL, JUSTICE, PLAN, TOWN
from vocabulary.codes import Light, Status
from vocabulary.inspection import Verdict


def suggested(unit: str, task_id: str, verdict: Verdict, claimed: Status | None = None) -> SuggestedVerdict:
    return SuggestedVerdict(unit, task_id, verdict, Light.GREEN, claimed, None, ())


FOUND = situation(
    PLAN,
    WRITTEN,
    [
        suggested(JUSTICE, "1.1", Verdict.COMPLETE, Status.DONE),
        suggested(JUSTICE, "1.3", Verdict.TO_VERIFY, Status.DONE),
        suggested(JUSTICE, "2.1", Verdict.NOT_APPLICABLE, Status.NOT_APPLICABLE),
        suggested(JUSTICE, "3.4", Verdict.NOT_REPORTED),
        suggested(CIVIL, "1.1", Verdict.BEHIND, Status.IN_PROGRESS),
        suggested(TOWN, "1.1", Verdict.ON_TRACK, Status.ONGOING),
    ],
)
FIGURES = {one.unit: one for one in unit_figures(FOUND, PLAN)}


def test_what_does_not_concern_a_unit_is_in_no_denominator() -> None:
    justice = FIGURES[JUSTICE]
    assert justice.counts[Verdict.COMPLETE] == ShareOf(1, 3)
    assert justice.not_applicable == ShareOf(1, 4)


def test_self_report_against_verdict_is_a_figure_of_its_own() -> None:
    justice = FIGURES[JUSTICE]
    assert justice.confirmed == ShareOf(1, 2)
    assert justice.differing == ShareOf(1, 3)


def test_units_stand_within_their_groups_the_least_complete_first() -> None:
    order = [one.unit for one in unit_figures(FOUND, PLAN)]
    planned = list(dict.fromkeys(unit.peer_group for unit in PLAN.units))
    groups = [planned.index(FIGURES[unit].peer_group) for unit in order]
    assert groups == sorted(groups)
    same = [unit for unit in order if FIGURES[unit].peer_group == FIGURES[JUSTICE].peer_group]
    rates = [FIGURES[unit].counts[Verdict.COMPLETE].percent or 0 for unit in same]
    assert rates == sorted(rates)


def test_of_few_tasks_no_percentage_is_told() -> None:
    assert share_words(ShareOf(1, 3)) == "1/3"
    assert share_words(ShareOf(1, 8)) == "1/8（12.5%）"
    assert share_words(ShareOf(0, 0)) == "—"
