"""The files of 整改: filtered as the page is, for those who may have them, with phone numbers for those who may see them."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import parse_qsl

import openpyxl
import pytest

from dashboard.rectification import files
from dashboard.rectification.board import ProblemFilters
from master import open_master
from reports.problem_exports import LISTS
from tests.dashboard.problems import APPLIED, LATE, SOON, TODAY, UNPROVED, VERIFIED, seed_problems
from tests.dashboard.seed import CIVIL, FINANCE, PLAN, TOWN
from tests.dashboard.test_server import Web

DAY = f"as_of={TODAY.isoformat()}"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return seed_problems(tmp_path_factory.mktemp("files") / "problems.db")


def rows(content: bytes) -> list[tuple[Any, ...]]:
    """What stands below the headings."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]]


@pytest.mark.parametrize(("which", "title"), LISTS.items())
def test_every_list_leaves_under_its_chinese_name(url: str, which: str, title: str) -> None:
    from urllib.parse import unquote

    status, headers, body = Web(url, "office").get(f"/files/problems/{which}.xlsx?{DAY}")
    assert status == 200
    assert f"2023年政务公开督查{title}_{TODAY}.xlsx" in unquote(headers["content-disposition"])
    assert len(rows(body)) == 8
    assert "本表只列" not in openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]["A2"].value


def test_the_list_is_filtered_as_the_page_is(url: str) -> None:
    wanted = ProblemFilters(unit=FINANCE, state="verifying")
    [address] = [address for _, address in files.addresses(wanted, TODAY) if "/ledger." in address]
    _, _, body = Web(url, "office").get(address)
    assert [row[1] for row in rows(body)] == [VERIFIED, UNPROVED]
    line = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]["A2"].value
    assert line.endswith("本表只列：单位“县财政局”、进度“核查”。")


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        (ProblemFilters(round="written_2023"), "2023年政务公开督查问题清单_2023年书面督查_2023-09-20.xlsx"),
        (ProblemFilters(unit=FINANCE), "2023年政务公开督查问题清单_财政局_2023-09-20.xlsx"),
        (ProblemFilters(band="overdue"), "2023年政务公开督查问题清单_逾期_2023-09-20.xlsx"),
        (ProblemFilters(search="13800000001"), "2023年政务公开督查问题清单_查找结果_2023-09-20.xlsx"),
    ],
)
def test_files_of_different_problems_have_different_names(
    url: str, wanted: ProblemFilters, name: str
) -> None:
    with open_master(url) as master:
        made = files.problem_list(
            master, PLAN, TODAY, "problems", dict(parse_qsl(wanted.to_query())), phones=False
        )
    assert made is not None
    assert made.name == name


@pytest.mark.parametrize(("login", "phone"), [("office", "13800000001"), ("leader", "138****0001")])
def test_a_phone_number_is_whole_only_for_those_who_may_see_it(url: str, login: str, phone: str) -> None:
    _, _, body = Web(url, login).get(f"/files/problems/duties.xlsx?{DAY}&search={LATE}")
    assert [row[7] for row in rows(body)] == [phone]


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [
        ("office", "/files/problems/secrets.xlsx", 404),
        ("office", f"/files/rectification/{TOWN}?{DAY}", 404),
        ("office", "/files/rectification/no-such-unit", 404),
        ("office", f"/files/rectification/{CIVIL}?{DAY}", 200),
        ("leader", f"/files/problems/ledger.xlsx?{DAY}", 200),
        ("unit", f"/files/problems/ledger.xlsx?{DAY}&unit={FINANCE}", 403),
        ("unit", f"/files/rectification/{FINANCE}?{DAY}", 200),
        ("unit", f"/files/rectification/{CIVIL}?{DAY}", 403),
        ("auditor", f"/files/problems/ledger.xlsx?{DAY}", 403),
        ("keeper", f"/files/rectification/{FINANCE}?{DAY}", 403),
    ],
)
def test_who_may_have_which_file(url: str, login: str, path: str, status: int) -> None:
    assert Web(url, login).get(path)[0] == status


def test_a_units_sheet_holds_its_open_problems_and_nobody_elses(url: str) -> None:
    _, _, body = Web(url, "unit").get(f"/files/rectification/{FINANCE}?{DAY}")
    told = [row[0] for row in rows(body)]
    assert told == [APPLIED, VERIFIED, UNPROVED, SOON]


@pytest.mark.parametrize(
    ("phone", "shown"), [("0798-2620000", "0798-****000"), ("请打8620000", "（号码略）"), ("", "")]
)
def test_a_number_without_a_middle_to_hide_is_not_shown_at_all(phone: str, shown: str) -> None:
    assert files.hidden(phone) == shown
