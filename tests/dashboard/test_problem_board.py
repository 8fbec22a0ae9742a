"""Which problems stand on the board, in which order, how many are counted, and the words around them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.rectification import words
from dashboard.rectification.board import FOR_A_UNIT, Band, ProblemFilters, band_of, late_units, ranked, tally
from dashboard.rectification.moves import OFFICE_MOVES, UNIT_MOVES, possible, refusals
from dashboard.text import on_screen
from inspections.problems import act, standing_of, standings_of
from inspections.standing import Standing
from master import Master, open_master
from master.errors import StaleDecisionError
from tests.dashboard.problems import (
    APPLIED,
    CLOSED,
    LATE,
    LATER,
    NUMBERS,
    RETURNED,
    SOON,
    TODAY,
    UNPROVED,
    VERIFIED,
    move,
    seed_problems,
)
from tests.dashboard.seed import FINANCE, PLAN
from vocabulary.inspection import ProblemAction, ProblemState, Role


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Master]:
    with open_master(seed_problems(tmp_path_factory.mktemp("board") / "problems.db")) as opened:
        yield opened


@pytest.fixture(scope="module")
def known(master: Master) -> dict[str, Standing]:
    return {one.problem.number: one for one in standings_of(master, PLAN, TODAY)}


@pytest.mark.parametrize(
    ("number", "band"),
    [
        (LATE, Band.OVERDUE),
        (APPLIED, Band.WAITING),
        (VERIFIED, Band.WAITING),
        (CLOSED, Band.CLOSED),
        (RETURNED, Band.LATER),
        (SOON, Band.THIS_WEEK),
        (LATER, Band.LATER),
    ],
)
def test_a_problem_presses_by_its_state_and_its_deadline(
    known: dict[str, Standing], number: str, band: Band
) -> None:
    assert band_of(known[number]) is band


def test_a_deadline_on_the_next_monday_is_not_this_week(master: Master) -> None:
    on_sunday, before = (
        {one.problem.number: one for one in standings_of(master, PLAN, day)}
        for day in (dt.date(2023, 9, 17), dt.date(2023, 9, 10))
    )
    assert band_of(on_sunday[LATE]) is Band.LATER
    assert band_of(before[SOON]) is Band.LATER


def test_the_most_pressing_come_first(known: dict[str, Standing]) -> None:
    order = [one.problem.number for one in ranked(known.values())]
    assert order == [LATE, APPLIED, VERIFIED, UNPROVED, SOON, LATER, RETURNED, CLOSED]
    own = [one.problem.number for one in ranked(known.values(), FOR_A_UNIT)]
    assert own == [LATE, SOON, LATER, RETURNED, APPLIED, VERIFIED, UNPROVED, CLOSED]


def test_every_count_has_its_denominator(known: dict[str, Standing]) -> None:
    told = tally(list(known.values()))
    assert (told.total, told.closed, told.open) == (8, 1, 7)
    assert {band.zh: count for band, count in told.bands.items()} == {
        "逾期": 1,
        "待核查销号": 3,
        "本周到期": 1,
        "以后到期": 2,
        "已销号": 1,
    }
    assert sum(told.states.values()) == told.total
    assert told.states[ProblemState.RECTIFYING] == 0
    assert tally([]).closed == 0


def test_late_units_are_told_within_their_own_group(master: Master) -> None:
    later = standings_of(master, PLAN, dt.date(2023, 12, 1))
    assert dict(late_units(later, PLAN)) == {
        "综合部门": [("财政局", 1)],
        "执法服务部门": [("民政局", 2), ("司法局", 1)],
    }
    assert late_units([], PLAN) == []


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (ProblemFilters(), NUMBERS),
        (ProblemFilters(unit=FINANCE), (APPLIED, VERIFIED, UNPROVED, SOON)),
        (ProblemFilters(unit=FINANCE, state="verifying"), (VERIFIED, UNPROVED)),
        (ProblemFilters(band="overdue"), (LATE,)),
        (ProblemFilters(severity="grave"), (LATE,)),
        (ProblemFilters(round="onsite_2023"), ()),
        (ProblemFilters(group="乡镇"), (CLOSED,)),
        (ProblemFilters(search="财政局 4.1"), (SOON,)),
        (ProblemFilters(search="没有这样的词"), ()),
    ],
)
def test_the_filters_leave_what_was_asked_for(
    known: dict[str, Standing], wanted: ProblemFilters, left: tuple[str, ...]
) -> None:
    assert tuple(one.problem.number for one in wanted.apply(known.values(), PLAN)) == left


def test_filters_come_back_from_an_address_as_they_were_put_there() -> None:
    wanted = ProblemFilters("a&b=c 县", "written_2023", FINANCE, "", "minor", "", "overdue")
    from urllib.parse import parse_qsl

    assert ProblemFilters.from_query(dict(parse_qsl(wanted.to_query()))) == wanted


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (LATE, "已逾期2个工作日"),
        (APPLIED, "已申请销号，待核查"),
        (VERIFIED, "已核查，待销号"),
        (CLOSED, "2023-09-13销号"),
        (SOON, "还剩2个工作日"),
    ],
)
def test_the_days_are_working_days_and_said_in_words(
    known: dict[str, Standing], number: str, said: str
) -> None:
    assert words.deadline_words(known[number], PLAN.calendar) == said


@pytest.mark.parametrize(
    ("number", "actions"),
    [
        (LATE, "提醒 延期"),
        (APPLIED, "核查 退回 提醒 延期"),
        (VERIFIED, "销号 退回 提醒 延期"),
        (UNPROVED, "退回 提醒 延期"),
        (CLOSED, "重新交办"),
        (RETURNED, "提醒 延期"),
    ],
)
def test_the_state_tells_what_the_office_may_do(
    known: dict[str, Standing], number: str, actions: str
) -> None:
    assert " ".join(one.zh for one in possible(known[number], OFFICE_MOVES)) == actions


@pytest.mark.parametrize(
    ("number", "actions"),
    [(SOON, "开始整改 申请销号"), (APPLIED, ""), (RETURNED, "开始整改 申请销号"), (CLOSED, "")],
)
def test_the_state_tells_what_the_unit_may_do(known: dict[str, Standing], number: str, actions: str) -> None:
    assert " ".join(one.zh for one in possible(known[number], UNIT_MOVES)) == actions


def test_what_may_not_be_done_is_explained_without_command_line_words(known: dict[str, Standing]) -> None:
    told = dict(refusals(known[UNPROVED], OFFICE_MOVES))
    assert "还没有佐证，不能销号" in told[ProblemAction.CLOSE]
    assert not any("--" in why or "taizhang" in why for why in told.values())
    said = on_screen(
        "没有编号为“1”的督查问题，请用taizhang problems list查看编号。延期要写明原因（--note）。"
    )
    assert said == "没有编号为“1”的督查问题。延期要写明原因。"


def test_who_has_not_seen_the_newest_step_is_told_who_made_it(tmp_path: Path) -> None:
    with open_master(seed_problems(tmp_path / "own.db")) as master:
        seen = standing_of(master, PLAN, APPLIED, TODAY).seen
        move(master, APPLIED, ProblemAction.VERIFY, 20, by="示例己", note="看过")
        at = dt.datetime(2023, 9, 20, 12)
        with pytest.raises(StaleDecisionError, match="刚由示例己办理“核查”"):
            act(master, PLAN, APPLIED, ProblemAction.CLOSE, Role.OFFICE, "示例甲", at, seen=seen)
        now = standing_of(master, PLAN, APPLIED, TODAY)
        assert now.open
        act(master, PLAN, APPLIED, ProblemAction.CLOSE, Role.OFFICE, "示例甲", at, seen=now.seen)
        assert not standing_of(master, PLAN, APPLIED, TODAY).open


def test_a_place_is_taken_apart_from_its_end() -> None:
    assert words.source_cell("a·b.xlsx·台账·E7") == ("a·b.xlsx", "台账", "E7")
    assert words.source_cell("只有文件名") == ("只有文件名", "", "")


def test_the_history_is_told_with_the_newest_first_and_without_markup(
    tmp_path: Path, known: dict[str, Standing]
) -> None:
    del known
    with open_master(seed_problems(tmp_path / "own.db")) as master:
        move(master, LATE, ProblemAction.REMIND, 19, note="<b>快</b>")
        [one] = [one for one in standings_of(master, PLAN, TODAY) if one.problem.number == LATE]
    told = words.time_line(one.history)
    assert told.index("提醒（蓝）") < told.index("交办")
    assert "&lt;b&gt;快&lt;/b&gt;" in told
    assert words.slip_words(one) == ["提醒（蓝）2023-09-19 示例己"]
