"""What the pages count, over the seeded county."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd
import pytest

from dashboard import changes, figures
from dashboard.filters import Filters
from master import Master, open_master
from tests.dashboard.seed import JUSTICE, PLAN

BEFORE, NOW = dt.date(2023, 8, 28), dt.date(2023, 9, 15)


@pytest.fixture(scope="module")
def master(seeded: str) -> Iterator[Master]:
    with open_master(seeded) as opened:
        yield opened


def frame(master: Master, day: dt.date) -> pd.DataFrame:
    return figures.work_frame(master.rows_as_of(day), PLAN, day)


def test_what_is_late_says_for_how_long_and_where(master: Master) -> None:
    late = figures.late_rows(frame(master, NOW))
    assert late[["unit", "task_id", "days_late"]].to_numpy().tolist() == [[JUSTICE, "1.1", 15]]
    assert figures.late_units(late, PLAN) == [("执法服务部门", [("司法局", 1)])]


def test_a_withdrawn_row_is_never_late(master: Master) -> None:
    rows = frame(master, NOW)
    assert not rows.loc[rows["withdrawn"], "overdue"].any()


def test_the_map_shows_what_is_missing_and_leaves_out_what_nobody_expects(master: Master) -> None:
    places = figures.unit_map(frame(master, NOW), PLAN, "乡镇").set_index(["unit_name", "point"])
    assert places.loc[("浮梁镇", 1), "light"] == "绿"
    assert places.loc[("浮梁镇", 2), "light"] == "灰"
    assert places.loc[("鹅湖镇", 1), "light"] == figures.MISSING
    assert ("浮梁镇", 10) not in places.index


def test_groups_are_compared_within_themselves_only() -> None:
    assert figures.peer_groups(PLAN) == ["乡镇", "综合部门", "执法服务部门", "其他"]


def test_an_empty_master_has_figures_too() -> None:
    nothing = figures.work_frame([], PLAN, NOW)
    assert figures.late_rows(nothing).empty
    assert set(figures.unit_map(nothing, PLAN, "乡镇")["light"]) == {figures.MISSING}


def test_the_days_to_compare_with() -> None:
    days = [dt.date(2023, 8, 28), dt.date(2023, 8, 31), NOW]
    told = [(one.key, one.day) for one in changes.baselines(PLAN, days, NOW)]
    assert told == [("round", dt.date(2023, 8, 31)), ("week", dt.date(2023, 9, 8))]
    assert changes.baselines(PLAN, [NOW], NOW) == []


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("week", dt.date(2023, 9, 8)),
        ("2023-09-01", dt.date(2023, 9, 1)),
        ("2023-09-15", dt.date(2023, 8, 31)),
        ("nonsense", dt.date(2023, 8, 31)),
        ("", dt.date(2023, 8, 31)),
    ],
)
def test_any_day_before_can_be_compared_with(key: str, day: dt.date) -> None:
    bases = changes.baselines(PLAN, [dt.date(2023, 8, 28), NOW], NOW)
    found = changes.baseline_of(bases, key, NOW)
    assert found is not None
    assert found.day == day


def test_without_anything_known_there_is_nothing_to_compare_with() -> None:
    assert changes.baseline_of([], "week", NOW) is None


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Filters(), 6),
        (Filters(withdrawn=True), 7),
        (Filters(overdue=True), 1),
        (Filters(unit=JUSTICE, point=3), 1),
        (Filters(search="法制审核 司法局"), 1),
        (Filters(search="(["), 0),
        (Filters(status="已完成"), 2),
        (Filters(light="灰"), 1),
    ],
)
def test_filters(master: Master, filters: Filters, rows: int) -> None:
    assert len(filters.apply(frame(master, NOW))) == rows


def test_filters_survive_the_way_through_an_address() -> None:
    from urllib.parse import parse_qsl

    filters = Filters("法制 & 审核", JUSTICE, 3, "已完成", "绿", True, True)
    assert Filters.from_query(dict(parse_qsl(filters.to_query()))) == filters
    assert Filters.from_query({"point": "drop"}) == Filters()


def test_the_tasks_late_in_most_units(master: Master) -> None:
    late = figures.late_rows(frame(master, NOW))
    assert figures.late_tasks(late) == [("1.1 落实网络意识形态责任制", 1)]
    own = late.assign(task_id="", task="自行添加的事项")
    assert figures.late_tasks(own) == [("自行添加的事项", 1)]
    assert figures.late_tasks(late.head(0)) == []
