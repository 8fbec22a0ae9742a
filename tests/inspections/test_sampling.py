"""Of whom and of what: figures that can be recounted, draws that can be repeated."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.sampling import (
    Factor,
    Proposal,
    ProposedDraw,
    UnitFactors,
    factors,
    proposals_of,
    propose,
    replay,
    rows_to_verify,
    units_in_scope,
    weights,
)
from master.inspection_records import Draw
from schemas.plan import Thresholds, Unit
from schemas.plan_files import load_plan, packaged_workplan
from vocabulary.codes import UnitCategory
from vocabulary.inspection import Verdict

PLAN = load_plan(packaged_workplan(), validate=False)
AT = dt.datetime(2023, 9, 15, 12)


def unit(code: str, group: str = "乡镇") -> Unit:
    return Unit(code, code, code, UnitCategory.TOWNSHIP, group)


def known(code: str, points: int, group: str = "乡镇") -> UnitFactors:
    """A unit that has so many points, for tasks it did not report."""
    return UnitFactors(code, group, (Factor("not_reported", points, 12, 1),))


def drawn(
    units: Sequence[UnitFactors],
    seed: str = "2023-09",
    *,
    worst: int = 0,
    drawn: int = 0,
    added: Sequence[tuple[str, str]] = (),
    done: Mapping[str, Sequence[str]] | None = None,
) -> ProposedDraw:
    return propose(units, seed, worst=worst, drawn=drawn, added=added, done=done)


def chosen(draw: ProposedDraw) -> dict[str, tuple[str, ...]]:
    return {one.unit: one.ways for one in draw.proposals}


def recorded(draw: ProposedDraw) -> Draw:
    """The draw as it comes back from the database: through JSON."""
    settings, result = json.loads(json.dumps([draw.settings, draw.result], ensure_ascii=False))
    return Draw(1, "onsite_2023", draw.seed, AT, "示例甲", settings, result)


VERDICTS = [
    ("a", "1.1", Verdict.NOT_REPORTED), ("a", "1.2", Verdict.NOT_REPORTED), ("a", "1.3", Verdict.OVERDUE),
    ("a", "1.4", Verdict.COMPLETE), ("a", "1.5", Verdict.NOT_APPLICABLE), ("b", "1.1", Verdict.BEHIND),
    ("b", "1.2", Verdict.TO_VERIFY), ("b", "1.3", Verdict.ON_TRACK),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "counted", "words", "total"),
    [
        ("a", {"not_reported": (2, 4), "overdue": (1, 4)}, "未报任务2/4项×3＝6分、逾期1/4项×3＝3分", 9),
        ("b", {"behind": (1, 3), "to_verify": (1, 3), "must_fix": (4, None), "unrectified": (1, None)},
         "必改问题4项×1＝4分、反馈后未整改1项×3＝3分、滞后1/3项×2＝2分、待核实1/3项×2＝2分", 11),
        ("c", {}, "", 0),
    ],
)  # fmt: skip
def test_factors_are_counts_with_their_denominators(
    code: str, counted: dict[str, tuple[int, int | None]], words: str, total: int
) -> None:
    found = factors(
        [unit("a"), unit("b"), unit("c")], VERDICTS, Thresholds(), must_fix={"b": 4}, unrectified={"b": 1}
    )
    one = next(each for each in found if each.unit == code)
    assert {f.code: (f.number, f.of) for f in one.factors if f.number} == counted
    assert (one.words(), one.total) == (words, total)


def test_a_county_weighs_factors_its_own_way() -> None:
    county = Thresholds(numbers={"onsite_weight_overdue": 10})
    assert weights(county)["overdue"] == 10
    assert factors([unit("a")], VERDICTS, county)[0].total == 2 * 3 + 10


def test_the_packaged_thresholds_say_every_weight_the_program_uses() -> None:
    assert {f"onsite_weight_{code}" for code in weights(Thresholds())} <= set(PLAN.thresholds.numbers)
    assert weights(PLAN.thresholds) == weights(Thresholds())


def test_the_worst_are_told_within_each_peer_group() -> None:
    units = [known("a", 9), known("b", 8), known("c", 7), known("x", 2, "部门"), known("y", 1, "部门")]
    draw = drawn(units, worst=1)
    assert chosen(draw) == {"a": ("worst",), "x": ("worst",)}
    assert draw.proposals[0].reasons[0] == "在同类组“乡镇”3家中列第1位，合计9分：未报任务9/12项×1＝9分"


def test_a_unit_without_a_point_is_never_among_the_worst() -> None:
    assert chosen(drawn([known("a", 0), known("b", 1)], worst=2)) == {"b": ("worst",)}


def test_a_unit_the_office_adds_says_who_added_it_and_keeps_its_other_reason() -> None:
    draw = drawn([known("a", 3), known("b", 0)], worst=1, added=[("b", "示例甲"), ("a", "示例乙")])
    assert chosen(draw) == {"a": ("worst", "added"), "b": ("added",)}
    assert draw.proposals[1].reasons == ("由示例甲指定列入",)


def test_the_random_draw_names_seed_and_place_and_passes_over_those_proposed_anyway() -> None:
    units = [known(code, 0) for code in "abcdef"]
    everyone = drawn(units, drawn=6)
    order = [one.unit for one in everyone.proposals]
    assert everyone.proposals[0].reasons == ("随机抽取：种子“2023-09”，6家抽签排第1位",)
    after = drawn(units, drawn=2, added=[(order[0], "示例甲")])
    assert [one.unit for one in after.proposals] == [order[0], order[1], order[2]]
    assert after.proposals[2].reasons == ("随机抽取：种子“2023-09”，6家抽签排第3位",)


def test_a_known_seed_gives_the_known_draw_on_every_machine() -> None:
    units = [known(code, 0) for code in "abcdefgh"]
    assert [one.unit for one in drawn(units, "浮梁2023", drawn=3).proposals] == ["g", "e", "c"]
    assert rows_to_verify([f"1.{n}" for n in range(1, 9)], "浮梁2023", "a") == ("1.5", "1.1", "1.6")


@pytest.mark.parametrize(
    ("done", "number"), [(0, 0), (1, 1), (2, 2), (3, 3), (30, 3), (31, 4), (45, 5), (500, 5)]
)
def test_three_to_five_rows_reported_as_done_are_verified(done: int, number: int) -> None:
    assert len(rows_to_verify([f"t{n}" for n in range(done)], "s", "a")) == number


def test_the_scope_of_a_round_is_its_categories_and_its_units() -> None:
    onsite = PLAN.round_by_code["onsite_2023"]
    everyone = units_in_scope(PLAN, onsite)
    one = everyone[3]
    assert units_in_scope(PLAN, onsite._replace(units=(one.code,))) == (one,)
    assert all(each.inspected for each in everyone)


def test_a_recorded_draw_is_replayed_and_a_forged_one_is_not() -> None:
    units = [known(code, points) for points, code in enumerate("abcdefgh")]
    made = drawn(units, worst=1, drawn=2, done={code: ["1.1", "2.1", "3.1", "4.1"] for code in "abcdefgh"})
    draw = recorded(made)
    assert replay(draw)
    assert len(proposals_of(draw)) == 3
    forged = made.result | {"units": made.result["units"][:2]}
    assert not replay(recorded(made._replace(result=forged)))
    assert not replay(draw._replace(seed="另一个种子"))


Situation = dict[str, tuple[int, str, set[str]]]
"""For each unit its points, its peer group and the tasks it reported as done."""

codes = st.text("abcdefghijklmn", min_size=1, max_size=3)
situations = st.dictionaries(
    codes,
    st.tuples(st.integers(0, 9), st.sampled_from(("乡镇", "部门")), st.sets(codes, max_size=40)),
    max_size=20,
)


@given(
    situations, st.text(max_size=5), st.integers(0, 4), st.integers(0, 6), st.randoms(use_true_random=False)
)
def test_the_same_seed_gives_the_same_draw_whatever_the_order(
    situation: Situation, seed: str, worst: int, random: int, shuffler: Random
) -> None:
    units = [known(code, points, group) for code, (points, group, _) in situation.items()]
    done = {code: sorted(rows) for code, (_, _, rows) in situation.items()}
    draw = propose(units, seed, worst=worst, drawn=random, done=done)
    shuffler.shuffle(units)
    for rows in done.values():
        shuffler.shuffle(rows)
    assert propose(units, seed, worst=worst, drawn=random, done=dict(reversed(done.items()))) == draw
    assert replay(recorded(draw))
    assert proposals_of(recorded(draw)) == draw.proposals


@given(situations, st.text(max_size=5), st.integers(0, 4), st.integers(0, 6))
def test_every_proposed_unit_has_its_reasons_and_its_rows_are_distinct_done_ones(
    situation: Situation, seed: str, worst: int, random: int
) -> None:
    units = [known(code, points, group) for code, (points, group, _) in situation.items()]
    done = {code: sorted(rows) for code, (_, _, rows) in situation.items()}
    added = [(code, "示例甲") for code in sorted(situation)[:1]]
    draw = propose(units, seed, worst=worst, drawn=random, done=done, added=added)
    names = [one.unit for one in draw.proposals]
    assert len(set(names)) == len(names)
    assert len([one for one in draw.proposals if one.ways == ("random",)]) == min(
        random, len(units) - _fixed(draw)
    )
    for one in draw.proposals:
        assert isinstance(one, Proposal)
        assert one.ways
        assert len(one.ways) == len(one.reasons)
        assert all(one.reasons)
        assert len(set(one.rows)) == len(one.rows)
        assert set(one.rows) <= set(done[one.unit])
        assert len(one.rows) >= min(3, len(done[one.unit]))
        assert len(one.rows) <= 5


def _fixed(draw: ProposedDraw) -> int:
    return sum("random" not in one.ways for one in draw.proposals)
