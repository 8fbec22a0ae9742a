"""A unit's name that goes on with an office within it is that unit; what may be a body of its own is asked about."""

from __future__ import annotations

import pytest

from importers.units import UnitDirectory
from tests.importers.build import check, found, ledger, plan, row

DIRECTORY = UnitDirectory.of(plan())


def codes(*names: str) -> tuple[str | None, ...]:
    return tuple(DIRECTORY.code(name) for name in names)


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("县教体局办公室", ("县教体局",)),
        ("三龙镇党政办", ("三龙镇",)),
        ("三龙镇党政综合办公室", ("三龙镇",)),
        ("三龙镇-党政办", ("三龙镇",)),
        ("浮梁县财政局国库科", ("县财政局",)),
        ("县司法局法规股、县财政局国库科", ("县司法局", "县财政局")),
    ],
)
def test_an_office_is_its_units(written: str, units: tuple[str, ...]) -> None:
    reading = DIRECTORY.read(written)
    assert reading.own == codes(*units)
    assert (reading.unknown, reading.own_office) == ((), False)


def test_the_offices_of_a_group_are_its_members() -> None:
    assert DIRECTORY.read("各乡镇党政办").collective == DIRECTORY.group("各乡镇")


@pytest.mark.parametrize(
    "written", ["县人社局就业中心", "县公安局城区派出所", "县教体局第一小学", "县大数据局办公室"]
)
def test_what_may_be_a_body_of_its_own_is_asked_about(written: str) -> None:
    reading = DIRECTORY.read(written)
    assert (reading.own, reading.unknown) == ((), (written,))


def test_an_office_alone_is_the_senders() -> None:
    checked = check(ledger(row(责任单位="法规股")))
    assert [record.unit for record in checked.rows] == list(codes("县司法局"))
    assert found(checked) == []


def test_another_units_office_in_a_units_own_ledger_is_another_units_row() -> None:
    checked = check(ledger(row(责任单位="县财政局国库科")), declared="县司法局")
    assert found(checked) == [("E4", "row_for_other_unit")]
