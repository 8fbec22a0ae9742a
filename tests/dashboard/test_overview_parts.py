"""总览 without a page: figures of a day, movements, what comes, the year's line, claims, what an address chooses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from dashboard import figures
from dashboard.overview import claimed, coming, counts, movements, point_counts, words, year_line
from dashboard.overview.chosen import Chosen, linked, rows_of
from dashboard.overview.in_time import in_time_on
from dashboard.overview.line_html import line_html
from dashboard.overview.source import source_cells
from inspections.situation import ShareOf
from inspections.standing import Standing
from inspections.verdict_view import JudgedVerdict
from master import Master, open_master
from master.inspection_records import Problem, Reason, RoundMove, SuggestedVerdict
from schemas.layout import Layout
from tests.dashboard.seed import CIVIL, JUSTICE, PLAN, TOWN
from vocabulary.codes import Light, Status
from vocabulary.inspection import ProblemSeverity, ProblemState, Stage, Verdict

BEFORE, NOW = dt.date(2023, 8, 28), dt.date(2023, 9, 15)
WRITTEN = PLAN.round_by_code["written_2023"]


@pytest.fixture(scope="module")
def master(seeded: str) -> Iterator[Master]:
    with open_master(seeded) as opened:
        yield opened


def frame(master: Master, day: dt.date) -> pd.DataFrame:
    return figures.work_frame(master.rows_as_of(day), PLAN, day)


def counted(master: Master, day: dt.date, problems: list[Standing] | None = None) -> counts.DayCounts:
    rows = master.rows_as_of(day)
    told = figures.who_reported(
        PLAN, [row.record for row in rows if not row.withdrawn], master.reported_units(day)
    )
    return counts.day_counts(
        frame(master, day), told, PLAN, day, in_time=in_time_on(master, PLAN, day), problems=problems or []
    )


def standing(number: str, state: ProblemState, due: dt.date, as_of: dt.date = NOW) -> Standing:
    at = dt.datetime(2023, 9, 11, 9)
    problem = Problem(
        number, "written_2023", JUSTICE, "1.1", "未报", "", ProblemSeverity.MINOR, "补报", due, at.date(), "verdict",
        (), None, at, "示例甲",
    )  # fmt: skip
    late = state is not ProblemState.CLOSED and due < as_of
    return Standing(
        problem, as_of, state, due, late, (), (), None, None, None, None, 0, None, None, (), 1, at
    )


# ---- figures of a day


def test_every_figure_has_a_numerator_and_a_denominator(master: Master) -> None:
    now = counted(master, NOW)
    assert now.reported == ShareOf(3, 61)
    assert now.overdue == ShareOf(1, 5)
    assert now.done == ShareOf(2, 5)
    assert now.missing.denominator == sum(
        len(PLAN.expectations[unit.code]) for unit in PLAN.units if unit.inspected
    )
    assert sum(now.lights.values()) == 6


def test_who_sent_papers_until_the_rounds_last_day_was_in_time(master: Master) -> None:
    told = counted(master, NOW).in_time
    assert told is not None
    assert (told.round.code, told.share) == ("written_2023", ShareOf(2, 61))


def test_who_sent_papers_only_for_the_round_before_was_not_in_time_for_this_one(master: Master) -> None:
    told = counted(master, dt.date(2023, 9, 28))
    assert told.in_time is not None
    assert told.reported.numerator == 3
    assert (told.in_time.round.code, told.in_time.share) == ("onsite_2023", ShareOf(2, 61))


def test_a_figure_says_how_it_changed_since_the_day_compared_with(master: Master) -> None:
    row = {one.name: one for one in counts.figure_row(counted(master, NOW), counted(master, BEFORE), PLAN)}
    assert row["逾期"].number == "1/5"
    assert row["逾期"].change == "增 1 项（上次 0/4）"
    assert row["已报/应报"].change == "增 1 家"
    assert "8月31日截止，按时 2/61（3.3%）" in row["已报/应报"].more
    assert row["未销号问题"].more == "还没有交办督查问题"


def test_problems_are_counted_open_late_and_closed(master: Master) -> None:
    problems = [
        standing("2023-001", ProblemState.CLOSED, dt.date(2023, 9, 12)),
        standing("2023-002", ProblemState.RECTIFYING, dt.date(2023, 9, 12)),
        standing("2023-003", ProblemState.ASSIGNED, dt.date(2023, 9, 25)),
    ]
    now = counted(master, NOW, problems)
    assert (now.open_problems, now.late_problems, now.closed_problems) == (ShareOf(2, 3), 1, ShareOf(1, 3))
    row = {one.name: one for one in counts.figure_row(now, counted(master, BEFORE), PLAN)}
    assert row["未销号问题"].more == "其中 1 个超过整改期限"
    assert row["销号率"].number == "33.3%"


def test_the_same_day_changed_nothing(master: Master) -> None:
    now = counted(master, NOW)
    assert {one.change for one in counts.figure_row(now, now, PLAN)} <= {"持平", "持平，黄灯持平", ""}


def test_the_card_of_red_lights_tells_their_own_change_first(master: Master) -> None:
    row = {one.name: one for one in counts.figure_row(counted(master, NOW), counted(master, BEFORE), PLAN)}
    assert row["红灯"].change == "增 1 项（上次 0/5），黄灯增 1 项"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (dt.date(2023, 8, 5), "written_2023"),
        (dt.date(2023, 9, 27), "written_2023"),
        (dt.date(2023, 9, 28), "onsite_2023"),
    ],
)
def test_the_last_round_is_the_one_whose_papers_were_due_last(day: dt.date, code: str) -> None:
    chosen = counts.last_round(PLAN, day)
    assert chosen is not None
    assert chosen.code == code


# ---- movements


def moved_frame(*rows: dict[str, Any]) -> pd.DataFrame:
    usual = {
        "item": 1, "unit": JUSTICE, "unit_name": "县司法局", "point": 1, "task_id": "1.1", "task": "责任制",
        "status": Status.IN_PROGRESS.zh, "percent": 40.0, "overdue": False, "withdrawn": False, "submission": 1,
        "progress": "已开会。",
    }  # fmt: skip
    return pd.DataFrame([usual | row for row in rows])


@pytest.mark.parametrize(
    ("before", "now", "kinds"),
    [
        ({}, {"status": "已完成", "percent": 100.0}, {"新完成"}),
        ({"status": "已完成"}, {}, {"倒退"}),
        ({}, {"status": "未启动", "percent": 0.0}, {"倒退"}),
        ({"percent": 60.0}, {}, {"倒退"}),
        ({}, {"status": "不涉及"}, {"倒退"}),
        ({"status": "未启动"}, {"status": "不涉及", "percent": 40.0}, set()),
        ({}, {"submission": 2}, {"停滞"}),
        ({}, {"submission": 2, "progress": "已 开\n会。"}, {"停滞"}),
        ({}, {"submission": 2, "progress": "又开会。"}, set()),
        ({}, {"overdue": True}, {"新逾期", "停滞"}),
        ({"overdue": True}, {"overdue": True, "progress": "在补。"}, set()),
        ({"status": "已完成"}, {"status": "已完成"}, set()),
        ({"status": None, "percent": None}, {"progress": "补写。"}, set()),
        ({"withdrawn": True, "status": "已完成"}, {"status": "已完成"}, {"新完成"}),
        ({}, {"withdrawn": True}, set()),
    ],
)
def test_a_row_moves(before: dict[str, Any], now: dict[str, Any], kinds: set[str]) -> None:
    told = movements.movements(moved_frame(before), moved_frame(now))
    assert {kind for kind, rows in told.rows.items() if len(rows)} == kinds


def test_what_did_not_stand_before_neither_stalled_nor_fell_back() -> None:
    told = movements.movements(moved_frame({"item": 9}), moved_frame({}, {"item": 2, "overdue": True}))
    assert {kind: len(rows) for kind, rows in told.rows.items()} == {
        "新逾期": 1,
        "倒退": 0,
        "停滞": 0,
        "新完成": 0,
    }


def test_stalled_rows_of_units_that_sent_nothing_since_are_told_apart() -> None:
    before = moved_frame({}, {"item": 2, "unit": CIVIL})
    now = moved_frame({}, {"item": 2, "unit": CIVIL, "submission": 7})
    told = movements.movements(before, now)
    assert (len(told.rows["停滞"]), told.unfinished, told.unsent, len(told.unsent_units)) == (2, 2, 1, 1)
    assert "1 项所在的 1 家单位没有再报" in words.moved(told, "一周前", told.unsent_units)
    assert "1 项所在的 1 家单位（含不在应报范围的 1 家）没有再报" in words.moved(told, "一周前", ())


def test_movements_are_told_task_by_task_the_widest_first() -> None:
    rows = moved_frame(
        {"task_id": "3.4"},
        {"item": 2, "unit_name": "县民政局"},
        {"item": 3},
        {"item": 4, "task_id": "", "task": "别的"},
    )
    told = movements.by_task(rows, 2)
    assert [(one.task_id, one.units, one.items) for one in told] == [
        ("1.1", ("县民政局", "县司法局"), (2, 3)),
        ("3.4", ("县司法局",), (1,)),
    ]


# ---- the year


def move(code: str, stage: Stage, day: dt.date) -> RoundMove:
    return RoundMove(1, code, None, stage, dt.datetime.combine(day, dt.time(12)), "示例甲", "", False)


def test_the_year_stands_in_the_order_of_its_days_with_every_kind_of_milestone() -> None:
    line = year_line.year_line(PLAN, {}, NOW)
    assert [one.day for one in line] == sorted(one.day for one in line)
    assert {one.kind for one in line} == set(year_line.MILESTONE_KINDS)
    assert line[-1].day == dt.date(2024, 1, 31)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2023, 1, 1), "还有213天"),
        (dt.date(2023, 8, 1), "还有1天"),
        (dt.date(2023, 8, 2), "已印发"),
        (NOW, "已印发"),
    ],
)
def test_the_plan_is_not_issued_before_its_day(day: dt.date, said: str) -> None:
    line = year_line.year_line(PLAN, {}, day)
    assert [one.stage for one in line if one.kind == year_line.ISSUED] == [said]


@pytest.mark.parametrize(
    ("moves", "day", "stage"),
    [
        ([], dt.date(2023, 8, 11), "还有20天"),
        ([], dt.date(2023, 8, 31), "就是今天"),
        ([], NOW, "尚未开始"),
        ([move("written_2023", Stage.RECTIFYING, dt.date(2023, 9, 11))], NOW, "整改阶段，9月11日进入"),
        ([move("written_2023", Stage.ARCHIVED, NOW)], NOW, "已归档"),
    ],
)
def test_a_round_stands_where_its_steps_say(moves: list[RoundMove], day: dt.date, stage: str) -> None:
    line = year_line.year_line(PLAN, {"written_2023": moves}, day)
    assert [one.stage for one in line if one.kind == "书面督查"] == [stage]


def test_the_day_asked_for_stands_in_its_place_on_the_line() -> None:
    html = line_html(year_line.year_line(PLAN, {}, NOW), NOW, 2023)
    assert html.index("8月31日") < html.index("tz-today") < html.index("9月28日")


# ---- the next two weeks


def test_two_weeks_ahead_holds_days_of_rounds_rectifications_and_tasks(master: Master) -> None:
    day = dt.date(2023, 9, 20)
    problems = [standing("2023-001", ProblemState.RECTIFYING, dt.date(2023, 9, 25), day)]
    told = coming.coming(master.rows_as_of(day), problems, year_line.year_line(PLAN, {}, day), PLAN, day)
    assert [one.day for one in told] == sorted(one.day for one in told)
    assert ("1 个督查问题整改到期", (JUSTICE,)) in [(one.what, one.units) for one in told]
    assert "2023年现场督查报送截止" in [one.what for one in told]
    assert max(one.day for one in told) <= day + coming.FORTNIGHT


def test_what_is_late_already_does_not_come(master: Master) -> None:
    told = coming.coming(master.rows_as_of(NOW), [], [], PLAN, NOW)
    assert all(one.day >= NOW for one in told)


# ---- points, claims


def test_every_point_has_its_bar_and_its_words(master: Master) -> None:
    told = point_counts.light_counts(frame(master, NOW), PLAN)
    assert set(told["point"]) == {point.number for point in PLAN.points}
    assert told["rows"].sum() == 6
    assert set(told.loc[told["point"] == 1, "said"]) == {"已完成 0/3，红 1"}
    assert set(told.loc[told["point"] == 7, "said"]) == {"没有事项"}


def judged(unit: str, task_id: str, verdict: Verdict, claim: str | None) -> JudgedVerdict:
    why = (Reason("no_evidence", "没有佐证", ("甲.xlsx·台账·H7",)),)
    return JudgedVerdict(SuggestedVerdict(unit, task_id, verdict, Light.YELLOW, claim, 1, why), None)


VERDICTS = [
    judged(JUSTICE, "1.1", Verdict.COMPLETE, "done"),
    judged(JUSTICE, "3.4", Verdict.TO_VERIFY, "done"),
    judged(TOWN, "1.1", Verdict.BEHIND, "done"),
    judged(TOWN, "2.1", Verdict.NOT_APPLICABLE, "done"),
    judged(CIVIL, "1.1", Verdict.OVERDUE, "in_progress"),
]


def test_claims_are_set_against_verdicts_within_their_peer_groups() -> None:
    told = claimed.claimed(PLAN, WRITTEN, VERDICTS)
    assert told.groups == (
        ("全部", ShareOf(2, 3), "待核实 1、滞后 1"),
        ("乡镇", ShareOf(1, 1), "滞后 1"),
        ("执法服务部门", ShareOf(1, 2), "待核实 1"),
    )
    assert told.units[["unit", "claimed", "otherwise"]].to_numpy().tolist() == [[TOWN, 1, 1], [JUSTICE, 2, 1]]
    assert told.decided == ShareOf(0, 5)
    assert "另有认定 2/3（66.7%）" in words.claims_sentence(told)


def test_points_by_verdict_leave_out_what_does_not_concern() -> None:
    told = point_counts.verdict_counts(VERDICTS, PLAN)
    assert set(told.loc[told["point"] == 1, "said"]) == {"完成 1/3，逾期 1"}
    assert set(told.loc[told["point"] == 2, "said"]) == {"完成 0/0，逾期 0"}


# ---- what an address chooses


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({"unit": "县司法局"}, 3),
        ({"unit": "县司法局", "late": "1"}, 1),
        ({"point": "1", "word": "红"}, 1),
        ({"task": "1.1"}, 3),
        ({"point": "99"}, 0),
        ({"item": "1"}, 1),
        ({"word": "紫"}, 6),
        ({"point": "１"}, 6),
    ],
)
def test_the_address_chooses_the_rows(master: Master, asked: dict[str, str], rows: int) -> None:
    assert len(rows_of(Chosen.from_query(asked), frame(master, NOW), {})) == rows


def test_an_address_with_nothing_known_chooses_nothing() -> None:
    assert not Chosen.from_query(
        {"word": "紫", "move": "飞跃", "item": "9" * 40, "below": "nowhere"}
    ).anything


def test_a_link_keeps_the_day_and_forgets_what_was_chosen_before() -> None:
    html = linked(
        f"<a href='{Chosen(unit='县司法局', late=True).link}'>",
        {"as_of": "2023-09-15", "point": "3", "x": "'>"},
    )
    assert html == (
        "<a href='?as_of=2023-09-15&amp;x=%27%3E&amp;unit=%E5%8E%BF%E5%8F%B8%E6%B3%95%E5%B1%80&amp;late=1'>"
    )


def test_what_is_chosen_survives_the_address() -> None:
    chosen = Chosen("县司法局", 3, "红", "停滞", "3.4", True, 12, "map")
    assert Chosen.from_query(chosen.to_query()) == chosen


# ---- where a row comes from


def test_a_rows_figures_name_their_cells(master: Master) -> None:
    row = {str(name): value for name, value in frame(master, NOW).iloc[0].items()}
    layout = Layout({"台账": {"status": "H", "progress": "J"}}, {"台账": {f"{row['row']}:progress": "J2"}})
    told = {one.field: one.cell for one in source_cells(row, layout)}
    assert told["状态"] == f"H{row['row']}"
    assert told["进展情况"] == "J2"
    assert told["完成率"] == f"第{row['row']}行"
