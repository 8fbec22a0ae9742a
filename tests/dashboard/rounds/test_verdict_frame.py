"""The verdicts as a table: which are kept by the filters, where the current row is, which comes next."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.rounds.verdict_frame import (
    VerdictFilters,
    disputed_cells,
    next_undecided,
    place_of,
    verdict_frame,
)
from inspections.verdict_view import judged_cells
from master.inspection_records import Reason, SuggestedVerdict, VerdictDecision
from tests.dashboard.seed import CIVIL, JUSTICE, PLAN, TOWN
from vocabulary.codes import Light, Status
from vocabulary.inspection import Verdict

AT = dt.datetime(2023, 9, 8, 9)


def suggested(unit: str, task_id: str, verdict: Verdict, claimed: Status | None) -> SuggestedVerdict:
    return SuggestedVerdict(
        unit, task_id, verdict, Light.GREEN, claimed, None, (Reason("on_time", "按时推进"),)
    )


def decided(number: int, unit: str, task_id: str, verdict: Verdict, by: str = "示例乙") -> VerdictDecision:
    return VerdictDecision(
        number, "written_2023", unit, task_id, Verdict.COMPLETE, verdict, "", "", AT, by, None
    )


SUGGESTED = [
    suggested(TOWN, "1.1", Verdict.ON_TRACK, Status.ONGOING),
    suggested(JUSTICE, "10.1", Verdict.COMPLETE, Status.DONE),
    suggested(JUSTICE, "9.1", Verdict.TO_VERIFY, Status.DONE),
    suggested(CIVIL, "1.1", Verdict.NOT_REPORTED, None),
    suggested(CIVIL, "1.3", Verdict.COMPLETE, Status.DONE),
]
DECIDED = [
    decided(1, CIVIL, "1.3", Verdict.COMPLETE),
    decided(2, JUSTICE, "10.1", Verdict.BEHIND),
    decided(3, JUSTICE, "10.1", Verdict.COMPLETE, "示例丙"),
    decided(4, JUSTICE, "10.1", Verdict.BEHIND, "示例丙"),
]
FRAME = verdict_frame(judged_cells(SUGGESTED, DECIDED), DECIDED, PLAN)


def cells(**filters: object) -> set[str]:
    return set(VerdictFilters(**filters).apply(FRAME)["cell"])  # type: ignore[arg-type]


def test_units_stand_in_the_plans_order_and_so_do_their_tasks() -> None:
    justice = [cell for cell in FRAME["cell"] if cell.startswith(JUSTICE)]
    assert justice == [f"{JUSTICE}:9.1", f"{JUSTICE}:10.1"]
    assert FRAME["cell"].is_unique


def test_the_place_leads_back_to_the_verdict() -> None:
    judged = judged_cells(SUGGESTED, DECIDED)
    for line in FRAME.to_dict("records"):
        assert line["cell"] == f"{judged[line['place']].unit}:{judged[line['place']].task_id}"


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({}, {f"{TOWN}:1.1", f"{JUSTICE}:10.1", f"{JUSTICE}:9.1", f"{CIVIL}:1.1", f"{CIVIL}:1.3"}),
        ({"unit": JUSTICE}, {f"{JUSTICE}:10.1", f"{JUSTICE}:9.1"}),
        ({"group": "乡镇"}, {f"{TOWN}:1.1"}),
        ({"point": 10}, {f"{JUSTICE}:10.1"}),
        ({"suggested": "未报"}, {f"{CIVIL}:1.1"}),
        ({"state": "未核定"}, {f"{TOWN}:1.1", f"{JUSTICE}:9.1", f"{CIVIL}:1.1"}),
        ({"state": "已核定"}, {f"{JUSTICE}:10.1", f"{CIVIL}:1.3"}),
        ({"state": "待核实"}, {f"{JUSTICE}:9.1"}),
        ({"state": "改定过"}, {f"{JUSTICE}:10.1"}),
        ({"state": "意见不一"}, {f"{JUSTICE}:10.1"}),
        ({"differs": True}, {f"{JUSTICE}:10.1", f"{JUSTICE}:9.1"}),
        ({"unit": CIVIL, "state": "未核定"}, {f"{CIVIL}:1.1"}),
    ],
)
def test_the_filters_keep(filters: dict[str, object], kept: set[str]) -> None:
    assert cells(**filters) == kept


def test_what_one_person_decided_twice_is_no_dispute() -> None:
    twice = [decided(1, CIVIL, "1.3", Verdict.BEHIND), decided(2, CIVIL, "1.3", Verdict.COMPLETE)]
    assert not disputed_cells(twice)


def test_an_unknown_cell_leads_to_the_first_undecided() -> None:
    assert FRAME["by"].iloc[place_of(FRAME, "nobody:0")] == ""
    assert place_of(FRAME, str(FRAME["cell"].iloc[3])) == 3


def test_the_next_undecided_starts_over_after_the_end() -> None:
    free = [place for place in FRAME.index if FRAME["by"].iloc[place] == ""]
    assert next_undecided(FRAME, free[0]) == free[1]
    assert next_undecided(FRAME, free[-1]) == free[0]


def test_where_all_are_decided_there_is_no_next() -> None:
    done = VerdictFilters(state="已核定").apply(FRAME)
    assert next_undecided(done, 0) == -1
    assert place_of(done, "") == 0


def test_an_empty_round_has_an_empty_table() -> None:
    assert verdict_frame([], [], PLAN).empty
    assert place_of(verdict_frame([], [], PLAN), "") == 0
