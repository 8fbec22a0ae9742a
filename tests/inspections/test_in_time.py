"""Which papers are about a round, and who is said to have sent them in time."""

import datetime as dt

import pytest

from inspections.in_time import papers_since, units_counted, units_in_time
from master.inspection_records import RoundMove, Snapshot
from tests.inspections.rows import code, master_row, plan, record, written
from vocabulary.inspection import Stage

ONSITE = plan().round_by_code["onsite_2023"]
CUT, OPENED = dt.date(2023, 8, 31), dt.date(2023, 9, 20)
JUSTICE, TOWN, FINANCE = "县司法局", "蛟潭镇", "县财政局"


def move(stage: Stage, day: dt.date) -> RoundMove:
    return RoundMove(1, ONSITE.code, None, stage, dt.datetime.combine(day, dt.time(9)), "示例甲", "", False)


@pytest.mark.parametrize(
    ("why", "moves", "since"),
    [
        ("told to the units", [move(Stage.NOTIFIED, OPENED), move(Stage.REPORTING, dt.date(2023, 9, 25))], OPENED),
        ("only prepared so far", [move(Stage.PREPARING, OPENED)], dt.date(2023, 9, 1)),
        ("nothing recorded", [], dt.date(2023, 9, 1)),
        ("recorded after the papers were due", [move(Stage.NOTIFIED, dt.date(2023, 10, 8))], dt.date(2023, 9, 1)),
        ("told before the round before was due", [move(Stage.NOTIFIED, dt.date(2023, 8, 10))], dt.date(2023, 9, 1)),
    ],
)  # fmt: skip
def test_papers_are_about_a_later_round_from_its_notice_on(
    why: str, moves: list[RoundMove], since: dt.date
) -> None:
    assert papers_since(plan(), ONSITE, moves) == since, why


def test_whatever_came_before_the_first_round_was_due_is_about_it() -> None:
    assert papers_since(plan(), written(), [move(Stage.NOTIFIED, dt.date(2023, 8, 10))]) is None


def test_a_ledger_that_came_for_the_round_before_counts_but_was_not_sent_in_time() -> None:
    rows = (
        master_row(1, record(JUSTICE, "1.1"), received="2023-09-05"),
        master_row(2, record(TOWN, "1.1"), received="2023-09-27"),
        master_row(3, record(FINANCE, "1.1", expanded=True), received="2023-09-27"),
    )
    at = dt.datetime(2023, 9, 29, 9)
    days = {code(name): ONSITE.submit_by for name in (JUSTICE, TOWN, FINANCE)}
    frozen = Snapshot(ONSITE.code, ONSITE.cut_off, at, "示例甲", days, rows, b"", "")
    assert units_counted(frozen) == {code(JUSTICE), code(TOWN)}
    assert units_in_time(frozen, OPENED) == {code(TOWN)}
