"""What a unit takes with it: its own files by its own addresses, and another unit's by none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.applications import Starlette

from dashboard.access import Viewer
from dashboard.own import sending
from dashboard.routes import routes
from dashboard.settings import Settings
from dashboard.sources import Sources
from master import open_master
from schemas.plan_files import packaged_workplan
from tests.dashboard.books import HOSTILE, ledger, line
from tests.dashboard.own.made import submission
from tests.dashboard.seed import CIVIL, JUSTICE, PLAN, SECOND, seed
from tests.dashboard.test_server import get
from tests.dashboard.viewers import look_as, unit_viewer
from vocabulary.access import AccountRole

NAME = PLAN.unit_by_code[JUSTICE].name
FIRST_OF_JUSTICE, SECOND_OF_JUSTICE, OF_CIVIL = 1, 3, 4


@pytest.fixture
def db(tmp_path: Path) -> str:
    return seed(tmp_path / "county.db")


@pytest.fixture
def app(db: str) -> Iterator[Starlette]:
    sources = Sources(Settings(db, packaged_workplan()))
    yield Starlette(routes=routes(sources))
    sources.close()


@pytest.fixture(autouse=True)
def _unit(monkeypatch: pytest.MonkeyPatch) -> None:
    look_as(monkeypatch, unit_viewer(JUSTICE))


def test_the_numbers_used_here_are_those_of_the_seeded_county(db: str) -> None:
    with open_master(db) as master:
        senders = {one.id: one.sender for one in master.submissions()}
    assert (senders[FIRST_OF_JUSTICE], senders[SECOND_OF_JUSTICE], senders[OF_CIVIL]) == (
        JUSTICE,
        JUSTICE,
        CIVIL,
    )


@pytest.mark.parametrize(
    "path",
    [
        "template",
        "corrections",
        f"corrections/{SECOND_OF_JUSTICE}",
        f"original/{FIRST_OF_JUSTICE}",
        f"acknowledgement/{SECOND_OF_JUSTICE}",
    ],
)
def test_its_own_files_are_given(app: Starlette, path: str) -> None:
    status, headers, body = get(app, f"/files/own/{path}")
    assert status == 200
    assert body
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("what", ["corrections", "original", "acknowledgement"])
@pytest.mark.parametrize("number", [OF_CIVIL, 2, 5, 999])
def test_a_paper_of_somebody_else_is_no_such_file(app: Starlette, what: str, number: int) -> None:
    assert get(app, f"/files/own/{what}/{number}")[0] == 404


@pytest.mark.parametrize("unit", [CIVIL, None])
def test_a_check_of_somebody_else_is_forbidden(app: Starlette, db: str, unit: str | None) -> None:
    with open_master(db) as master:
        number = master.jobs.enqueue([("甲.xlsx", b"1")], "别人", SECOND, dry_run=True, unit=unit)
    status, _, body = get(app, f"/files/own/check/{number}/0")
    assert status == 403
    assert body.decode() == "这次上传不是本单位的，不能查看。"


@pytest.mark.parametrize(
    "role", [AccountRole.OFFICE, AccountRole.LEADER, AccountRole.AUDITOR, AccountRole.ADMIN]
)
def test_an_account_without_a_unit_gets_nothing_here(
    app: Starlette, monkeypatch: pytest.MonkeyPatch, role: AccountRole
) -> None:
    look_as(monkeypatch, Viewer(1, "x", "某人", role))
    for path in ("template", "corrections", f"original/{FIRST_OF_JUSTICE}", "check/1/0"):
        status, _, body = get(app, f"/files/own/{path}")
        assert status == 403
        assert "单位" in body.decode()


def test_the_acknowledgement_says_what_came_when_from_whom_and_what_became_of_it(app: Starlette) -> None:
    _, headers, body = get(app, f"/files/own/acknowledgement/{SECOND_OF_JUSTICE}")
    text = body.decode()
    assert headers["content-type"].startswith("text/html")
    for words in (
        "2023-00003",
        NAME,
        "督查科",
        "2023-09-15 10:00",
        "第 2 次报送",
        "4 行，入库 3 行，暂不入库 1 行",
        "新增 1 行，变更 1 行，未变 1 行，撤回 1 行",
        "必改 1 处，提醒 1 处",
    ):
        assert words in text
    assert HOSTILE not in text
    assert "<img" not in text


def test_the_acknowledgement_is_the_same_whenever_it_is_asked_for(app: Starlette) -> None:
    first, second = (get(app, f"/files/own/acknowledgement/{FIRST_OF_JUSTICE}")[2] for _ in range(2))
    assert first == second


def test_a_checked_file_has_its_correction_list_before_it_is_sent(app: Starlette, db: str) -> None:
    rows = [
        line(1, "1.1", PLAN.task_by_id["1.1"].name, NAME, deadline="长期坚持", status="长期坚持"),
        line(2, "1.3", PLAN.task_by_id["1.3"].name, NAME, status="差不多了"),
    ]
    with open_master(db) as master:
        number = sending.check(master, unit_viewer(JUSTICE), "台账.xlsx", ledger(NAME, rows), "", SECOND)
        before = len(master.submissions())
        status, _, body = get(app, f"/files/own/check/{number}/0")
        assert status == 200
        assert zipfile.is_zipfile(io.BytesIO(body))
        first = load_workbook(io.BytesIO(body)).worksheets[0]
        words = "\n".join(str(cell) for line_ in first.iter_rows(values_only=True) for cell in line_ if cell)
        assert "检查时间（还没有报送）" in words
        assert "台账!I5" in words
        assert "已经入库" not in words
        assert len(master.submissions()) == before
        assert get(app, f"/files/own/check/{number}/1")[0] == 404


def test_a_collected_ledger_is_never_the_units_own() -> None:
    from dashboard.own.reading import as_unit_sees, is_own

    office = submission(7, "FL-D01", SECOND, collected=True, file_name="汇总.xlsx", n_rows=120)
    sheet = submission(8, None, SECOND, collected=True, ledger_kind="check_sheet")
    assert not is_own(office, JUSTICE)
    assert not is_own(office, "FL-D01")
    [seen] = as_unit_sees([office, sheet], JUSTICE)
    assert (seen.file_name, seen.sha256, seen.n_rows, seen.sent_by) == ("县政府办汇总", "", 0, "")
