"""The files of a round: each is what it says, and nothing is made up where there is nothing."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.downloads import Download
from dashboard.rounds import files
from dashboard.rounds.routes import FILES
from inspections.onsite import draw_units
from inspections.sampling import proposals_of
from master import Master, open_master
from tests.dashboard.rounds.year import AT, ONSITE
from tests.dashboard.seed import PLAN
from vocabulary.access import AccountRole, permits

DAY = dt.date(2023, 9, 8)


@pytest.fixture
def master(years: dict[str, Path], tmp_path: Path) -> Iterator[Master]:
    own = tmp_path / "own.db"
    own.write_bytes(years["fed_back"].read_bytes())
    with open_master(str(own)) as found:
        yield found


def is_workbook(made: Download | None, name: str) -> bool:
    assert made is not None
    return made.name == name and zipfile.is_zipfile(io.BytesIO(made.content))


def test_the_tables_of_a_round_are_workbooks_named_for_it(master: Master) -> None:
    assert is_workbook(files.situation(master, PLAN, "written_2023", DAY), "2023年书面督查情况表.xlsx")
    assert is_workbook(files.look_back(master, PLAN, "look_back_2022", DAY), "2022年要点回头看情况表.xlsx")


def test_the_frozen_data_are_the_very_bytes(master: Master) -> None:
    made = files.snapshot(master, PLAN, "written_2023")
    frozen = master.rounds.snapshot("written_2023")
    assert made is not None
    assert frozen is not None
    assert made.content == frozen.document
    assert json.loads(made.content)


@pytest.mark.parametrize("code", ["onsite_2023", "nothing"])
def test_what_is_not_there_is_not_made(master: Master, code: str) -> None:
    assert files.situation(master, PLAN, code, DAY) is None
    assert files.snapshot(master, PLAN, code) is None
    assert files.look_back(master, PLAN, code, DAY) is None
    assert files.check_sheets(master, PLAN, code, 1, DAY) is None
    assert files.check_sheet(master, PLAN, code, 1, "FL-D02", DAY) is None


def test_check_sheets_come_one_by_one_and_together(master: Master) -> None:
    draw = draw_units(master, PLAN, ONSITE, DAY, "2023-09-08", "示例甲", AT)
    units = [one.unit for one in proposals_of(draw)]
    one = files.check_sheet(master, PLAN, ONSITE.code, draw.id, units[0], DAY)
    assert is_workbook(one, f"{PLAN.unit_by_code[units[0]].name}2023年现场核查表.xlsx")
    packed = files.check_sheets(master, PLAN, ONSITE.code, draw.id, DAY)
    assert packed is not None
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert len(archive.namelist()) == len(units)
    assert files.check_sheet(master, PLAN, ONSITE.code, draw.id, "nobody", DAY) is None


def test_the_files_are_the_offices_alone() -> None:
    for role in AccountRole:
        allowed = [permits(role, "FL-D02", one.action) for one in FILES]
        assert allowed == [role is AccountRole.OFFICE] * len(FILES)
