"""The figures of a round: shares of what concerns a unit, claimed against found, scores only when asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.reasons import suggest
from inspections.scope import Expectation, scope_of
from inspections.scores import scores_of
from inspections.situation import OVERALL, ShareOf, situation
from inspections.verdict_view import judged_cells
from master.inspection_records import Reason, SuggestedVerdict, VerdictDecision
from tests.inspections.rows import CUT, code, master_row, plan, record, written
from vocabulary.codes import Force, Light, Status
from vocabulary.inspection import Verdict

V = Verdict


def suggestion(unit: str, task_id: str, verdict: Verdict, claimed: str | None = None) -> SuggestedVerdict:
    return SuggestedVerdict(
        code(unit), task_id, verdict, Light.GREEN, claimed, 1, (Reason("done", "报已完成"),)
    )


def decision(of: SuggestedVerdict, verdict: Verdict, number: int = 1, reason: str = "") -> VerdictDecision:
    at = dt.datetime(2023, 9, 5, 10)
    return VerdictDecision(
        number, "written_2023", of.unit, of.task_id, of.verdict, verdict, reason, "", at, "示例甲", None
    )


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (ShareOf(58, 61), "58/61（95.1%）"),
        (ShareOf(0, 61), "0/61（0.0%）"),
        (ShareOf(61, 61), "61/61（100.0%）"),
        (ShareOf(1, 8), "1/8（12.5%）"),
        (ShareOf(1, 16), "1/16（6.3%）"),
        (ShareOf(9999, 10000), "9999/10000（99.9%）"),
        (ShareOf(1, 10000), "1/10000（0.1%）"),
        (ShareOf(0, 0), "0/0（无应计事项）"),
    ],
)
def test_a_share_is_printed_with_both_numbers(share: ShareOf, text: str) -> None:
    assert share.text == text


@given(st.lists(st.tuples(st.sampled_from(scope_of(plan(), written())), st.sampled_from(list(Verdict)),
                          st.sampled_from([None, *Status])), max_size=40, unique_by=lambda one: one[0]))  # fmt: skip
def test_what_does_not_concern_a_unit_is_in_no_denominator(
    cells: list[tuple[Expectation, Verdict, Status | None]],
) -> None:
    told = [
        SuggestedVerdict(one.unit, one.task_id, verdict, Light.GREEN, claimed, None, ())
        for one, verdict, claimed in cells
    ]
    figures = situation(plan(), written(), told)
    concerned = sum(one.verdict is not V.NOT_APPLICABLE for one in told)
    assert figures.groups[0].concerned == concerned
    for parts in (figures.groups[1:], figures.points):
        assert sum(part.concerned for part in parts) == concerned
    for part in (*figures.groups, *figures.points):
        shares = [*part.counts.values(), part.claimed, part.found]
        assert all(0 <= share.numerator <= share.denominator for share in shares)
        counted = sum(
            share.numerator for verdict, share in part.counts.items() if verdict is not V.NOT_APPLICABLE
        )
        assert counted == part.concerned
        assert all(
            part.counts[verdict].denominator == part.concerned
            for verdict in Verdict
            if verdict is not V.NOT_APPLICABLE
        )
    assert figures.confirmed.numerator <= figures.confirmed.denominator


def test_the_newest_decision_counts_and_the_suggestion_is_kept() -> None:
    one = suggestion("县司法局", "4.1", V.TO_VERIFY, "done")
    other = suggestion("县财政局", "9.5", V.OVERDUE, "in_progress")
    decided = [decision(one, V.BEHIND, 1, "没有印发"), decision(one, V.COMPLETE, 2, "见文件")]
    settled = judged_cells([one, other], decided)
    assert [each.verdict for each in settled] == [V.COMPLETE, V.OVERDUE]
    assert settled[0].suggested is one


def test_claimed_against_found_is_a_figure_of_its_own() -> None:
    told = [
        suggestion("县司法局", "4.1", V.COMPLETE, "done"),
        suggestion("县司法局", "1.1", V.TO_VERIFY, "done"),
        suggestion("县财政局", "9.5", V.NOT_APPLICABLE, "done"),
        suggestion("县财政局", "9.6", V.ON_TRACK, "in_progress"),
        suggestion("县财政局", "9.1", V.OVERDUE, "in_progress"),
        suggestion("县财政局", "9.2", V.OVERDUE, "not_started"),
        suggestion("县财政局", "1.1", V.ON_TRACK, "ongoing"),
        suggestion("县财政局", "1.3", V.NOT_REPORTED, None),
    ]
    figures = situation(plan(), written(), told)
    assert figures.confirmed == (1, 2)
    assert figures.groups[0].claimed == (2, 7)
    assert figures.groups[0].found == (1, 7)
    assert [(one.task_id, one.claimed.zh, one.judged.verdict.zh) for one in figures.differences] == [
        ("1.1", "已完成", "待核实"), ("9.5", "已完成", "不涉及"), ("9.1", "推进中", "逾期"),
    ]  # fmt: skip


def test_who_reported_and_who_in_time_is_told_by_peer_group() -> None:
    named = {code("蛟潭镇"), code("县司法局"), "县外单位"}
    figures = situation(plan(), written(), [], reported=named, in_time={code("蛟潭镇"), code("县财政局")})
    overall, *groups = figures.reporting
    expected = {one.unit for one in scope_of(plan(), written())}
    assert (overall.name, overall.reported, overall.in_time) == (
        OVERALL, (2, len(expected)), (1, len(expected)),
    )  # fmt: skip
    assert set(overall.silent) == expected - named
    assert sum(group.reported.denominator for group in groups) == len(expected)
    towns = next(group for group in groups if group.name == "乡镇")
    assert (towns.reported.numerator, towns.in_time.numerator) == (1, 1)


SCORING = {"complete": 1.0, "on_track": 0.5}


def test_there_is_no_score_unless_the_county_sets_points() -> None:
    assert scores_of(plan(), judged_cells([suggestion("县司法局", "4.1", V.COMPLETE)], [])) == ()


def test_every_point_says_where_it_comes_from_and_what_does_not_concern_a_unit_is_left_out() -> None:
    scoring = replace(plan(), thresholds=replace(plan().thresholds, scores=SCORING))
    told = [
        suggestion("蛟潭镇", "4.7", V.COMPLETE),
        suggestion("蛟潭镇", "1.1", V.ON_TRACK),
        suggestion("蛟潭镇", "1.3", V.OVERDUE),
        suggestion("蛟潭镇", "3.3", V.NOT_APPLICABLE),
        suggestion("蛟潭镇", "13.8", V.ON_TRACK),
    ]
    (score,) = scores_of(scoring, judged_cells(told, []))
    assert (score.points, score.possible, score.peer_group) == (1.5, 3.0, "乡镇")
    assert [(one.task_id, one.points) for one in score.origin] == [("4.7", 1.0), ("1.1", 0.5), ("1.3", 0.0)]
    assert scoring.task_by_id["13.8"].force is Force.EXPLORE


@given(st.lists(st.tuples(st.sampled_from(scope_of(plan(), written())), st.sampled_from(list(Verdict))),
                max_size=40, unique_by=lambda one: one[0]))  # fmt: skip
def test_a_score_is_the_sum_of_its_origin_and_no_more_than_possible(
    cells: list[tuple[Expectation, Verdict]],
) -> None:
    scoring = replace(plan(), thresholds=replace(plan().thresholds, scores=SCORING))
    told = [
        SuggestedVerdict(one.unit, one.task_id, verdict, Light.GREEN, None, None, ())
        for one, verdict in cells
    ]
    for score in scores_of(scoring, judged_cells(told, [])):
        assert score.points == sum(one.points for one in score.origin) <= score.possible
        assert all(one.verdict is not V.NOT_APPLICABLE for one in score.origin)


def test_the_figures_of_a_round_add_up_to_its_scope() -> None:
    rows = [master_row(1, record("县司法局", "4.1", status="done", evidence="文件"))]
    told = suggest(plan(), written(), rows, CUT, reported={code("县司法局")})
    scope = scope_of(plan(), written())
    assert [(one.unit, one.task_id) for one in told] == [(one.unit, one.task_id) for one in scope]
    overall = situation(plan(), written(), told, reported={code("县司法局")}).groups[0]
    assert overall.concerned + overall.counts[V.NOT_APPLICABLE].numerator == len(scope)
    assert overall.counts[V.NOT_APPLICABLE].denominator == len(scope)
